"""T11: clocks that jump in the midst of a call, and machines that sleep or start anew.

One call is logged again and again, each time with another change of the clock at another place.
Every length that is told of it afterwards, in the report, the figures and the script that is
exported, is that of the same call under a clock that was left alone; the order of the facts too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from callmate.clock import ManualClock
from callmate.exchange.export import to_script
from callmate.model.fold import Fold, fold
from callmate.model.insight.callfigures import call_figures
from callmate.model.report import report
from tests.desk.restarting import crashed
from tests.desk.support import Person, on_disk
from tests.faults import sleeping
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import check

SUMMER, WINTER = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
BEGIN: Final = datetime(2026, 10, 25, 1, 58, 30, tzinfo=SUMMER)
"""A minute and a half before 2:00, and an hour later 3:00 becomes 2:00 once more."""
BEFORE: Final = "{ctrl+n}Acme{enter}{escape}"
STEPS: Final[tuple[tuple[str, int], ...]] = (
    ("{space}", 20), ("zm", 15), ("2", 5), ("rTom{enter}", 30), ("h", 80), ("nmusic{enter}", 5),
    ("h", 10), ("tbilling{enter}", 25), ("rAnn{enter}", 40), ("s", 15), ("s", 10),
    ("m", 30), ("zsHale{enter}", 20), ("aa refund{enter}g", 20), ("pa letter{enter}", 5), ("ee", 5),
)  # fmt: skip
"""Keys, and how many seconds pass after them."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to the clock; ``jumps`` says whether the log is to note it."""

    name: str
    do: Callable[[ManualClock], None]
    jumps: bool = True


def _by(**length: float) -> Callable[[ManualClock], None]:
    return lambda clock: clock.set_wall(clock.at + timedelta(**length))


def _to(year: int) -> Callable[[ManualClock], None]:
    return lambda clock: clock.set_wall(datetime(year, 1, 19, 3, 14, 7, tzinfo=UTC))


CHANGES: Final = (
    Change("an hour back", _by(hours=-1)),
    Change("a year on", _by(days=365)),
    Change("a day back", _by(days=-1)),
    Change("to 1970", _to(1970)),
    Change("to 2039", _to(2039)),
    Change("to 2999", _to(2999)),
    Change("a second again", _by(seconds=-1), jumps=False),
    Change("a second left out", _by(seconds=1), jumps=False),
    Change("2:59 becomes 2:00", lambda clock: clock.in_zone(WINTER), jumps=False),
    Change("another zone", lambda clock: clock.in_zone(timezone(timedelta(hours=-9, minutes=-30))),
           jumps=False),
)  # fmt: skip


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="changes of a clock")
    plain = Told.of(call(folder / "plain"), folder / "plain")
    places = range(len(STEPS))
    for number, change in enumerate(CHANGES):
        chosen = effort.pick([places[(number * 5 + 3) % len(places)], 4], list(places))
        say(change.name)
        for place in chosen:
            outcome.add(jumped(folder / f"{number}-{place}", change, place, plain))
    outcome.add(_often(folder / "often", plain))
    for place in effort.pick([3, 7], list(places)):
        outcome.add(_restarted(folder / f"again-{place}", place, plain))
    outcome.add(sleeping.run(folder, effort, say))
    return outcome


