"""The plan of the next call, made from what the calls before it brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from callmate.model.granting import granted, last_yes, open_asks, turned
from callmate.model.hiding import without_account
from callmate.model.moment import Moment
from callmate.model.nextstep import next_step
from callmate.model.planning.company import Company
from callmate.model.planning.route import Route
from callmate.model.planning.rungs import Ladder, NextRung, OnLadder, next_rung, whole_ladder
from callmate.model.planning.writing import Written, written
from callmate.model.promises import due_text
from callmate.model.promisewords import owner_of
from callmate.model.quote import quotes
from callmate.model.readiness import fairness
from callmate.model.requests import Ask
from callmate.model.scope import distinct
from callmate.model.spoken import quoted, times
from callmate.model.state import Case
from callmate.model.stuck import (
    MANY,
    about_money,
    break_advised,
    broken_since_yes,
    is_settled,
    names_missing,
    overdue,
    resting_until,
    stays_due,
    supervisor_first,
    talking_spent,
)
from callmate.model.words import same_text

GOOD_MARKS: Final = 0.8
"""The share of good marks from which a rep is worth asking for by name."""


@dataclass(frozen=True, slots=True)
class Again:
    """Something to ask for again: how often it was asked and refused, and how to put it now."""

    what: str
    asked: int
    denied: int
    how: str


@dataclass(frozen=True, slots=True)
class Granted:
    """Something granted: what, by whom (empty: no name is known), and on which day."""

    what: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise that is not kept yet, from whom (empty: no name is known), and when it is due in
    words (empty: no time was given)."""

    what: str
    by: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody to ask for by name, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Break:
    """A break before the next try: until when, and why. ``chosen`` if it has been taken."""

    until: date
    why: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything for the next call; what is empty is not to be shown.

    ``first`` is the one sentence that matters most. ``supervisor`` says why to ask for one at
    once, ``spent`` why talking will not do; ``number`` is the case number to give first.
    """

    first: str
    settled: bool
    rest: Break | None
    owed: tuple[Owed, ...]
    """What is overdue, then what is due, the nearest first, then what has no time."""
    granted: tuple[Granted, ...]
    """The newest first."""
    asks: tuple[Again, ...]
    quotes: tuple[str, ...]
    whom: tuple[Whom, ...]
    supervisor: str
    spent: str
    names_missing: bool
    number: str
    dial: tuple[str, ...]
    """The number to dial, the way through the menu and when they answer, as far as known."""
    route: Route | None
    avoid: tuple[str, ...]
    """Departments that refuse, and pass nobody on."""
    rung: NextRung | None
    written: Written | None
    """What must be in writing, whatever is said on the telephone."""
    questions: tuple[str, ...]
    asked_for: tuple[str, ...]
    fair: str
    """The answer to whether the company could do for everyone what is wanted."""
    thanks: bool
    """Whether it is over and somebody helped."""
    sector: str
    country: str
    note: str
    """What is to be known of the whole ladder."""
    ladder: tuple[OnLadder, ...]


def plan(case: Case, as_of: datetime, ladder: Ladder, known: Company) -> Plan:
    """The plan as it is at ``as_of``; ``known`` is what all cases with the company taught. The
    account is masked in what it repeats."""
    case = without_account(case)
    settled = is_settled(case)
    spent = talking_spent(case)
    asks = () if settled else tuple(_again(ask, spent) for ask in open_asks(case))
    done = settled or _all_granted(case)
    rung = None if done or not case.calls else next_rung(case, ladder, spent, as_of)
    route = None if settled else _route(case, known, asks)
    return Plan(
        first=next_step(case, as_of),
        settled=settled,
        rest=_rest(case, as_of),
        owed=tuple(_owed(case, as_of)),
        granted=() if case.around.closed else tuple(_granted(case)),
        asks=asks,
        quotes=() if settled else tuple(quotes(case, Moment(as_of))),
        whom=() if settled else tuple(_whom(case, as_of, route, known)),
        supervisor=supervisor_first(case),
        spent=spent,
        names_missing=not settled and names_missing(case),
        number=case.numbers[-1].value if case.numbers else "",
        dial=() if settled else _dial(case),
        route=route,
        avoid=() if settled else known.dead_ends,
        rung=rung,
        written=_written(case, ladder, as_of) if not settled else None,
        questions=tuple(one.text for one in case.around.open_questions),
        asked_for=tuple(distinct(known.asked_for)),
        fair=fairness(case),
        thanks=settled and _helped(case),
        sector=ladder.sector,
        country=ladder.country,
        note=ladder.note,
        ladder=whole_ladder(case, ladder, rung, as_of),
    )


def _all_granted(case: Case) -> bool:
    """Whether every ask has its yes, and nothing that was promised is left or was broken since."""
    answered = last_yes(case) is not None and not open_asks(case)
    return answered and not case.waiting and not broken_since_yes(case)


def _helped(case: Case) -> bool:
    return any(rep.praised for rep in case.reps) or any(ask.is_granted for ask in case.asks)


def _owed(case: Case, as_of: datetime) -> Iterator[Owed]:
    late = overdue(case, as_of)
    for one in stays_due(case):
        yield Owed(one.what, owner_of(one) or _name(case, one.rep),
                   due_text(one, as_of.date()), one in late)  # fmt: skip


def _granted(case: Case) -> Iterator[Granted]:
    for yes in granted(case):
        yield Granted(yes.what, _name(case, yes.rep), yes.moment.at.date())


def _written(case: Case, ladder: Ladder, as_of: datetime) -> Written | None:
    channel = ladder.channel
    return written(case, channel, ladder.channel_source, as_of.date()) if channel else None


def _dial(case: Case) -> tuple[str, ...]:
    told = (
        (case.known("phone"), ""),
        (case.known("menu"), "menu "),
        (case.known("hours"), "open "),
    )
    return tuple(f"{label}{words}" for words, label in told if words.strip())


def _name(case: Case, rep_id: str) -> str:
    rep = case.rep(rep_id)
    return rep.name.strip() if rep else ""


def _again(ask: Ask, spent: str) -> Again:
    return Again(ask.what, ask.asked, ask.denied, _how(ask, spent))


def _how(ask: Ask, spent: str) -> str:
    """When and how to ask it again: a first no is part of the game."""
    if not ask.denied:
        return f"Asked {times(ask.asked)}, never answered: ask for a plain yes or no."
    if ask.denied >= MANY or spent:
        return f"Refused {times(ask.denied)} by phone: put it in writing now."
    if ask.denied == 1 and about_money(ask):
        return "A first no is routine, and rules bend: ask once more, just as kindly."
    if ask.denied == 1:
        return "Refused once: ask again, of somebody who may decide it."
    return f"Refused {times(ask.denied)}: ask a supervisor, or who else may grant it."


def _route(case: Case, known: Company, asks: tuple[Again, ...]) -> Route | None:
    """The way to who granted the ask that was refused most, else what is wanted."""
    wanted = [one.what for one in sorted(asks, key=lambda one: one.denied, reverse=True)]
    for ask in (*wanted, case.known("outcome")):
        found = known.route(ask)
        if found is not None:
            return found
    return None


def _whom(case: Case, as_of: datetime, route: Route | None, known: Company) -> Iterator[Whom]:
    """People to ask for, each once: who promised, who granted, who was good."""
    told: set[str] = set()
    for name, why in _candidates(case, as_of, route, known):
        if name.strip() and same_text(name) not in told:
            told.add(same_text(name))
            yield Whom(name, why)


def _candidates(
    case: Case, as_of: datetime, route: Route | None, known: Company
) -> Iterator[tuple[str, str]]:
    for one in overdue(case, as_of):
        rep = case.rep(one.rep)
        what = quoted(one.what, "an answer")
        yield rep.name if rep else "", f"promised {what}, due {due_text(one, as_of.date())}"
    helpful = turned(case) if open_asks(case) else None
    if helpful is not None:
        said = quoted(helpful.what, "what you asked for")
        yield _name(case, helpful.rep), f"granted {said} when you called last"
    if route is not None:
        verb = "granted" if route.same else "granted a like thing:"
        yield route.grant.rep, f"{verb} “{route.grant.words}”"
    for best in known.reps[:1]:
        tally = best.tally
        refused_only = bool(tally.denied) and not tally.granted
        liked = tally.marks and tally.score >= GOOD_MARKS
        good = liked and not refused_only and not _kept_manager(case, best.name)
        if good or best.praised:
            where = f" ({best.department})" if best.department else ""
            yield best.name, f"was good to talk to{where}"


def _kept_manager(case: Case, name: str) -> bool:
    """Whether a rep of that name was asked for a manager and brought none."""
    refused = (_name(case, one.rep) for one in case.supervisors if one.is_refused)
    return same_text(name) in {same_text(one) for one in refused}


def _rest(case: Case, as_of: datetime) -> Break | None:
    until = resting_until(case)
    if until is not None:
        rest = case.around.rest
        why = rest.why if rest else ""
        return Break(until.date(), why, True) if as_of < until else None
    advised = break_advised(case, as_of)
    return Break(*advised, False) if advised else None
