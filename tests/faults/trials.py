"""Every trial: the promise it tries, its test, and how it is run."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Final

from tests.faults.outcome import Run


@dataclass(frozen=True, slots=True)
class Trial:
    """``id`` as in the scoreboard; ``module`` below ``tests.faults`` holds ``run``, its test is
    in ``test_<module>.py``. ``control`` says that it must see faults, not none."""

    id: str
    module: str
    promise: str
    what: str
    control: bool = False

    @property
    def run(self) -> Run:
        found: Run = importlib.import_module(f"tests.faults.{self.module}").run
        return found

    @property
    def test(self) -> str:
        return f"test_{self.module}.py"


WRITTEN: Final = (
    "A key is in the file before it is on the screen: no crash, kill or closed window loses it"
)
DURABLE: Final = "What the screen calls saved outlasts a power cut"
SEEN: Final = "A byte that was changed is seen, and where"
FULL_DISK: Final = "A disk that is full or failing is said at once, and typing goes on"
SHARED: Final = "Windows and machines never overwrite each other's events"
TIME: Final = "No clock change makes a wrong duration"
PLAIN: Final = "The files are plain TinyDB stores"
LASTING: Final = "What was written once can be read by every later version"
GONE: Final = "What was forgotten is in no byte of the store"
STEADY: Final = "It goes on for a day, and with a million events"

TRIALS: Final = (
    Trial("T1", "calls", WRITTEN, "each system call in turn killed, cut in half, or failing"),
    Trial("T2", "kills", WRITTEN, "kill -9 at random moments"),
    Trial("T3", "torn", DURABLE, "the file cut at every byte, any sector of a write left out"),
    Trial("T4", "bits", SEEN, "every single bit turned over"),
    Trial("T5", "power", DURABLE, "a file system that loses its power"),
    Trial("T6", "images", DURABLE, "the disk as it was after each block written"),
    Trial("T7", "control", DURABLE, "the same with no sync at all: must be seen", control=True),
    Trial("T8", "lying", DURABLE, "a sync that fails once, then says that all is well"),
    Trial("T9", "full", FULL_DISK, "no space left, at every size, with the reserve"),
    Trial("T10", "crowds", SHARED, "many processes, some killed; files moved away under them"),
    Trial("T11", "clocks", TIME, "clocks that jump, days that change, machines that sleep"),
    Trial("T12", "machine", WRITTEN, "any order of writing, failing, crashing and reopening"),
    Trial("T13", "stock", PLAIN, "every file of every trial opened by TinyDB itself"),
    Trial("T14", "million", STEADY, "a million events: opened, verified, searched"),
    Trial("T15", "soak", STEADY, "a day of calls, in a terminal, with kills"),
    Trial("T16", "formats", LASTING, "stores of every format there ever was"),
    Trial("T17", "fsyncs", DURABLE, "syncs that fail, then lie, and a power cut after"),
    Trial("T18", "forged", SEEN, "records forged on purpose, hashes made anew"),
    Trial("T19", "erased", GONE, "words forgotten and cases purged, killed at any moment"),
)  # fmt: skip
