"""A company as the calls of several cases drew it: its map, its people, and how it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.apply import landed, reached
from callmate.model.figures import organisation
from callmate.model.fold import Fold
from callmate.model.hiding import without_account
from callmate.model.moment import Moment
from callmate.model.orgmap import loops
from callmate.model.planning.route import Grant, Route, best, ways
from callmate.model.planning.scorecard import Scorecard, scorecard
from callmate.model.planning.tally import Tally
from callmate.model.requests import Answer, Ask
from callmate.model.scope import Scope, distinct
from callmate.model.state import Call, Case, Rep
from callmate.model.words import same_text

DEAD_END: Final = "refuses, and passes nobody on"
"""What is said of a department that is one."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Transfers from one place towards another, and where they ended.

    Empty names are places nobody told. ``reached``: somebody answered where they aimed.
    """

    source: str
    aimed: str
    target: str
    count: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Department:
    """A department, line or tier, and what it has done; ``entry`` if calls come in there."""

    name: str
    tally: Tally
    entry: bool = False


@dataclass(frozen=True, slots=True)
class KnownRep:
    """A rep whose name is known; ``last`` is when they were last on the line."""

    name: str
    department: str
    tally: Tally
    praised: bool
    last: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """Everything learned of a company. ``reps`` stand best first, ``asked_for`` newest first."""

    name: str
    edges: tuple[Edge, ...]
    departments: tuple[Department, ...]
    reps: tuple[KnownRep, ...]
    dead_ends: tuple[str, ...]
    loops: int
    asked_for: tuple[str, ...]
    card: Scorecard
    grants: tuple[Grant, ...]
    paths: dict[str, tuple[str, ...]]

    def route(self, ask: str) -> Route | None:
        """The best way in for an ask, None if nobody granted one like it."""
        return best(ask, self.grants, self.paths) if ask.strip() else None


@dataclass(frozen=True, slots=True)
class _Part:
    """The calls of one case that were with the company."""

    case: Case
    scope: Scope
    reps: dict[str, Rep]
    desks: dict[str, str]
    """The department each stint counts for; empty where none is known."""


def company(name: str, folds: Sequence[Fold], as_of: datetime) -> Company:
    """What the cases teach of ``name``, of their calls with it alone; judged at ``as_of``."""
    parts = [part for fold in folds if (part := _part(name, fold, as_of)) is not None]
    _place(parts)
    edges = _edges(parts)
    departments = _departments(parts)
    spelled = {same_text(one.name): one.name for one in departments}
    passed = [(same_text(one.source), same_text(one.target), one.reached) for one in edges]
    entries = [same_text(one.name) for one in departments if one.entry]
    return Company(
        name=name,
        edges=edges,
        departments=departments,
        reps=_reps(parts),
        dead_ends=tuple(_dead_ends(departments, edges)),
        loops=sum(loops(part.scope) for part in parts),
        asked_for=tuple(_asked_for(parts)),
        card=scorecard([part.scope for part in parts]),
        grants=tuple(_grants(parts)),
        paths=ways(entries, passed, spelled),
    )


def _part(name: str, fold: Fold, as_of: datetime) -> _Part | None:
    case, key = without_account(fold.case), same_text(name)
    calls = tuple(call for call in case.calls if same_text(organisation(case, call)) == key)
    if not calls and same_text(case.known("company")) != key:
        return None
    ids = {call.id for call in calls}
    facts = tuple(fact for fact in fold.facts if fact.live and fact.call in ids)
    reps = {rep.id: rep for rep in case.reps if rep.call in ids}
    desks = {rep.id: rep.place for rep in reps.values()}
    return _Part(case, Scope(case, calls, facts, Moment(as_of), as_of), reps, desks)


def _place(parts: Sequence[_Part]) -> None:
    """A rep who said nowhere where they are counts for where they were when last met."""
    last: dict[str, str] = {}
    met = [(rep, part.desks) for part in parts for rep in part.reps.values()]
    for rep, desks in sorted(met, key=lambda one: one[0].start.at):
        key = same_text(rep.name)
        if key and rep.place:
            last[key] = rep.place
        elif key:
            desks[rep.id] = last.get(key, "")


def _edges(parts: Sequence[_Part]) -> tuple[Edge, ...]:
    found: dict[tuple[str, str, str, bool], Edge] = {}
    for part in parts:
        for one in part.scope.transfers:
            case = part.case
            source, target, hit = one.from_department, landed(case, one), reached(case, one)
            key = (same_text(source), same_text(one.to), same_text(target), hit)
            before = found.get(key)
            edge = before or Edge(source, one.to or target, target, 0, hit)
            found[key] = Edge(edge.source, edge.aimed, edge.target, edge.count + 1, hit)
    return tuple(found.values())


def _answers(part: _Part) -> Iterator[tuple[Rep | None, Answer, Ask]]:
    """Each yes and no in these calls: who gave it, and to what."""
    for ask in part.case.asks:
        for answer in part.scope.answers(ask):
            yield part.reps.get(answer.rep), answer, ask


def _grants(parts: Sequence[_Part]) -> Iterator[Grant]:
    for part in parts:
        for rep, answer, ask in _answers(part):
            if answer.granted:
                yield Grant(
                    ask.what,
                    answer.what or ask.what,
                    part.desks[rep.id] if rep else "",
                    rep.name if rep else "",
                    answer.moment.at,
                )


def _tallies(parts: Sequence[_Part], place: bool) -> dict[str, Tally]:
    """By folded department, else by folded name of the rep; the empty one is nobody's."""
    found: dict[str, Tally] = {}

    def of(part: _Part, rep: Rep) -> Tally:
        name = part.desks[rep.id] if place else rep.name
        return found.setdefault(same_text(name), Tally())

    for part in parts:
        for rep in part.reps.values():
            of(part, rep).marked(part.case.around.marks.get(rep.id, {}))
        for who, answer, ask in _answers(part):
            if who is not None:
                of(part, who).answered(answer, ask)
        for promise in part.scope.promises:
            made_by = part.reps.get(promise.rep)
            if made_by is not None:
                of(part, made_by).promised(promise)
    found.pop("", None)
    return found


