"""A writer that backs its store up, restores it elsewhere and takes its cases in elsewhere, and
the verdict on what it said: part of T6.

``A backup -`` says that this was done: then it is to outlast a crash. What was not said to be
done may be there whole, or must be possible anew; half of it is never taken for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from callmate.clock import SystemClock
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.store.archives.archive import ROOMY, Archive
from callmate.store.archives.backing import backup
from callmate.store.archives.receiving import receive
from callmate.store.archives.restoring import restore
from callmate.store.library import Library
from tests.faults.durables import CASE, OnceFs, Said, Writer, judge

BEGINS = b"A begin"
STEPS = 40


def write(
    place: Path, seed: int, say: Callable[[bytes], None], fs: OnceFs, does: Mapping[str, int]
) -> None:
    writer = Writer(place / "store", seed, say, fs)
    writer.work(does, STEPS)
    writer.wait()
    writer.close()
    say(BEGINS + b" -\n")
    backup(place / "store", None, place / "backup.zip", SystemClock().now().at)
    say(b"A backup -\n")
    restore(place / "restored", place / "settings", place / "backup.zip")
    say(b"A restore -\n")
    receive_into(place)
    say(b"A receive -\n")


def receive_into(place: Path) -> None:
    library = Library(place / "received", SystemClock(), UlidSource())
    receive(library, place / "backup.zip")
    library.close()


def verdict(place: Path, said: Said) -> list[str]:
    """What is not as it was said to be, a sentence each."""
    wrong = [f"the store: {words}" for words in judge(place / "store", said)]
    archive = place / "backup.zip"
    if not archive.exists():
        missing = ["the backup is gone"] if "backup" in said.done else []
        return wrong + missing
    with Archive.open(archive, ROOMY) as found:
        wrong += [f"the backup: {name}: {found.fault(name)}" for name in found.manifest.files
                  if found.fault(name)]  # fmt: skip
    if "restore" not in said.done:
        restore_anew(place)
    restored = Said(said.taken, said.durable, said.forgotten)
    wrong += [f"restored: {words}" for words in judge(place / "restored", restored)]
    if "receive" not in said.done:
        receive_into(place)
    # Only cases are taken in, and nothing of days or of the library.
    case = f"cases/{CASE}"
    received = Said({case: said.taken[case]}, {case: said.durable.get(case, [])}, said.forgotten)
    return wrong + [f"received: {words}" for words in judge(place / "received", received)]


def restore_anew(place: Path) -> None:
    """After one that was cut short: it must be possible, unless all was there already."""
    try:
        restore(place / "restored", place / "settings", place / "backup.zip")
    except CallmateError as error:
        if "There are cases in" not in str(error):
            raise
