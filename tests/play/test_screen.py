"""The screen of a playback and of a practice: what is heard, what is painted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from callmate.clock import RunningPlayClock
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.door import Playback
from callmate.desk.play.steps import begins_at
from callmate.exchange.script import Script
from callmate.ids import UlidSource
from callmate.model.state import Fact
from callmate.paths import store_home
from callmate.ui.app import CallmateApp
from callmate.ui.panes.transcript import OBEYED, Progress, bar, scored, transcript
from callmate.ui.play import PlayApp, Show, keep_crash_report
from callmate.ui.practice import Practice, PracticeApp
from callmate.ui.run import CRASH_LOG
from tests.desk.support import MemoryWorld
from tests.exchange.support import call, event, events_of, script
from tests.play.support import AS_OF, PACKS, Played, imported, report_of
from tests.play.test_cards import shown
from tests.ui.running import NARROW, SIZES, WIDE

SHORT = script(
    call(
        event("rep", 0, name="Ann"), event("ask", 0.1, what="refund"), event("denied", 0.2),
        event("hold_start", 0.3), event("hold_end", 1), event("promise", 1.2, what="a call back"),
        event("call_end", 1.5, outcome="promised"),
    )
)  # fmt: skip
"""A minute and a half: a sixth of a second at full speed."""


def text_of(app: CallmateApp) -> str:
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in rows)


def run(app: CallmateApp, body: Callable[[Pilot[None]], Awaitable[None]], size: Any) -> None:
    async def main() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await body(pilot)

    asyncio.run(main())


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Let the app go on until something is so."""
    for _ in range(2000):
        if done():
            return
        await pilot.pause(0.005)
    raise AssertionError("it did not come")


def play(one: Script, speed: int = 600, closes: bool = False) -> tuple[PlayApp, Show, Played]:
    played = Played(one, packs=PACKS)
    show = Show(played.player, speed, closes)
    return PlayApp(show, "dark"), show, played


def facts(played: Played) -> list[Fact]:
    fold = played.desk.context.fold
    return fold.facts if fold else []


@pytest.mark.parametrize("size", SIZES)
def test_the_screen_plays_to_the_end_and_stays(size: tuple[int, int]) -> None:
    app, show, played = play(SHORT)

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: show.over)
        await pilot.pause()
        assert "PLAY" in text_of(app) and "it is over" in text_of(app)
        assert "a call back" in text_of(app)

    run(app, body, size)
    fold = played.desk.context.fold
    assert fold is not None
    assert report_of(fold) == report_of(imported(SHORT))


def test_the_screen_shows_the_same_cards_as_a_playback_without_one() -> None:
    app, show, played = play(SHORT)

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: show.over)

    run(app, body, NARROW)
    fold = played.desk.context.fold
    assert fold is not None
    assert shown(fold) == shown(Played(SHORT, packs=PACKS).run())
    assert shown(fold)


def test_texts_that_look_like_a_terminals_replies_are_typed_all_the_same() -> None:
    odd = script(call(*(event("note", 0, text=text) for text in (
        "[?62;22c", "]11;rgb:1e1e/1e1e", "OA", "[A", "^[1;2R", "wxyz",
    ))))  # fmt: skip
    app, show, played = play(odd)

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: show.over)

    run(app, body, NARROW)
    notes = [fact.text("text") for fact in facts(played) if fact.kind == "note"]
    assert notes == [one.values["text"] for one in odd.calls[0].events]
    told = {one.id for one in played.memory.logs["case-1"].events if one.kind == "command"}
    details = [one for one in played.memory.logs["case-1"].events if one.kind == "detail"]
    assert not [one for one in details if one.cause in told], "a text was lost on the way"


def test_with_a_report_to_write_it_closes_by_itself() -> None:
    app, show, _ = play(SHORT, closes=True)

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not app.is_running)

    run(app, body, NARROW)
    assert show.over