def _departments(parts: Sequence[_Part]) -> tuple[Department, ...]:
    tallies = _tallies(parts, place=True)
    names = distinct(
        name
        for part in parts
        for name in (
            *(rep.place for rep in part.reps.values()),
            *(call.department for call in part.scope.calls),
        )
    )
    doors = {same_text(_door(part, call)) for part in parts for call in part.scope.calls}
    return tuple(
        Department(name, tallies.get(same_text(name), Tally()), same_text(name) in doors)
        for name in names
    )


def _door(part: _Part, call: Call) -> str:
    """The department that answered a call first."""
    first = next((rep for rep in part.reps.values() if rep.call == call.id), None)
    return first.place if first and not first.after_transfer else ""


def _reps(parts: Sequence[_Part]) -> tuple[KnownRep, ...]:
    """Named reps, best first: by their marks, then by what came of them, then the newest."""
    tallies = _tallies(parts, place=False)
    found: dict[str, KnownRep] = {}
    met = sorted(
        (rep for part in parts for rep in part.reps.values() if rep.name.strip()),
        key=lambda rep: rep.start.at,
    )
    for rep in met:
        key = same_text(rep.name)
        before = found.get(key)
        found[key] = KnownRep(
            rep.name,
            rep.place or (before.department if before else ""),
            tallies[key],
            rep.praised or (before.praised if before else False),
            rep.start.at,
        )
    return tuple(sorted(found.values(), key=_worth, reverse=True))


def _worth(rep: KnownRep) -> tuple[float, int, bool, datetime]:
    tally = rep.tally
    gave = len(tally.granted) - len(tally.denied) + tally.kept - tally.broken
    return tally.score, gave, rep.praised, rep.last


def _dead_ends(departments: Sequence[Department], edges: Sequence[Edge]) -> Iterator[str]:
    """Departments that refused, gave and promised nothing, and passed nobody on."""
    onward = {same_text(edge.source) for edge in edges}
    for one in departments:
        gave = one.tally.granted or one.tally.kept or one.tally.waiting
        if one.tally.denied and not gave and same_text(one.name) not in onward:
            yield one.name


def _asked_for(parts: Sequence[_Part]) -> list[str]:
    """What they wanted to know to be sure who is calling, the newest first."""
    asked = [fact for part in parts for fact in part.scope.kind("verification")]
    asked.sort(key=lambda fact: fact.moment.at, reverse=True)
    return distinct(fact.text("what") for fact in asked)
