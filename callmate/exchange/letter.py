"""A letter from what the log says, by a template; at most a page, and nothing secret in it.

Imports Jinja: to be imported where a letter is wanted. A template can read the values it is
given and nothing else; one that fails is named by file and line, and the one that comes with
callmate is used instead.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from callmate.errors import CallmateError
from callmate.model.letter.facts import LetterFacts, missing
from callmate.model.letter.forms import LetterForm, LetterForms
from callmate.model.letter.tone import Finding, check
from callmate.model.letter.words import Said
from callmate.model.masking import masked
from callmate.text import has_controls, show

_ENDS: Final = (".", "?", "!", "…")
_STOPS = re.compile(r"(?<=[?!…])\.+|(?<!\.)\.(?=\.(?!\.))")
"""Full stops more than a sentence ends with; three dots are meant."""

MOST_WORDS: Final = 250
PAGE: Final = (80, 54)
"""Columns and lines of one page."""
MOST_STATEMENTS: Final = 12
"""More are a list nobody reads."""

VALUES: Final = tuple(name for name in LetterFacts.__slots__ if name != "secrets")
"""What a form sees, by name."""

NEEDED: Final = {
    "last_call": "no call is in the log yet",
    "good": "nothing is logged that went well: in a call, k is praise and g is a yes",
}
"""Why there is nothing to write, by the value that a form needs."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter. ``used`` are the statements that stand in it, with their events."""

    form: str
    text: str
    used: tuple[Said, ...]
    left_out: int
    """Statements that the log has and the page had no room for."""
    missing: tuple[str, ...]
    tone: tuple[Finding, ...]
    problems: tuple[str, ...] = ()
    settled: str = ""
    """The day on which the case was settled, if the letter is one that asks for something."""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a page even so: a person's own template can be."""
        return not _fits(self.text)


def draft(form: LetterForm, facts: LetterFacts) -> Draft:
    """The letter of a form. Raises CallmateError if the log has nothing for it."""
    if form.needs in VALUES and not getattr(facts, form.needs):
        why = NEEDED.get(form.needs, f"the log says nothing of {form.needs}")
        raise CallmateError(f"There is nothing to write yet ({form.title}): {why}.")
    problems = list(_unknown_need(form))
    while True:
        try:
            text, kept, left_out = _shortened(form, facts)
            break
        except _Failed as error:
            if form.before is None:
                raise CallmateError(f"{str(error).rstrip('.')}.") from None
            problems.append(f"{error}; the letter is the one that comes with callmate.")
            form = form.before
    text = _clean(text, facts)
    said = (replace(one, text=_masked(one.text, facts)) for one in _statements(facts, kept))
    used = tuple(one for one in said if one.text in text)
    tone = check(text, (facts.company.text, *(one.text for one in facts.references)))
    settled = facts.settled.text if form.asks_reply else ""
    return Draft(form.name, text, used, left_out, missing(facts), tone, tuple(problems), settled)


def sources(drafted: Draft) -> str:
    """Every statement of a letter with the ids of its events, a line each."""
    lines = []
    for one in drafted.used:
        lines += textwrap.wrap(one.text, 80) or [""]
        lines += [f"    {event}" for event in one.events]
    return "\n".join(lines) + "\n" if lines else ""


def faults(known: LetterForms) -> tuple[str, ...]:
    """A sentence for each file of a person's own that cannot be used, as far as it can be told
    without a case."""
    found = list(known.problems)
    for form in known.forms.values():
        found += _unknown_need(form)
        try:
            _template(form)
        except _Failed as error:
            found.append(f"{error}.")
    return tuple(found)


def _unknown_need(form: LetterForm) -> Iterator[str]:
    if form.needs and form.needs not in VALUES:
        known = ", ".join(VALUES)
        yield f"{form.file}: no letter has a value “{form.needs}” to need; use one of: {known}."


class _Failed(Exception):
    """A template cannot be used; says file, line and why."""


