"""A lane that came in an archive, looked at before it is let into the store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from callmate.store.fs import REAL
from callmate.store.lanes.chain import FIRST_PREV, is_forgotten
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.lane import Stat
from callmate.store.lanes.scan import Found, Health, Place, read_on


@dataclass(slots=True)
class Arrival:
    """A lane file that was read: ``docs`` are its events as far as it is whole."""

    path: Path
    lane: str
    """Its name without the ending."""
    found: Found
    place: Place
    docs: Sequence[Doc] = field(repr=False)
    stat: Stat
    doubt: str = ""
    """What is wrong with it by the manifest, if anything."""

    @classmethod
    def read(cls, path: Path, doubt: str = "") -> Arrival:
        """Raises OSError."""
        place, docs = Place(), list[Doc]()
        fd = REAL.open(path, os.O_RDONLY)
        try:
            stat = Stat.of(os.fstat(fd))
            found = read_on(fd, place, docs.append)
        finally:
            os.close(fd)
        return cls(path, path.name.removesuffix(".json"), found, place, docs, stat, doubt)

    @property
    def is_whole(self) -> bool:
        return self.found.health is Health.WHOLE and not self.doubt

    def hash_after(self, n: int) -> str:
        """What the chain comes to after event ``n``, which must be in it."""
        if n == self.place.link.n:
            return self.place.link.hash
        return str(self.docs[n]["prev"]) if n else FIRST_PREV

    def parts_from(self, other: Arrival) -> int:
        """The first event in which two chains of one name differ; 0 if one goes on where the
        other ends. Of damaged ones as much is compared as is whole."""
        both = min(self.place.link.n, other.place.link.n)
        if self.hash_after(both) == other.hash_after(both):
            return 0
        low, high = 0, both  # they agree after ``low``, not after ``high``
        while high - low > 1:
            middle = (low + high) // 2
            if self.hash_after(middle) == other.hash_after(middle):
                low = middle
            else:
                high = middle
        return high

    def strays(self, case: str) -> bool:
        """Whether an event says that it is of another case."""
        return any(doc["case"] != case for doc in self.docs)


def said_twice(arrivals: Sequence[Arrival], known: Sequence[Arrival]) -> str:
    """The id of an event that says one thing here and another there; "" for none. One that was
    forgotten contradicts nothing."""
    bodies: dict[str, tuple[object, ...]] = {}
    for lane in known:
        bodies.update((doc["id"], _said(doc)) for doc in lane.docs if not is_forgotten(doc))
    for lane in arrivals:
        for doc in lane.docs:
            there = bodies.get(doc["id"])
            if there is not None and not is_forgotten(doc) and _said(doc) != there:
                return str(doc["id"])
    return ""


def _said(doc: Doc) -> tuple[object, ...]:
    return doc["kind"], doc["at"], doc["call"], doc["cause"], doc["body"]
