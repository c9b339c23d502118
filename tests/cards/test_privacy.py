"""Nothing in a report that is not private tells of the person's own anger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from callmate.desk.doors.doors import report_on
from callmate.model.events import PRIVATE, Event
from callmate.model.fold import Fold
from callmate.model.privacy import comes_of_anger
from tests.cards.support import core
from tests.desk.support import Person

HEATED = (
    "f{escape}",  # angry from the first word
    "{escape}fafee waived{enter}f{escape}xno{enter}",
    "{escape}f",
)


def angry_call(keys: str) -> Person:
    person = Person()
    person.desk.parts.cards.use(core(), person.clock.now())
    person.type("{space}").wait(20).type("rDana{enter}").wait(30)
    for key in ("f", "nthey said it is my fault{enter}", "x", "not possible{enter}"):
        person.type(key).wait(40)
    return person.type(keys).wait(90).type("{enter}").wait(70).type("ee").wait(5)


def judged(events: Sequence[Event], person: Person, private: bool = False) -> dict[str, Any]:
    fold = Fold("case-1")
    fold.add(events)
    return report_on(fold, core(), person.clock.now().at, private)


def stored(person: Person) -> list[Event]:
    context = person.desk.context
    assert context.fold is not None
    return list(context.world.case(context.fold.case.id).read())


@pytest.mark.parametrize("keys", HEATED)
def test_the_cards_of_a_plain_report_are_those_of_a_log_without_anger(keys: str) -> None:
    person = angry_call(keys)
    events = stored(person)
    private = judged(events, person, private=True)
    assert "calm" in {tip["card"] for tip in private["tips"]}, "there is something to hide"
    tempered = [event for event in events if event.kind not in PRIVATE]
    assert len(tempered) < len(events)
    plain = judged(events, person)
    assert "calm" not in {tip["card"] for tip in plain["tips"]}
    assert plain == judged(tempered, person)


def test_that_one_sounded_sharp_is_told_in_a_private_report_only() -> None:
    person = Person()
    person.desk.parts.cards.use(core(), person.clock.now())
    person.type("{space}").wait(20).type("rDana{enter}").wait(60)
    person.type("aor you will hear from my lawyer{enter}").wait(60).type("ee").wait(5)
    cards = [
        {tip["card"] for tip in judged(stored(person), person, private)["tips"]}
        for private in (True, False)
    ]
    assert cards[0] - cards[1] == {"guard"}


def test_an_answered_card_about_ones_temper_is_not_counted() -> None:
    person = Person()
    person.desk.parts.cards.use(core(), person.clock.now())
    person.type("{space}").wait(50).type("rDana{enter}").wait(60).type("f").wait(3).type("{enter}")
    assert judged(stored(person), person)["cards_said"] is None
    private = judged(stored(person), person, private=True)["cards_said"]
    assert private == {"shown": 3, "said": 1, "percent": private["percent"]}


def test_the_cards_that_ask_for_anger_are_known() -> None:
    assert {card.id for card in core().cards if comes_of_anger(card)} == {"calm", "guard"}