def test_space_pauses_an_arrow_steps_and_other_keys_do_nothing() -> None:
    app, show, played = play(SHORT, speed=1)

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: show.player.done == 2)
        await pilot.press("space")
        assert show.paused
        await pilot.press("x")
        await pilot.pause()
        assert OBEYED in text_of(app)
        stands = played.clock.now().at
        await pilot.press("right")
        await until(pilot, lambda: played.clock.now().at > stands)
        assert show.paused
        await pilot.pause()
        assert "paused" in text_of(app)
        await pilot.press("space")
        assert not show.paused

    run(app, body, NARROW)
    assert "denied" not in [fact.kind for fact in facts(played)], "the key went to the desk"


def test_closing_it_early_leaves_it_unfinished() -> None:
    app, show, _ = play(SHORT, speed=1)

    async def body(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)

    run(app, body, NARROW)
    assert not show.over


@pytest.mark.parametrize("size", SIZES)
def test_a_practice_tells_the_moments_and_hears_the_keys(size: tuple[int, int]) -> None:
    told = events_of(SHORT)
    begins = begins_at(told) or AS_OF
    clock = RunningPlayClock(begins)
    desk = PlayDesk(MemoryWorld(), clock, UlidSource())
    desk.parts.cards.use(PACKS, clock.now())
    practice = Practice(desk, clock, Playback(told, PACKS, begins, 60, None, AS_OF, False))
    app = PracticeApp(practice, "dark")

    async def body(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: len(practice.shown) == 1)
        await pilot.pause()
        assert "You call Acme." in text_of(app)
        await pilot.press("space")
        await until(pilot, lambda: practice.over)
        await pilot.pause()
        assert "Caught 1 of 8 moments." in text_of(app)

    run(app, body, size)
    assert len(desk.context.case.calls if desk.context.case else ()) == 1


def test_a_practice_closes_at_once_even_in_mid_call() -> None:
    told = events_of(SHORT)
    begins = begins_at(told) or AS_OF
    desk = PlayDesk(MemoryWorld(), RunningPlayClock(begins), UlidSource())
    playback = Playback(told, PACKS, begins, 1, None, AS_OF, False)
    app = PracticeApp(Practice(desk, RunningPlayClock(begins), playback), "dark")

    async def body(pilot: Pilot[None]) -> None:
        await pilot.press("space", "ctrl+q")
        await until(pilot, lambda: not app.is_running)

    run(app, body, NARROW)


def test_the_report_of_an_error_outlives_the_store_that_is_thrown_away(tmp_path: Path) -> None:
    for words in ("one\n", "two\n"):
        (tmp_path / CRASH_LOG).write_text(words, encoding="utf-8")
        keep_crash_report(tmp_path)
    assert (store_home() / CRASH_LOG).read_text(encoding="utf-8") == "one\ntwo\n"


def plain(lines: Any) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


@pytest.mark.parametrize(("width", "height"), [(34, 13), (27, 13), (80, 2), (40, 1), (160, 2)])
def test_the_newest_moment_is_always_there(width: int, height: int) -> None:
    moments = ["You call Acme.", "Ann answers.", "They put you on hold."]
    lines = transcript(moments, 9, width, height)
    assert len(lines) <= height
    assert "They put you on hold." in plain(lines)
    assert "3/9" in plain(lines)


def test_words_of_a_script_cannot_reach_the_terminal() -> None:
    for lines in (
        transcript(["\x1b[31m red"], 1, 80, 2), transcript(["\x1b[31m red"], 1, 34, 13),
        scored(["\x1b]0;x\x07"], 80, 10),
    ):  # fmt: skip
        assert "\x1b" not in plain(lines) and "\x07" not in plain(lines)


def test_the_bar_says_what_state_a_playback_is_in() -> None:
    assert "space pauses" in plain(bar(Progress("PLAY", 1, 9), WIDE[0], 2))
    assert "paused" in plain(bar(Progress("PLAY", 1, 9, paused=True), WIDE[0], 2))
    assert "it is over" in plain(bar(Progress("PLAY", 9, 9, over=True), WIDE[0], 2))
    assert len(bar(Progress("PLAY", 1, 9), NARROW[0], 3)) == 3
