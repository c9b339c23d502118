"""Builds index and search anew where many cases are not in them yet, in a process of its own.

    python -m callmate.desk.caches.builder STORE

It is nice to whatever else runs, works on two cores, ends with its parent (whose pipe it reads
from), and is the only one on its store. How far it is stands in the search file.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import callmate
from callmate.clock import SystemClock
from callmate.desk.caches.indexrenewal import summariser
from callmate.desk.caches.searchrenewal import (
    Kept,
    events_of,
    index_stamps,
    kept_of,
    read_case,
    stale,
)
from callmate.ids import UlidSource
from callmate.model.fold import fold
from callmate.model.shelf.moves import kin, reading
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.store.library import Library
from callmate.store.quickread import facts_of
from callmate.store.search import searchfile
from callmate.store.search.writer import SearchWriter
from callmate.store.stamps import side_by_side, stamp_of

MANY: Final = 200
"""Cases; fewer are read within the program."""
TOGETHER: Final = 250
"""Cases that are written at once."""
WORKERS: Final = 2
FEW: Final = 10
"""Lines of the index that are written at once: no key is to wait for more."""
LAST: Final = 19
"""How nice it is."""
LOOK_S: Final = 0.2
"""How often the waiting program looks up."""


@dataclass(frozen=True, slots=True)
class Read:
    """A case as a worker read it; ``summary`` is None if it is to be read with care, ``kept`` if
    nobody can tell what the search is to have of it."""

    case: str
    stamp: str
    summary: CaseSummary | None = None
    kept: Kept | None = ((), 0)
    kin: frozenset[str] = frozenset()


# In the program that wants it.


def is_much(library: Library, stale_ids: Sequence[str]) -> bool:
    """Whether so many cases are not in the index, or not in the search, that it takes a while.
    ``stale_ids`` are those that the index is behind with."""
    if len(stale_ids) > MANY:
        return True
    known = searchfile.stamps(library.root / searchfile.NAME)
    found = side_by_side(known, index_stamps(library.root))
    missing = (one for one, (stamp, listed) in found if listed and stamp != listed)
    return sum(1 for _ in islice(missing, MANY + 1)) > MANY


def build_aside(root: Path, going: Callable[[], bool] = lambda: True) -> bool:
    """Build in a process of its own, and wait for it as long as ``going`` says; whether it is
    done."""
    import subprocess

    import_from = str(Path(callmate.__file__).parent.parent)
    paths = [import_from, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        with subprocess.Popen(
            [sys.executable, "-m", __name__, str(root)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)}, start_new_session=True,
        ) as process:  # fmt: skip
            while going():
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(LOOK_S) == 0
            process.kill()
    except OSError:
        pass  # the system starts no process: whoever wants it reads the cases by itself
    return False


# In the process of its own.


class Builder:
    """Index and search of a store, being built. Waits until nobody else builds them. Raises
    sqlite3.Error or OSError for what the disk does not take."""

    def __init__(self, root: Path) -> None:
        self._lock = searchfile.lock(root / searchfile.NAME, wait=True)
        self.library = Library(root, SystemClock(), UlidSource())
        self.index, self.search = Index(root / indexfile.NAME), SearchWriter(root / searchfile.NAME)
        self._related: set[str] = set()
        self._careful = summariser(self.library, self.index, self._related)

    def stale(self) -> list[str]:
        """All that is not as the files are; cases that a window writes are left to it."""
        found = {*self.index.stale(self.library.root), *stale(self.search, self.library)}
        return sorted(found.difference(self.index.dirty()), reverse=True)

    def build(self, some_read: Callable[[Sequence[str]], Iterator[list[Read]]]) -> int:
        """Write what is read, some cases at a time; how many there were."""
        ids = self.stale()
        self.search.say(0, len(ids))
        done = 0
        for some in some_read(ids):
            self._related.update(*(read.kin for read in some))
            self._write(some)
            done += len(some)
            self.search.say(done, len(ids))
        for case_id in sorted(self._related.difference(ids)):
            self._write([Read(case_id, stamp_of(self.library.root, case_id))])
        return done

    def _write(self, some: list[Read]) -> None:
        damaged = self.index.troubled()  # which only a careful reading finds again
        found = [
            self._carefully(read)
            if read.stamp and (not read.summary or read.case in damaged)
            else read
            for read in some
        ]
        for first in range(0, len(found), FEW):
            with self.index.together():
                for read in found[first : first + FEW]:
                    if read.summary is None:
                        self.index.remove(read.case)
                    else:
                        self.index.put(read.summary, read.stamp)
        with self.search.together():
            for read in found:
                if not read.stamp:
                    self.search.remove(read.case)
                elif read.kept is not None:
                    self.search.put(read.case, *read.kept, read.stamp)

    def _carefully(self, read: Read) -> Read:
        """A case that is damaged, or whose line needs its drafts."""
        found: Kept | None = None
        with suppress(Exception):  # its line says so
            found = kept_of(read_case(self.library, read.case))
        return Read(read.case, read.stamp, self._careful(read.case), found)

    def close(self) -> None:
        self.search.say(0, 0)
        self.search.scrub()
        self.index.close()
        self.search.close()
        os.close(self._lock)


def read_quickly(root: Path, case_id: str) -> Read:
    """A case without its keys and drafts, unless its line would need them."""
    stamp = stamp_of(root, case_id)  # before it is read: a later change shows again
    own = facts_of(root, case_id) if stamp else None
    if own is None:
        return Read(case_id, stamp)
    library = _library(root)
    folded = fold(case_id, reading(case_id, own, lambda other: events_of(library, other)))
    summary = summarise(folded)
    if not summary.title:  # perhaps there is a draft
        return Read(case_id, stamp)
    return Read(case_id, stamp, summary, kept_of(folded), frozenset(kin(own)))


def _library(root: Path) -> Library:
    """Opened once in each process."""
    if root not in _LIBRARIES:
        _LIBRARIES[root] = Library(root, SystemClock(), UlidSource())
    return _LIBRARIES[root]


_LIBRARIES: Final[dict[Path, Library]] = {}


def _read_some(root: Path, ids: Sequence[str]) -> list[Read]:
    return [_read(root, case_id) for case_id in ids]


def _read(root: Path, case_id: str) -> Read:
    try:
        return read_quickly(root, case_id)
    except Exception:  # it is read with care, and said on its line
        return Read(case_id, stamp_of(root, case_id))


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER))


def by_workers(root: Path, ids: Sequence[str]) -> Iterator[list[Read]]:
    """Read cases on two cores, in order."""
    import multiprocessing

    forked = multiprocessing.get_context("fork")
    parent = os.pipe()  # ends for the workers when this process ends, however it ends
    with forked.Pool(WORKERS, _end_worker, parent) as pool:
        yield from pool.imap(partial(_read_some, root), _parts(ids))


def _end_worker(reading_end: int, writing_end: int) -> None:
    os.close(writing_end)
    end_with(reading_end)


def end_with(fd: int) -> None:
    """End this process as soon as nobody holds the other end of a pipe."""

    def wait() -> None:
        while os.read(fd, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def main(root: Path) -> None:
    """Build index and search of a store."""
    os.nice(LAST)
    end_with(sys.stdin.fileno())
    builder = Builder(root)
    try:
        builder.build(partial(by_workers, root))
    finally:
        builder.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
