"""What all files of a store share, and an event on its way to one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from callmate.model.events import NewEvent
from callmate.store.fs import REAL, Fs
from callmate.store.lanes.copies import Copies
from callmate.store.lanes.sync import Syncer
from callmate.store.reserve import RESERVE, Reserve

if TYPE_CHECKING:
    from callmate.store.lanes.lane import Lane

MOST_NOTICES: Final = 500
"""What goes wrong every few seconds must not fill the memory with sentences."""


@dataclass(slots=True)
class Site:
    """What all files of a store share. ``notices`` are sentences for the person."""

    device: str
    quarantine: Path
    syncer: Syncer = field(default_factory=Syncer)
    fs: Fs = REAL
    notices: list[str] = field(default_factory=list)
    abandoned: list[Lane] = field(default_factory=list)
    refusal: str = ""
    """Why nothing may be written here at all; empty if it may."""
    former: frozenset[str] = frozenset()  # ids it wrote under before: those lanes are its own
    lasting: set[str] = field(default_factory=set)
    """The notices of what still is so: they stay until they are withdrawn."""
    left: set[Path] = field(default_factory=set)
    """Lanes that were displaced, kept and closed: not to be begun anew under their names."""
    copies: Copies = field(default_factory=Copies)
    reserve: Reserve = field(init=False)

    def __post_init__(self) -> None:
        self.reserve = Reserve(self.root / RESERVE)

    @property
    def root(self) -> Path:
        """The store folder."""
        return self.quarantine.parent

    def notice(self, sentence: str, lasting: bool = False) -> None:
        """Say something once; ``lasting`` what is so until it is withdrawn."""
        if lasting:
            self.lasting.add(sentence)
        if sentence in self.notices:
            return
        self.notices.append(sentence)
        if len(self.notices) > MOST_NOTICES:
            del self.notices[0]

    def withdraw(self, sentence: str) -> None:
        """It is not so any more, or was read."""
        self.lasting.discard(sentence)
        if sentence in self.notices:
            self.notices.remove(sentence)


class Stamped(NamedTuple):
    """An event on its way to a lane: its number in the process, and its place in time."""

    number: int
    new: NewEvent
    clock: str
    first: int = 0
    """The number of the first of those that are written together with it, all or none."""

    digest: str = ""
    """Of an event that was forgotten: its header's, all that is left of what it said."""
