"""Tells, over a pipe, what a store was given and what it called written: for whoever comes after a
crash, and has to know what must be there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callmate.model.events import Event, NewEvent
from callmate.store.casefile import CaseFile
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from callmate.store.lanes.writer import Writer
from tests.faults.verdict import against_stock, folders_of, lanes_in
from tests.store.support import CASE, DEVICE, Maker

SECRET: Final = "forget-me-7781"
"""Words that are to be forgotten."""


class Scribe:
    """Tells on a pipe, a line each: ``T folder id`` taken, ``W folder id`` written, ``F word``
    forgotten for good, ``U count reason`` still in memory only, ``X sentence`` something is wrong
    while the program runs, ``E`` the end."""

    def __init__(self, root: Path, pipe: int, look: bool = True) -> None:
        """``look`` says that the disk may have failed, but does so no more."""
        self.root, self._pipe, self._look = root, pipe, look
        self.make = Maker(10_000)
        self.syncer = Syncer(interval=0.0)
        self._taken: list[tuple[str, str]] = []
        self._written = 0
        self._dropped: set[str] = set()
        self._torn = {path for path in self._lanes() if against_stock(path)}
        self._listen()

    def _listen(self) -> None:
        """Hear of every event that any writer of this process is given, in the order of their
        numbers."""
        append = Writer.append

        def heard(writer: Writer, news: Sequence[NewEvent]) -> list[Event]:
            folder = str(writer.folder.relative_to(self.root))
            self._taken += [(folder, new.id) for new in news]
            self.say(*(f"T {folder} {new.id}" for new in news))
            return append(writer, news)

        Writer.append = heard  # type: ignore[method-assign,assignment]

    def say(self, *lines: str) -> None:
        if lines:
            os.write(self._pipe, "".join(f"{line}\n" for line in lines).encode())

    def begin(self, syncer: Syncer) -> None:
        """The program starts anew, and counts its events from one on."""
        self.syncer = syncer
        self._taken, self._written = [], 0

    def site(self, fs: Fs | None = None) -> Site:
        """A site as a new start of the program has it."""
        self.begin(Syncer(interval=0.0))
        return Site(DEVICE, self.root / "quarantine", self.syncer, fs or Fs())

    def case(self, fs: Fs | None = None) -> CaseFile:
        case = CaseFile(self.root, CASE, self.site(fs))
        case.read()
        return case

    def append(self, case: CaseFile, *news: NewEvent) -> list[Event]:
        events = case.append(news)
        self.settle()
        return events

    def settle(self) -> None:
        """Tell what is written by now, then wait for the disk, and tell it again."""
        self.tell()
        self.syncer.flush()
        self.tell()
        if self._look and not self.syncer.status.unsaved:
            for path in self._lanes():
                if path not in self._torn:
                    self.say(*(f"X while it runs, {told}" for told in against_stock(path)))

    def _lanes(self) -> Iterator[Path]:
        return (path for folder, _ in folders_of(self.root) for path in lanes_in(folder))

    def tell(self) -> None:
        """Tell what is written by now."""
        status = self.syncer.status
        self.say(*self._lines(self._written, status.written))
        self._written = max(self._written, status.written)

    def _lines(self, first: int, last: int) -> Iterator[str]:
        told = (one for one in self._taken[first:last] if one[1] not in self._dropped)
        return (f"W {folder} {id_}" for folder, id_ in told)

    def forget(self, work: Callable[[], object]) -> None:
        """What forgetting promises holds once it returns; it says so if the disk would not.

        An event that was never written is dropped from memory, in any case, and is not missed.
        """
        self._dropped |= {id_ for _, id_ in self._taken[self._written :]}
        try:
            work()
        except OSError:
            return
        self.say(f"F {SECRET}")

    def all_written(self) -> None:
        """What was taken is safe: somebody said so."""
        self.say(*self._lines(self._written, len(self._taken)))

    def wait(self, retry: Callable[[], object]) -> None:
        """Some seconds pass, in each of which the program tries again; then tell what is held."""
        for _ in range(8):
            retry()
            self.settle()
        status = self.syncer.status
        if status.unsaved:
            self.say(f"U {status.unsaved} {status.reason}")


@dataclass
class Told:
    """What a scribe said, by folder."""

    taken: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ended: bool = False

    @classmethod
    def of(cls, lines: Sequence[str]) -> Told:
        told = cls()
        for letter, _, rest in (line.partition(" ") for line in lines):
            if letter in ("T", "W"):
                folder, _, id_ = rest.partition(" ")
                (told.taken if letter == "T" else told.written).setdefault(folder, []).append(id_)
            elif letter in ("F", "U"):
                (told.forgotten if letter == "F" else told.held).append(rest)
            elif letter in ("!", "X"):
                told.wrong.append(f"it raised {rest}" if letter == "!" else rest)
            elif letter == "E":
                told.ended = True
        return told
