"""Where the articles disagree, each rule is a test; and guards read one's own committed words."""

from __future__ import annotations

import pytest

from callmate.model.cards import Hand, Shown
from tests.cards.support import World, core, moment, talking
from tests.desk.support import Person


def words(world: World, at: float) -> str:
    shown = world.pane(at)
    assert isinstance(shown, Shown)
    return shown.words


def with_rep(at: float = 5) -> World:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", at, name="Janice")
    return world


# A weak rep: hang up before notes are made, or the next tier


def test_an_unsure_rep_within_three_minutes_and_no_number_may_be_hung_up_on() -> None:
    world = with_rep()
    world.hand = Hand(key=moment(60))
    world.happens("unsure", 60)
    shown = world.pane(60)
    assert isinstance(shown, Shown) and shown.heading == "YOU MAY HANG UP"
    assert world.card(60) == "unsure", "a window is closing: it comes at the key itself"
    assert "call again" in words(world, 60)
    world.until(100)
    assert world.fold.case.calls[0].running, "never by itself"


def test_the_card_goes_when_the_window_closes() -> None:
    world = with_rep()
    world.happens("unsure", 175)
    assert world.card(175) == "unsure"
    world.until(184)
    assert world.card(184) == "unsure"
    world.until(185)
    assert world.card(185) == ""


def test_the_window_counts_talk_with_this_rep_only() -> None:
    world = with_rep()
    world.happens("rep", 400, name="Bob")
    world.happens("hold_start", 430)
    world.happens("hold_end", 700)
    world.happens("unsure", 730)
    assert world.card(730) == "unsure"


@pytest.mark.parametrize("why", ["number", "three minutes"])
def test_else_an_unsure_rep_means_the_next_tier(why: str) -> None:
    world = with_rep()
    if why == "number":
        world.happens("case_number", 30, value="4711")
    at = 60 if why == "number" else 250
    world.happens("unsure", at)
    world.until(at + 60)
    assert "unsure" not in {card for _, card in world.shown}
    assert world.shown[-1][1] == "escalate"


def test_next_tier_words_thank_the_rep_who_does_not_know() -> None:
    world = with_rep()
    world.happens("case_number", 30, value="4711")
    world.happens("unsure", 60)
    assert words(world, 60).startswith("Thank you for trying, Janice. Who knows this best?")


def test_without_an_unsure_mark_nothing_says_to_hang_up() -> None:
    world = with_rep()
    world.happens("denied", 60, what="a visit")
    world.until(179)
    assert "unsure" not in {card for _, card in world.shown}


def test_nobody_knows_and_no_manager_asks_where_else_to_look() -> None:
    world = talking()
    world.happens("unsure", 300)
    world.happens("supervisor_asked", 400, result="refused")
    assert words(world, 400).startswith("I understand, Janice. Who else could help")


# A supervisor: at once on the next call, and in this call when stuck


def test_a_supervisor_first_on_the_next_call() -> None:
    world = talking()
    world.happens("denied", 110, what="a visit")
    world.happens("call_end", 200)
    world.happens("call_start", 900)
    assert words(world, 900).startswith("Hello, could I please speak with a supervisor?")


@pytest.mark.parametrize(
    ("event", "times"), [("denied", 2), ("transfer", 2), ("repeat_story", 3), ("unsure", 1)]
)
def test_the_next_tier_in_this_call_when_stuck(event: str, times: int) -> None:
    world = talking()
    world.happens("case_number", 101, value="4711")
    at = 101
    for number in range(times):
        at += 400
        world.happens(event, at, what="a visit")
        if event == "transfer":
            world.happens("rep", at + 30, name="Bob")
        world.until(at + 300)
        asked = "escalate" in {card for _, card in world.shown}
        assert asked == (number + 1 == times or event == "denied" and asked)


def test_somebody_who_helps_is_not_passed_over() -> None:
    world = talking()
    for at in (400, 800):
        world.happens("transfer", at, to="billing")
        world.happens("rep", at + 30, name="Bob")
        world.happens("promise", at + 90, what="a call", by="2026-03-02T12:00")
    world.until(1500)
    assert "escalate" not in {card for _, card in world.shown}


# Steps: followed; objected to first if they make things worse; never pretended


