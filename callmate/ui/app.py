"""The app hears every key once, hands it to the desk, and shows the desk's picture."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable

from textual import events
from textual.app import ComposeResult
from textual.layout import Layout
from textual.screen import Screen
from textual.timer import Timer

from callmate.clock import Clock
from callmate.desk.desk import Desk
from callmate.model.moment import Moment, microseconds
from callmate.ui import paint
from callmate.ui.junk import JunkGuard
from callmate.ui.panes.band import band, small
from callmate.ui.panes.browser import room
from callmate.ui.panes.card import card
from callmate.ui.panes.cover import middle
from callmate.ui.panes.lines import field, keys
from callmate.ui.panes.side import aside, checklist, facts, named, status
from callmate.ui.regions import is_wide
from callmate.ui.reminders import Reminders
from callmate.ui.scene import Scene, scene_of
from callmate.ui.signals import install_signals
from callmate.ui.supervise import SafeApp
from callmate.ui.widgets.keybar import KeyBar
from callmate.ui.widgets.pane import Pane
from callmate.ui.widgets.tiled import Tiled

DRAWN = {
    "band": (band, "band"),
    "checklist": (checklist, "text"),
    "facts": (facts, "text"),
    "timeline": (middle, "text"),
    "card": (card, "card"),
    "aside": (aside, "text"),
    "field": (field, "bar"),
    "status": (status, "bar"),
    "small": (small, "alarm"),
}
TILED = Tiled()
FOLLOW_S = 0.3
FRAME_S = 0.1
BESIDE_S = 0.2
"""Seconds from one picture of a replay to the next: alone, and beside a call."""
REST_S = 0.07
"""Seconds without a key until all is shown of past cases: longer than a held key repeats."""
JITTER_US = 1000


def moment_of(event: events.Event, clock: Clock, before: Moment | None = None) -> Moment:
    """When a key was read from the terminal, on the clocks of the store.

    Never earlier than the key ``before`` it by the few microseconds between reading two clocks:
    facts are told in the order of their times.
    """
    at = clock.now().shifted(min(0.0, event.time - clock.steady()))
    if before is None or before.boot != at.boot:
        return at
    back = microseconds(before.at - at.at)
    return before if at.mono < before.mono or 0 < back < JITTER_US else at


class LiveScreen(Screen[None], inherit_bindings=False):
    """One screen for everything: panes change what they show, none is pushed over them."""

    AUTO_FOCUS = None

    @property
    def layout(self) -> Layout:
        """Ours: the stylesheet knows only Textual's own layouts by name."""
        return TILED


