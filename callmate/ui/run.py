"""Opens the screen on a store, and closes it in good order."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual import events

from callmate.clock import Clock, SystemClock
from callmate.desk import between, times
from callmate.desk.caches.indexrenewal import renew_aside
from callmate.desk.desk import Desk
from callmate.desk.settings import Settings, read_settings
from callmate.desk.world import StoredWorld
from callmate.ids import NewId, UlidSource
from callmate.model.events import Event
from callmate.model.rules import Packs
from callmate.text import show
from callmate.ui.app import CallmateApp, moment_of
from callmate.ui.crash import describe, write_report
from callmate.ui.supervise import Supervisor, leave
from callmate.ui.terminal import TERMINAL, Input

CRASH_LOG = "crash.log"
PACKS = "packs"
CONTENT_SECONDS = 0.5
"""How long the end waits for the thread that loads content: Python's own ending would cut it off
in the midst of foreign code, which aborts the program."""
SWITCH_INTERVAL_S = 0.0005
"""The thread that syncs needs the interpreter for a moment after each key; Python's usual 5 ms
would double the time until a key is durable."""


class Session:
    """One window: the store it writes, and the app that may be made anew after an error."""

    def __init__(
        self,
        root: Path,
        packs: Path | None,
        palette: str,
        clock: Clock | None = None,
        prepare: Callable[[Desk], None] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.root, self._packs, self._palette = root, packs, palette
        self.clock = clock or SystemClock()
        self.new_id: NewId = UlidSource()
        self.world = StoredWorld(root, self.clock, self.new_id, real=SystemClock())
        self._prepare = prepare
        self._settings = settings or Settings()
        self._desk: Desk | None = None
        self._content: threading.Thread | None = None

    def make(self) -> CallmateApp:
        """An app on the store as it is now; after an error it takes up where the last one was."""
        desk = Desk(self.world, self.clock, self.new_id, self._settings.keymap)
        desk.failed = self._report
        desk.context.home = self.root
        desk.context.money = self._settings.money
        desk.context.own_letters = self._packs / "letters" if self._packs else None
        if self._prepare is not None and self._desk is None:
            self._prepare(desk)
        self._desk = desk
        return CallmateApp(desk, self._palette, later=self._later)

    def _later(self, app: CallmateApp) -> None:
        """After the first paint: content and the index, in a thread, so that keys are heard."""
        loop = asyncio.get_running_loop()
        self.world.when_durable(lambda: _soon(loop, app.durable))
        arguments = (app, partial(_soon, loop))
        self._content = threading.Thread(target=self._load, args=arguments, daemon=True)
        self._content.start()

    def _load(self, app: CallmateApp, soon: Callable[[Callable[[], None]], None]) -> None:
        """In the thread; what it finds is handed to the app's own thread."""
        from callmate.packs.loader import load

        try:
            packs = load(self._packs)
            soon(lambda: self._use(app, packs))
            times.warm()
            between.warm(packs)
            self.world.finder.warm()
            key = self.world.unfinished(self.clock.now())
            if key is not None:
                soon(lambda: self._offer(app, key))
            copied = renew_aside(self.world)
            self.world.finder.renew()
            soon(lambda: self._renewed(app, copied))
        except Exception as error:
            self._report(error)
            soon(lambda: app.problem(f"The content could not be loaded; see {CRASH_LOG}."))

    def _renewed(self, app: CallmateApp, copied: bytes) -> None:
        """The list is up to date; said if it cannot be kept."""
        index = self.world.index
        index.take(copied)
        if index.trouble:
            app.problem(self._short(index.trouble))
        app.picture()

    @staticmethod
    def _offer(app: CallmateApp, key: Event) -> None:
        app.desk.parts.strips.ask_unfinished(key)
        app.picture()

    def _use(self, app: CallmateApp, packs: Packs) -> None:
        app.desk.parts.cards.use(packs, app.desk.context.clock.now())
        for sentence in (*self._settings.problems, *packs.problems):
            app.problem(self._short(sentence))
        app.picture()

    def _short(self, sentence: str) -> str:
        """A problem of a person's own file, without the folder: ``callmate where`` tells it."""
        for folder in (self._packs, self._packs.parent) if self._packs else ():
            sentence = sentence.replace(f"{folder}{os.sep}", "")
        return sentence

    def _report(self, error: Exception) -> None:
        when = self.clock.now().at.isoformat(timespec="seconds")
        with suppress(OSError):  # the person is told either way; the disk has its own banner
            write_report(self.root / CRASH_LOG, when, describe(error, self._secrets()))

    def _secrets(self) -> tuple[str, ...]:
        """What a crash report must not repeat."""
        return tuple(self._desk.parts.sheet.secrets.values()) if self._desk else ()

    def _write_left_over(self, left: list[Input]) -> None:
        """Keys that were read as the screen closed are in the log like any other."""
        desk = self._desk
        if desk is None:
            return
        for event in left:
            at = moment_of(event, self.clock)
            if isinstance(event, events.Paste):
                desk.paste(event.text, at)
            else:
                desk.press(event.key, event.character, at)

    def run(self) -> int:
        """Until the person closes the screen; the exit status."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        supervisor = Supervisor(
            self.make,
            self.root / CRASH_LOG,
            secrets=self._secrets,
            leftover=self._write_left_over,
            clock=self.clock,
        )
        try:
            status = supervisor.run()
        finally:
            self.world.close()
        if self._content is not None:
            self._content.join(CONTENT_SECONDS)
        return self._say_unsaved() or status

    @property
    def loading(self) -> bool:
        """Whether content or the index is still being read in a thread."""
        return self._content is not None and self._content.is_alive()

    def _say_unsaved(self) -> int:
        """What no disk took is gone with the screen: say so where it can still be read."""
        saved = self.world.saved()
        if not saved.unsaved:
            return 0
        if not (TERMINAL.dark or TERMINAL.stuck):
            with suppress(OSError):
                lost = f"{saved.unsaved} entries were not saved and are lost"
                print(f"callmate: {lost}. {show(saved.reason)}", file=sys.stderr)
        return 1


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """From another thread; a loop that is closing has nothing to show any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)


def open_screen(root: Path, config: Path, palette: str, seeks: str | None = None) -> int:
    """The program as a person starts it; with ``seeks``, past cases are looked through for it."""

    def prepare(desk: Desk) -> None:
        desk.seeks = seeks

    session = Session(
        root, config / PACKS, palette, prepare=prepare, settings=read_settings(config)
    )
    status = session.run()
    gc.enable()
    leave(status, at_once=session.loading)
