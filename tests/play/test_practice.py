"""Practice: what a moment is called, and what counts as caught."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from callmate.clock import RunningPlayClock
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.door import Playback
from callmate.desk.play.practice import Logged, Told, key_of, score, summary, told_of
from callmate.desk.play.steps import begins_at, steps_of
from callmate.exchange.form import FIELDS
from callmate.exchange.script import Script
from callmate.ids import UlidSource
from callmate.model.timeline import called
from callmate.ui.practice import Practice, PracticeSession
from tests.desk.support import MemoryWorld
from tests.exchange.support import call, event, events_of, script
from tests.play.support import AS_OF, PACKS

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def told(*kinds: str) -> list[Told]:
    return [Told(kind, AT, kind) for kind in kinds]


def words(one: Script) -> list[str]:
    return [moment.words for moment in told_of(steps_of(events_of(one)), "Acme")]


def test_moments_are_told_in_plain_words() -> None:
    told_script = script(
        call(
            event("rep", 0, name="Janice", department="customer service"),
            event("hold_start", 1), event("hold_end", 2),
            event("promise", 3, what="a call back", by="2026-03-02T17:00"),
            event("anger", 4, on=True), event("anger", 5, on=False),
            event("weather", 6, what="rain"), event("call_end", 7, outcome="disconnected"),
        )
    )  # fmt: skip
    assert words(told_script) == [
        "You call Acme.", "Janice, customer service, answers.", "They put you on hold.",
        "They are back from hold.", "They promise: a call back, by 17:00.", "You are fuming.",
        "You are calm again.", "Weather: rain.", "The line goes dead.",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_each_kind_of_event_has_a_sentence_with_and_without_words(kind: str) -> None:
    values = {name: "xyz" for name in FIELDS[kind] if name not in ("n", "by", "kept", "on")}
    before = event("hold_start", 0), event("pitch_start", 0)
    bare, full = (words(script(call(*before, event(kind, 1, **v))))[3] for v in ({}, values))
    for sentence in (bare, full):
        assert sentence.endswith(".")
        assert "_" not in sentence and "None" not in sentence and "{" not in sentence


def test_a_key_in_time_catches_its_moment() -> None:
    moments = told("call_start", "rep", "hold_start", "call_end")
    keys = [Logged("call_start", 1), Logged("rep", 5), Logged("hold_start", 12),
            Logged("closing", 20)]  # fmt: skip
    result = score(moments, [0, 4, 8, 12], keys, 30)
    assert [(one.kind, seconds) for one, seconds in result.caught] == [
        ("call_start", 1), ("rep", 1), ("hold_start", 4), ("call_end", 8),
    ]  # fmt: skip
    assert not result.missed and not result.extra
    assert result.quickness == 2.5


def test_a_key_may_lag_by_one_moment_and_no_more() -> None:
    moments = told("rep", "ask", "note", "note")
    in_time = score(moments, [0, 4, 8, 12], [Logged("rep", 7.9)], 16)
    too_late = score(moments, [0, 4, 8, 12], [Logged("rep", 8)], 16)
    assert [one.kind for one, _ in in_time.caught] == ["rep"]
    assert [one.kind for one in too_late.missed] == ["rep", "ask", "note", "note"]
    assert too_late.extra == ("rep",)


def test_one_key_catches_one_moment() -> None:
    result = score(told("ask", "ask"), [0, 4], [Logged("ask", 5)], 10)
    assert len(result.caught) == 1
    assert len(result.missed) == 1


def test_what_no_key_logs_is_not_asked_for() -> None:
    result = score(told("weather", "rep"), [0, 4], [Logged("rep", 5)], 10)
    assert [one.kind for one, _ in result.caught] == ["rep"]
    assert not result.missed


def test_a_yes_to_an_offer_catches_it_as_one_to_an_ask() -> None:
    result = score(told("accepted"), [0], [Logged("granted", 1)], 10)
    assert len(result.caught) == 1


def test_the_keys_are_the_persons_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLMATE_CONFIG", str(tmp_path))
    (tmp_path / "config.toml").write_text('[keys]\nhold = "w"\nunsure = "h"\nmore = ";"\n')
    told_script = events_of(script(call(event("rep", 0), event("hold_start", 30))))
    playback = Playback(told_script, PACKS, AT, 1, None, AS_OF, False)
    session = PracticeSession(tmp_path / "store", "dark", playback)
    found = session.practice.desk.context.keymap
    session.world.close()
    assert [key_of(kind, found) for kind in ("hold_start", "supervisor_reached", "call_end")] == [
        "w", "; s", "e",
    ]  # fmt: skip


def test_the_summary_names_what_was_missed_with_its_key() -> None:
    result = score(told("rep", "supervisor_reached"), [0, 4], [Logged("rep", 1)], 10)
    lines = summary(result, called)
    assert lines[0] == "Caught 1 of 2 moments."
    assert any("09:00:00" in line and "[z s]" in line for line in lines)


class Steady:
    """A steady clock set by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def practice(one: Script, steady: Steady, speed: int = 1) -> Practice:
    imported = events_of(one)
    begins = begins_at(imported) or AT
    clock = RunningPlayClock(begins, steady)
    desk = PlayDesk(MemoryWorld(), clock, UlidSource())
    desk.start()
    return Practice(desk, clock, Playback(imported, PACKS, begins, speed, None, AS_OF, False))


def press(here: Practice, *keys: str) -> None:
    for key in keys:
        character = key if len(key) == 1 else None
        here.desk.press(key, character, here.clock.now())
    here.note()


def test_a_practice_counts_real_keys_at_real_seconds() -> None:
    steady = Steady()
    here = practice(script(call(event("rep", 0), event("hold_start", 30))), steady)
    here.next()
    assert here.words == ["You call Acme."]
    steady.seconds += 1.5
    press(here, "space")
    here.next()
    steady.seconds += 2
    press(here, "r", "enter")
    here.next()
    assert here.clock.now().at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    steady.seconds += 2
    assert here.clock.now().at == datetime(2026, 3, 2, 9, 30, 2, tzinfo=UTC)
    here.next()
    steady.seconds += 3
    here.end()
    assert here.lines[0] == "Caught 2 of 4 moments."
    assert "1.8 s" in here.lines[1] or "1.7 s" in here.lines[1]


def test_each_moment_stands_for_three_to_six_seconds() -> None:
    steady = Steady()
    here = practice(script(call(event("rep", 0), event("hold_start", 0.07))), steady)
    pauses = [here.pause_s()]
    for _ in here.steps:
        here.next()
        pauses.append(here.pause_s())
    assert pauses == [3, 3, pytest.approx(4.2), 3, 6]
    assert practice(script(call()), steady, 2).pause_s() == 1.5


def test_no_speed_leaves_less_than_it_takes_to_read_and_press() -> None:
    here = practice(script(call(event("rep", 0), event("hold_start", 9))), Steady(), 600)
    pauses = [here.pause_s()]
    for _ in here.steps:
        here.next()
        pauses.append(here.pause_s())
    assert pauses == [1.5] * len(pauses)


def test_the_twelve_can_be_told() -> None:
    from callmate.exchange.script import read_script

    for history in sorted(Path("tests/cases").glob("[0-9]*.json")):
        assert all(sentence.endswith((".", "”.")) for sentence in words(read_script(history)))
