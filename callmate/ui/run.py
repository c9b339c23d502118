"""Opens the screen on a store, and closes it in good order."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from textual import events

from callmate.clock import Clock, SystemClock
from callmate.desk.desk import Desk
from callmate.desk.world import StoredWorld, renew_aside
from callmate.ids import NewId, UlidSource
from callmate.model.rules import Packs
from callmate.ui.app import CallmateApp
from callmate.ui.supervise import Supervisor, leave

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
    ) -> None:
        self.root, self._packs, self._palette = root, packs, palette
        self.clock = clock or SystemClock()
        self.new_id: NewId = UlidSource()
        self.world = StoredWorld(root, self.clock, self.new_id)
        self._prepare = prepare
        self._left_over: list[events.Key | events.Paste] = []
        self._made = 0

    def make(self) -> CallmateApp:
        """An app on the store as it is now; after an error it takes up where the last one was."""
        desk = Desk(self.world, self.clock, self.new_id)
        if self._prepare is not None and self._made == 0:
            self._prepare(desk)
        self._made += 1
        return CallmateApp(desk, self._palette, later=self._later)

    def _later(self, app: CallmateApp) -> None:
        """After the first paint: content and the index, in a thread, so that keys are heard."""
        threading.Thread(target=self._load, args=(app,), name="content", daemon=True).start()

    def _load(self, app: CallmateApp) -> None:
        from callmate.packs.loader import load

        packs = load(self._packs)
        app.call_from_thread(self._use, app, packs)
        renew_aside(self.world)

    @staticmethod
    def _use(app: CallmateApp, packs: Packs) -> None:
        app.desk.parts.cards.use(packs, app.desk.context.clock.now())
        for sentence in packs.problems:
            app.problem(sentence)
        app.picture()

    def run(self) -> int:
        """Until the person closes the screen; the exit status."""
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        supervisor = Supervisor(self.make, self.root / "crash.log", clock=self.clock)
        try:
            return supervisor.run()
        finally:
            self.world.close()


def open_screen(root: Path, packs: Path | None, palette: str) -> int:
    """The program as a person starts it."""
    session = Session(root, packs, palette)
    status = session.run()
    gc.enable()
    leave(status)
