"""Cards never nag: each rule of the live screen, R1 to R15, by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from callmate.model import cards
from callmate.model.cards import Hand, Quiet, Shown, last_entry
from callmate.model.replay import replay
from callmate.model.rules import SECOND, Card, Condition, Packs, Say, Trigger
from callmate.model.wording import NARROW, WIDE, wrap
from tests.cards.support import World, core, history, moment


def talking(**rep: str) -> World:
    """A call whose opening card is past: Janice on the line for 100 seconds, named."""
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name=rep.get("name", "Janice"))
    world.until(100)
    world.log.clear()
    return world


# R1


def test_r1_there_is_one_card_and_it_fits_its_rectangle() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    shown = world.pane(101)
    assert isinstance(shown, Shown)
    for width, rows in (WIDE, NARROW):
        assert len(wrap(shown.words, width)) <= rows


# R2


def test_r2_a_refusal_while_fuming_brings_calm() -> None:
    world = talking()
    world.fact("anger", 101, on=True)
    world.fact("denied", 102, what="a refund")
    world.look(102)
    assert world.card(102) == "calm"


def test_r2_a_second_refusal_escalates() -> None:
    world = talking()
    world.happens("denied", 101, what="a refund")
    world.happens("denied", 400, what="a refund")
    assert world.shown[-1] == (400, "escalate")


@pytest.mark.parametrize("what", ["a refund", "the late fee", "$28.10: no plan", "Credit, please"])
def test_r2_a_first_refusal_of_a_credit_is_often_just_the_rule(what: str) -> None:
    world = talking()
    world.happens("denied", 101, what=what)
    assert world.shown == [(101, "denied-first")]


@pytest.mark.parametrize("what", ["a visit", "coffee", "feedback", ""])
def test_r2_any_other_first_refusal_is_met_by_the_outcome(what: str) -> None:
    world = talking()
    world.happens("denied", 101, what=what)
    assert world.shown == [(101, "implacable")]


def test_r2_one_event_raises_at_most_one_card() -> None:
    world = talking()
    world.happens("denied", 101, what="a refund")
    world.until(140)
    assert len(world.shown) == 1


def test_r2_what_the_rules_close_by_themselves_raises_nothing() -> None:
    world = World(with_card("extra", Trigger(event="rep_end")))
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("transfer", 100, to="billing")
    assert [card for _, card in world.shown] == ["opening", "transfer"]
    world.happens("rep", 110, name="Bob")
    world.happens("rep_end", 140)
    assert world.shown[-1:] == [(140, "extra")]


def with_card(card_id: str, trigger: Trigger, urgency: int = 2) -> Packs:
    """The core packs and one card more, which holds under all conditions."""
    say = (Say("Something to say."),)
    card = Card(card_id, urgency, card_id, say, "why", ("001",), (trigger,), rank=1)
    return replace(core(), cards=(card, *core().cards))


# R3


def test_r3_every_card_has_one_of_four_classes() -> None:
    urgency = {card.id: card.urgency for card in core().cards}
    assert set(urgency.values()) == {1, 2, 3, 4}
    assert {urgency[name] for name in ("opening", "brief", "pitch", "closing")} == {1}
    assert {urgency[name] for name in ("name", "case-number")} == {3}


# R4: the rates over any stream of events are in test_rates.py


def test_r4_two_pieces_of_evidence_are_ninety_seconds_of_talk_apart() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 120)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["name"] == 165
    assert at["case-number"] == 300
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 10, name="Ann")
    world.happens("rep", 120)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["name"] == 165
    assert at["case-number"] == 165 + 90


def test_r4_the_talk_clock_stands_on_hold() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 10, name="Ann")
    world.happens("rep", 120)
    world.happens("hold_start", 200)
    world.happens("hold_end", 250)
    world.until(500)
    at = dict((card, second) for second, card in world.shown)
    assert at["case-number"] == 250 + 90


# R5


def test_r5_the_same_card_is_ten_minutes_apart_and_twice_a_call_at_most() -> None:
    world = talking()
    for minute in range(2, 60):
        world.happens("granted", minute * 60, what=f"thing {minute}")
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [120, 720]


def test_r5_a_topic_is_five_minutes_apart() -> None:
    """A first refusal of a visit, taken to be the first again, and one of a refund: one topic."""
    packs = replace(core(), cards=tuple(first_again(card) for card in core().cards))
    world = World(packs)
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Janice")
    for at, what in ((100, "a visit"), (399, "a refund"), (400, "a refund"), (405, "a fee")):
        world.happens("denied", at, what=what)
    refusals = [(at, card) for at, card in world.shown if card in ("implacable", "denied-first")]
    assert refusals == [(100, "implacable"), (400, "denied-first")]


def first_again(card: Card) -> Card:
    """The card as if no refusal had come before."""
    triggers = tuple(replace(t, when=Condition()) for t in card.triggers)
    if card.id == "escalate":
        return replace(card, triggers=triggers[1:])
    return replace(card, holds=replace(card.holds, most={}))


def test_r5_later_is_five_minutes() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    world.answer(cards.later(world.judge, moment(110)), 110)
    assert world.card(110) == ""
    world.until(600)
    assert [at for at, card in world.shown if card == "implacable"] == [101, 410]


def test_r5_never_silences_a_card_for_the_case() -> None:
    world = talking()
    world.happens("granted", 120, what="a visit")
    world.answer(cards.never(world.judge, moment(125)), 125)
    world.happens("call_end", 200)
    world.happens("call_start", 5000)
    world.happens("rep", 5100, name="Sam")
    world.happens("granted", 5200, what="a visit")
    assert [card for _, card in world.shown].count("settle") == 1


def test_r5_three_refusals_silence_a_card_for_the_case() -> None:
    world = World()
    for start in (0, 10_000, 20_000, 30_000):
        world.happens("call_start", start)
        world.happens("rep", start + 100, name="Ann")
        world.happens("granted", start + 200, what="a visit")
        if world.card(start + 200) == "settle":
            world.answer(cards.later(world.judge, moment(start + 210)), start + 210)
        world.happens("call_end", start + 300)
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [200, 10_200, 20_200]


# R6


def test_r6_condition_gone_card_gone() -> None:
    world = World()
    world.happens("call_start", 0)
    rep = world.happens("rep", 5)
    world.until(55)
    assert world.card(55) == "name"
    world.write("detail", 56, world.call, target=rep, values={"name": "Janice"})
    assert world.card(56) == "", "gone in the next frame"
    world.look(56)
    assert world.log[-1] == (56, "name", "withdrawn")


def test_r6_unanswered_for_45_seconds_is_hidden_and_stored() -> None:
    world = talking()
    world.happens("denied", 101, what="a visit")
    world.until(145)
    assert world.card(145) == "implacable"
    world.until(146)
    assert world.card(146) == ""
    assert world.log[-1] == (146, "implacable", "unseen")


def test_r6_twice_unseen_counts_as_one_refusal() -> None:
    world = World()
    starts = range(0, 70_000, 10_000)
    for start in starts:
        world.happens("call_start", start)
        world.happens("rep", start + 100, name="Ann")
        world.happens("granted", start + 200, what="a visit")
        world.happens("call_end", start + 300)
    times = [at for at, card in world.shown if card == "settle"]
    assert times == [start + 200 for start in starts[:6]]


# R7


def test_r7_a_young_card_gives_way_to_an_urgent_one_and_returns_if_still_true() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("closing", 112, how="end")
    assert world.card(112) == "closing"
    world.answer(cards.said(world.judge, moment(115)), 115)
    world.look(116)
    assert world.card(116) == "implacable"
    assert [card for _, card in world.shown] == ["implacable", "closing", "implacable"]


def test_r7_a_young_card_does_not_give_way_to_an_answer_to_a_key() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("supervisor_asked", 112, result="refused")
    world.until(113)
    assert world.card(113) == "implacable"
    world.until(114)
    assert world.card(114) == "stay"


def test_r7_two_urgent_cards_do_not_displace_each_other_in_turn() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 1, name="Ann")
    world.happens("rep", 2, name="Bob")
    assert world.card(2) == "brief"
    assert [card for _, card in world.shown] == ["opening", "brief"]


def test_r7_one_that_is_no_longer_true_does_not_return() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("closing", 112, how="end")
    world.happens("rep_end", 114)
    world.until(160)
    shown = [card for _, card in world.shown]
    assert shown.count("implacable") == 1
    assert "closing" in shown


# R8


def test_r8_nothing_changes_while_a_field_is_open() -> None:
    world = talking()
    world.hand = Hand(field="denied", key=moment(101))
    world.happens("denied", 101, what="a visit")
    world.until(120)
    assert world.card(120) == ""
    world.hand = Hand(key=moment(120), closed=moment(120))
    world.until(121)
    assert world.card(121) == ""
    world.until(122)
    assert world.shown == [(122, "implacable")]


def test_r8_of_what_was_held_back_at_most_one_is_shown() -> None:
    world = talking()
    world.hand = Hand(field="note")
    world.happens("granted", 101, what="a visit")
    world.happens("verification", 102)
    world.hand = Hand()
    world.until(145)
    assert [card for _, card in world.shown] == ["settle"]


def test_r8_a_key_in_the_last_two_seconds_holds_a_card_of_the_clock_back() -> None:
    world = talking()
    world.happens("pitch_start", 120)
    world.hand = Hand(key=moment(179))
    world.until(180)
    assert world.card(180) == ""
    world.until(181)
    assert world.card(181) == "pitch"


# R9


def test_r8_an_answer_to_the_last_key_waits_too_unless_a_window_is_closing() -> None:
    world = talking()
    world.hand = Hand(key=moment(101))
    world.happens("denied", 101, what="a visit")
    world.until(102)
    assert world.card(102) == ""
    world.until(103)
    assert world.card(103) == "implacable"
    world.hand = Hand(key=moment(110))
    world.happens("closing", 110, how="end")
    assert world.card(110) == "closing"


def test_r9_the_start_brings_one_composite_opening_card() -> None:
    world = World()
    world.hand = Hand(key=moment(0))
    world.happens("call_start", 0)
    shown = world.pane(0)
    assert isinstance(shown, Shown)
    assert shown.id == "opening"
    assert "meter was changed" in shown.words
    assert "account number" in shown.words


def test_r9_a_reps_first_twenty_seconds_are_for_brief_and_identification() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 100, name="Ann")
    assert world.card(100) == "brief"
    world.happens("denied", 105, what="a visit")
    assert world.card(105) == "", "once they have answered, the brief has been said"
    world.happens("verification", 110)
    assert world.card(110) == "verify"
    world.until(119)
    assert {card for _, card in world.shown} == {"opening", "brief", "verify"}


def test_r9_no_card_about_the_name_before_45_seconds_nor_while_it_is_typed() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 100)
    world.until(144)
    assert "name" not in {card for _, card in world.shown}
    world.until(145)
    assert world.card(145) == "name"
    world.hand = Hand(field="rep", key=moment(146))
    assert world.card(146) == ""
    world.until(190)
    assert world.card(190) == ""


def test_r9_no_pack_can_ask_for_the_name_earlier() -> None:
    cards = tuple(
        replace(card, triggers=(Trigger(clock="rep", after=30 * SECOND),))
        if card.id == "name"
        else card
        for card in core().cards
    )
    world = World(replace(core(), cards=cards))
    world.happens("call_start", 0)
    world.happens("rep", 5)
    world.until(100)
    assert [at for at, card in world.shown if card == "name"] == [50]


# R10


def test_r10_on_hold_only_the_lines_come() -> None:
    world = talking(name="")
    world.happens("hold_start", 101)
    world.until(101 + 3 * 3600)
    minutes = [(round((at - 101) / 60), card) for at, card in world.shown]
    assert minutes == [
        (5, "wait-5"), (15, "wait-15"), (30, "wait-30"),
        (60, "wait-hours"), (120, "wait-hours"), (180, "wait-hours"),
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
    assert world.shown[-1:] == [(101 + 1800, "wait-30")]
    assert world.line() == first


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


# R14


@pytest.mark.parametrize("name", ["01", "04", "12", "13", "14", "16", "20", "22", "27", "30", "33"])
def test_r14_the_live_screen_shows_what_replay_shows(name: str) -> None:
    """The same facts with a look each second, and from deadline to deadline."""
    world, _ = history(name)
    replayed = [(tip.card, tip.at) for tip in replay("case", world.fold.facts, core())]
    facts = [fact for fact in world.fold.facts if fact.kind != "case_opened"]
    live = World(**world.fold.case.info)
    live.second = -1
    times = sorted({(fact.moment.mono / 1e9) for fact in facts})
    for at in times:
        running = live.judge.active()
        if running is not None:
            live.until(at, inclusive=False)
        live.second = at
        for fact in facts:
            if fact.moment.mono / 1e9 == at:
                live.write_as(fact)
        live.look(at)
    assert [(card, moment(at)) for at, card in live.shown] == replayed


def test_r14_the_figures_of_the_histories() -> None:
    counts = {}
    for name in ("13", "20", "21"):
        world, calls = history(name)
        tips = replay("case", world.fold.facts, core())
        counts[name] = [[tip.card for tip in tips if tip.call == call] for call in calls]
    assert len(counts["13"][0]) <= 6
    assert len(counts["13"][1]) <= 5
    assert sum(card.startswith("wait") for card in counts["20"][0]) == 4
    assert len(counts["21"][0]) == 19


@pytest.mark.parametrize(
    "name", ["01", "04", "12", "13", "14", "16", "20", "21", "22", "27", "30", "33"]
)
def test_r14_evidence_and_advice_keep_twenty_seconds_distance(name: str) -> None:
    world, _ = history(name)
    tips = replay("case", world.fold.facts, core())
    for one, other in zip(tips, tips[1:], strict=False):
        apart = (other.at.at - one.at.at).total_seconds()
        assert apart >= 20 or {card_class(one.card), card_class(other.card)} <= {1, 2}


def card_class(card_id: str) -> int:
    card = core().card(card_id)
    assert card is not None
    return card.urgency


# R15


def test_r15_history_13_call_1_escalates_ten_minutes_after_the_refusal() -> None:
    world, calls = history("13")
    tips = replay("case", world.fold.facts, core())
    times = [(tip.at.mono / 1e9) for tip in tips if tip.call == calls[0] and tip.card == "escalate"]
    assert times[0] == pytest.approx(15 * 60, abs=10)


def test_r15_history_13_call_2_opens_with_the_supervisor() -> None:
    world, calls = history("13")
    tips = replay("case", world.fold.facts, core())
    first = next(tip for tip in tips if tip.call == calls[1])
    assert (first.card, first.at) == ("opening", moment(50 * 60))
    second_call = World(outcome="Gas turned back on today")
    second_call.happens("call_start", 0)
    second_call.happens("rep", 5, name="Janice")
    second_call.happens("denied", 100, what="return visit")
    second_call.happens("call_end", 200)
    second_call.happens("call_start", 3000)
    shown = second_call.pane(3000)
    assert isinstance(shown, Shown)
    assert shown.words.startswith("Hello, could I please speak with a supervisor?")


def test_r15_history_04_has_at_most_one_card_between_the_two_holds() -> None:
    world, calls = history("04")
    tips = replay("case", world.fold.facts, core())
    between = [
        tip for tip in tips if tip.call == calls[0] and 17 * 60 <= tip.at.mono / 1e9 <= 18 * 60
    ]
    assert len(between) <= 1
