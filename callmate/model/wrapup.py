"""What is to be looked at after a call, step by step: only what there is something to say of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from callmate.model.around import MARKS, SETTLES
from callmate.model.events import TEXT_FIELD
from callmate.model.marks import suggest
from callmate.model.moment import Moment, elapsed_us
from callmate.model.promisewords import owner_of
from callmate.model.redial import Redial, redials
from callmate.model.requests import Answer, Promise
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.words import same_text

StepKind = Literal[
    "rep", "promises", "marks", "contradictions", "redial", "result", "settled", "conduct"
]
MOST: Final = 5
"""So many lines to be answered stand on one step."""
HUNG_UP_US: Final = 3 * 60 * 1_000_000
"""Up to here with an unsure rep one hangs up before notes are made; later it is something else."""

Missing = Literal["by", "owner"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``about`` is the stint or the call it is about; ``items`` are the ids it asks of,
    in pairs: a promise and what it lacks (``by``, ``owner``), or two facts that cannot both be.

    ``given`` says that something was answered in it, ``done`` that nothing is left.
    """

    kind: StepKind
    about: str
    items: tuple[tuple[str, str], ...] = ()
    given: bool = False
    done: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others of the call, also after a restart."""
        return f"{self.kind} {self.about}"


def steps(case: Case, call: Call, facts: Sequence[Fact]) -> tuple[Step, ...]:
    """The steps of a call in their order; while it runs, those that need not wait for its end."""
    found = [*_reps(case, call), *_promises(case, call), *_marks(call, facts)]
    found += _contradictions(case, call)
    if call.running:
        return tuple(found)
    if redial_of(case, call) is not None:
        found.append(Step("redial", call.id))
    around = case.around
    result = around.results.get(call.id, "")
    found.append(Step("result", call.id, given=bool(result), done=bool(result)))
    if result in SETTLES or around.closed:
        closed = bool(around.closed)
        found.append(Step("settled", call.id, given=closed, done=closed))
    if people(case, call):
        conduct = around.conduct.get(call.id, {})
        found.append(Step("conduct", call.id, given=bool(conduct), done=bool(conduct)))
    return tuple(found)


def first_left(steps: Sequence[Step], left_at: str = "") -> int:
    """Where to go on: the step that was left, else behind the last one that was answered."""
    keys = [step.key for step in steps]
    if left_at in keys:
        return keys.index(left_at)
    given = [number for number, step in enumerate(steps) if step.given]
    if not given:
        return 0
    last = given[-1]
    return min(last + 1, len(steps) - 1) if steps[last].done else last


def people(case: Case, call: Call) -> list[Rep]:
    """The reps of a call; somebody named who came back counts with the last stint alone."""
    mine = [rep for rep in case.reps if rep.call == call.id]
    last = {same_text(rep.name): rep.id for rep in mine}
    return [rep for rep in mine if not rep.name or last[same_text(rep.name)] == rep.id]


def _reps(case: Case, call: Call) -> Iterator[Step]:
    around = case.around
    for rep in people(case, call):
        marks = around.marks.get(rep.id, {})
        given = bool(marks or around.lines.get(rep.id))
        yield Step("rep", rep.id, given=given, done=set(MARKS) <= set(marks))


def _promises(case: Case, call: Call) -> Iterator[Step]:
    lacking = [
        (promise.id, lacks)
        for promise in case.promises
        if promise.call == call.id
        for lacks in missing(case, promise)
    ]
    if lacking:
        yield Step("promises", call.id, tuple(lacking[:MOST]))


def missing(case: Case, promise: Promise) -> tuple[Missing, ...]:
    """What an open promise lacks: a time, and somebody who answers for it."""
    if promise.kept is not None:
        return ()
    rep = case.rep(promise.rep)
    found: list[Missing] = [] if promise.by else ["by"]
    if not (owner_of(promise) or (rep is not None and rep.name)):
        found.append("owner")
    return tuple(found)


def _marks(call: Call, facts: Sequence[Fact]) -> Iterator[Step]:
    bare = [
        fact.id
        for fact in facts
        if fact.live
        and fact.call == call.id
        and fact.kind == "mark"
        and not fact.text(TEXT_FIELD["mark"])
    ]
    if bare:
        yield Step("marks", call.id, tuple((one, "text") for one in bare[:MOST]))


def _contradictions(case: Case, call: Call) -> Iterator[Step]:
    pairs = differing(case, call)
    if pairs:
        linked = {frozenset(pair) for pair in case.contradictions}
        given = any(frozenset(pair) in linked for pair in pairs)
        yield Step("contradictions", call.id, tuple(pairs[:MOST]), given, given)


def differing(case: Case, call: Call) -> list[tuple[str, str]]:
    """Answers to one ask that differ between reps, one of them of this call: the newest other
    answer for each, so that a long story gives few pairs."""
    found: list[tuple[str, str]] = []
    for ask in case.asks:
        for number, answer in enumerate(ask.answers):
            if answer.call != call.id:
                continue
            before = [one for one in ask.answers[:number] if _differs(case, one, answer)]
            if before:
                found.append((before[-1].id, answer.id))
    return found


def _differs(case: Case, one: Answer, other: Answer) -> bool:
    """Whether two answers differ and two people gave them, as far as names can tell."""
    if one.granted == other.granted or one.rep == other.rep:
        return False
    first, second = case.rep(one.rep), case.rep(other.rep)
    names = [same_text(rep.name) if rep else "" for rep in (first, second)]
    return not names[0] or names[0] != names[1]


def redial_of(case: Case, call: Call) -> Redial | None:
    """The calls that this one continued, if it was made to get somebody else."""
    for one in redials(case):
        if call.id in [side.call for side in one.sides[1:]]:
            return one
    return None


def hung_up_on(case: Case, call: Call, facts: Sequence[Fact]) -> Rep | None:
    """The unsure rep whom the end of the call cut short: with them for less than three minutes,
    and nothing granted or promised. None if there is none, or the end has an outcome of its own."""
    mine = [rep for rep in case.reps if rep.call == call.id]
    if not mine or call.end is None or call.outcome:
        return None
    rep = mine[-1]
    here = [fact for fact in facts if fact.live and fact.call == call.id]
    got = any(
        fact.kind in ("granted", "promise") and fact.moment.at >= rep.start.at for fact in here
    )
    short = elapsed_us(rep.start, call.end) < HUNG_UP_US
    return rep if rep.unsure and short and not got else None


def suggested(case: Case, facts: Sequence[Fact], rep: Rep, now: Moment) -> dict[str, bool]:
    """What the log suggests of all the stints a person had in the call; a no outweighs a yes."""
    key = same_text(rep.name)
    stints = [
        one for one in case.reps
        if one.call == rep.call and (one.id == rep.id or (key and same_text(one.name) == key))
    ]  # fmt: skip
    found: dict[str, bool] = {}
    for one in stints:
        for mark, good in suggest(case, facts, one, now).items():
            found[mark] = found.get(mark, True) and good
    return found
