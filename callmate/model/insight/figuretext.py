"""Figures as lines to read: a label, a bar, words, and the figure at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.insight.callfigures import CallFigures, StintFigures
from callmate.model.insight.money import Money
from callmate.model.insight.people import RepFigures
from callmate.model.insight.rates import Rate, rates
from callmate.model.insight.sums import SECOND_US, Sums, is_unanswered, sums
from callmate.model.moment import whole_seconds
from callmate.model.roles import Role
from callmate.model.spoken import counted
from callmate.model.state import UNNAMED
from callmate.model.timeline import hms
from callmate.model.waits import AT_ONCE_S

BAR: Final = 24
"""Cells of a bar."""
SHORT: Final = 12
"""Cells of one that words stand beside."""
FULL, HELD, LEFT, EMPTY = "█", "▒", "░", "·"
LEGEND: Final = f"{FULL} talk  {HELD} hold  {LEFT} all other"
MOST_CALLS: Final = 12
MOST_COMPANIES: Final = 12
MOST_REPS: Final = 40
SPLIT: Final = (
    ("talk", "talk"), ("hold", "hold"), ("pitch", "pitch"), ("transfer", "put through"),
    ("supervisor", "for manager"), ("menu", "menus"), ("other", "waiting"),
)  # fmt: skip
"""What the time of a call goes to, as fields and as labels."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line; ``bar`` stands before the words, ``right`` at the other edge."""

    label: str
    words: str
    right: str = ""
    role: Role = "text"
    bar: str = ""


Lines = Iterator[FigureLine]


def call_lines(call: CallFigures, money: Money | None) -> Lines:
    """One call: whom, when, and where its time went; then each person in it."""
    told = (str(call.number), day_of(call.at), call.company.strip())
    words = ", ".join(one for one in told if one)
    yield FigureLine("call", words, length(call.total), "strong")
    yield from _split(sums([call]))
    if call.answered is not None and call.answered > AT_ONCE_S * SECOND_US:
        yield FigureLine("somebody", "was there after", length(call.answered))
    elif is_unanswered(call):
        yield FigureLine("somebody", "never came", role="warn")
    yield from _longest(call.holds, call.longest_hold)
    yield from _worth(call.total, money)
    for stint in call.stints:
        yield FigureLine("with", _stint(stint), length(_stint_us(stint)))


def case_lines(calls: Sequence[CallFigures], money: Money | None) -> Lines:
    """One case: the whole, the shares, and each call with what its time went to."""
    yield from sum_lines(sums(calls), money)
    yield from _each_call(calls)


def sum_lines(whole: Sums, money: Money | None) -> Lines:
    """Some calls together: their time, and what came of them."""
    yield from _whole(whole, money)
    for rate in rates(whole):
        if rate.of:
            yield _rate(rate)


def by_company_lines(rows: Sequence[tuple[str, Sums]]) -> Lines:
    """Which companies took the time, the most first."""
    yield FigureLine("", "Companies, by the time they took", LEGEND, "head")
    for name, one in rows[:MOST_COMPANIES]:
        drawn = _stacked(one.talk, one.hold, one.total, rows[0][1].total)
        words = f"{name}, {counted(one.calls, 'call')}"
        yield FigureLine("", words, length(one.total), bar=drawn)
    yield from _more(len(rows) - MOST_COMPANIES, "company", "companies")


def rep_lines(found: Sequence[RepFigures], with_company: bool) -> Lines:
    """Reps, who gave most first: what came of them, and the time with them."""
    if not found:
        yield FigureLine("", "Nobody has been on the line yet.", role="dim")
        return
    yield FigureLine("", "Reps, who gave most first", LEGEND, "head")
    most = max(_rep_us(rep) for rep in found)
    for rep in found[:MOST_REPS]:
        drawn = _stacked(rep.talk, rep.hold, _rep_us(rep), most, SHORT)
        told = (rep.name or f"{UNNAMED}s", rep.department, rep.company if with_company else "")
        words = f"{', '.join(one for one in told if one)}: {_came_of(rep)}"
        right = f"{counted(rep.stints, 'time')} {length(_rep_us(rep))}"
        yield FigureLine("", words, right, _role(rep), drawn)
    yield from _more(len(found) - MOST_REPS, "rep", "reps")


def bar(part: int, whole: int) -> str:
    """A bar of ``BAR`` cells; what is not nothing has at least one."""
    filled = _cells(part, whole)
    return f"{FULL * filled}{EMPTY * (BAR - filled)}"


def length(us: int) -> str:
    """A duration to be read, ``m:ss`` or ``h:mm:ss``."""
    return hms(whole_seconds(us))


