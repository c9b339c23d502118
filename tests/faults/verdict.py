"""What must hold of a store after any fault.

``check`` opens the files as the program does at its next start, writes to them, and reads all of
them once more with stock TinyDB. Each sentence of its answer is a promise that was broken.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tinydb import TinyDB

from callmate.clock import SystemClock
from callmate.ids import UlidSource
from callmate.model.events import Event, NewEvent
from callmate.store.casefile import LaneFolder
from callmate.store.fs import Fs
from callmate.store.lanes.lane import Site
from callmate.store.lanes.scan import LANE, Found, Health, Place, is_lane, read_on
from callmate.store.lanes.sync import Syncer

ANY_DEVICE: Final = "testdev1"
MARK: Final = "after the fault"
"""What an event says that a verdict wrote."""
MOST_NAMED: Final = 3
NO_WORDS: Final = b",} \n\0"
"""Damage of nothing but these holds no word of anyone and need not be kept."""

_new_id = UlidSource()


class Unsynced(Fs):
    """The verdict's own events need not outlast a power cut."""

    def datasync(self, fd: int) -> None:
        return

    def fsync(self, fd: int) -> None:
        return


def check(
    root: Path,
    case: str,
    acknowledged: Sequence[str],
    *,
    also: Sequence[Sequence[str]] = (),
    taken: Collection[str] | None = None,
    fs: Fs | None = None,
) -> list[str]:
    """What is wrong with a case of the store ``root``, whose writers are all gone.

    ``acknowledged`` are the ids that one writer was told are safe, in its order; ``also`` are
    those of other writers. ``taken`` are all ids that may be there; None if that is not known.
    """
    folder = root / "cases" / case
    return check_folder(root, folder, case, acknowledged, also=also, taken=taken, fs=fs)


def check_folder(
    root: Path,
    folder: Path,
    case: str,
    acknowledged: Sequence[str],
    *,
    also: Sequence[Sequence[str]] = (),
    taken: Collection[str] | None = None,
    fs: Fs | None = None,
) -> list[str]:
    """The same for any folder of lanes: a day's, the library's (``case`` is "" for these)."""
    before = [Before.of(path) for path in lanes_in(folder)]
    site = Site(_device(root, before), root / "quarantine", Syncer(interval=0.0), fs or Unsynced())
    opened = LaneFolder(folder, case, site)
    try:
        events = opened.read()
        wrong = _missing(events, [acknowledged, *also]) + _strangers(events, taken)
        mark = NewEvent(_new_id(), "note", SystemClock().now(), {"text": MARK})
        added = opened.append([mark])[0]
        if opened.unsaved:
            wrong.append(f"nothing can be written any more: {site.syncer.status.reason}")
        opened.retry()  # as the program does a second later
    except Exception as error:
        return [f"callmate raised {type(error).__name__} on opening it: {error}"]
    finally:
        opened.close()
        site.syncer.stop()
    return wrong + _after(folder, case, site, before, [*events, added])


def _after(
    folder: Path, case: str, site: Site, before: Sequence[Before], expected: Sequence[Event]
) -> list[str]:
    """Look at it once more, as the start after that does."""
    again = LaneFolder(folder, case, Site(site.device, site.quarantine, Syncer(), site.fs))
    wrong = []
    if [event.id for event in again.read()] != [event.id for event in expected]:
        wrong.append("the next start reads other events than this one, or in another order")
    found = again.verify()
    for one in before:
        wrong += one.now(found.get(one.lane), again, site)
    for path in lanes_in(folder):
        if found[path.stem].health is Health.WHOLE:
            wrong += against_stock(path)
    return wrong


def lanes_in(folder: Path) -> list[Path]:
    """The lane files of a folder, by name; none if there is no folder."""
    try:
        return sorted(folder / name for name in os.listdir(folder) if is_lane(name))
    except FileNotFoundError:
        return []


def scanned(path: Path) -> tuple[Found, Place, list[dict[str, Any]]]:
    """A lane as callmate reads it: its health, how far it is whole, and its documents."""
    docs: list[dict[str, Any]] = []
    place = Place()
    fd = os.open(path, os.O_RDONLY)
    try:
        return read_on(fd, place, docs.append), place, docs
    finally:
        os.close(fd)


