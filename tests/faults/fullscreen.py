"""The program in a terminal while its disk becomes full: what it says, and what it saves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from callmate.store.reserve import SIZE
from tests.e2e.stored import events, texts
from tests.e2e.window import READY, WIDE, Window
from tests.faults import kernel
from tests.faults.outcome import Outcome
from tests.faults.smalldisk import fill

DISK: Final = "size=16m,mode=700"
LONG: Final = " is a note that takes room" + " on a disk" * 15
MOST: Final = 100


def typed(folder: Path) -> Outcome:
    """Type until the disk is full, until the reserve is used up, and on; then make room."""
    outcome = Outcome(tried=1)
    folder.mkdir()
    with kernel.mounted("-t", "tmpfs", "-o", DISK, "tmpfs", folder / "disk") as disk:
        home = disk / "store"
        screen = Window(home, size=WIDE).see(READY)
        try:
            screen.press(" ").see("W A I T I N G")
            reserve = home / "reserve"
            screen.until(lambda: _size(reserve) >= SIZE, "the reserve")
            filler = fill(disk, 0)
            notes = _type_until(screen, "DISK FULL", 0)
            screen.see("Saving from the reserve: free some space now")
            before = len(events(home))
            notes = _type_until(screen, "NOT SAVED", notes)
            more = len(events(home)) - before
            outcome.figures["keys and facts saved by the program from its reserve"] = str(more)
            outcome.expect(more >= 200, f"the program saved only {more} events more")
            screen.see("The disk is full")
            filler.unlink()
            screen.see_gone("NOT SAVED").see_gone("DISK FULL").see("saved ✓")
            screen.until(lambda: _size(reserve) >= SIZE, "the reserve made again")
            screen.quit()
        finally:
            screen.finish()
        outcome.acknowledged = len(events(home))
        wanted = [f"{number}{LONG}" for number in range(notes)]
        outcome.expect(texts(home) == wanted, "not every note that was typed is there")
    return outcome


def _type_until(screen: Window, words: str, typed: int) -> int:
    """Type notes until these words are on the screen; how many there are then in all."""
    while typed < MOST:
        screen.press("n").see("TYPING note")
        screen.send(f"{typed}{LONG}\r").see(f"· {typed}{LONG[:20]}")
        typed += 1
        if words in screen.text:
            return typed
    raise AssertionError(f"{words} was never said:\n{screen.text}")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
