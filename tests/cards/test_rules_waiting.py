"""Cards never nag: R10 to R13: waits, silence, answers, and after the end."""

from __future__ import annotations

import pytest

from callmate.model import cards
from callmate.model.cards import Hand, Quiet, last_entry
from callmate.model.rules import SECOND, Trigger
from tests.cards.support import World, moment, talking, with_card

# R10


def test_r10_on_hold_only_the_lines_come() -> None:
    world = talking(name="")
    world.happens("hold_start", 101)
    world.until(101 + 3 * 3600)
    minutes = [(round((at - 101) / 60), card) for at, card in world.shown]
    assert minutes == [
        (5, "wait-5"), (15, "wait-15"), (30, "wait-long"),
        (60, "wait-long"), (120, "wait-long"), (180, "wait-long"),
    ]  # fmt: skip


def test_r10_the_lines_go_by_the_clock_on_the_screen() -> None:
    """Two minutes in a menu, then on hold: five minutes are five minutes of the hold."""
    world = World()
    world.happens("call_start", 0)
    world.happens("ivr", 10)
    world.happens("hold_start", 120)
    world.until(500)
    assert world.shown == [(0, "opening"), (420, "wait-5")]


def test_r10_on_hold_the_pane_keeps_the_brief_for_their_return() -> None:
    world = talking()
    world.happens("hold_start", 101)
    quiet = world.pane(150)
    assert isinstance(quiet, Quiet)
    assert quiet.outcome == "Gas turned back on today"
    assert "meter was changed" in quiet.brief
    world.happens("hold_end", 160)
    assert isinstance(world.pane(179), Quiet), "it is what to say as they return"
    assert world.pane(180) is None


def test_r10_the_clock_without_progress_stands_on_hold() -> None:
    world = talking()
    world.happens("denied", 120, what="a visit")
    world.happens("hold_start", 180)
    world.happens("hold_end", 480)
    world.until(1100)
    assert (120 + 600 + 300, "escalate") in world.shown


def test_r10_evidence_on_the_screen_goes_when_a_hold_begins() -> None:
    world = World(with_card("extra", Trigger(clock="talk", after=60 * SECOND), urgency=3))
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.until(65)
    assert world.card(65) == "extra"
    world.happens("hold_start", 70)
    assert world.card(70) == ""


def test_r10_evidence_does_not_come_while_a_call_is_about_to_end() -> None:
    world = World(with_card("extra", Trigger(clock="talk", after=60 * SECOND), urgency=3))
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("closing", 50, how="cut_off")
    world.until(100)
    assert "extra" not in {card for _, card in world.shown}
    world.happens("resume", 101)
    world.until(130)
    assert world.shown[-1][1] == "extra"


@pytest.mark.parametrize("news", ["offer", "promise", "transfer", "rep", "instruction"])
def test_r10_after_something_new_there_is_no_clock_without_progress(news: str) -> None:
    world = talking()
    world.happens("denied", 120, what="a visit")
    world.happens(news, 300, what="something")
    world.until(1500)
    assert "escalate" not in {card for _, card in world.shown}


def test_r10_with_two_lines_the_one_talked_on_decides() -> None:
    world = talking()
    first = world.call
    world.happens("hold_start", 101)
    second = world.happens("call_start", 200, line=2)
    world.happens("rep", 210, second)
    world.log.clear()
    world.until(101 + 900)
    assert all(not card.startswith("wait") for _, card in world.shown)
    world.happens("note", 1010, first, text="music")
    assert world.line() == second
    world.happens("call_end", 1100, second)
    world.until(101 + 1800)
    assert world.shown[-1:] == [(101 + 1800, "wait-long")]
    assert world.line() == first


def test_r10_of_two_lines_with_somebody_on_each_the_one_turned_to_decides() -> None:
    world = talking()
    first = world.call
    second = world.happens("call_start", 110, line=2)
    assert world.line() == first, "on the new line nobody is there yet"
    world.happens("rep", 120, second, name="Sam")
    assert world.line() == second
    world.happens("line", 130, first)
    assert world.line() == first
    world.happens("denied", 140, second, what="a visit")
    assert world.line() == second, "what is logged of a line is of the line one is on"
    assert world.card(140) == "implacable"
    world.happens("line", 150, first)
    assert world.card(150) == "", "the card is for the other line"


