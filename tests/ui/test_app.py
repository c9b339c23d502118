"""The app under Textual: keys reach the desk once, and only what changed is painted again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from textual import events

from callmate.desk.cards import CardView
from callmate.ui.app import CallmateApp
from callmate.ui.regions import regions
from callmate.ui.widgets.pane import Pane
from tests.ui.running import NARROW, SIZES, WIDE, Screen, pressed, run


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The app takes over signals; a test must not leave them so."""
    import signal

    names = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
    before = {name: signal.getsignal(name) for name in names}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.mark.parametrize("size", SIZES)
def test_each_key_reaches_the_desk_exactly_once(size: tuple[int, int]) -> None:
    keys = [
        "space", "n", "a", "left", "home", "tab", "shift+tab", "enter", "f2", "escape", "up",
        "down", "slash", "x", "pagedown", "escape", "question_mark", "escape", "ctrl+c", "ctrl+l",
        "ctrl+r", "ctrl+p", "f24", "delete", "backspace", "1", "full_stop",
    ]  # fmt: skip

    async def body(screen: Screen) -> None:
        await screen.press(*keys)
        assert pressed(screen) == keys
        assert screen.app.is_running

    run(body, size)


def test_keys_typed_ahead_are_heard_in_their_order() -> None:
    text = "the quick brown fox jumps over it"

    async def body(screen: Screen) -> None:
        screen.person.clock.advance(1)
        for char in f" n{text}":
            screen.app.post_message(events.Key("space" if char == " " else char, char))
        screen.app.post_message(events.Key("enter", "\r"))
        await screen.pilot.pause()
        await screen.pilot.pause()
        notes = [fact.body.get("text") for fact in screen.person.facts if fact.kind == "note"]
        assert notes == [text]
        assert len(pressed(screen)) == len(text) + 3

    run(body)


def test_a_paste_reaches_the_field_once() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("space", "n")
        screen.app.post_message(events.Paste("order 4711 [/b]"))
        await screen.pilot.pause()
        assert screen.person.typed == "order 4711 [/b]"
        assert "order 4711 [/b]" in screen.text

    run(body)


