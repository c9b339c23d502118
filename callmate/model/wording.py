"""The words of a card with what is true now in them, made to fit the pane."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from callmate.model.conditions import View, holds, newest_promise, promise_left
from callmate.model.entry import read_back
from callmate.model.moment import elapsed_us
from callmate.model.promises import due_text
from callmate.model.rules import SECOND, Card, Saying
from callmate.model.words import same_text

WIDE: Final = (44, 8)
"""Columns and rows of the card's words on a large screen."""
NARROW: Final = (76, 3)
"""Columns and rows of the card's words at 80×24."""

LONGEST_VALUE: Final = {"brief": 200, "saying": 160, "outcome": 60, "promised": 60}
LONGEST: Final = 40
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")


def names_in(text: str) -> tuple[str, ...]:
    """The values a text speaks of."""
    return tuple(_NAME.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its values in place; parts in brackets only where all their values are known."""

    def part(found: re.Match[str]) -> str:
        known = all(values.get(name) for name in names_in(found[1]))
        return found[1] if known else ""

    return _NAME.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(part, text))


def words_of(card: Card, view: View, saying: Saying | None = None) -> str:
    """What a card says in a situation; empty if it has nothing to say in it."""
    values = values_of(view, saying)
    fitting = (fill(say.text, values) for say in card.say if holds(say.when, view))
    if not card.compose:
        return next((text for text in fitting if text), "")
    chosen = ""
    for text in fitting:
        longer = f"{chosen} {text}".strip()
        if not chosen or _fits(longer):
            chosen = longer
    return chosen


def _fits(text: str) -> bool:
    return all(len(wrap(text, width)) <= rows for width, rows in (WIDE, NARROW))


def rows_of(text: str, width: int, rows: int) -> tuple[str, ...]:
    """A text in at most ``rows`` lines of ``width`` columns; what is too long ends in an ellipsis.

    Counts characters: for words that need more than one column each, the pane cuts the line.
    """
    lines = wrap(text, width)
    if len(lines) <= rows:
        return tuple(lines)
    last = lines[rows - 1]
    return (*lines[: rows - 1], f"{last[: width - 1].rstrip()}…")


def wrap(text: str, width: int) -> list[str]:
    """A text broken at its spaces; a longer word is broken where the line ends."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width):
        joined = f"{line} {word}" if line else word
        if len(joined) > width:
            lines.append(line)
            line = word
        else:
            line = joined
    return [*lines, line] if line else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), width):
            yield word[start : start + width]


def visible(text: str, longest: int = LONGEST) -> str:
    """A person's text on one line, control characters as signs, cut at ``longest``."""
    plain = " ".join("".join(_sign(c) for c in text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def _sign(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return character if character.isprintable() else "\ufffd"


def values_of(view: View, saying: Saying | None = None) -> dict[str, str]:
    """Every value a text may speak of, as text; empty where it is not known."""
    case, call = view.case, view.call
    rep = case.rep_on_line(call)
    promise = newest_promise(view)
    today = (view.now or call.start).at.date()
    offers = [offer for offer in case.offers if offer.call == call.id]
    transfer = case.transfers[-1] if call.pending_transfer and case.transfers else None
    raw = {
        "rep": rep.name if rep else "",
        "department": (transfer.to if transfer else "") or call.department,
        "company": call.organisation or case.known("company"),
        "outcome": case.known("outcome").rstrip(". "),
        "brief": case.known("brief") or case.known("problem"),
        "promise": promise.what if promise else "",
        "by": due_text(promise, today) if promise else "",
        "amount": offers[-1].amount if offers else "",
        "number": read_back(case.numbers[-1].value) if case.numbers else "",
        "minutes": _minutes(view),
        "saying": f"{saying.text} \u2014 {saying.by}" if saying else "",
        **_promise_left(view, today),
        **_last_refusal(view),
    }
    return {name: visible(text, LONGEST_VALUE.get(name, LONGEST)) for name, text in raw.items()}


def _minutes(view: View) -> str:
    track, now = view.track, view.now
    if now is None:
        return ""
    since = track.quiet_at if track and track.quiet_at else view.call.start
    return str(elapsed_us(since, now) // (60 * SECOND))


def _promise_left(view: View, today: date) -> dict[str, str]:
    promise = promise_left(view)
    if promise is None:
        return {}
    rep = view.case.rep(promise.rep) if promise.rep else None
    return {
        "promised": promise.what.strip().rstrip(".") or "to see to it",
        "promiser": (rep.name if rep else "") or "Your colleague",
        "promised_by": due_text(promise, today),
    }


def _last_refusal(view: View) -> dict[str, str]:
    answers = [a for ask in view.case.asks for a in ask.answers if not a.granted]
    if not answers:
        return {}
    last = max(answers, key=lambda answer: answer.moment.at)
    rep = view.case.rep(last.rep) if last.rep else None
    asked = next((ask.what for ask in view.case.asks if last in ask.answers), "")
    said = "" if same_text(last.what) == same_text(asked) else last.what
    return {
        "refused": said,
        "refused_by": rep.name if rep else "",
        "refused_at": f"{last.moment.at:%H:%M}",
    }
