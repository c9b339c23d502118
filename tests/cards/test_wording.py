"""The words of a card: live values, parts that fall away, and never a control character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.cards import Shown
from callmate.model.rules import VALUES
from callmate.model.values import value_of, visible
from callmate.model.wording import NARROW, WIDE, fill, wrap
from tests.cards.support import World


def shown(world: World, at: float) -> Shown:
    found = world.pane(at)
    assert isinstance(found, Shown)
    return found


def test_values_stand_inside_the_sentence() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Porsche")
    world.happens("case_number", 60, value="AB123456")
    world.happens("promise", 100, what="someone out", by="2026-03-02T22:20")
    assert shown(world, 100).words == (
        "Thank you, Porsche! So it will be done: someone out, by 22:20. Did I get that right?"
    )


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("2026-03-03T15:00", "by tomorrow 15:00"), ("2026-03-02", "by today"),
        ("2026-03-06", "by Friday 6 March"), ("2026-03-06T17:00", "by Friday 6 March 17:00"),
        ("2027-01-04", "by Monday 4 January 2027"),
    ],
)  # fmt: skip
def test_a_due_time_is_spoken_and_not_asked_for_again(by: str, said: str) -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Tom")
    world.happens("promise", 100, what="refund", by=by)
    assert shown(world, 100).words == (
        f"Thank you, Tom! {said.capitalize()[:1]}{said[1:]}, then. "
        "What is the case number, and who sees to it?"
    )
    world.fact("case_number", 102, value="12345")
    assert f"So it will be done: refund, {said}." in shown(world, 102).words


def test_a_promise_without_a_time_is_asked_for_one() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Tom")
    world.happens("case_number", 60, value="12345")
    world.happens("promise", 100, what="refund")
    assert "When will that be done" in shown(world, 100).words


def test_the_words_change_with_what_becomes_known() -> None:
    world = World()
    world.happens("call_start", 0)
    rep = world.happens("rep", 5, name="")
    world.happens("denied", 100, what="a visit")
    assert shown(world, 100).words.startswith("I hear you. What I still need is this:")
    world.write("detail", 102, world.call, target=rep, values={"name": "Janice"})
    assert shown(world, 102).words.startswith("I hear you, Janice. What I still need is this:")


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Hello[, {rep}].", {"rep": "Ann"}, "Hello, Ann."),
        ("Hello[, {rep}].", {"rep": ""}, "Hello."),
        ("Hello[, {rep} of {company}].", {"rep": "Ann"}, "Hello."),
        ("{rep}", {"rep": "[b]{company}[/b]", "company": "X"}, "[b]{company}[/b]"),
    ],
)
def test_parts_in_brackets_need_their_values(
    text: str, values: dict[str, str], expected: str
) -> None:
    assert fill(text, values) == expected


def test_control_characters_become_signs() -> None:
    world = World(outcome="a\x1b[31mred\x07\nthing", company="x", brief="b\u202eidi")
    world.happens("call_start", 0)
    world.happens("rep", 5, name="An\x00n")
    world.happens("denied", 100, what="a visit")
    words = shown(world, 100).words
    assert "␛[31mred␇ thing" in words
    assert "An␀n" in words
    assert all(unicodedata.category(c) not in ("Cc", "Cf") for c in words)


@given(st.text(max_size=200), st.integers(1, 60))
def test_a_visible_text_is_one_short_line_of_printable_characters(text: str, longest: int) -> None:
    seen = visible(text, longest)
    assert seen.isprintable()
    assert len(seen) <= longest


@given(st.text(alphabet="ab ", max_size=200))
def test_wrapping_loses_no_word(text: str) -> None:
    assert "".join("".join(wrap(text, 10)).split()) == "".join(text.split())


def test_a_long_brief_ends_in_an_ellipsis() -> None:
    world = World(brief="word " * 100)
    world.happens("call_start", 0)
    for width, rows in (WIDE, NARROW):
        assert len(wrap(shown(world, 0).words, width)) <= rows


def test_a_saying_is_shown_with_its_author_and_never_twice_in_a_call() -> None:
    world = World()
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    seen = []
    for at in (100, 1000):
        world.happens("anger", at, on=True)
        seen.append(shown(world, at).words)
        world.happens("anger", at + 100, on=False)
    world.happens("hold_start", 1200)
    world.until(1500)
    seen.append(shown(world, 1500).words)
    assert len(set(seen)) == 3
    sayings = {f"{s.text} — {s.by}" for s in world.packs.sayings}
    assert set(seen) <= sayings


def test_an_unknown_value_is_empty() -> None:
    world = World(company="x")
    world.start(0)
    case = world.fold.case
    view = world.judge.view(case.calls[0], case.calls[0].start)
    known = {name for name in VALUES if value_of(view, name)}
    assert known == {"company", "minutes", "waited"}
