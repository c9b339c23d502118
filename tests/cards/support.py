"""A small world to try the cards in: a clock, a fold, the judge beside it, and what was shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from callmate.model.cards import Body, Hand, Quiet, Shown, due, pane
from callmate.model.choosing import next_wait
from callmate.model.decide import Deciding, fact, finish
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.judging import Judge
from callmate.model.moment import Moment
from callmate.model.rules import SECOND, Card, Packs, Say, Trigger
from callmate.model.state import Fact
from callmate.model.watch import Watch
from callmate.packs.loader import load

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CASES = Path(__file__).resolve().parent.parent / "cases"
INFO = {
    "company": "Northgas",
    "outcome": "Gas turned back on today",
    "brief": "The meter was changed yesterday, and the gas was left off.",
    "account": "4417",
}
_WORLDS = count()
"""Ids are never the same in two worlds, so that facts can be carried from one to another."""


@lru_cache(maxsize=1)
def core() -> Packs:
    return load()


def moment(seconds: float) -> Moment:
    return Moment(START + timedelta(seconds=seconds), "boot", round(seconds * 1e9))


class World:
    """A case whose events come at given seconds after the start."""

    def __init__(self, packs: Packs | None = None, **info: Any) -> None:
        world = next(_WORLDS)
        self._ids = (f"w{world}-{number:06}" for number in count())
        self._numbers = count(1)
        self.packs = packs or core()
        self.fold = Fold("case")
        self.watch = Watch(self.packs, "case")
        self.hand = Hand()
        self.log: list[tuple[float, str, str]] = []
        self.second = 0.0
        self.call = ""
        self.write("case_opened", 0, values=info or INFO)

    @property
    def judge(self) -> Judge:
        return self.watch.see(self.fold)

    def write(self, kind: str, at: float, call: str | None = None, **body: Any) -> str:
        new = NewEvent(next(self._ids), kind, moment(at), body, call)
        self._add(new)
        return new.id

    def _add(self, new: NewEvent) -> None:
        number = next(self._numbers)
        event = Event(
            id=new.id,
            n=number,
            lane="lane",
            case="case",
            kind=new.kind,
            at=new.moment.at.isoformat(),
            boot=new.moment.boot,
            mono=new.moment.mono,
            clock=f"{number:012}",
            call=new.call,
            cause=new.cause,
            body=new.body,
        )
        self.fold.add([event])

    def start(self, at: float, **body: Any) -> str:
        call_id = next(self._ids)
        self._add(NewEvent(call_id, "call_start", moment(at), body, call_id))
        self.call = call_id
        self.second = at
        return call_id

    def fact(self, kind: str, at: float, call: str = "", **body: Any) -> str:
        """A fact with its closures; returns the id of the fact itself."""
        running = self.fold.case.call(call or self.call)
        assert running is not None
        deciding = Deciding(self.fold.case, moment(at), lambda: next(self._ids))
        if kind == "call_end" and running.closing is not None:
            events = finish(deciding, running)
        else:
            events = fact(deciding, running, kind, body)
        for event in events:
            self._add(event)
        return events[-1].id

    def write_as(self, known: Fact) -> None:
        """A fact of another world, as it was."""
        call = known.call or None
        self._add(NewEvent(known.id, known.kind, known.moment, known.body, call))

    def look(self, at: float) -> None:
        """What the screen does at an event or a second: writes what is due about the cards."""
        self.second = at
        while (body := due(self.judge, moment(at), self.hand)) is not None:
            self.log.append((at, body["card"], body["answer"]))
            self.answer(body, at)

    def answer(self, body: Body | None, at: float) -> None:
        assert body is not None
        self.write("card", at, body["for_call"], **body)

    def happens(self, kind: str, at: float, call: str = "", **body: Any) -> str:
        """Time passes to ``at`` second by second, then a fact comes, and the screen looks."""
        self.until(at, inclusive=False)
        found = (
            self.start(at, **body) if kind == "call_start" else self.fact(kind, at, call, **body)
        )
        self.look(at)
        return found

    def until(self, at: float, *, inclusive: bool = True) -> None:
        """The screen looks once a second."""
        second = self.second + 1
        while second < at or (inclusive and second <= at):
            self.look(second)
            second += 1

    def run_to(self, at: float) -> None:
        """The screen looks whenever time alone may change something; as ``until``, but quicker."""
        while True:
            now = moment(self.second)
            wait = next_wait(self.judge, now, self.hand.busy_for(now))
            if wait is None or self.second + wait / SECOND >= at:
                self.second = at
                return
            self.look(round(self.second + wait / SECOND, 6))

    def undo(self, at: float, *targets: str) -> None:
        self.write("undo", at, self.call, targets=list(targets))
        self.look(at)

    def pane(self, at: float) -> Shown | Quiet | None:
        return pane(self.judge, moment(at), self.hand)

    def line(self) -> str:
        """The call the cards are for."""
        active = self.judge.active()
        return active.id if active else ""

    def card(self, at: float) -> str:
        shown = self.pane(at)
        return shown.id if isinstance(shown, Shown) else ""

    @property
    def shown(self) -> list[tuple[float, str]]:
        return [(at, card) for at, card, answer in self.log if answer == "shown"]


def history(name: str) -> tuple[World, list[str]]:
    """A case of the tests' histories as facts, without a screen; and the ids of its calls."""
    file = next(CASES.glob(f"{name}-*.json"))
    script = json.loads(file.read_text(encoding="utf-8"))
    first = min(datetime.fromisoformat(call["start"]) for call in script["calls"])
    world = World(
        company=script["company"], outcome=script["outcome_wanted"], problem=script["problem"]
    )
    calls: list[str] = []
    for at, index, kind, body in sorted(_facts(script, first), key=lambda one: one[0]):
        if kind == "call_start":
            calls.append(world.start(at, **body))
        else:
            world.fact(kind, at, calls[index], **body)
    return world, calls


def _facts(script: Any, first: datetime) -> Iterator[tuple[float, int, str, dict[str, Any]]]:
    ends = {"hold_end": "hold", "pitch_end": "pitch"}
    for index, call in enumerate(script["calls"]):
        start = (datetime.fromisoformat(call["start"]) - first).total_seconds()
        yield start, index, "call_start", {"direction": call["direction"], "line": call["line"]}
        for event in call["events"]:
            body = {k: v for k, v in event.items() if k not in ("type", "t_min", "t_basis", "note")}
            assert event["type"] not in ends or not body
            yield round(start + event["t_min"] * 60, 3), index, event["type"], body


def talking(**rep: str) -> World:
    """A call whose opening card is past: Janice on the line for 100 seconds, named."""
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name=rep.get("name", "Janice"))
    world.until(100)
    world.log.clear()
    return world


def with_card(card_id: str, trigger: Trigger, urgency: int = 2) -> Packs:
    """The core packs and one card more, which holds under all conditions."""
    say = (Say("Something to say."),)
    card = Card(card_id, urgency, card_id, say, "why", ("001",), (trigger,), rank=1)
    return replace(core(), cards=(card, *core().cards))