def _shortened(form: LetterForm, facts: LetterFacts) -> tuple[str, list[Said], int]:
    """The text with as many statements as the page has room for, those, and how many are out."""
    lists = {name: getattr(facts, name) for name in ("happened", "agreed", "good")}
    lists["questions"] = tuple((0, one) for one in facts.questions)
    longest = max(len(told) for told in lists.values())
    template = _template(form)
    for most in range(min(MOST_STATEMENTS, longest), -1, -1):
        shown = {name: _weightiest(told, most) for name, told in lists.items()}
        text = _rendered(form, template, facts, shown)
        if most == 0 or _fits(text):
            kept = [one for told in shown.values() for one in told if one.text in text]
            out = sum(
                len(told) - len(shown[name])
                for name, told in lists.items()
                if any(one.text in text for one in shown[name])
            )
            return text, kept, out
    raise AssertionError("the loop ends at no statements")


def _weightiest(told: tuple[tuple[int, Said], ...], most: int) -> list[Said]:
    """The statements that weigh most, still in the order of time."""
    ranked = sorted(range(len(told)), key=lambda index: (-told[index][0], index))[:most]
    return [told[index][1] for index in sorted(ranked)]


def _template(form: LetterForm) -> Any:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False,
        finalize=_readable,
    )  # fmt: skip
    try:
        code = environment.compile(form.text, form.name, form.file)
        return environment.template_class.from_code(environment, code, {})
    except TemplateSyntaxError as error:
        raise _Failed(f"{form.file}, line {error.lineno}: {error.message}") from None
    except (TemplateError, RecursionError, MemoryError, ValueError) as error:
        raise _Failed(f"{form.file}: {error}") from None


def _readable(value: object) -> object:
    """A list that a form prints whole, as text."""
    if not isinstance(value, list | tuple):
        return value
    parts = [str(_readable(one)) for one in value]
    return (" " if all(part.endswith(_ENDS) for part in parts) else ", ").join(parts)


def _rendered(
    form: LetterForm, template: Any, facts: LetterFacts, shown: Mapping[str, list[Said]]
) -> str:
    values = {name: getattr(facts, name) for name in VALUES}
    try:
        text = template.render({**values, **shown})
    except Exception as error:  # whatever a person's template does: it is named, not fatal
        line = _line_of(error, form.file)
        place = f"{form.file}, line {line}" if line else form.file
        raise _Failed(f"{place}: {str(error) or type(error).__name__}") from None
    return str(text)


def _line_of(error: BaseException, file: str) -> int:
    """The line of the template in which an error arose; 0 if that cannot be told."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _clean(text: str, facts: LetterFacts) -> str:
    """Secrets masked, at most one empty line in a row, no space at a line's end, and nothing a
    terminal would obey, which a person's own template may hold."""
    lines: list[str] = []
    for line in _masked(text, facts).splitlines():
        bare = (show(line) if has_controls(line) else line).rstrip()
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n") + "\n"


def _masked(text: str, facts: LetterFacts) -> str:
    keep = (*(one.text for one in facts.references), facts.full_account.text)
    return _STOPS.sub("", masked(text, facts.secrets, keep))


def _fits(text: str) -> bool:
    width, rows = PAGE
    taken = sum(max(1, len(textwrap.wrap(line, width))) for line in text.splitlines())
    return len(text.split()) <= MOST_WORDS and taken <= rows


def _statements(facts: LetterFacts, kept: list[Said]) -> Iterator[Said]:
    """All that may stand in a letter, each once."""
    seen: set[str] = set()
    fixed = (facts.company, facts.account, facts.full_account, *facts.references, facts.problem,
             facts.order, facts.statement)  # fmt: skip
    after = (facts.granted, facts.settled, facts.owed, facts.outcome, *facts.questions, facts.rep)
    for one in (*fixed, facts.summary, facts.last_call, *kept, *after):
        if one.text and one.text not in seen:
            seen.add(one.text)
            yield one


def again(drafted: Draft, text: str) -> Draft:
    """The draft with another text, as its writer changed it: the tone of that."""
    known = [one.text for one in drafted.used]
    return replace(drafted, text=text, left_out=0, tone=check(text, known))
