"""Where a case stands among the others: pins, tags, what is put away, and what is asked of it."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.shelf.shelf import Shelf
from callmate.model.summary import CaseSummary, summarise
from tests.model.support import folded


class Told:
    """A case, one fact after the other."""

    def __init__(self) -> None:
        self._clock, self._new_id = ManualClock(), UlidSource()
        self._events: list[NewEvent] = []

    def say(self, kind: str, call: str | None = None, **body: Any) -> str:
        self._clock.advance(60)
        made = self._new_id()
        at = self._clock.now()
        self._events.append(NewEvent(made, kind, at, body, made if kind == "call_start" else call))
        return made

    def call(self) -> str:
        """A call in which something was promised."""
        call = self.say("call_start")
        self.say("promise", call, what="a credit", by="2026-04-01")
        self.say("call_end", call)
        return call

    @property
    def fold(self) -> Fold:
        return folded(self._events)

    def shelf(self) -> Shelf:
        return self.fold.case.shelf

    def row(self) -> CaseSummary:
        return summarise(self.fold)


@pytest.fixture
def told() -> Told:
    made = Told()
    made.say("case_opened", values={"company": "Acme"})
    made.call()
    return made


def test_pins_keep_their_order_and_the_case_is_one_of_them(told: Told) -> None:
    for target in ("one", "", "two", "one"):
        told.say("pinned", target=target, on=True)
    assert told.shelf().pins == ("", "two", "one") and told.row().pinned
    told.say("pinned", target="", on=False)
    assert told.shelf().pins == ("two", "one") and not told.row().pinned


def test_a_tag_is_one_however_it_is_written(told: Told) -> None:
    for tag in ("Tax", "home", "tax ", " "):
        told.say("case_tagged", tag=tag, on=True)
    assert told.row().tags == ("home", "tax")
    told.say("case_tagged", tag="HOME", on=False)
    assert told.row().tags == ("tax",)


@pytest.mark.parametrize("why", ["done", "practice"])
def test_what_is_put_away_asks_nothing_until_it_is_back(told: Told, why: str) -> None:
    before = told.row()
    assert before.tasks and before.next_at
    away = told.say("case_archived", on=True, why=why)
    assert (told.row().archived, told.row().tasks, told.row().next_at) == (why, (), "")
    assert told.row().last_at == before.last_at, "putting in order is no activity"
    told.say("undo", targets=[away])
    assert told.row().archived == "" and told.row().tasks == before.tasks


def test_who_calls_again_is_not_done_with_a_case(told: Told) -> None:
    told.say("case_archived", on=True, why="done")
    told.say("case_closed", how="resolved")
    told.call()
    assert told.row().archived == "" and told.fold.case.around.closed == ""
    told.say("case_archived", on=True, why="practice")
    told.call()
    assert told.row().archived == "practice"


def test_a_part_of_another_case_is_out_of_the_way_unless_it_goes_on() -> None:
    told = Told()
    told.say("case_opened", values={"company": "Acme"})
    told.say("question", text="which form?")
    assert told.row().tasks or told.fold.case.around.open_questions
    told.say("case_merged", into_case="B")
    assert told.row().archived == "merged" and told.row().tasks == ()
    told.call()
    assert told.row().archived == "" and told.row().tasks
