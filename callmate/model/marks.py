"""The five marks of a rep: what the log suggests, how they add up, and their averages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callmate.model.around import MARKS
from callmate.model.durations import spent_between
from callmate.model.moment import Moment
from callmate.model.promises import standing
from callmate.model.state import Case, Fact, Rep
from callmate.model.stints import during
from callmate.model.words import same_text

WASTED_US: Final = 10 * 60 * 1_000_000
"""So long on hold with one rep, and they wasted one's time."""


@dataclass(frozen=True, slots=True)
class Score:
    """Marks added up, by mark: how often yes and how often no. Blanks count for nothing."""

    yes: Mapping[str, int] = field(default_factory=dict)
    no: Mapping[str, int] = field(default_factory=dict)

    @property
    def good(self) -> int:
        return sum(self.yes.values())

    @property
    def given(self) -> int:
        return self.good + sum(self.no.values())

    @property
    def of_five(self) -> str:
        return of_five(self.good, self.given)

    def as_json(self) -> dict[str, Any]:
        by_mark = {
            mark: {"yes": self.yes.get(mark, 0), "no": self.no.get(mark, 0)} for mark in MARKS
        }
        return {"good": self.good, "given": self.given, "by_mark": by_mark}


@dataclass(frozen=True, slots=True)
class Scores:
    """Averages over cases; departments and reps by their folded names, which ``names`` spell."""

    company: Score
    departments: Mapping[str, Score]
    reps: Mapping[str, Score]
    names: Mapping[str, str]

    def rep(self, name: str) -> Score | None:
        return self.reps.get(same_text(name))

    def department(self, name: str) -> Score | None:
        return self.departments.get(same_text(name))


def of_five(good: int, given: int) -> str:
    """Marks as they are said: ``3.5 of 5``; of fewer than five how many were good, ``2 of 2
    good``, since an average would claim more than was given; empty if none was."""
    if given < len(MARKS):
        return f"{good} of {given} good" if given else ""
    return f"{good / given * len(MARKS):.1f} of {len(MARKS)}"


def score(given: Iterable[Mapping[str, bool]]) -> Score:
    """The marks of some stints added up."""
    yes: Counter[str] = Counter()
    no: Counter[str] = Counter()
    for marks in given:
        for mark, good in marks.items():
            if mark in MARKS:
                (yes if good else no)[mark] += 1
    return Score(yes, no)


def scores(cases: Iterable[Case], but: str = "") -> Scores:
    """The averages per company, department and rep over ``cases``, all of one company; the stint
    ``but`` is left out."""
    everyone: list[Mapping[str, bool]] = []
    departments: dict[str, list[Mapping[str, bool]]] = {}
    reps: dict[str, list[Mapping[str, bool]]] = {}
    names: dict[str, str] = {}
    for rep, marks in _marked(cases):
        if rep.id == but:
            continue
        everyone.append(marks)
        for table, name in ((departments, rep.place), (reps, rep.name)):
            if key := same_text(name):
                table.setdefault(key, []).append(marks)
                names.setdefault(key, name)
    return Scores(
        score(everyone),
        {key: score(marks) for key, marks in departments.items()},
        {key: score(marks) for key, marks in reps.items()},
        names,
    )


def _marked(cases: Iterable[Case]) -> Iterator[tuple[Rep, Mapping[str, bool]]]:
    for case in cases:
        for rep in case.reps:
            if marks := case.around.marks.get(rep.id):
                yield rep, marks


def marks_json(case: Case) -> dict[str, Any]:
    """The averages of a case as JSON values."""
    found = scores([case])
    return {
        "company": found.company.as_json(),
        "departments": {
            found.names[key]: one.as_json() for key, one in found.departments.items()
        },
        "reps": {found.names[key]: one.as_json() for key, one in found.reps.items()},
    }  # fmt: skip


def suggest(case: Case, facts: Sequence[Fact], rep: Rep, now: Moment) -> dict[str, bool]:
    """What the log says of a stint, by mark; a mark of which it says nothing is not there.

    ``facts`` are the case's in the order they happened. It only ever suggests: the marks are the
    person's.
    """
    within = list(during(facts, rep))
    kinds = Counter(fact.kind for fact in within)
    said: dict[str, bool | None] = {
        "listened": _listened(case, kinds, rep),
        "knew": _knew(case, within, rep),
        "sided": True if rep.praised or kinds["granted"] else None,
        "time": _time(case, kinds, rep, now),
        "owned": _owned(case, rep, now),
    }
    return {mark: good for mark, good in said.items() if good is not None}


def _listened(case: Case, kinds: Counter[str], rep: Rep) -> bool | None:
    """Not, if they had to be told twice. Whoever comes after others hears the story for the
    first time: that it was not passed on is not their fault."""
    first_telling = 0 if case.reps[0].id == rep.id else 1
    return False if kinds["repeat_story"] > first_telling else None


def _knew(case: Case, within: Sequence[Fact], rep: Rep) -> bool | None:
    """Not, if what they said turned out wrong; yes, if an unsure rep went to ask rather than
    guess. Of two who contradict each other the log alone does not say which was right."""
    linked = {one for pair in case.contradictions for one in pair}
    if not _turned_out_wrong(case).isdisjoint(fact.id for fact in within if fact.id in linked):
        return False
    checked = any(fact.kind == "hold_start" for fact in within)
    return True if rep.unsure and checked else None


def _turned_out_wrong(case: Case) -> set[str]:
    """Broken promises, and refusals of what was granted in the end."""
    broken = {one.id for one in case.promises if one.kept is False}
    return broken | {
        answer.id for answer, ask in case.answers if ask.is_granted and not answer.granted
    }


def _time(case: Case, kinds: Counter[str], rep: Rep, now: Moment) -> bool | None:
    call = case.call(rep.call)
    if kinds["pitch_start"]:
        return False
    if call is None:
        return None
    held = spent_between(call, rep.start, rep.end or call.end or now, now).of("hold")
    return False if held >= WASTED_US else None


def _owned(case: Case, rep: Rep, now: Moment) -> bool | None:
    """By what became of their promises; by a transfer without a word to the next, if by none."""
    states = {standing(one, now.at)[0] for one in case.promises if one.rep == rep.id}
    if states & {"broken", "overdue"}:
        return False
    if "kept" in states:
        return True
    cold = any(one.from_rep == rep.id and one.announced is False for one in case.transfers)
    return False if cold else None
