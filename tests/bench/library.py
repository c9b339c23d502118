"""A library of any size, the same for the same seed: cases made from the real histories.

    python -m tests.bench.library FOLDER --cases 10000 --documents 100
    python -m tests.bench.library FOLDER --cases 0 --million 1000000

Each case retells one of the histories in ``tests/cases`` as if it had been logged live: 85 of 100
documents are keys (one that caused the fact, the others letters of its words), 15 are facts. A
history that is too short is told again a week later, one that is too long is cut and its call
ended. Companies get a town and reps other names, so that lists and completions have plenty.

The files are written in the store's own format, hash chain and all, but in bulk and without
syncing; the index is filled as well. ``open_library`` reuses a folder that was made alike, and
makes one anew whose index is of another form.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from callmate.model.events import Event
from callmate.model.fold import fold
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import Index, stamp_of
from callmate.store.indexfile import SCHEMA
from callmate.store.scan import HEAD
from callmate.store.taildb import SEALED_END
from tests.bench.stories import DEVICE, CaseMaker

SEED: Final = 2026
MARK: Final = "bench-library.json"
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: cases, documents in each, and documents of one big case (0: none)."""

    cases: int = 10_000
    documents: int = 100
    million: int = 0
    seed: int = SEED


def write_case(root: Path, maker: CaseMaker, documents: int) -> Iterator[Event]:
    """Write a case's file as one closed in good order; gives its events as it goes."""
    folder = root / "cases" / maker.id
    folder.mkdir(mode=0o700)
    fd = os.open(folder / f"{DEVICE}-1.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(fd, "wb") as file:
        file.write(HEAD)
        for event, line in maker.lane(documents):
            file.write(line)
            yield event
        file.write(SEALED_END)


def _write_chunk(root: Path, size: Size, first: int) -> list[CaseSummary]:
    summaries = []
    for number in range(first, min(first + CHUNK, size.cases)):
        maker = CaseMaker(size.seed, number, size.cases)
        events = list(write_case(root, maker, size.documents))
        summaries.append(summarise(fold(maker.id, events)))
    return summaries


def make_empty(root: Path) -> None:
    """A store of the device that wrote the library, with no case in it yet."""
    (root / "cases").mkdir(mode=0o700, parents=True)
    root.chmod(0o700)
    (root / "device").write_text(f"{DEVICE}\n", encoding="ascii")
    (root / "device").chmod(0o600)


def make_library(root: Path, size: Size) -> None:
    """Make a store of this size in a folder that holds none."""
    make_empty(root)
    firsts = range(0, size.cases, CHUNK)
    index = Index(root / "index.sqlite")
    with ProcessPoolExecutor() as pool:
        for found in pool.map(_write_chunk, [root] * len(firsts), [size] * len(firsts), firsts):
            for summary in found:
                index.put(summary, stamp_of(root, summary.id))
    if size.million:
        big = CaseMaker(size.seed, size.cases, size.cases)
        for _ in write_case(root, big, size.million):
            pass
        index.put(CaseSummary(big.id, "one case of very many events"), stamp_of(root, big.id))
    index.close()
    os.sync()
    (root / MARK).write_text(json.dumps(mark_of(size)), encoding="ascii")


def mark_of(size: Size) -> dict[str, Any]:
    """What tells a library that was made alike: its size, and how callmate keeps its caches."""
    schema = hashlib.sha256(SCHEMA.encode()).hexdigest()[:16]
    return {**asdict(size), "schema": schema}


def big_case(size: Size) -> str:
    """The id of the one case that holds ``size.million`` documents."""
    return CaseMaker(size.seed, size.cases, size.cases).id


def open_library(root: Path, size: Size) -> float:
    """Make the library unless it is there; the seconds it took. Raises SystemExit if in doubt."""
    mark = root / MARK
    if mark.exists():
        kept = json.loads(mark.read_text(encoding="ascii"))
        if kept == mark_of(size):
            return 0.0
        if kept | {"schema": ""} == mark_of(size) | {"schema": ""}:
            shutil.rmtree(root)  # it is ours, and of another day's callmate
            return open_library(root, size)
        raise SystemExit(f"{root} holds a library of another size or seed; give another folder.")
    if root.exists() and any(root.iterdir()):
        raise SystemExit(f"{root} is not empty and holds no whole library; give another folder.")
    begin = time.perf_counter()
    make_library(root, size)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=100, help="in each case")
    parser.add_argument("--million", type=int, default=0, help="documents of one big case")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    size = Size(options.cases, options.documents, options.million, options.seed)
    print(f"{options.folder}: {open_library(options.folder, size):.1f} s")


if __name__ == "__main__":
    main()
