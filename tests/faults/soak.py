"""T15: a day of calls, sixty times as fast, in two windows of the whole program.

One makes the calls, is killed about every thirty seconds and started again; the other one stays
open all day, sees the calls, adds notes and looks around. Every text that a screen showed as kept,
and every event that a file held, is there at the end with all its keys; the window that stays
is weighed at three times of the day: its memory and its open files come to a rest.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Final

from callmate.store.lanes.scan import Health
from tests.e2e.stored import Document, events, lane_files, open_with_stock
from tests.faults.crowds import typed_texts
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.typists import Caller, Companion, Typist
from tests.faults.verdict import scanned
from tests.faults.weighing import Scales

DAY_S: Final = 24 * 60.0
SHORT_S: Final = 18.0
LIVES_S: Final = (20.0, 40.0)
"""How long the caller's window lives until it is killed."""
SHORT_LIVES_S: Final = (3.0, 6.0)
PARTS: Final = (0.1, 0.5, 1.0)
"""Of the day, when the window that stays is weighed."""
MORE_MEMORY: Final = 1.15
MORE_FILES: Final = 6
"""What the evening may take more: a share of noon's memory, so many files than the morning."""


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    return Day(folder / "store", effort, say).run()


class Day:
    """Two typists on one store, and what they were shown."""

    def __init__(self, home: Path, effort: Effort, say: Say) -> None:
        self.home, self._say = home, say
        self._seconds: float = effort.pick(SHORT_S, DAY_S)
        self._lives: tuple[float, float] = effort.pick(SHORT_LIVES_S, LIVES_S)
        self._chance = random.Random(effort.seed)
        self.outcome = Outcome(unit="kills in a day of calls")
        self._over = threading.Event()
        self._seen: set[str] = set()
        self._scales = Scales()
        home.parent.mkdir(parents=True, exist_ok=True)

    def run(self) -> Outcome:
        began = monotonic()
        stays = Companion(self.home, random.Random(self._chance.random()), "stays")
        weighing = threading.Thread(target=self._stay, args=(stays, began))
        weighing.start()
        caller = Caller(self.home, random.Random(self._chance.random()), "calls")
        try:
            self._call(caller, began)
        except AssertionError as error:
            self.outcome.fail(f"the window with the calls did not go on: {error}")
        finally:
            self._over.set()
            weighing.join()
            for one in (caller, stays):
                one.finish()
        self._judge(caller, stays)
        return self.outcome

    def _call(self, caller: Caller, began: float) -> None:
        while monotonic() - began < self._seconds:
            caller.start()
            until = monotonic() + self._chance.uniform(*self._lives)
            while monotonic() < min(until, began + self._seconds):
                caller.act()
            self._seen |= {event["id"] for event in events(self.home)}
            caller.leave_something_half_typed()
            caller.kill()
            self.outcome.tried += 1
            self._say(f"{monotonic() - began:.0f} s, {self.outcome.tried} kills")
        caller.start()
        caller.quit()

    def _stay(self, stays: Companion, began: float) -> None:
        """In a thread of its own, until the other one is through."""
        try:
            stays.start()
            left = list(PARTS[:-1])
            while not self._over.is_set():
                stays.act()
                if left and monotonic() - began > left[0] * self._seconds:
                    self._scales.weigh(left.pop(0), stays.pid)
            self._scales.weigh(PARTS[-1], stays.pid)
            stays.quit()
        except AssertionError as error:
            self.outcome.fail(f"the window that stays open did not go on: {error}")

    # afterwards

    def _judge(self, *typists: Typist) -> None:
        stored = events(self.home)
        lost = self._seen - {event["id"] for event in stored}
        if lost:
            self.outcome.fail(f"{len(lost)} events were in a file and are gone", len(lost))
        kept = texts_of(stored)
        typed = typed_texts(event["body"] for event in stored if event["kind"] == "key")
        for text in (text for typist in typists for text in typist.kept):
            self.outcome.expect(kept[text] == 1, f"the text {text} is kept {kept[text]} times")
            self.outcome.expect(text in typed, f"not every key of {text} is there, in order")
        for path in lane_files(self.home):
            health = scanned(path)[0].health
            self.outcome.expect(health is Health.WHOLE, f"{path.name} is {health.value}")
        self.outcome.expect(open_with_stock(self.home) == len(stored), "stock reads another number")
        self.outcome.acknowledged = len(self._seen)
        self.outcome.figures |= self._scales.figures() | {
            "kept texts shown": str(sum(len(typist.kept) for typist in typists)),
            "calls": str(sum(event["kind"] == "call_start" for event in stored)),
            "keys": f"{sum(event['kind'] == 'key' for event in stored):,}",
        }
        for sentence in self._scales.growth(MORE_MEMORY, MORE_FILES):
            self.outcome.fail(sentence)


def texts_of(stored: list[Document]) -> Counter[str]:
    """How often each text was kept."""
    return Counter(
        value
        for event in stored
        if event["kind"] == "detail" and "body" in event
        for value in event["body"]["values"].values()
        if isinstance(value, str)
    )