def day_of(at: str) -> str:
    """``12 Mar 2022 09:00``."""
    moment = datetime.fromisoformat(at)
    return f"{moment.day} {moment:%b %Y %H:%M}"


def _whole(whole: Sums, money: Money | None) -> Lines:
    of = f" in {counted(whole.cases, 'case')}" if whole.cases > 1 else ""
    yield FigureLine("calls", f"{counted(whole.calls, 'call')}{of}", length(whole.total), "strong")
    yield from _split(whole)
    yield from _longest(whole.holds, whole.longest_hold)
    if whole.unanswered:
        yield FigureLine("unanswered", counted(whole.unanswered, "call"), role="warn")
    if whole.own != whole.total:
        yield FigureLine("your time", "calls at one time counted once", length(whole.own))
    yield from _worth(whole.own, money)


def _split(whole: Sums) -> Lines:
    for name, label in SPLIT:
        us = getattr(whole, name)
        if whole_seconds(us):
            share = _percent(us, whole.total)
            words = f"{share} without the holds in it" if name == "pitch" and whole.hold else share
            yield FigureLine(label, words, length(us), bar=bar(us, whole.total))


def _longest(holds: int, longest: int) -> Lines:
    if holds > 1:
        yield FigureLine("holds", f"{holds}, the longest", length(longest))


def _worth(us: int, money: Money | None) -> Lines:
    if money is not None:
        yield FigureLine("worth", money.words(us))


def _rate(rate: Rate) -> FigureLine:
    if rate.share is None:
        return FigureLine(rate.label, f"{rate.about}: {rate.words}", role="dim")
    words = f"{_percent(rate.yes, rate.of)} {rate.about}"
    return FigureLine(rate.label, words, rate.words, bar=bar(rate.yes, rate.of))


def _percent(part: int, whole: int) -> str:
    """`` 33 %``; what is not nothing is at least ``<1 %``."""
    percent = round(100 * part / whole)
    return f"{'<1' if part and not percent else percent:>3} %"


def _each_call(calls: Sequence[CallFigures]) -> Lines:
    if len(calls) < 2:
        return
    yield FigureLine("", "Each call, the latest first", LEGEND, "head")
    most = max(call.total for call in calls)
    for call in list(reversed(calls))[:MOST_CALLS]:
        drawn = _stacked(call.talk, call.hold, call.total, most)
        yield FigureLine(f"call {call.number}", day_of(call.at), length(call.total), bar=drawn)
    yield from _more(len(calls) - MOST_CALLS, "call", "calls")


def _stacked(talk: int, hold: int, total: int, most: int, cells: int = BAR) -> str:
    """A bar of three: talk, hold and the rest, as long as the whole is beside the longest."""
    long = _cells(total, most, cells)
    talked = min(long, _cells(talk, most, cells))
    held = min(long - talked, _cells(hold, most, cells))
    drawn = f"{FULL * talked}{HELD * held}{LEFT * (long - talked - held)}"
    return f"{drawn}{EMPTY * (cells - long)}"


def _cells(part: int, whole: int, cells: int = BAR) -> int:
    return min(cells, max(1, round(cells * part / whole))) if part > 0 and whole > 0 else 0


def _stint(stint: StintFigures) -> str:
    who = ", ".join(one for one in (stint.name or UNNAMED, stint.department) if one)
    parts = (("talk", stint.talk), ("hold", stint.hold), ("pitch", stint.pitch))
    times = [f"{label} {length(us)}" for label, us in parts if us]
    return f"{who}: {', '.join(times)}" if times else who


def _stint_us(stint: StintFigures) -> int:
    return stint.talk + stint.hold + stint.pitch + stint.waiting


def _rep_us(rep: RepFigures) -> int:
    return rep.talk + rep.hold + rep.pitch + rep.waiting


def _came_of(rep: RepFigures) -> str:
    """``granted 1, refused 2; promised 3, kept 1, broken 2``."""
    given = [f"{word} {count}" for word, count in
             (("granted", rep.granted), ("refused", rep.denied)) if count]  # fmt: skip
    judged = [f"{word} {count}" for word, count in
              (("kept", rep.kept), ("broken", rep.broken)) if count]  # fmt: skip
    parts = [", ".join(given)] if given else []
    if rep.promises:
        parts.append(", ".join((f"promised {rep.promises}", *(judged or ["not known yet"]))))
    return "; ".join(parts) or "nothing given"


def _role(rep: RepFigures) -> Role:
    if rep.granted or rep.kept:
        return "ok"
    return "warn" if rep.denied or rep.broken else "dim"


def _more(count: int, one: str, many: str) -> Lines:
    if count > 0:
        words = f"and {count} more {one if count == 1 else many}: callmate stats --json has all"
        yield FigureLine("", words, role="dim")
