"""What judging costs at the end of a long case: CPU time of an event and of a second's tick.

A case of 5,000 facts in calls of 250, the last still running; every rule of the packs that ship.
Measured in processor time of the one thread, so that other programs hardly count. The floor of
an event is what folding it into the case costs, without a card.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from callmate.model.cards import Hand, due, pane
from callmate.model.fold import step
from callmate.model.judging import Judge
from callmate.model.moment import Moment
from callmate.model.rules import Packs
from callmate.model.state import Case, Fact
from callmate.packs.loader import load
from tests.bench.figures import Figure, at_most, median

EVENTS: Final = 5_000
A_CALL: Final = 250
BEGIN: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
GAP: Final = 20
KINDS: Final = (
    "note", "ask", "denied", "granted", "promise", "verification", "hold_start", "hold_end",
    "offer", "declined", "kudos", "repeat_story", "instruction", "objection", "transfer", "rep",
    "case_number", "unsure", "trouble", "department",
)  # fmt: skip
"""What happens in turn in a call; each of these is measured as the last event too."""
EVENT_TARGET: Final = 1_000
TICK_TARGET: Final = 200
LOOKS: Final = 4


@dataclass(frozen=True, slots=True)
class Long:
    """The long case: its judge, its running call, and the second it has come to."""

    judge: Judge
    call: str
    second: int


def at(second: float) -> Moment:
    return Moment(BEGIN + timedelta(seconds=second), "boot", round(second * 1e9))


def fact(kind: str, call: str, number: int, second: float) -> Fact:
    """An event with words in every value a rule may look at; a few hundred asks in all."""
    body = {
        "what": f"thing {number % 300}", "text": "words", "name": f"Rep {number % 50}",
        "value": str(number), "amount": "5",
    }  # fmt: skip
    now = at(second)
    return Fact(f"f{number}", kind, call, body, now, now, "lane")


def long_case(packs: Packs, events: int = EVENTS) -> Long:
    """The case as facts, told to a judge one by one; no card is shown on the way."""
    judge, call, second = Judge(packs, Case(id="case")), "", 0
    for number in range(events):
        place = number % A_CALL
        kind = {0: "call_start", 1: "rep", A_CALL - 1: "call_end"}.get(place, "")
        kind = kind or KINDS[number % len(KINDS)]
        if kind == "call_start":
            call = f"f{number}"
        if number == events - 1:
            kind = "rep"  # somebody is on the line, and the call goes on
        judge = judge.advance(fact(kind, call, number, second))
        second += GAP
    return Long(judge, call, second)


def cost(work: Callable[[], object], runs: int) -> float:
    """The median CPU time of a piece of work, in microseconds."""
    times = []
    for _ in range(runs):
        begin = time.thread_time_ns()
        work()
        times.append((time.thread_time_ns() - begin) / 1000)
    return median(times)


def event(long: Long, kind: str) -> None:
    """What the desk does about the cards at a key: advance, then what is due, until nothing is."""
    now = at(long.second)
    judge = long.judge.advance(fact(kind, long.call, EVENTS + 1, long.second))
    for _ in range(LOOKS):
        body = due(judge, now, Hand())
        if body is None:
            break
        shown = Fact("", "card", long.call, body, now, now, "lane")
        judge = judge.advance(shown)


def tick(judge: Judge, second: int) -> None:
    """What it does each second: is anything due, and what stands on the screen."""
    now = at(second)
    due(judge, now, Hand())
    pane(judge, now, Hand())


def measure(runs: int) -> list[Figure]:
    """The dearest kind of event, and the dearest second of the minute after it."""
    long = long_case(load())
    case = long.judge.case
    events = {kind: cost(lambda kind=kind: event(long, kind), runs) for kind in KINDS}  # type: ignore[misc]
    dearest = max(events, key=lambda kind: events[kind])
    told = fact(dearest, long.call, EVENTS + 1, long.second)
    floor = cost(lambda: step(case, told), runs)
    ticks = [
        cost(lambda ahead=ahead: tick(long.judge, long.second + ahead), runs)  # type: ignore[misc]
        for ahead in (1, 10, 30, 60)
    ]
    return [
        at_most(f"all cards judged on an event (CPU, {dearest})", events[dearest], "µs",
                EVENT_TARGET, floor),
        at_most("all cards judged on a second's tick (CPU)", max(ticks), "µs", TICK_TARGET),
    ]  # fmt: skip
