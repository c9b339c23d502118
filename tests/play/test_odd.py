"""Scripts that are odd in one way each: which of it keys can tell, and that it comes out alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.support import call, event, script
from tests.play.support import PACKS, Played, imported, report_of, state_of
from tests.play.test_equal import facts_of

ON, OFF = event("hold_start", 1), event("hold_end", 2)


def two_lines() -> tuple[dict[str, Any], ...]:
    """Two calls at once, told of in turn."""
    return (
        call(event("rep", 0, name="Ann"), event("ask", 4, what="refund"), event("denied", 6),
             event("call_end", 9)),
        call(event("rep", 1, name="Bob"), event("ask", 3, what="refund"), event("granted", 5),
             event("call_end", 8), start="2026-03-02T09:01", line=2),
    )  # fmt: skip


BY_KEYS: dict[str, tuple[dict[str, Any], ...]] = {
    "two lines in turn": two_lines(),
    "all at one instant": (
        call(event("rep", 0, name="Ann"), event("verification", 0), event("repeat_story", 0),
             event("ask", 0, what="refund"), event("denied", 0), event("unsure", 0),
             event("kudos", 0), event("hold_start", 0), event("hold_end", 0),
             event("pitch_start", 0), event("pitch_end", 0), event("call_end", 0)),
    ),
    "names that are letters": (
        call(event("rep", 0, name="h"), event("note", 1, text="x"), event("transfer", 2, to="z"),
             event("rep", 3, name="p", department="t"), event("call_end", 4, outcome="e")),
    ),
    "nobody has a name": (call(event("rep", 0), event("rep", 1), event("transfer", 2)),),
    "the same words again": (
        call(event("ask", 0, what="refund"), event("ask", 1, what="Refund"),
             event("denied", 2, what="refund"), event("ask", 3, what="refund"),
             event("granted", 4, what="refund")),
    ),
    "a call comes in": (
        call(event("rep", 0), direction="in"),
        call(event("rep", 0), direction="in", line=2, start="2026-03-02T08:59"),
    ),
    "a menu with its levels": (
        call(event("ivr", 0, text="for billing press 2"), event("ivr", 1, text="main menu"),
             event("rep", 2, name="Ann")),
    ),
    "anger and a recording": (
        call(event("anger", 0, on=True), event("recording", 1, on=True),
             event("anger", 2, on=False), event("recording", 3, on=False)),
    ),
    "a step and an objection": (
        call(event("instruction", 0, what="unplug it"), event("objection", 1, text="did that")),
    ),
    "an offer taken": (
        call(event("offer", 0, what="$20 credit", amount="$20"), event("accepted", 1),
             event("offer", 2, what="more"), event("declined", 3)),
    ),
    "a pasted page": (call(event("note", 0, text="word " * 200 + "end")),),
    "no end is told": (call(event("rep", 0), duration_min=20), call(start="2026-03-03T09:00")),
}  # fmt: skip

TOLD: dict[str, tuple[dict[str, Any], ...]] = {
    "a manager comes": (
        call(event("rep", 0, name="Ann"), event("supervisor_asked", 1),
             event("supervisor_reached", 2, name="Kim")),
    ),
    "a hold ended twice": (call(ON, OFF, event("hold_end", 3)),),
    "a hold begun twice": (call(ON, event("hold_start", 2), event("hold_end", 3)),),
    "an unknown kind": (call(event("weather", 0, text="rain", answers="h")),),
    "a kind that steers callmate": (call(event("undo", 0), event("supervisor_end", 1)),),
    "after the end": (
        call(event("rep", 0), event("call_end", 1), event("rep", 2, name="Ann"),
             event("hold_start", 3), event("call_end", 4, outcome="denied")),
    ),
    "three lines": (
        call(event("note", 5, text="a")), call(event("note", 5, text="b"), line=2),
        call(event("rep", 0, name="Ann"), event("note", 5, text="c"), line=3),
    ),
    "an older offer taken": (
        call(event("offer", 0, what="credit"), event("offer", 1, what="voucher"),
             event("accepted", 2, what="credit")),
    ),
    "an offer granted": (call(event("offer", 0, what="credit"), event("granted", 1)),),
    "a new step before the old is done": (
        call(event("instruction", 0, what="unplug it"), event("instruction", 1, what="plug it")),
    ),
    "angry twice": (call(event("anger", 0, on=True), event("anger", 1, on=True)),),
}  # fmt: skip


def told_facts(player: Played) -> set[str]:
    """The kinds of facts that came by command."""
    log = player.memory.logs["case-1"].events
    commands = {one.id for one in log if one.kind == "command"}
    return {one.kind for one in log if one.cause in commands} - {"case_set", "detail", "undo"}


@pytest.mark.parametrize("why", BY_KEYS)
def test_what_a_person_could_press_is_pressed(why: str) -> None:
    one = script(*BY_KEYS[why])
    player = Played(one, packs=PACKS)
    fold, other = player.run(), imported(one)
    assert facts_of(fold) == facts_of(other)
    assert state_of(fold) == state_of(other)
    assert report_of(fold) == report_of(other)
    assert not told_facts(player)


@pytest.mark.parametrize("why", TOLD)
def test_what_no_key_tells_comes_out_alike(why: str) -> None:
    one = script(*TOLD[why])
    player = Played(one, packs=PACKS)
    fold, other = player.run(), imported(one)
    assert facts_of(fold) == facts_of(other)
    assert state_of(fold) == state_of(other)
    assert report_of(fold) == report_of(other)


@pytest.mark.parametrize(
    "values",
    [
        {"start": "2026-03-02"}, {"duration_min": 90}, {"duration_min": 0.5}, {"line": 2},
        {"organisation": "Other Inc"}, {"start": "2026-03-29T02:30"}, {"direction": "in"},
    ],
    ids=str,
)  # fmt: skip
def test_calls_told_in_any_form_come_out_alike(values: dict[str, Any]) -> None:
    told = call(event("rep", 0), event("call_end", 1), **values)
    one = script(told, call(event("rep", 0), start=values.get("start", "2026-03-05T10:00")))
    fold, other = Played(one, packs=PACKS).run(), imported(one)
    assert facts_of(fold) == facts_of(other)
    assert state_of(fold) == state_of(other)
    assert report_of(fold) == report_of(other)


def test_a_script_without_a_call_is_a_case_all_the_same() -> None:
    for one in (script(), script(company=None, outcome_wanted=None)):
        assert report_of(Played(one, packs=PACKS).run()) == report_of(imported(one))


def test_a_letter_alone_is_answered_for_as_a_person_would() -> None:
    player = Played(script(*BY_KEYS["names that are letters"]), packs=PACKS)
    player.run()
    assert player.keys.count("1") == 2
