"""What is pinned stands on top: of the report, of a letter and of what it may hold."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.letter.facts import Choices, choosable, letter_facts
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.shelf.pins import pinned, pinned_json
from tests.model.support import folded

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


class Talk:
    """A case told one fact after the other."""

    def __init__(self) -> None:
        self.clock, self.new_id = ManualClock(), UlidSource()
        self.events: list[NewEvent] = []
        self.call: str | None = None

    def say(self, kind: str, **body: Any) -> str:
        self.clock.advance(60)
        made = NewEvent(self.new_id(), kind, self.clock.now(), body, self.call)
        if kind == "call_start":
            self.call = made.id
            made = NewEvent(made.id, kind, made.moment, body, made.id)
        self.events.append(made)
        return made.id

    def pin(self, target: str, on: bool = True) -> None:
        call, self.call = self.call, None
        self.say("pinned", target=target, on=on)
        self.call = call

    @property
    def fold(self) -> Fold:
        return folded(self.events)


def talk() -> tuple[Talk, dict[str, str]]:
    told = Talk()
    told.say("case_opened", values={"company": "Acme", "account": "4455667788"})
    told.say("call_start")
    told.say("rep", name="Sam")
    ids = {"note": told.say("note", text="account 4455667788 is the wrong one")}
    ids["early"] = told.say("promise", what="a first letter")
    ids["late"] = told.say("promise", what="a credit of $40")
    ids["anger"] = told.say("anger", on=True)
    ids["other"] = told.say("note", text="they were kind")
    told.say("call_end", outcome="promised")
    return told, ids


def test_pins_come_in_the_order_they_were_set_without_what_is_private_or_gone() -> None:
    told, ids = talk()
    for name in ("late", "anger", "note", "early"):
        told.pin(ids[name])
    told.pin(ids["early"], on=False)
    told.pin("")
    fold = told.fold
    assert [fact.id for fact in pinned(fold.case, fold.facts)] == [ids["late"], ids["note"]]
    told.say("strike", target=ids["late"])
    fold = told.fold
    assert [fact.id for fact in pinned(fold.case, fold.facts)] == [ids["note"]]


def test_the_report_begins_with_what_is_pinned_and_masks_the_account() -> None:
    told, ids = talk()
    assert report(told.fold, AS_OF)["pinned"] == [] and "PINNED" not in render(
        report(told.fold, AS_OF)
    )
    told.pin(ids["late"])
    told.pin(ids["note"])
    found = report(told.fold, AS_OF)
    first, second = found["pinned"]
    assert first["call"] == 1 and first["says"].endswith("a credit of $40")
    assert "4455667788" not in second["says"] and "7788" in second["says"]
    assert found["pinned"] == pinned_json(told.fold.case, told.fold.facts)
    text = render(found)
    assert "a credit of $40" in text.split("PINNED")[1].split("PROMISED")[0]
    assert "4455667788" not in text.split("PROMISED")[0]


def test_a_letter_opens_with_what_is_pinned_and_offers_pinned_notes_first() -> None:
    told, ids = talk()
    plain = letter_facts(told.fold, Choices("complaint"), AS_OF)
    said = [one.events for _, one in plain.happened]
    assert said.index((ids["early"],)) < said.index((ids["late"],))
    told.pin(ids["late"])
    told.pin(ids["other"])
    fold = told.fold
    assert [fact.id for fact in choosable(fold)] == [ids["other"], ids["note"]]
    found = letter_facts(fold, Choices("complaint"), AS_OF)
    heaviest, first = found.happened[0]
    assert first.events == (ids["late"],)
    assert heaviest > max(weight for weight, _ in found.happened[1:])
    assert sorted(one.text for _, one in found.happened) == sorted(
        one.text for _, one in plain.happened
    )


def test_a_moved_call_that_cannot_be_read_is_said_in_the_report() -> None:
    told, _ = talk()
    told.call = None
    body = {"from_case": "X", "to_case": told.fold.case.id, "home": "X", "moved": "gone"}
    told.say("call_moved", title="Bell bill", began="2026-03-02T09:00:00+00:00", **body)
    found = report(told.fold, AS_OF)
    assert len(found["missing"]) == 1 and "Bell bill" in found["missing"][0]
    assert "Bell bill" in render(found)