class CallmateApp(SafeApp, inherit_bindings=False):
    """Wires the desk to the screen. It decides nothing and stores nothing."""

    TITLE = "callmate"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []

    def __init__(
        self,
        desk: Desk,
        palette: str = "dark",
        *,
        later: Callable[[CallmateApp], None] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.problems: tuple[str, ...] = ()
        self._styles = paint.styles("plain" if os.environ.get("NO_COLOR") else palette)
        self._junk = JunkGuard()
        self._reminders = Reminders()
        self._later = later
        self._panes: dict[str, Pane] = {}
        self._heard_at: Moment | None = None
        self._named = ""
        self._film: Timer | None = None
        self._quiet: Timer | None = None
        self.desk.parts.browsing.lister.calm = True

    def get_default_screen(self) -> Screen[None]:
        return LiveScreen(id="live")

    def compose(self) -> ComposeResult:
        for name, (draw, base) in DRAWN.items():
            pane = Pane(name, draw, self._styles, base)
            self._panes[name] = pane
            yield pane
        bar = KeyBar("keys", keys, self._styles, "bar")
        self._panes["keys"] = bar
        yield bar

    def on_mount(self) -> None:
        self.desk.start()
        install_signals(self, lambda number: None, self.terminal)
        self.set_interval(1.0, self._tick)
        self.set_interval(FOLLOW_S, self._follow)
        self.call_after_refresh(self._after_first_paint)
        self.picture()

    def _after_first_paint(self) -> None:
        """What can wait until keys are live: content, the garbage collector, the index."""
        gc.collect()
        gc.freeze()
        gc.enable()
        if self._later is not None:
            self._later(self)

    def on_resize(self) -> None:
        """What a pane shows may depend on the size of all: as soon as each has its new one."""
        self.call_after_refresh(self.picture)

    # hearing

    async def on_event(self, event: events.Event) -> None:
        """Every key, paste and focus change of the terminal passes here exactly once."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._heard(event)
            self.terminal.taken(event)
            return
        if isinstance(event, (events.AppFocus, events.AppBlur)):
            self.desk.focus(isinstance(event, events.AppFocus))
            self.picture()
        await super().on_event(event)

    def _heard(self, event: events.Key | events.Paste) -> None:
        """Written first, painted afterwards."""
        at = self._heard_at = moment_of(event, self.desk.context.clock, self._heard_at)
        if isinstance(event, events.Paste):
            self.desk.paste(event.text, at)
        else:
            verdict = self._junk.judge(event.key, event.character, event.time)
            self.desk.correct(verdict.recall, verdict.restore, at)
            self.desk.press(event.key, event.character, at, junk=verdict.junk)
        self.picture()
        if text := self.desk.context.to_copy:
            self.desk.context.to_copy = ""
            self.copy_to_clipboard(text)
        if self.desk.parts.wants_quit:
            self.exit()

    def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        self.desk.click(message.command, self.desk.context.clock.now())
        self.picture()

    def _follow(self) -> None:
        """``callmate log`` and other windows show at once; looking costs a few stat calls."""
        if self.desk.follow():
            self.picture()

    def durable(self) -> None:
        """More has reached the disk: the mark follows. Called in the app's own thread."""
        scene = self._scene()
        for name in ("band", "status"):
            self._panes[name].show(scene)

    def _tick(self) -> None:
        self.desk.tick()
        self._reminders.look(self.desk)
        self.picture()

    def on_unmount(self) -> None:
        number = self.terminal.ended_by
        if number is not None:
            self.desk.ended_by(signal.Signals(number).name)

    # showing

    def _scene(self) -> Scene:
        return scene_of(self.desk, self.problems, self._reminders.now, self.size)

    def picture(self) -> None:
        """Give every pane the present scene; each repaints only what changed."""
        if self.desk.view.pane == "help":
            self.desk.parts.help_rows = self._panes["timeline"].size.height - 1
        self.desk.parts.browsing.lister.fit(room(*self.size, self.desk.context.call is not None))
        self._draw(self._scene(), self._panes)

    def _draw(self, scene: Scene, names: Iterable[str]) -> None:
        for name in names:
            self._panes[name].show(scene)
        self._roll()
        self._wait()

    def _roll(self) -> None:
        """A timer runs only while a replay does."""
        moving = self.desk.parts.browsing.replays.moving
        if moving and self._film is None:
            every = FRAME_S if self.desk.context.call is None else BESIDE_S
            self._film = self.set_interval(every, self._frame)
        elif not moving and self._film is not None:
            self._film.stop()
            self._film = None

    def _wait(self) -> None:
        """A timer runs only from a key until it is quiet, if something is left to show then."""
        if self._quiet is not None:
            self._quiet.stop()
        left = self.desk.parts.browsing.lister.unsettled and self.desk.view.pane == "browser"
        self._quiet = self.set_timer(REST_S, self._rests) if left else None

    def _rests(self) -> None:
        if self.desk.parts.browsing.rests():
            self.picture()

    def _frame(self) -> None:
        """Beside a call a replay moves in the middle pane alone."""
        self.desk.parts.browsing.replays.turn()
        scene = self._scene()
        self._draw(scene, self._panes if scene.past else ("timeline",))

    def problem(self, sentence: str) -> None:
        """Say that something is wrong: on the status line, or where a small screen has none on
        the line of the field until a key is pressed."""
        view, before = self.desk.view, self._named
        self.problems = (*self.problems, sentence)
        if not is_wide(*self.size) and (view.message is None or view.message.text == before):
            self._named = named(self.problems, self.size.width)
            self.desk.context.say(self._named, "warn")
        self.picture()