def call(
    root: Path, before_step: Callable[[Person, int], Person] = lambda person, number: person
) -> Person:
    """One whole call; ``before_step`` may turn the clock, or start the program anew."""
    person, _ = on_disk(root, ManualClock(BEGIN))
    person.type(BEFORE)
    for number, (keys, seconds) in enumerate(STEPS):
        person = before_step(person, number)
        person.type(keys).wait(seconds)
    return person


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of the times of a case, read from its files once more."""

    lengths: dict[str, int]
    """Every length there is, by its place: whole seconds, microseconds or minutes."""
    order: list[str]
    jumps: int
    ids: list[str]

    @classmethod
    def of(cls, person: Person, root: Path) -> Told:
        case = person.case.id
        events = person.log
        person.world.close()  # type: ignore[attr-defined]
        read = fold(case, events)
        facts = [one.kind for one in read.facts if one.live and one.kind != "clock_jumped"]
        jumps = sum(event.kind == "clock_jumped" for event in events)
        return cls(dict(_lengths(read, person.clock)), facts, jumps, [e.id for e in events])


def _lengths(read: Fold, clock: ManualClock) -> Iterator[tuple[str, int]]:
    now = clock.now()
    yield from _numbers("report", report(read, now.at, now=now), ("_seconds", "seconds", "by"))
    for number, one in enumerate(call_figures(read, now)):
        yield from _numbers(f"figures {number}", asdict(one), ("",))
    for number, row in enumerate(to_script(read).script["calls"]):
        for place, event in enumerate(row["events"]):
            yield f"script {number}.{place} {event['type']}", int(event["t_min"] * 60_000_000)


def _numbers(where: str, value: Any, ends: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The whole numbers below a value whose names end so."""
    if isinstance(value, dict):
        for name, each in value.items():
            inside = ends if not name.endswith(ends) else ("",)
            if isinstance(each, (dict, list, tuple)) or name.endswith(ends):
                yield from _numbers(f"{where} {name}", each, inside)
    elif isinstance(value, (list, tuple)):
        for number, each in enumerate(value):
            yield from _numbers(f"{where}.{number}", each, ends)
    elif type(value) is int:
        yield where, value


def _compared(outcome: Outcome, name: str, told: Told, plain: Told) -> None:
    """Every length must be that of the call whose clock was left alone."""
    outcome.tried += 1
    outcome.acknowledged += len(told.ids)
    outcome.expect(told.order == plain.order, f"{name}: the facts are in another order")
    outcome.expect(told.lengths.keys() == plain.lengths.keys(), f"{name}: other lengths are told")
    for where, length in told.lengths.items():
        meant = plain.lengths.get(where, length)
        outcome.expect(length >= 0, f"{name}: {where} is negative")
        outcome.expect(length == meant, f"{name}: {where} is {length}, not {meant}")


def jumped(root: Path, change: Change, place: int, plain: Told) -> Outcome:
    def turn(person: Person, number: int) -> Person:
        if number == place:
            change.do(person.clock)
        return person

    outcome = Outcome()
    person = call(root, turn)
    case = person.case.id
    told = Told.of(person, root)
    name = f"{change.name} before step {place + 1}"
    _compared(outcome, name, told, plain)
    noted = change.jumps and place < len(STEPS) - 1  # no second passes in the call after it
    outcome.expect(told.jumps == noted, f"{name}: {told.jumps} jumps are noted")
    for sentence in check(root, case, told.ids):
        outcome.fail(f"{name}: {sentence}")
    return outcome


def _often(root: Path, plain: Told) -> Outcome:
    """A clock that goes back before every single step."""
    outcome = Outcome()

    def back(person: Person, number: int) -> Person:
        person.clock.set_wall(person.clock.at - timedelta(minutes=90 + number))
        return person

    _compared(outcome, "back before each step", Told.of(call(root, back), root), plain)
    return outcome


def _restarted(root: Path, place: int, plain: Told) -> Outcome:
    """The computer is started anew in mid-call: what went before is measured by the wall clock,
    which a person sees is right; and never below nothing where it is not."""
    outcome = Outcome()
    for name, back in (("right", 0), ("an hour slow", 1), ("ten years slow", 87_600)):

        def again(person: Person, number: int, back: int = back) -> Person:
            if number != place:
                return person
            person.clock.boot, person.clock.mono = "another", 1_000_000
            person.clock.set_wall(person.clock.at - timedelta(hours=back))
            return crashed(person, person.world.library.root)  # type: ignore[attr-defined]

        here = root.with_name(f"{root.name}-{back}")
        told = Told.of(call(here, again), here)
        if back == 0:
            _compared(outcome, f"a new start before step {place + 1}", told, plain)
            continue
        outcome.tried += 1
        outcome.expect(told.order == plain.order, f"started with a clock {name}: another order")
        for where, length in told.lengths.items():
            outcome.expect(length >= 0, f"started with a clock {name}: {where} is negative")
    return outcome
