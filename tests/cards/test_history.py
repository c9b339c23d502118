"""What earlier calls of the case change: the words of the opening card."""

from __future__ import annotations

from typing import Any

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
        "Hello, my case number is 882 13. Ann promised refund of 64.90 by Friday 6 March."
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
    assert words(world).startswith("Hello. Ann promised a call, and I'm still waiting.")


def test_an_overdue_promise_is_named_once_its_time_is_past() -> None:
    promise = ("promise", {"what": "a call", "by": "2026-03-02T10:00"})
    late = second_call(promise, at=5000)
    assert history(late) == {"earlier_call", "promise_overdue", "promise_missed"}
    assert words(late).startswith("Hello. Ann promised a call by 10:00, and I'm still waiting.")
    assert history(second_call(promise, at=3500)) == {"earlier_call", "promise_awaited"}


def test_a_promise_without_name_or_words_is_still_spoken_of() -> None:
    world = World()
    world.start(0)
    world.fact("promise", 60, by="2026-03-03T15:00")
    world.fact("call_end", 100)
    world.happens("call_start", 5000)
    assert words(world).startswith("Hello. Your colleague promised to see to it by tomorrow 15:00.")


def test_a_broken_promise_stays_named_when_a_newer_one_was_kept() -> None:
    world = second_call(
        ("promise", {"what": "a call", "kept": False}), ("promise", {"what": "b", "kept": True})
    )
    assert words(world).startswith("Hello. Ann promised a call, and I'm still waiting.")


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
