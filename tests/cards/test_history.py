"""What earlier calls of the case change: the words of the opening card."""

from __future__ import annotations

from typing import Any

import pytest

from callmate.model.cards import Shown
from callmate.model.history import happened
from callmate.model.rules import HISTORIES
from tests.cards.support import World


def second_call(*facts: tuple[str, dict[str, Any]], at: float = 5000) -> World:
    """A case whose first call had these facts, one a minute, at the start of its second call."""
    world = World()
    world.start(0)
    world.fact("rep", 5, name="Ann")
    for number, (kind, body) in enumerate(facts, start=1):
        world.fact(kind, number * 60, **body)
    world.fact("call_end", 1000)
    world.happens("call_start", at)
    return world


def history(world: World) -> set[str]:
    call = world.judge.active()
    assert call is not None
    view = world.judge.view(call, call.start)
    return {name for name in HISTORIES if happened(view, name)}


def words(world: World) -> str:
    shown = world.pane(5000)
    assert isinstance(shown, Shown)
    return shown.words


def test_the_first_call_has_no_history() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5)
    world.happens("supervisor_asked", 100, result="refused")
    world.happens("denied", 130, what="a visit")
    world.happens("anger", 140, on=True)
    assert history(world) == set()


def test_a_call_that_came_to_nothing_is_just_an_earlier_call() -> None:
    world = second_call()
    assert history(world) == {"earlier_call"}
    assert words(world).startswith("Hello. The meter was changed")


def test_something_refused_and_never_granted_asks_for_the_supervisor_first() -> None:
    world = second_call(("ask", {"what": "a visit"}), ("denied", {"what": "a visit"}))
    assert history(world) == {"earlier_call", "refused"}
    assert "speak with a supervisor" in words(world)


def test_a_credit_refused_once_is_asked_for_again() -> None:
    refused = ("denied", {"what": "a refund"})
    assert words(second_call(refused)).startswith(
        "Hello. I was turned down on an earlier call. Could"
    )
    number = ("case_number", {"value": "88213"})
    assert words(second_call(number, refused)).startswith(
        "Hello. I was turned down on an earlier call, my case number is 882 13. Could you please"
    )
    for more in (refused, ("supervisor_asked", {"result": "refused"})):
        assert "speak with a supervisor" in words(second_call(refused, more))


def test_what_was_granted_after_all_was_not_refused() -> None:
    world = second_call(
        ("ask", {"what": "a visit"}),
        ("denied", {"what": "a visit"}),
        ("ask", {"what": "a visit"}),
        ("granted", {"what": "a visit"}),
    )
    assert history(world) == {"earlier_call"}


def test_a_manager_refused_counts_as_refused() -> None:
    assert "refused" in history(second_call(("supervisor_asked", {"result": "refused"})))
    assert "refused" not in history(second_call(("supervisor_asked", {"result": "granted"})))


def test_an_open_promise_is_the_newest_thing_to_speak_of() -> None:
    world = second_call(
        ("denied", {"what": "a refund"}),
        ("case_number", {"value": "88213"}),
        ("promise", {"what": "refund of 64.90", "by": "2026-03-06"}),
    )
    assert history(world) == {"earlier_call", "refused", "promise_awaited"}
    assert words(world).startswith(
        "Hello, my case number is 882 13. Ann promised: refund of 64.90, by Friday 6 March. Where"
    )
    assert "supervisor" not in words(world)


def test_what_was_refused_after_the_promise_asks_for_the_supervisor() -> None:
    world = second_call(("promise", {"what": "a call"}), ("denied", {"what": "a visit"}))
    assert history(world) == {"earlier_call", "refused"}
    assert words(world).startswith("Hello, could I please speak with a supervisor?")


def test_a_manager_refused_after_the_promise_asks_for_the_supervisor() -> None:
    refused = ("supervisor_asked", {"result": "refused"})
    assert "supervisor" in words(second_call(("promise", {"what": "a call"}), refused))


def test_a_kept_promise_is_no_longer_spoken_of() -> None:
    world = second_call(("promise", {"what": "a call", "kept": True}))
    assert history(world) == {"earlier_call"}


def test_a_broken_promise_is_named() -> None:
    world = second_call(("promise", {"what": "a call", "kept": False}))
    assert history(world) == {"earlier_call", "promise_broken", "promise_missed"}
    assert words(world).startswith("Hello. Ann promised: a call. I'm still waiting.")


def test_an_overdue_promise_is_named_once_its_time_is_past() -> None:
    promise = ("promise", {"what": "a call", "by": "2026-03-02T10:00"})
    late = second_call(promise, at=5000)
    assert history(late) == {"earlier_call", "promise_overdue", "promise_missed"}
    assert words(late).startswith("Hello. Ann promised: a call, by 10:00. I'm still waiting.")
    assert history(second_call(promise, at=3500)) == {"earlier_call", "promise_awaited"}


