"""Reads what is stored from its start on and says whether, and where, it was changed.

What a chain cannot show, that its end was cut off or its last header changed, only a head code
can that somebody kept; see ``anchors``. Memory stays flat, however long a lane is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from callmate.store.clones import mark_of
from callmate.store.fs import REAL, Fs
from callmate.store.lanes.chain import is_forgotten
from callmate.store.lanes.scan import Health, Place, is_lane, named, read_on
from callmate.store.layout import QUARANTINE
from callmate.store.proof.diagnosis import Trouble, diagnosed
from callmate.store.proof.heads import Head

TRIES: Final = 8
"""A lane that is just being written may look torn: what is wrong must be so twice in a row."""
TELL_EVERY: Final = 20_000

Tell = Callable[[int], None]
"""Told now and then how many more events were read."""


@dataclass(slots=True)
class CallEnd:
    """A call's end as a lane has it. ``n`` is the last event written with it, which is where its
    code was made; ``at`` when it was written (RFC 3339)."""

    id: str
    call: str
    at: str
    cause: str | None
    n: int
    hash: str


@dataclass(slots=True)
class LaneChecked:
    """One lane file. Its chain holds over the first ``held`` events; ``trouble`` is the first thing
    that is wrong, ``beyond`` how many events behind it hold by themselves."""

    path: Path
    lane: str = ""
    health: Health | None = None
    """None: it could not be read at all."""
    trouble: Trouble | None = None
    held: int = 0
    hash: str = ""
    forgotten: int = 0
    beyond: int = 0
    first_at: str = ""
    last_at: str = ""
    begun: dict[str, str] = field(default_factory=dict)
    """When each call was begun, by its id."""
    ends: list[CallEnd] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Its folder and name: ``01J…/abc-1.json``."""
        return named(self.path)

    @property
    def is_copy(self) -> bool:
        """Whether it is another file's lane, as a synchroniser's copy is."""
        return self.lane not in ("", self.path.stem)

    @property
    def is_unreadable(self) -> bool:
        """Whether there is no event of callmate to be found in it."""
        return self.health in (None, Health.SHAPELESS)

    @property
    def good(self) -> int:
        """How many events from the first on are as they were written."""
        if self.trouble is not None and self.trouble.kind == "altered":
            return max(0, min(self.held, self.trouble.n - 1))
        return self.held

    @property
    def head(self) -> Head:
        return Head(self.lane, self.held, self.hash)


class _Counting:
    """Takes the events of one lane as they are read."""

    def __init__(self, checked: LaneChecked, place: Place, case: str | None, tell: Tell) -> None:
        self._checked, self._place, self._case, self._tell = checked, place, case, tell
        self._batch: CallEnd | None = None
        self.foreign: dict[str, Any] | None = None

    def take(self, doc: dict[str, Any]) -> None:
        checked, link = self._checked, self._place.link
        if link.n == checked.held:
            checked.beyond += 1  # behind the damage
            return
        checked.held = link.n
        if link.n == 1:
            checked.first_at = doc["at"]
        checked.last_at = doc["at"]
        checked.forgotten += is_forgotten(doc)
        if self._case is not None and doc["case"] != self._case and self.foreign is None:
            self.foreign = doc
        kind = doc["kind"]
        if kind == "call_end":
            self._batch = CallEnd(
                doc["id"], doc["call"] or "", doc["at"], doc["cause"], link.n, link.hash
            )
            checked.ends.append(self._batch)
        elif self._batch is not None:
            if doc["cause"] is not None and doc["cause"] == self._batch.cause:
                self._batch.n, self._batch.hash = link.n, link.hash
            else:
                self._batch = None
        elif kind == "call_start":
            checked.begun[doc["id"]] = doc["at"]
        if not link.n % TELL_EVERY:
            self._tell(TELL_EVERY)


def check_lane(
    path: Path, case: str | None = None, fs: Fs = REAL, tell: Tell = lambda count: None
) -> LaneChecked:
    """Read one lane file from its start to its end. Never raises for what it holds.

    ``case`` is whose events these should be; None where that does not matter.
    """
    trouble: Trouble | None = None
    for _ in range(TRIES):
        try:
            fd = fs.open(path, os.O_RDONLY)
        except OSError as error:
            return LaneChecked(path, trouble=_unreadable(path, error))
        try:
            checked = _checked(fd, path, case, tell)
        finally:
            os.close(fd)
        if checked.trouble in (None, trouble):
            break
        trouble = checked.trouble
    return checked


