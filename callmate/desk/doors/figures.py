"""``callmate stats``: time, waits and rates over all calls, or those of a case, company or rep."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.doors import store
from callmate.desk.doors.plan import whole_name
from callmate.desk.settings import read_settings
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.model.fold import fold
from callmate.model.insight.callfigures import CallFigures, call_figures
from callmate.model.insight.figurejson import call_json, figures_json, people_json
from callmate.model.insight.figuretext import (
    FigureLine,
    by_company_lines,
    case_lines,
    rep_lines,
    sum_lines,
)
from callmate.model.insight.people import RepFigures, people
from callmate.model.insight.slots import begun, when
from callmate.model.insight.sums import by_company, sums, totals
from callmate.model.insight.whentext import when_lines
from callmate.model.search.searchtext import search_fold
from callmate.model.words import same_text
from callmate.paths import config_home
from callmate.text import cut, show

WIDTH: Final = 80
LABEL: Final = 13
FIGURE: Final = 16
"""Columns of the label, and of the figure, which stands right in its own."""
Parts = Iterator[tuple[str, Iterable[FigureLine]]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, and the calls and reps that were found for it. ``company`` is what is
    common to ``companies``, or the name of the only one."""

    case: str
    title: str
    company: str
    companies: int
    rep: str
    calls: Sequence[CallFigures]
    reps: tuple[RepFigures, ...]


def stats(case: str, company: str, rep: str, as_json: bool) -> str:
    """The figures, for reading or as one JSON object. Raises CallmateError where there is no such
    case, company or rep, or no call that counts."""
    with store(reading=True) as world:
        found = _asked(world, case, company, rep)
    money = read_settings(config_home()).money
    if not as_json:
        return "\n".join(_text(_parts(found)))
    from callmate.exchange import strictjson

    values: dict[str, Any] = {
        "case": found.case or None,
        "title": found.title or None,
        "company": found.company or None,
        "rep": found.rep or None,
        **figures_json(totals(found.calls), when(begun(found.calls)), money),
        "reps": people_json(found.reps),
        "per_call": [call_json(call) for call in found.calls] if found.case else None,
    }
    return strictjson.write(values, indent=1)


def _asked(world: StoredWorld, case: str, company: str, rep: str) -> _Asked:
    case_id = world.library.resolve(case) if case else ""
    summary = world.index.case(case_id) if case_id else None
    calls = _up_to_now(world, world.calls_made("", case_id))
    names = _names(calls, company) if company else {}
    if company and not names:
        whole_name(world, company, "stats")  # says it where there is no case with it either
    if company:
        calls = [call for call in calls if same_text(call.company) in names]
    if not calls:
        where = "this case" if case_id else "it" if company else "any case"
        raise CallmateError(
            f"stats: there is no call of {where} to count yet; what was practised, or merged into "
            "another case, counts nowhere."
        )
    reps = people(calls, rep)
    if rep and not reps:
        raise CallmateError(f"stats: no call here was with {show(rep)}; see callmate stats.")
    name = next(iter(names.values())) if len(names) == 1 else company.strip()
    title = summary.title if summary else ""
    return _Asked(case_id, title, name, len(names), rep, calls, reps)


def _up_to_now(world: StoredWorld, calls: Sequence[CallFigures]) -> Sequence[CallFigures]:
    """The same with a call that runs counted up to now, which the index does not know."""
    now, running = SystemClock().now(), {call.case for call in calls if call.running}
    folds = [fold(case, world.case(case).read()) for case in running]
    found = {call.id: call for one in folds for call in call_figures(one, now)}
    return [found.get(call.id, call) if call.running else call for call in calls]


def _names(calls: Iterable[CallFigures], company: str) -> dict[str, str]:
    """The companies of these calls that are meant: the one that is called so, or all in whose
    names such words stand beside each other, the last of which may be begun, as a search has it."""
    wanted = search_fold(company).split()
    names = {same_text(call.company): call.company for call in calls if call.company.strip()}
    if (key := same_text(company)) in names:
        return {key: names[key]}
    return {key: name for key, name in names.items() if _holds(search_fold(name).split(), wanted)}


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return False
    *whole, begun = wanted
    last = len(whole)
    return any(
        list(words[at : at + last]) == whole and words[at + last].startswith(begun)
        for at in range(len(words) - last)
    )


def _parts(found: _Asked) -> Parts:
    """The parts of the text, each under its heading."""
    money = read_settings(config_home()).money
    if found.rep:
        yield f"REPS: {found.rep}", rep_lines(found.reps, found.companies != 1)
        return
    if found.case:
        yield found.title, case_lines(found.calls, money)
    else:
        yield _title(found), sum_lines(sums(found.calls), money)
    if not found.case and found.companies != 1:
        yield "COMPANIES", by_company_lines(by_company(found.calls))
    if found.case or found.company:
        yield "REPS", rep_lines(found.reps, found.companies > 1)
    if not found.case:
        yield "WHEN TO CALL", when_lines(when(begun(found.calls)))


def _title(found: _Asked) -> str:
    if found.companies > 1:
        return f"{found.company}: {found.companies} companies"
    return found.company or "ALL CALLS"


def _text(parts: Parts) -> Iterator[str]:
    for number, (title, lines) in enumerate(parts):
        if number:
            yield ""
        yield cut(show(title), WIDTH)
        for line in lines:
            yield from _line(line)


def _line(line: FigureLine) -> Iterator[str]:
    """Label, figure and words; what has no room goes on below the words."""
    if line.role == "head":
        yield f"{show(line.words)}  {line.right}".rstrip()
        return
    indent = LABEL + FIGURE + 2
    words = f"{line.bar} {line.words}" if line.bar else line.words
    pieces = textwrap.wrap(show(words), WIDTH - indent) or [""]
    yield f"{line.label:<{LABEL}}{line.right:>{FIGURE}}  {pieces[0]}".rstrip()
    for piece in pieces[1:]:
        yield f"{' ' * indent}{piece}"
