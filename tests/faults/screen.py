"""The power goes under the program in its terminal: part of T5.

A line that was on the screen before the moment the screen gives as ``saved`` is on the disk.
"""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from tests.e2e.stored import events, texts
from tests.e2e.window import WIDE, Window
from tests.faults.kernel import EXT4, copied, cut_power, formatted, in_memory, on, settle
from tests.faults.outcome import Outcome, Say
from tests.faults.verdict import check

SAVED: Final = re.compile(r"saved ✓ (\d\d:\d\d:\d\d)")
SYNCED_WITHIN: Final = timedelta(seconds=0.5)
"""A line is written before it is painted, and its sync may come this much later."""


def cuts_under_the_program(
    folder: Path, times: int, seed: int, say: Say, extra: dict[str, str] | None = None
) -> Outcome:
    """Cut the power so many times; ``extra`` goes into the environment of the program."""
    outcome, chance = Outcome(unit="power cuts"), random.Random(seed)
    with in_memory(folder) as memory:
        image, place = memory / "disk", memory / "mounted"
        for number in range(times):
            formatted(image)
            with on(image, place, EXT4):
                settle(place)
                saved = _typed(place, chance.randint(4, 12), extra)
            outcome.tried += 1
            outcome.acknowledged += len(saved)
            with on(copied(image, memory / "copy"), place, EXT4):
                lost = [text for text in saved if text not in texts(place / "store")]
                if lost:
                    outcome.fail(f"cut {number} under the program: {lost} are lost", len(lost))
                for case in {event["case"] for event in events(place / "store", "cases")}:
                    for words in check(place / "store", case, []):
                        outcome.fail(f"cut {number} under the program: {words}")
            say(f"{number + 1} of {times} power cuts under the program, {outcome.lost} lost")
    return outcome


def _typed(place: Path, lines: int, extra: dict[str, str] | None) -> list[str]:
    """Type so many lines in a call, cut the power, and return those that were called saved."""
    painted: dict[str, datetime] = {}
    window = Window(place / "store", size=WIDE, extra=extra)
    try:
        window.see("KEYS ON").press(" ").see("W A I T I N G")
        while len(painted) < lines or not _saved(window, painted):
            text = f"line {len(painted)}."
            window.press("n").see("TYPING note").send(f"{text}\r").see(f"· {text}")
            painted[text] = datetime.now(UTC)
        saved = _saved(window, painted)
        cut_power(place)
    finally:
        window.kill()
        window.close_terminal()
    return saved


def _saved(window: Window, painted: dict[str, datetime]) -> list[str]:
    """The lines on the screen that were there before the time it gives as saved."""
    found = SAVED.search(window.text)
    if found is None:
        return []
    now = datetime.now(UTC)
    at = datetime.combine(now.date(), time.fromisoformat(found[1]), UTC)
    return [text for text, when in painted.items() if when + SYNCED_WITHIN < at <= now]