PRESSES = ["h", "n", "x", "r", "m", "s", "up", "slash", "question_mark", "ctrl+l", "z", "f24", "e"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", PRESSES)
def test_only_lines_that_read_differently_are_painted(size: tuple[int, int], key: str) -> None:
    async def body(screen: Screen) -> None:
        before = screen.lines()
        screen.painted.clear()
        await screen.press(key)
        after = screen.lines()
        width = {pane.id or "": pane.size.width for pane in screen.app.query(Pane)}
        expected = {
            (name, y)
            for name in before
            for y in range(max(len(before[name]), len(after[name])))
            if [*before[name], *[()] * 99][y] != [*after[name], *[()] * 99][y]
        }
        told = [(name, region) for name, found in screen.painted for region in found]
        assert all(found for _, found in screen.painted), "no pane is painted as a whole"
        lines = [(name, y) for name, region in told for y in range(region.y, region.bottom)]
        assert set(lines) == expected
        assert all(region.width == width[name] for name, region in told)
        assert len(lines) == len(expected), "no line is painted twice"

    run(body, size, "{space}rsarah{enter}")


def test_a_letter_in_a_field_paints_the_field_alone() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("n")
        screen.painted.clear()
        screen.person.desk.press("a", "a", screen.person.clock.now())
        screen.app.picture()
        assert {name for name, _ in screen.painted} == {"field"}

    run(body, keys="{space}")


@pytest.mark.parametrize("size", SIZES)
def test_a_card_moves_no_pane_and_paints_no_other(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        before, lines = screen.places, screen.lines()
        screen.painted.clear()
        screen.person.desk.parts.cards.shown = CardView("SAY NOW", "Ask by when. " * 20, "why")
        screen.app.picture()
        await screen.pilot.pause()
        assert screen.places == before
        assert {name for name, _ in screen.painted} == {"card"}
        after = screen.lines()
        assert {name for name in lines if lines[name] != after[name]} == {"card"}
        assert "Ask by when." in screen.text

    run(body, size, "{space}")


@pytest.mark.parametrize("size", [*SIZES, (100, 28), (60, 18), (40, 10)])
def test_each_pane_stands_where_the_regions_say(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        assert screen.places == {name: tuple(box) for name, box in regions(*size).items()}

    run(body, size, "{space}h")


def test_too_small_a_terminal_says_so_and_still_logs() -> None:
    async def body(screen: Screen) -> None:
        await screen.pilot.resize_terminal(39, 9)
        await screen.pilot.pause()
        assert screen.places == {"small": (0, 0, 39, 9)}
        assert "too small" in screen.text or "enlarge" in screen.text
        assert "hold" in screen.person.states
        await screen.press("h", "n", "o", "k")
        assert screen.person.states == {"rep"}
        assert screen.person.typed == "ok"
        await screen.pilot.resize_terminal(20, 3)
        await screen.press("enter")
        assert screen.person.fact("note").body["text"] == "ok"

    run(body, keys="{space}rsarah{enter}h")


def test_resizing_keeps_call_field_and_selection() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("h", "n", "h", "a", "l", "f")
        view, states = screen.person.desk.view, screen.person.states
        for size in (NARROW, (39, 9), (220, 70), (40, 10), WIDE, (100, 28), NARROW):
            await screen.pilot.resize_terminal(*size)
            await screen.pilot.pause()
            assert screen.person.desk.view == view
            assert screen.person.states == states
            assert screen.places == {name: tuple(box) for name, box in regions(*size).items()}
            if size != (39, 9):
                assert "half" in screen.text
                assert "sarah" in screen.text or size == (40, 10)
        await screen.press("enter")
        assert screen.person.fact("note").body["text"] == "half"

    run(body, keys="{space}rsarah{enter}")


@pytest.mark.parametrize("size", SIZES)
def test_the_wrong_window_is_said_at_once(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        assert "KEYS ON" in screen.text
        screen.app.post_message(events.AppBlur())
        await screen.pilot.pause()
        assert "NOT LISTENING" in screen.text
        assert "KEYS ON" not in screen.text
        written = len(pressed(screen))
        screen.app.post_message(events.AppFocus())
        await screen.pilot.pause()
        assert "KEYS ON" in screen.text
        assert len(pressed(screen)) == written

    run(body, size, "{space}")


def test_clicks_on_the_bar_are_its_commands() -> None:
    async def body(screen: Screen) -> None:
        await screen.pilot.click("#keys", offset=(3, 0))
        await screen.pilot.pause()
        assert screen.person.states == {"hold"}

    run(body, keys="{space}")


def test_user_text_is_no_markup_on_the_screen() -> None:
    text = "[b]x[/b] [@click=app.quit]y[/] \\[z :smile:"

    async def body(screen: Screen) -> None:
        await screen.press("n")
        screen.app.post_message(events.Paste(text))
        await screen.press("enter")
        assert text in screen.text
        assert screen.app.is_running

    run(body, keys="{space}")


def test_control_sequences_are_pictures_on_the_screen() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("n")
        screen.app.post_message(events.Paste("a\x1b]0;x\x07b\x9bc"))
        await screen.press("enter")
        assert "a␛]0;x␇b<U+009B>c" in screen.text
        assert "\x1b" not in screen.text

    run(body, keys="{space}")


@pytest.mark.parametrize("size", [*SIZES, (60, 18)])
def test_paging_through_the_keys_skips_no_line(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        def shown() -> tuple[int, int, int]:
            found = re.search(r"ALL KEYS  (\d+)–(\d+) of (\d+)", screen.text)
            assert found is not None
            return int(found[1]), int(found[2]), int(found[3])

        await screen.press("question_mark")
        first, last, total = shown()
        assert first == 1
        pages = []
        while last < total:
            before = last
            await screen.press("pagedown")
            first, last, total = shown()
            pages.append(first)
            assert first <= before < last
        await screen.press("pagedown", "pageup")
        assert shown()[0] < pages[-1]
        await screen.press("home")
        assert shown()[0] == 1
        await screen.press("end", "down", "up")
        assert shown()[1] == total - 1

    run(body, size)


def test_ctrl_q_at_idle_ends_the_app() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("ctrl+q")
        assert not screen.app.is_running or screen.person.desk.parts.wants_quit

    run(body)


def test_what_is_copied_goes_to_the_terminal_once(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(CallmateApp, "copy_to_clipboard", lambda self, text: copied.append(text))

    async def body(screen: Screen) -> None:
        await screen.press("space", "c", "4", "7", "enter", "z", "c", "h")

    run(body)
    assert copied == ["47"]