def _checked(fd: int, path: Path, case: str | None, tell: Tell) -> LaneChecked:
    checked, place = LaneChecked(path), Place()
    counting = _Counting(checked, place, case, tell)
    try:
        found = read_on(fd, place, counting.take)
    except OSError as error:  # what stands before a bad sector holds all the same
        checked.lane, checked.hash = place.lane, place.link.hash
        n, why = place.link.n + 1, f"cannot be read ({error.strerror or error})"
        checked.trouble = Trouble(path, "unreadable", n, n + 1, checked.last_at, why, after=True)
        return checked
    checked.health, checked.lane, checked.hash = found.health, place.lane, place.link.hash
    if found.health is not Health.WHOLE:
        checked.trouble = diagnosed(fd, path, place, found, checked.last_at)
    elif counting.foreign is not None:
        checked.trouble = _foreign(path, counting.foreign, case or "")
    elif mark := mark_of(path.stem):
        checked.trouble = Trouble(path, "doubtful", 0, 0, "", mark)
    return checked


def _unreadable(path: Path, error: OSError) -> Trouble:
    return Trouble(path, "unreadable", 0, 0, "", f"cannot be read ({error.strerror or error})")


def _foreign(path: Path, doc: dict[str, Any], case: str) -> Trouble:
    whose = f"case {doc['case']}" if doc["case"] else "no case"
    own = f"case {case}" if case else "what belongs to no case"
    what = f"belongs to {whose}, and the file stands among those of {own}"
    return Trouble(path, "foreign", doc["n"], doc["n"] + 1, doc["at"], what)


@dataclass(slots=True)
class FolderChecked:
    """The lanes of one case, of one day, or of the library."""

    folder: Path
    lanes: list[LaneChecked] = field(default_factory=list)
    problem: str = ""
    """Why its lanes cannot be listed."""

    @property
    def troubles(self) -> list[Trouble]:
        return [lane.trouble for lane in self.lanes if lane.trouble is not None]

    @property
    def is_good(self) -> bool:
        return not self.problem and not self.troubles

    @property
    def is_unreadable(self) -> bool:
        return bool(self.problem) or any(lane.is_unreadable for lane in self.lanes)

    @property
    def events(self) -> int:
        """How many events hold, those of copies left out."""
        return sum(lane.held for lane in self.own)

    @property
    def forgotten(self) -> int:
        return sum(lane.forgotten for lane in self.own)

    @property
    def own(self) -> list[LaneChecked]:
        """Each lane once: of copies the one that goes furthest."""
        found: dict[str, LaneChecked] = {}
        for lane in sorted(self.lanes, key=lambda one: (one.held, not one.is_copy)):
            if lane.held:
                found[lane.lane] = lane
        return [found[name] for name in sorted(found)]

    @property
    def heads(self) -> list[Head]:
        return [lane.head for lane in self.own]


def check_folder(
    folder: Path, case: str | None, fs: Fs = REAL, tell: Tell = lambda count: None
) -> FolderChecked:
    """Every lane of a folder. ``case`` is whose; "" for what belongs to none. Never raises."""
    checked = FolderChecked(folder)
    try:
        names = sorted(name for name in os.listdir(folder) if is_lane(name))
    except OSError as error:
        checked.problem = f"{folder} cannot be read ({error.strerror})"
        return checked
    checked.lanes = [check_lane(folder / name, case, fs, tell) for name in names]
    _compare_copies(checked, fs)
    return checked


def _compare_copies(checked: FolderChecked, fs: Fs) -> None:
    """A lane that stands in two files must say the same in both, as far as both go."""
    own = {lane.lane: lane for lane in checked.lanes if not lane.is_copy}
    for copy in checked.lanes:
        original = own.get(copy.lane)
        if not copy.is_copy or copy.trouble or not copy.held or original is None:
            continue
        n = min(copy.held, original.held)
        if hash_at(copy, n, fs) != hash_at(original, n, fs):
            what = f"is not what {original.path.name} says, of which it is a copy"
            copy.trouble = Trouble(copy.path, "differs", 0, 0, "", what)


def hash_at(lane: LaneChecked, n: int, fs: Fs = REAL) -> str:
    """The hash after event ``n`` of a lane that was checked; "" if the file changed since."""
    if n == lane.held:
        return lane.hash
    hashes: list[str] = []
    try:
        fd = fs.open(lane.path, os.O_RDONLY)
    except OSError:
        return ""
    try:
        read_on(fd, Place(), lambda doc: hashes.append(doc["prev"]) if doc["n"] == n + 1 else None)
    except OSError:
        return ""
    finally:
        os.close(fd)
    return hashes[0] if hashes else ""


def quarantined(root: Path) -> list[str]:
    """What was set aside before a file was mended, by name. Raises OSError."""
    try:
        names = os.listdir(root / QUARANTINE)
    except FileNotFoundError:
        return []
    return sorted(name for name in names if not name.startswith("."))
