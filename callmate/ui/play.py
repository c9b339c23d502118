"""``callmate play``: a case script on the real screen, its keys heard as if they were pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from textual import events
from textual.app import ComposeResult

from callmate.clock import PlayClock
from callmate.desk import times
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.door import Playback, read_case, write_report
from callmate.desk.play.player import Player
from callmate.desk.play.steps import Action, Paste, Press, Shown, Wait
from callmate.errors import CallmateError
from callmate.paths import store_home
from callmate.ui.app import CallmateApp
from callmate.ui.paint import Line
from callmate.ui.panes import transcript
from callmate.ui.panes.transcript import Progress
from callmate.ui.run import CRASH_LOG, Session
from callmate.ui.scene import Scene
from callmate.ui.widgets.pane import Draw, Pane

LONGEST_PAUSE_S = 2.0
LETTER_S = 0.03
LETTERS_SEEN_UP_TO = 60
"""At a higher speed texts stand there at once."""
BETWEEN_KEYS_S = 0.05
"""On the clock of the guard that tells replies of a terminal from typing: a hand's pace."""


def pause_s(wait: Wait, speed: int) -> float:
    """How long to wait in life for a part of the gap between two instants."""
    gap = wait.gap / 1e6 / speed
    return min(LONGEST_PAUSE_S, gap) * wait.us / wait.gap


@dataclass
class Show:
    """A playback in progress; it outlives the app that shows it."""

    player: Player
    speed: int
    closes: bool
    """Whether the screen closes at the end."""
    paused: bool = False
    over: bool = False
    told: bool = False
    """Whether it was just said what keys this obeys."""
    actions: Iterator[Action] = field(init=False)

    def __post_init__(self) -> None:
        self.actions = self.player.run()

    @property
    def progress(self) -> Progress:
        player = self.player
        return Progress("PLAY", player.done, len(player.steps), self.paused, self.over, self.told)


class PlaybackApp(CallmateApp):
    """The live screen with some panes of its own, on a clock that is not the machine's."""

    def drawn_here(self) -> dict[str, Draw]:
        """The panes that a playback draws itself, by name."""
        return {}

    def compose(self) -> ComposeResult:
        here = self.drawn_here()
        for pane in super().compose():
            draw = here.get(pane.id or "")
            if draw is not None and pane.id is not None:
                base = "bar" if pane.id == "keys" else "text"
                pane = self._panes[pane.id] = Pane(pane.id, draw, self._styles, base)
            yield pane

    def _follow(self) -> None:
        """No other window writes here."""


class PlayApp(PlaybackApp):
    """Presses what the player says. The person's own keys only pause, step and close."""

    def __init__(self, show: Show, palette: str) -> None:
        super().__init__(show.player.desk, palette, later=lambda app: self._begin())
        self._show = show
        self._stirred = asyncio.Event()
        self._step = False
        self._unseen = False
        self._keys_read = 0.0

    def drawn_here(self) -> dict[str, Draw]:
        return {"keys": self._bar}

    def _bar(self, scene: Scene, width: int, height: int) -> list[Line]:
        return transcript.bar(self._show.progress, width, height)

    def _tick(self) -> None:
        """The clock stands: nothing is due that the player does not reach."""
        self.picture()

    # the person

    def _heard(self, event: events.Key | events.Paste) -> None:
        key = event.key if isinstance(event, events.Key) else ""
        self._show.told = False
        match key:
            case "space":
                self._show.paused = not self._show.paused
            case "right":
                self._step = True
            case "ctrl+q":
                self.exit()
            case _:
                self._show.told = True
        self._stirred.set()
        self.picture()

    # the script

    def _begin(self) -> None:
        self.run_worker(self._drive(), exclusive=True)

    async def _drive(self) -> None:
        for action in self._show.actions:
            await self._do(action)
        self._show.over = True
        self.picture()
        if self._show.closes:
            self.exit()

    async def _do(self, action: Action) -> None:
        match action:
            case Press():
                self._press(action)
                if action.typed and self._show.speed <= LETTERS_SEEN_UP_TO:
                    self.picture()
                    await self._rest(LETTER_S)
            case Paste():
                self._hear(events.Paste(action.text))
            case Wait():
                await self._rest(pause_s(action, self._show.speed))
            case Shown():
                self.picture()
                await asyncio.sleep(0)

    def _press(self, press: Press) -> None:
        """A key, through all that a key of the terminal goes through."""
        event = events.Key(press.key, press.character)
        self._keys_read += BETWEEN_KEYS_S
        event.time = self._keys_read
        self._hear(event)

    def _hear(self, event: events.Key | events.Paste) -> None:
        """Hear a key of the script; it is painted with all that belongs to it."""
        self._unseen = True
        super()._heard(event)
        self._unseen = False

    def picture(self) -> None:
        if not self._unseen:
            super().picture()

    async def _rest(self, seconds: float) -> None:
        """Wait, as long as the person's keys say."""
        clock = asyncio.get_running_loop()
        end = clock.time() + seconds
        while not self._step:
            left = end - clock.time()
            if not self._show.paused and left <= 0:
                return
            self._stirred.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(None if self._show.paused else left):
                    await self._stirred.wait()
        self._step = False


class PlaySession(Session):
    """One window on a store that is thrown away."""

    def __init__(self, root: Path, palette: str, playback: Playback) -> None:
        clock = PlayClock(playback.begins)
        super().__init__(root, None, palette, clock)
        desk = PlayDesk(self.world, clock, self.new_id)
        desk.failed = self._report
        desk.parts.cards.use(playback.packs, clock.now())
        player = Player(desk, clock, playback.imported, playback.packs)
        self.show = Show(player, playback.speed, closes=playback.report is not None)

    def make(self) -> CallmateApp:
        return PlayApp(self.show, self._palette)


def keep_crash_report(root: Path) -> None:
    """What is said of an error must not go with the store that is thrown away."""
    found = root / CRASH_LOG
    if found.exists():
        kept = store_home() / CRASH_LOG
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("a", encoding="utf-8") as report:
            report.write(found.read_text(encoding="utf-8"))


def open_play(root: Path, palette: str, playback: Playback) -> int:
    """Play a script on a store in ``root``; the exit status. Raises CallmateError if it was to be
    reported on and did not come to its end."""
    times.warm()
    session = PlaySession(root, palette, playback)
    status = session.run()
    keep_crash_report(root)
    if playback.report is None or status:
        return status
    context = session.show.player.desk.context
    if not session.show.player.finished or context.case is None:
        raise CallmateError("play: closed before its end: no report was written.")
    write_report(playback, context.case.id, read_case(root, context.case.id))
    return status