def promised_alone(at: float = 5000, **body: Any) -> World:
    """A promise made with nobody on the line, and the next call."""
    world = World()
    world.start(0)
    world.fact("promise", 60, **body)
    world.fact("call_end", 100)
    world.happens("call_start", at)
    return world


def test_a_promise_without_name_or_words_is_nobodys_but_still_spoken_of() -> None:
    assert words(promised_alone()).startswith(
        "Hello. I was promised an answer on an earlier call. Where do things stand?"
    )
    assert words(promised_alone(by="2026-03-03T15:00")).startswith(
        "Hello. I was promised an answer on an earlier call, by tomorrow 15:00. Where do"
    )
    assert words(promised_alone(kept=False)).startswith(
        "Hello. I was promised an answer on an earlier call, and I'm still waiting."
    )


def test_a_promise_of_a_name_without_words_and_of_words_without_a_name() -> None:
    by = {"by": "2026-03-03T15:00"}
    assert words(second_call(("promise", by))).startswith(
        "Hello. Ann promised me an answer by tomorrow 15:00. Where do things stand?"
    )
    assert words(second_call(("promise", {"kept": False}))).startswith(
        "Hello. Ann promised me an answer, and I'm still waiting."
    )
    assert words(promised_alone(what="a call")).startswith("Hello. Your colleague promised: a call")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("send a plumber's report", "Ann promised: send a plumber's report, by 12:00. Where do"),
        ("she calls back", "Ann promised: she calls back, by 12:00. Where do"),
        ("Refund.", "Ann promised: Refund, by 12:00. Where do"),
        ("a call by noon", "Ann promised: a call by noon. Where do"),
    ],
)
def test_a_promise_can_be_said_whatever_its_words(what: str, said: str) -> None:
    world = second_call(("promise", {"what": what, "by": "2026-03-02T12:00"}))
    assert words(world).startswith(f"Hello. {said} things stand?")


def cut_off(after: float, *facts: tuple[str, dict[str, Any]], **start: Any) -> World:
    """Cut off while Lena was on the line at 200 s; the next call begins ``after`` seconds later."""
    world = World()
    world.start(0)
    world.fact("rep", 5, name="Lena")
    for kind, body in facts:
        world.fact(kind, 60, **body)
    world.fact("call_end", 200, outcome="disconnected")
    world.happens("call_start", 200 + after, **start)
    return world


def first_words(world: World) -> str:
    shown = world.pane(world.second)
    assert isinstance(shown, Shown)
    return shown.words


def test_after_the_line_was_cut_that_is_said_first_and_then_the_brief() -> None:
    assert first_words(cut_off(60)) == (
        "Hello, we were cut off a moment ago while I was talking to Lena. "
        "The meter was changed yesterday, and the gas was left off. "
        "I have my account number ready."
    )
    number = ("case_number", {"value": "88213"})
    assert first_words(cut_off(60, number, ("promise", {"what": "a call"}))).startswith(
        "Hello, we were cut off a moment ago while I was talking to Lena; "
        "my case number is 882 13. The meter"
    )


@pytest.mark.parametrize(
    ("after", "said"), [(3 * 3600, "earlier today"), (20 * 3600, "yesterday"), (90000, "")]
)
def test_cut_off_is_said_for_a_day(after: float, said: str) -> None:
    world = cut_off(after)
    assert (f"we were cut off {said}" in first_words(world)) == bool(said)
    assert ("cut off" in first_words(world)) == bool(said)


def test_cut_off_is_of_the_last_call_with_that_company() -> None:
    assert "cut off" not in first_words(cut_off(60, organisation="Someone else"))
    assert "cut off" not in first_words(cut_off(60, direction="in"))
    world = cut_off(60)
    world.fact("call_end", 300)
    world.happens("call_start", 400)
    assert "cut off" not in first_words(world)


def test_a_broken_promise_stays_named_when_a_newer_one_was_kept() -> None:
    world = second_call(
        ("promise", {"what": "a call", "kept": False}), ("promise", {"what": "b", "kept": True})
    )
    assert words(world).startswith("Hello. Ann promised: a call. I'm still waiting.")


def test_after_an_angry_call_the_next_begins_with_thanks() -> None:
    world = second_call(("anger", {"on": True}))
    assert history(world) == {"earlier_call", "angry"}
    assert words(world).startswith("Hello, thank you for taking my call.")


def test_who_calls_you_is_asked_who_they_are() -> None:
    world = World()
    world.happens("call_start", 0, direction="in")
    shown = world.pane(0)
    assert isinstance(shown, Shown)
    assert shown.words == (
        "Thank you for calling. With whom am I speaking, please, and from which department?"
    )
    assert shown.why.startswith("They called you")
