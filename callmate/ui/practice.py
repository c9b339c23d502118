"""``callmate play --log-along``: the script is told moment by moment, and the person presses."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import events

from callmate.clock import RunningPlayClock
from callmate.desk import times
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.door import Playback
from callmate.desk.play.practice import Logged, score, summary, told_of
from callmate.desk.play.steps import sheet_of, steps_of
from callmate.desk.settings import read_settings
from callmate.model.moment import microseconds
from callmate.model.timeline import called
from callmate.paths import config_home
from callmate.ui.app import CallmateApp
from callmate.ui.paint import Line
from callmate.ui.panes import transcript
from callmate.ui.panes.cover import middle
from callmate.ui.play import PlaybackApp, keep_crash_report
from callmate.ui.run import Session
from callmate.ui.scene import Scene
from callmate.ui.widgets.pane import Draw

SHORTEST_S, LONGEST_S = 3.0, 6.0
"""What a moment gets at speed 1, to be read and logged in."""
LEAST_S = 1.5
"""What it gets at any speed: nobody reads and presses a key sooner."""


class Practice:
    """A practice in progress; it outlives the app that shows it."""

    def __init__(self, desk: PlayDesk, clock: RunningPlayClock, playback: Playback) -> None:
        self.desk, self.clock, self.speed = desk, clock, playback.speed
        self.steps = steps_of(playback.imported)
        values = sheet_of(playback.imported)
        desk.set_case(values)
        self.told = told_of(self.steps, str(values.get("company") or ""))
        self.shown: list[float] = []
        self.lines: list[str] = []
        self._seen: dict[str, float] = {}
        self._ended: float | None = None

    @property
    def over(self) -> bool:
        return self._ended is not None

    @property
    def words(self) -> list[str]:
        """The moments so far."""
        return [one.words for one in self.told[: len(self.shown)]]

    def pause_s(self) -> float:
        """How long the newest moment stands: by how much time really passed, within bounds; never
        too short to be read, whatever the speed."""
        number = len(self.shown)
        if not 0 < number < len(self.steps):
            return max(LEAST_S, (LONGEST_S if number else SHORTEST_S) / self.speed)
        gap = microseconds(self.steps[number].at - self.steps[number - 1].at) / 1e6
        return max(LEAST_S, min(LONGEST_S, max(SHORTEST_S, gap)) / self.speed)

    def next(self) -> None:
        """The clock jumps to the next moment, which is told."""
        self.clock.jump(self.steps[len(self.shown)].at)
        self.desk.tick()
        self.shown.append(self.clock.steady())

    def note(self) -> None:
        """Remember when each fact was first there."""
        fold, now = self.desk.context.fold, self.clock.steady()
        for fact in fold.facts if fold else ():
            self._seen.setdefault(fact.id, now)

    def end(self) -> None:
        """Reckon up; what is pressed afterwards is not counted."""
        if self._ended is not None:
            return
        self.note()
        self._ended = self.clock.steady()
        fold = self.desk.context.fold
        logged = [
            Logged(fact.kind, self._seen[fact.id])
            for fact in (fold.facts if fold else ())
            if fact.live and (not fact.auto or fact.kind == "hold_end")
        ]
        result = score(self.told[: len(self.shown)], self.shown, logged, self._ended)
        self.lines = summary(result, called, self.desk.context.keymap)


class PracticeApp(PlaybackApp):
    """The live screen as it is, with the moments in the checklist's place."""

    def __init__(self, practice: Practice, palette: str) -> None:
        super().__init__(practice.desk, palette, later=lambda app: self._begin())
        self._practice = practice

    def drawn_here(self) -> dict[str, Draw]:
        return {"checklist": self._moments, "timeline": self._middle}

    def _moments(self, scene: Scene, width: int, height: int) -> list[Line]:
        practice = self._practice
        return transcript.transcript(practice.words, len(practice.told), width, height)

    def _middle(self, scene: Scene, width: int, height: int) -> list[Line]:
        if self._practice.over and scene.view.pane == "timeline":
            return transcript.scored(self._practice.lines, width, height)
        return middle(scene, width, height)

    def _heard(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Key) and event.key == "ctrl+q":
            self.exit()  # no call is left running: the store goes with the screen
            return
        super()._heard(event)
        self._practice.note()

    def _begin(self) -> None:
        self.run_worker(self._drive(), exclusive=True)

    async def _drive(self) -> None:
        practice = self._practice
        while True:
            await asyncio.sleep(practice.pause_s())
            if len(practice.shown) == len(practice.steps):
                break
            practice.next()
            practice.note()
            self.picture()
        practice.end()
        self.picture()


class PracticeSession(Session):
    """One window on a store that is thrown away."""

    def __init__(self, root: Path, palette: str, playback: Playback) -> None:
        clock = RunningPlayClock(playback.begins)
        settings = read_settings(config_home())
        super().__init__(root, None, palette, clock, settings=settings)
        desk = PlayDesk(self.world, clock, self.new_id, settings.keymap)
        desk.failed = self._report
        desk.parts.cards.use(playback.packs, clock.now())
        self.practice = Practice(desk, clock, playback)

    def make(self) -> CallmateApp:
        return PracticeApp(self.practice, self._palette)


def open_practice(root: Path, palette: str, playback: Playback) -> tuple[int, list[str]]:
    """Practise with a script on a store in ``root``; the exit status, and how it went."""
    times.warm()
    session = PracticeSession(root, palette, playback)
    status = session.run()
    keep_crash_report(root)
    session.practice.end()
    return status, session.practice.lines
