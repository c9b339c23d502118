"""What callmate takes for granted of Textual beyond its documentation.

Each of these is private, or a matter of order or time, and may change in any release: a failure
here names what has to be looked at before the pin is moved.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import pytest
import textual
from textual import _xterm_parser, constants, events, messages
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.driver import Driver
from textual.drivers._byte_stream import ByteStream
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver, _ExitInput
from textual.keys import Keys
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from callmate.clock import SystemClock
from callmate.ui.driver import RobustPosix, Tracked, robust
from callmate.ui.environment import REFUSED
from callmate.ui.supervise import SafeApp
from callmate.ui.terminal import Terminal
from callmate.ui.webdriver import RobustWeb
from tests.terminal.contract import in_loop, parameters


def test_the_release_is_the_one_all_this_was_tried_with() -> None:
    assert textual.__version__ == "8.2.8"


# Keys.


class Dialog(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Input()


class Hearing(App[None]):
    """Notes each key and paste that ``on_event`` hears first hand."""

    BINDINGS = [Binding("f5", "five", priority=True), ("f6", "six")]

    def __init__(self, passes_on: bool = True) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.done: list[str] = []
        self._passes_on = passes_on

    def compose(self) -> ComposeResult:
        yield Input()

    def action_five(self) -> None:
        self.done.append("five")

    def action_six(self) -> None:
        self.done.append("six")

    def on_app_blur(self) -> None:
        self.done.append("blur")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.heard.append(event.key if isinstance(event, events.Key) else event.text)
            if not self._passes_on:
                return
        await super().on_event(event)


PRESSED = ("a", "f5", "f6", "tab", "escape", "ctrl+c", "enter", "up", "left_shift")


@in_loop
async def test_on_event_hears_each_key_once_whatever_has_the_focus() -> None:
    app = Hearing()
    async with app.run_test() as pilot:
        await pilot.press(*PRESSED)
        app.set_focus(None)
        await pilot.press(*PRESSED)
        await app.push_screen(Dialog())
        await pilot.press(*PRESSED[:-3])
        app.post_message(events.Paste("pasted"))
        await pilot.pause()
    assert app.heard == [*PRESSED, *PRESSED, *PRESSED[:-3], "pasted"]


@in_loop
async def test_a_key_that_on_event_keeps_does_nothing_else() -> None:
    app = Hearing(passes_on=False)
    async with app.run_test() as pilot:
        await pilot.press("a", "f5", "f6", "ctrl+q", "ctrl+p")
        assert app.query_one(Input).value == ""
        assert app.done == [] and len(app.screen_stack) == 1
    assert app.heard == ["a", "f5", "f6", "ctrl+q", "ctrl+p"]


@in_loop
async def test_losing_the_focus_reaches_the_app() -> None:
    app = Hearing()
    async with app.run_test() as pilot:
        app.post_message(events.AppBlur())
        await pilot.pause()
    assert app.done == ["blur"]


def test_a_key_is_stamped_with_the_steady_clock_and_can_be_restamped() -> None:
    clock = SystemClock()
    before = clock.steady()
    key = events.Key("a", "a")
    assert before <= key.time <= clock.steady()
    key.time = 1.5
    assert key.time == 1.5
    assert (key.copy().key, key.copy().character) == ("a", "a")


@in_loop
async def test_keys_sent_while_the_app_is_being_built_are_heard_after_it() -> None:
    class Early(Hearing):
        def compose(self) -> ComposeResult:
            for name in "abc":
                self.post_message(events.Key(name, name))
            yield Input()

    app = Early()
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.heard == ["a", "b", "c"]


def test_a_message_knows_whether_it_was_forwarded() -> None:
    message = Message()
    assert message.is_forwarded is False
    message._set_forwarded()
    assert message.is_forwarded is True


# The parser.


def test_the_parser_has_what_the_guarded_one_overrides() -> None:
    parser = _xterm_parser.XTermParser
    assert parameters(parser._sequence_to_key_events) == ["self", "sequence", "alt"]
    assert parameters(parser.parse_mouse_code) == ["self", "code"]
    assert parameters(parser.feed) == ["self", "data"]
    assert _xterm_parser.BRACKETED_PASTE_START == "\x1b[200~"
    assert _xterm_parser.BRACKETED_PASTE_END == "\x1b[201~"


def test_the_parser_drops_a_key_marked_to_be_ignored() -> None:
    class Ignoring(_xterm_parser.XTermParser):
        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> list[events.Key]:
            return [events.Key(Keys.Ignore, sequence)]

    assert list(Ignoring().feed("ab")) == []


# The drivers.


def test_the_drivers_have_what_the_robust_ones_use() -> None:
    source = inspect.getsource(LinuxDriver.__init__)
    for name in ("_file", "fileno", "attrs_before", "exit_event", "_key_thread", "_writer_thread"):
        assert f"self.{name}" in source
    assert all(f"self.{name} =" in inspect.getsource(Driver.__init__) for name in ("_app", "_loop"))
    for method in (
        "_disable_mouse_support", "_run_input_thread", "run_input_thread", "disable_input",
        "stop_application_mode", "start_application_mode", "close", "write",
    ):  # fmt: skip
        assert parameters(getattr(LinuxDriver, method))[0] == "self"
    assert "target=self._run_input_thread" in inspect.getsource(LinuxDriver.start_application_mode)
    assert parameters(WebDriver._on_meta) == ["self", "packet_type", "payload"]
    assert "self._input_reader" in inspect.getsource(WebDriver.__init__)
    assert issubclass(_ExitInput, Exception)
    assert [tuple(found) for found in ByteStream().feed(b"D\0\0\0\1x")] == [("D", b"x")]


def test_the_writer_thread_has_a_short_queue_and_dies_with_the_process() -> None:
    writer = WriterThread(sys.stderr)
    assert writer.daemon
    assert writer._queue.maxsize == MAX_QUEUED_WRITES == 30


def test_each_driver_gets_its_kind_of_robustness() -> None:
    class Own(LinuxDriver):
        pass

    terminal = Terminal()
    assert issubclass(robust(LinuxDriver, terminal), RobustPosix)
    assert issubclass(robust(WebDriver), RobustWeb)
    assert issubclass(robust(Own), RobustPosix) and issubclass(robust(Own), Own)
    assert issubclass(robust(HeadlessDriver), Tracked)
    assert issubclass(robust(HeadlessDriver), HeadlessDriver)
    assert vars(robust(LinuxDriver, terminal))["terminal"] is terminal


def test_the_app_asks_for_its_driver_class_when_it_is_made() -> None:
    assert issubclass(SafeApp().driver_class, RobustPosix)


def test_settings_are_read_from_the_environment_at_import() -> None:
    code = (
        "import os; from callmate.ui.environment import prepare, REFUSED\n"
        "os.environ.update(dict.fromkeys(REFUSED, '1'))\n"
        "os.environ.update(SSH_CONNECTION='x', TERM_PROGRAM='iTerm.app')\n"
        "prepare(os.environ)\n"
        "from textual import constants as c; from textual.app import App\n"
        "print(c.DEBUG, c.LOG_FILE, c.PRESS == '', c.SCREENSHOT_DELAY, c.SHOW_RETURN,"
        " c.ESCAPE_DELAY, c.DISABLE_KITTY_KEY, c.TEXTUAL_ANIMATIONS, set(App().features))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False None True -1 False 0.25 True none set()"
    source = inspect.getsource(constants) + inspect.getsource(App.__init__)
    assert all(f'"{name}"' in source for name in REFUSED)


# Errors and endings.


@in_loop
async def test_an_error_in_a_handler_is_kept_and_ends_the_app_without_a_picture_of_locals() -> None:
    class Failing(SafeApp):
        def on_key(self, event: events.Key) -> None:
            raise ValueError("a bug")

    app = Failing()
    with pytest.raises(ValueError, match="a bug"):
        async with app.run_test() as pilot:
            await pilot.press("a")
    assert isinstance(app._exception, ValueError)
    assert app.return_code == 1
    assert app._exit_renderables == []


@in_loop
async def test_run_action_can_be_shielded() -> None:
    class Shielded(App[None]):
        BINDINGS = [("b", "burst")]
        caught = 0

        async def run_action(self, *given: Any, **named: Any) -> bool:
            try:
                return await super().run_action(*given, **named)
            except ZeroDivisionError:
                self.caught += 1
                return True

        def action_burst(self) -> None:
            raise ZeroDivisionError

    app = Shielded()
    async with app.run_test() as pilot:
        await pilot.press("b", "b")
    assert app.caught == 2
    assert parameters(App.run_action) == ["self", "action", "default_namespace", "namespaces"]


@in_loop
async def test_exit_app_ends_the_app_after_all_keys_received_by_then() -> None:
    app = Hearing()
    async with app.run_test() as pilot:
        app.post_message(events.Key("a", "a"))
        app.post_message(messages.ExitApp())
        app.post_message(events.Key("b", "b"))
        await pilot.pause()
    assert app.heard == ["a", "b"]
    assert app.return_code is None