@pytest.mark.parametrize(("length", "expected"), [(299, ""), (300, "brief"), (900, "brief")])
def test_r10_on_return_twenty_seconds_of_grace_then_only_the_brief(
    length: int, expected: str
) -> None:
    world = talking()
    world.happens("hold_start", 110)
    back = 110 + length
    world.happens("hold_end", back)
    world.log.clear()
    world.until(back + 19)
    assert world.shown == []
    world.until(back + 80)
    assert [card for _, card in world.shown] == ([expected] if expected else [])


def test_r9_a_new_rep_after_a_hold_gets_the_brief_at_once() -> None:
    world = talking()
    world.happens("hold_start", 110)
    world.happens("rep", 150, name="Sam")
    assert world.shown[-1:] == [(150, "brief")]
    world.until(200)
    assert [card for _, card in world.shown].count("brief") == 1


@pytest.mark.parametrize("first", [5, 70])
@pytest.mark.parametrize("wait", [4, 46, 73])
def test_r9_each_new_rep_gets_the_brief_two_seconds_after_the_last_key(
    first: int, wait: int
) -> None:
    """Bob has heard it, or the opening; Ann, after a transfer however long, has not."""
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", first, name="Bob")
    world.happens("transfer", 90, to="billing")
    answered = 90 + wait
    world.until(answered - 1)
    world.hand = Hand(field="rep", key=moment(answered))
    world.happens("rep", answered, name="Ann")
    world.until(answered + 4)
    world.hand = Hand(key=moment(answered + 4), closed=moment(answered + 4))
    world.until(answered + 25)
    assert (answered + 6, "brief") in world.shown
    assert world.card(answered + 25) == "brief"
    world.happens("transfer", answered + 60)
    world.happens("rep", answered + 110, name="Cy")
    assert world.shown[-1:] == [(answered + 110, "brief")]


def test_r9_a_first_rep_who_comes_when_the_opening_is_gone_gets_the_brief() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 46, name="Ann")
    assert world.card(46) == "brief"


# R11


def test_r11_no_card_because_no_key_was_pressed() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("case_number", 8, value="4711")
    world.log.clear()
    world.until(2000)
    assert world.shown == []
    assert last_entry(world.judge, moment(8 + 239)) == ""
    assert last_entry(world.judge, moment(8 + 240)) == "4:00"
    assert last_entry(world.judge, moment(8 + 250)) == "4:10"


def test_r11_anger_brings_one_calm_line_and_evidence_waits_a_minute_after_it() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    world.happens("anger", 30, on=True)
    world.until(200)
    assert [card for _, card in world.shown] == ["opening", "calm"]
    world.happens("anger", 210, on=False)
    world.until(269)
    assert len(world.shown) == 2
    world.until(300)
    assert world.shown[2][0] == 270


def test_r11_notes_raise_nothing() -> None:
    world = talking()
    world.happens("note", 101, text="they refused a refund, promise, customer is always right")
    world.until(140)
    assert world.shown == []


# R12


def test_r12_an_answer_within_a_second_of_a_change_is_for_the_card_before() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("closing", 120, how="end")
    soon = cards.said(world.judge, moment(120.9))
    assert soon is not None
    assert soon["card"] == "implacable"
    late = cards.said(world.judge, moment(121))
    assert late is not None
    assert late["card"] == "closing"


def test_r12_a_second_press_does_not_answer_twice() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.answer(cards.said(world.judge, moment(115)), 115)
    assert cards.said(world.judge, moment(115.5)) is None
    assert cards.said(world.judge, moment(117)) is None


def test_r12_right_after_a_field_is_closed_keys_are_not_for_cards() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    hand = Hand(closed=moment(119.5))
    assert cards.later(world.judge, moment(120.1), hand) is None
    assert cards.later(world.judge, moment(120.2), hand) is not None
    assert cards.later(world.judge, moment(130), Hand(field="note")) is None


# R13


def test_r13_after_the_end_there_is_no_card() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("call_end", 115)
    assert world.pane(115) is None
    world.until(1000)
    assert [card for _, card in world.shown] == ["implacable"]


def test_r13_undo_withdraws_card_count_and_rest() -> None:
    world = talking()
    denied = world.happens("denied", 110, what="a visit")
    assert world.card(110) == "implacable"
    before = world.judge.ledger
    world.undo(112, denied)
    assert world.card(112) == ""
    assert len(world.judge.ledger.shows) == len(before.shows) - 1
    world.happens("denied", 120, what="a visit")
    assert world.card(120) == "implacable"
