"""What a synced insert into the store costs, beside a raw append of the same bytes."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from callmate.clock import SystemClock
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.store.casefile import CaseFile
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer, Target
from tests.bench.figures import Figure, at_most, median, p99, shown, times
from tests.bench.stories import DEVICE

WARM_UP: Final = 50
DEVICE_INSERTS: Final = 200
SECTOR: Final = 512
US: Final = 1e6


class OwnSyncer(Syncer):
    """Leaves the syncing to the one who measures."""

    target: Target | None = None
    last = 0

    def wrote(self, target: Target, first: int, last: int) -> None:
        self.target, self.last = target, last

    def sync(self) -> None:
        """Make the last write durable, as the thread would."""
        assert self.target is not None
        self.target.sync()
        self.target.settled(self.last)


@dataclass
class Spent:
    """What inserts into one place took: microseconds, and bytes to the device."""

    whole: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)
    device: list[float] = field(default_factory=list)


class Place:
    """A case open for writing in some store."""

    def __init__(self, root: Path, case: str) -> None:
        self.syncer = OwnSyncer()
        root.mkdir(exist_ok=True)
        site = Site(DEVICE, root / "quarantine", self.syncer)
        self.file = CaseFile(root, case, site)
        self.root, self.path = root, root / "cases" / case
        self.spent = Spent()

    def insert(self, event: NewEvent) -> None:
        """One event, synced; the write alone counts too, where the system let it run through."""
        switches = _switches()
        start = perf_counter()
        self.file.append([event])
        wrote = perf_counter()
        interrupted = _switches() != switches
        again = perf_counter()
        self.syncer.sync()
        end = perf_counter()
        self.spent.whole.append((wrote - start + end - again) * US)
        if not interrupted:
            self.spent.write.append((wrote - start) * US)


class Raw:
    """The floor: append and fdatasync."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.spent = Spent()

    def append(self, line: bytes) -> None:
        start = perf_counter()
        os.write(self._fd, line)
        os.fdatasync(self._fd)
        self.spent.whole.append((perf_counter() - start) * US)

    def close(self) -> None:
        os.close(self._fd)
        self._path.unlink()


def _switches() -> int:
    """How often the system took the processor from this thread."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def written_to(path: Path) -> float:
    """Bytes that the device under ``path`` has been given, by anybody; NaN if none says so."""
    device = os.stat(path).st_dev
    try:
        text = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}/stat").read_text()
    except OSError:
        return float("nan")
    return float(int(text.split()[6]) * SECTOR)


def ready_events() -> Callable[[], NewEvent]:
    """Makes events like those of a key."""
    new_id, clock = UlidSource(), SystemClock()
    body = {"key": "n", "character": "n", "focus": "timeline", "screen": "timeline",
            "command": "note", "entry": None}  # fmt: skip
    return lambda: NewEvent(new_id(), "key", clock.now(), body)


def count_device(place: Place, raw: Raw, line: bytes, make: Callable[[], NewEvent]) -> None:
    """What the device is given for each of many more inserts; apart, since asking takes time."""
    for _ in range(DEVICE_INSERTS):
        steps: tuple[tuple[Spent, Callable[[], None]], ...] = (
            (raw.spent, partial(raw.append, line)),
            (place.spent, partial(place.insert, make())),
        )
        for spent, step in steps:
            before = written_to(place.root)
            step()
            spent.device.append(written_to(place.root) - before)


def measure(folder: Path, library: Path, big: tuple[Path, str], inserts: int) -> list[Figure]:
    """Inserts at 0, at the library and into one big file take turns with the raw append."""
    new_id = UlidSource()
    places = {"0": Place(folder / "inserts", new_id()), "library": Place(library, new_id()),
              "big": Place(*big)}  # fmt: skip
    raw, make = Raw(folder / "raw"), ready_events()
    line = b"x" * (_length_of_one(folder, make) - 1) + b"\n"
    for number in range(inserts + WARM_UP):
        for place in places.values():
            event = make()
            raw.append(line)
            place.insert(event)
        if number == WARM_UP:
            raw.spent = Spent()
            for place in places.values():
                place.spent = Spent()
    figures = _figures(raw.spent, {name: place.spent for name, place in places.items()})
    count_device(places["0"], raw, line, make)
    figures.append(_device(places["0"].spent, raw.spent))
    raw.close()
    for place in places.values():
        place.file.close()
    _remove(places["library"])
    return figures


def _length_of_one(folder: Path, make: Callable[[], NewEvent]) -> int:
    """Bytes that one more event takes in a file."""
    place = Place(folder / "length", UlidSource()())
    place.insert(make())
    lane = next(place.path.glob("*.json"))
    before = len(lane.read_bytes().rstrip())
    place.insert(make())
    length = len(lane.read_bytes().rstrip()) - before
    place.file.close()
    return length


def _remove(place: Place) -> None:
    for lane in place.path.iterdir():
        lane.unlink()
    place.path.rmdir()


def _figures(raw: Spent, spent: dict[str, Spent]) -> list[Figure]:
    floor, slow = median(raw.whole), p99(raw.whole)
    here, there, big = (spent[name] for name in ("0", "library", "big"))
    longest = max(max(one.write) for one in spent.values()) / 1000
    return [
        times("insert, synced, at 0, p50", median(here.whole), "µs", floor, 1.2),
        times("insert, synced, at 0, p99", p99(here.whole), "µs", slow, 3),
        times("insert, synced, in the big file, p50", median(big.whole), "µs", floor, 1.2),
        times("insert, synced, in the big file, p99", p99(big.whole), "µs", slow, 3),
        times("insert at the library, p50 (floor: at 0)", median(there.whole), "µs",
              median(here.whole), 1.1),
        shown("insert at the library, p99 (floor: at 0)", p99(there.whole), "µs",
              p99(here.whole)),
        shown("the write of an insert, p50", median(here.write), "µs"),
        at_most("the write of an insert, longest", longest, "ms", 5),
    ]  # fmt: skip


def _device(here: Spent, raw: Spent) -> Figure:
    """Of the whole device: others write to it too, so the median it is."""
    value, floor = median(here.device), median(raw.device)
    return at_most("bytes to the device a key, p50", value, "B", 8192, floor)
