"""How long a case takes to open, and a million events to verify, beside what the bare reading of
the same bytes takes: JSON parsed by the library, SHA-256 of the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from callmate.store.casefile import CaseFile
from callmate.store.lanes.lane import Site
from callmate.store.proof.verifying import check_lane
from tests.bench.figures import Figure, median, times
from tests.bench.library import make_empty, write_case
from tests.bench.stories import DEVICE, CaseMaker

EVENTS: Final = 20_000
OPEN_FACTOR: Final = 3
VERIFY_FACTOR: Final = 10
CHUNK: Final = 1 << 20
Say = Callable[[str], None]


def opening(scratch: Path, rounds: int) -> list[Figure]:
    """A case of 20,000 events read with its chain, merged and ready for the next event, against
    ``json.load`` of its file; they take turns."""
    root = scratch / "opening"
    make_empty(root)
    maker = CaseMaker(1, 0, 1)
    for _ in write_case(root, maker, EVENTS):
        pass
    path = next((root / "cases" / maker.id).glob("*.json"))
    opened, loaded = list[float](), list[float]()
    for _ in range(rounds + 1):
        loaded.append(_timed(lambda: _load(path)))
        opened.append(_timed(lambda: _open(root, maker.id)))
    return [
        times(f"a case of {EVENTS:,} events opened to be written (floor: json.load), p50",
              median(opened[1:]) * 1000, "ms", median(loaded[1:]) * 1000, OPEN_FACTOR),
    ]  # fmt: skip


def verifying(root: Path, case: str, count: int, say: Say) -> list[Figure]:
    """All events of a long lane verified, against the SHA-256 of its bytes and the parsing of its
    JSON line by line (at once it would not fit into a small memory)."""
    path = next((root / "cases" / case).glob(f"{DEVICE}-1.json"))
    say(f"verifying {count:,} events")
    summed = _timed(lambda: _sum(path))
    parsed = _timed(lambda: _parse(path))
    checked: list[int] = []
    verified = _timed(lambda: checked.append(check_lane(path, case).held))
    if checked[0] < count:
        raise SystemExit(f"{path} is not whole: {checked[0]} of {count} events hold.")
    return [
        times(f"{count:,} events verified (floor: sha256 and parsing of the same bytes)",
              verified, "s", summed + parsed, VERIFY_FACTOR),
    ]  # fmt: skip


def _timed(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def _load(path: Path) -> None:
    with path.open("rb") as file:
        json.load(file)


def _open(root: Path, case: str) -> None:
    file = CaseFile(root, case, Site(DEVICE, root / "quarantine"))
    events = file.read()
    file.ready()
    if len(events) != EVENTS or file.damaged or not file.lane:
        raise SystemExit(f"{case} was not opened: {len(events)} events, {file.trouble}")
    file.close()


def _sum(path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    digest.hexdigest()


def _parse(path: Path) -> None:
    decode = json.JSONDecoder().raw_decode
    with path.open("r", encoding="ascii") as file:
        file.readline()
        for line in file:
            if line.startswith('"'):
                decode(line, line.index("{"))