def against_stock(path: Path) -> list[str]:
    """Where stock TinyDB and callmate differ over a lane, document by document."""
    try:
        with TinyDB(path, access_mode="r") as db:
            stock = [(doc.doc_id, dict(doc)) for doc in db.table("events")]
            tables = db.tables()
    except (ValueError, OSError) as error:
        return [f"stock TinyDB cannot open {path.name}: {error}"]
    ours = [(doc["n"], doc) for doc in scanned(path)[2]]
    if stock != ours:
        return [f"stock TinyDB reads {len(stock)} events of {path.name}, callmate {len(ours)}"]
    return [] if tables <= {"events"} else [f"{path.name} holds other tables: {sorted(tables)}"]


@dataclass(frozen=True, slots=True)
class Before:
    """A lane file as the fault left it."""

    path: Path
    raw: bytes
    health: Health
    damage: bytes
    """What stands behind its last whole event, without padding."""

    @classmethod
    def of(cls, path: Path) -> Before:
        raw = path.read_bytes()
        found, place, _ = scanned(path)
        return cls(path, raw, found.health, raw[place.offset :].rstrip(b" \n"))

    @property
    def lane(self) -> str:
        return self.path.name.removesuffix(LANE)

    def may_be_written(self, device: str) -> bool:
        return re.fullmatch(rf"{device}-\d+", self.lane) is not None

    def now(self, found: Found | None, again: LaneFolder, site: Site) -> list[str]:
        """What is wrong with the file after callmate opened the folder and wrote to it."""
        if found is None:
            return [f"{self.lane} is gone"]
        if self.health is Health.WHOLE:
            return [] if found.health is Health.WHOLE else [f"{self.lane} is {found.health.value}"]
        if self.health is Health.TORN and self.may_be_written(site.device):
            return self._mended(found, site)
        wrong = []
        if self.path.read_bytes() != self.raw:
            wrong.append(f"{self.lane} was damaged, and was written all the same")
        if self.lane not in again.damaged or not again.trouble:
            wrong.append(f"{self.lane} is damaged, and nothing says so")
        return wrong

    def _mended(self, found: Found, site: Site) -> list[str]:
        if found.health is not Health.WHOLE:
            return [f"{self.lane} was torn, and is {found.health.value} after it was opened"]
        if not self.damage.strip(NO_WORDS):
            return []
        wrong = []
        if self.damage not in _contents(site.quarantine):
            wrong.append(f"{len(self.damage)} torn bytes of {self.lane} are not in quarantine")
        if not any("set aside" in notice for notice in site.notices):
            wrong.append(f"{self.lane} was mended, and nothing says so")
        return wrong


def _contents(quarantine: Path) -> set[bytes]:
    return {path.read_bytes() for path in quarantine.iterdir()} if quarantine.is_dir() else set()


def _device(root: Path, before: Sequence[Before]) -> str:
    """The device that wrote here last, so that its lanes are taken up again."""
    try:
        return (root / "device").read_text(encoding="ascii", errors="replace").split()[0]
    except (FileNotFoundError, IndexError):  # or it was never synced
        return before[0].lane.rpartition("-")[0] if before else ANY_DEVICE


def _missing(events: Sequence[Event], writers: Sequence[Sequence[str]]) -> list[str]:
    found = [event.id for event in events]
    place = {id_: number for number, id_ in enumerate(found)}
    wrong = [f"{id_} is there {times} times" for id_, times in Counter(found).items() if times > 1]
    for acknowledged in writers:
        lost = [id_ for id_ in acknowledged if id_ not in place]
        if lost:
            names = ", ".join(lost[:MOST_NAMED])
            wrong.append(f"{len(lost)} of {len(acknowledged)} acknowledged are lost: {names}")
        kept = [place[id_] for id_ in acknowledged if id_ in place]
        if kept != sorted(kept):
            wrong.append("acknowledged events are there in another order")
    return wrong


def _strangers(events: Sequence[Event], taken: Collection[str] | None) -> list[str]:
    if taken is None:
        return []
    known = set(taken)
    strange = (one for one in events if one.id not in known and one.body.get("text") != MARK)
    return [f"{event.id} was never taken" for event in strange]


def folders_of(root: Path) -> Iterator[tuple[Path, str]]:
    """Every folder of lanes in a store, and the case it is of ("" for days and the library)."""
    for kind in ("cases", "days"):
        for folder in sorted((root / kind).glob("*")):
            yield folder, folder.name if kind == "cases" else ""
    if (root / "library").is_dir():
        yield root / "library", ""
