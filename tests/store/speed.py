"""What a synced insert costs beside a raw append of the same bytes, in the same run.

    python -m tests.store.speed --events 0,100000,1000000

For each size a lane with so many events is made, closed and opened again. Then an insert and a
raw append of the same bytes to another file take turns, each followed by fdatasync. ``event``
is a ``NewEvent`` made into canonical text, hashed and inserted; ``ready`` is the insert of text
that is made already.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from callmate.store.lanes.lane import Lane, Site, Stamped
from callmate.store.lanes.opening import open_lane
from callmate.store.lanes.sync import Syncer, Target
from callmate.store.lanes.taildb import EVENTS, TailTable
from tests.store.support import CASE, Maker

BATCH = 2000


class NoSyncer(Syncer):
    """Leaves the syncing to the one who measures."""

    def wrote(self, target: Target, first: int, last: int) -> None:
        return


def stamped(make: Maker, number: int) -> Stamped:
    body = {"key": "n", "character": "n", "focus": "timeline", "screen": "live", "entry": None}
    return Stamped(number, make("key", **body, command="note"), f"{number:012x}-0000")


def filled(path: Path, count: int, site: Site) -> Lane:
    """A lane of ``count`` events, closed in good order and opened again."""
    make, lane = Maker(), open_lane(path, CASE, site, None)
    for start in range(0, count, BATCH):
        lane.append([stamped(make, start + n) for n in range(min(BATCH, count - start))])
        lane.unsynced.clear()
    lane.close()
    os.sync()
    return open_lane(path, CASE, site, None)


def timed(work: Callable[[], object], fd: int | None = None) -> float:
    """Microseconds that ``work``, and the sync of ``fd`` after it, took."""
    start = perf_counter()
    work()
    if fd is not None:
        os.fdatasync(fd)
    return (perf_counter() - start) * 1e6


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(folder: Path, count: int, inserts: int) -> None:
    site = Site("testdev1", folder / "quarantine", NoSyncer())
    path = folder / "cases" / CASE / "testdev1-1.json"
    path.parent.mkdir(parents=True)
    lane = filled(path, count, site)
    lane.close()
    opened = timed(lambda: open_lane(path, CASE, site, None)._db.close())
    lane = open_lane(path, CASE, site, None)
    fd = lane._storage.fd
    raw = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    make = Maker(10**9)
    figures: dict[str, list[float]] = {"raw": [], "event": [], "raw again": [], "ready": []}
    table = lane._db.table(EVENTS)
    assert isinstance(table, TailTable)
    gc.collect()
    for number in range(inserts + 50):
        event, start = stamped(make, count + number), lane._storage.tail.offset
        spent = {"event": timed(partial(lane.append, [event]), fd)}
        line = os.pread(fd, lane._storage.tail.offset - start, start)
        for name in ("raw", "raw again"):
            spent[name] = timed(partial(os.write, raw, line), raw)
        # This copy breaks the chain; the lane is thrown away afterwards.
        lane.link.n += 1
        rows = [(lane.link.n, line.partition(b": ")[2])]
        spent["ready"] = timed(partial(table.insert_encoded, rows), fd)
        lane.unsynced.clear()
        if number >= 50:
            for name, figure in spent.items():
                figures[name].append(figure)
    report(count, figures, opened)
    os.close(raw)
    lane._db.close()


def report(count: int, figures: dict[str, list[float]], opened: float) -> None:
    floor = sorted(figures["raw"] + figures["raw again"])
    base = statistics.median(floor), floor[int(len(floor) * 0.99)]
    print(f"{count} events: opened in {opened / 1000:.1f} ms, {resident_mib():.1f} MiB resident")
    for name in ("event", "ready"):
        values = sorted(figures[name])
        p50, p99 = statistics.median(values), values[int(len(values) * 0.99)]
        print(
            f"  {name:5}  p50 {p50:6.0f} us ({p50 / base[0]:.2f} x raw {base[0]:.0f})"
            f"  p99 {p99:6.0f} us ({p99 / base[1]:.2f} x raw {base[1]:.0f})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--events", default="0,100000", help="sizes, with commas between")
    parser.add_argument("--inserts", type=int, default=3000, help="how many to time")
    parser.add_argument("--folder", type=Path, help="on the disk to measure")
    options = parser.parse_args()
    for count in map(int, options.events.split(",")):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            measure(Path(folder), count, options.inserts)


if __name__ == "__main__":
    main()