def test_a_step_is_done_and_told_as_it_went() -> None:
    world = talking()
    world.happens("instruction", 110, what="restart the box")
    assert words(world, 110) == (
        "All right, Janice, I'll try that now. I'll tell you exactly what I see."
    )
    world.happens("instruction_end", 120, state="done")
    assert world.card(120) == ""


def test_an_objection_is_made_once_and_leaves_them_the_last_word() -> None:
    world = talking()
    step = world.happens("instruction", 110, what="reset it")
    world.happens("objection", 120, text="it wipes my settings.", answers=step)
    assert words(world, 120) == (
        "Before I do that, Janice, I fear it makes things worse: it wipes my settings. "
        "Is there another way?"
    )


def test_an_objection_without_words_or_step_can_be_said_too() -> None:
    world = talking(name="")
    world.happens("objection", 120, text="")
    assert words(world, 120) == (
        "Before I do that, I fear it makes things worse. Is there another way?"
    )


# Saying sorry: an excuse for one's own anger is guarded, a kind word is not


@pytest.mark.parametrize(
    ("what", "guarded"),
    [
        ("I am sorry about my tone, but a visit", True),
        ("sorry to pull you into this, but a visit", False),
        ("I'll take my business elsewhere", True),
        ("I will SUE you", True),
        ("the issue with my bill", False),
        ("The customer is always right!", True),
        ("nobody has helped me", True),
        ("a helper for the move", False),
        ("I pay your wages", True),
        ("can I pay my bill by card", False),
        ("no cancellation charges", False),
        ("cancel my contract", True),
    ],
)
def test_guards_read_asks(what: str, guarded: bool) -> None:
    world = talking()
    world.happens("ask", 110, what=what)
    assert world.card(110) == ("guard" if guarded else "")
    if guarded:
        assert "Gas turned back on today" in words(world, 110)


def test_who_wants_to_leave_may_say_so() -> None:
    world = World(outcome="Contract cancelled without charges", brief="b")
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Janice")
    world.happens("ask", 110, what="cancel my contract, I go elsewhere")
    assert world.card(110) == ""


def test_guards_read_words_when_they_are_committed_not_before() -> None:
    world = talking()
    world.hand = Hand(field="ask", key=moment(110))
    ask = world.happens("ask", 110, what="Gas turned back on today")
    world.until(200)
    assert world.card(200) == ""
    world.write("detail", 201, world.call, target=ask, values={"what": "or I will sue"})
    world.hand = Hand(key=moment(201), closed=moment(201))
    world.until(203)
    assert world.card(203) == "guard"


def test_guards_read_the_brief_and_nothing_else_of_the_sheet() -> None:
    threat = "Fix it or I go elsewhere."
    world = talking()
    world.write("case_set", 110, values={"problem": threat})
    world.look(110)
    assert world.card(110) == ""
    world.write("case_set", 120, values={"brief": threat})
    world.look(120)
    assert world.card(120) == "guard"


@pytest.mark.parametrize("kind", ["note", "denied", "offer", "mark"])
def test_guards_never_read_what_may_be_the_reps_words(kind: str) -> None:
    world = talking()
    world.happens(kind, 110, text="the customer is always right", what="sue, elsewhere")
    world.until(140)
    assert "guard" not in {card for _, card in world.shown}


def test_in_anger_there_is_the_calm_line_and_no_guard() -> None:
    world = talking()
    world.happens("anger", 110, on=True)
    world.happens("ask", 120, what="or I will sue")
    world.until(180)
    assert [card for _, card in world.shown] == ["calm"]


def test_before_a_call_the_sheet_says_it_of_the_brief() -> None:
    guard = core().card("guard")
    assert guard is not None
    person = Person()
    person.desk.parts.cards.use(core(), person.clock.now())
    sheet = "{ctrl+n}{tab}{tab}{tab}"
    person.type(sheet + "I pay you good money. Nobody has helped me.{enter}")
    assert person.said == guard.why
    person.type("{escape}{ctrl+n}{tab}{tab}{tab}The gas is off.{enter}")
    assert person.said != guard.why


def test_back_from_hold_with_no_brief_nothing_empty_is_to_be_said() -> None:
    person = Person().type("{space}rJanice{enter}")
    person.desk.parts.cards.use(core(), person.clock.now())
    person.wait(60).type("h").wait(60).type("h").wait(3)
    shown = person.desk.parts.cards.shown
    assert shown is None or shown.words
