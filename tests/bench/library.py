"""A library of any size, the same for the same seed: cases made from the real histories.

    python -m tests.bench.library FOLDER --cases 10000 --documents 100
    python -m tests.bench.library FOLDER --cases 0 --million 1000000

Each case retells one of the histories in ``tests/cases`` as if it had been logged live: 85 of 100
documents are keys (one that caused the fact, the others letters of its words), 15 are facts. A
history that is too short is told again a week later, one that is too long is cut and its call
ended. Companies get a town and reps other names, so that lists and completions have plenty.

The files are written in the store's own format, hash chain and all, but in bulk and without
syncing; the index and the search are filled as well. ``open_library`` reuses a folder that was made
alike, and fills them anew where they are of another form.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from callmate.model.events import Event
from callmate.model.fold import fold
from callmate.model.search.documents import Doc, documents
from callmate.model.search.searchtext import VERSION as FOLD
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index.index import Index
from callmate.store.index.indexfile import SCHEMA
from callmate.store.lanes.chain import to_event
from callmate.store.lanes.scan import HEAD
from callmate.store.lanes.taildb import SEALED_END
from callmate.store.search import searchfile
from callmate.store.search.writer import SearchWriter
from callmate.store.stamps import stamp_of
from tests.bench.stories import DEVICE, CaseMaker

SEED: Final = 2026
MARK: Final = "bench-library.json"
CHUNK: Final = 250
MOST_FOLDED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: cases, documents in each, and documents of one big case (0: none)."""

    cases: int = 10_000
    documents: int = 100
    million: int = 0
    seed: int = SEED


Caches = tuple[CaseSummary, tuple[Doc, ...]]
"""What the list and the search know of a case."""


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


def caches_of(case_id: str, events: Iterable[Event]) -> Caches:
    found = fold(case_id, events)
    return summarise(found), tuple(documents(found))


def _written(root: Path, size: Size, first: int) -> list[Caches]:
    makers = (CaseMaker(size.seed, n, size.cases) for n in _chunk(first, size.cases))
    return [caches_of(one.id, write_case(root, one, size.documents)) for one in makers]


def _read(root: Path, size: Size, first: int) -> list[Caches]:
    ids = sorted(os.listdir(root / "cases"))[first : first + CHUNK]
    return [caches_of(one, _events(root, one)) for one in ids if one != big_case(size)]


def _events(root: Path, case_id: str) -> list[Event]:
    text = (root / "cases" / case_id / f"{DEVICE}-1.json").read_bytes()
    return [to_event(doc) for doc in json.loads(text)["events"].values()]


def _chunk(first: int, end: int) -> range:
    return range(first, min(first + CHUNK, end))


class Filling:
    """The index and the search of a store, being filled."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._index, self._search = (
            Index(root / "index.sqlite"),
            SearchWriter(root / searchfile.NAME),
        )

    def take(self, found: Iterable[Caches]) -> None:
        with self._search.together():
            for summary, docs in found:
                stamp = stamp_of(self._root, summary.id)
                self._index.put(summary, stamp)
                self._search.put(summary.id, docs, stamp=stamp)

    def close(self) -> None:
        self._index.close()
        self._search.close()


def make_empty(root: Path) -> None:
    """A store of the device that wrote the library, with no case in it yet."""
    (root / "cases").mkdir(mode=0o700, parents=True)
    root.chmod(0o700)
    (root / "device").write_text(f"{DEVICE}\n", encoding="ascii")
    (root / "device").chmod(0o600)


def make_library(root: Path, size: Size) -> None:
    """Make a store of this size in a folder that holds none."""
    make_empty(root)
    _fill(root, size, _written)
    (root / MARK).write_text(json.dumps(mark_of(size)), encoding="ascii")


def fill_anew(root: Path, size: Size) -> None:
    """Fill the index and the search of a library from its case files."""
    for path in (*root.glob("index.sqlite*"), *root.glob(f"{searchfile.NAME}*")):
        path.unlink()
    _fill(root, size, _read)
    (root / MARK).write_text(json.dumps(mark_of(size)), encoding="ascii")


def _fill(root: Path, size: Size, part: Callable[[Path, Size, int], list[Caches]]) -> None:
    firsts = range(0, size.cases, CHUNK)
    filling = Filling(root)
    with ProcessPoolExecutor() as pool:
        for found in pool.map(part, [root] * len(firsts), [size] * len(firsts), firsts):
            filling.take(found)
    if size.million:
        filling.take([_big(root, size)])
    filling.close()
    os.sync()


def _big(root: Path, size: Size) -> Caches:
    """The one big case, written unless it is there; one too big to be folded is only named."""
    big = CaseMaker(size.seed, size.cases, size.cases)
    if not (root / "cases" / big.id).exists():
        for _ in write_case(root, big, size.million):
            pass
    if size.million > MOST_FOLDED:
        return CaseSummary(big.id, "one case of very many events"), ()
    return caches_of(big.id, _events(root, big.id))


def mark_of(size: Size) -> dict[str, Any]:
    """What tells a library that was made alike: its size, and how callmate keeps its caches."""
    schema = hashlib.sha256(f"{SCHEMA}{searchfile.SCHEMA}{FOLD}".encode())
    return {**asdict(size), "schema": schema.hexdigest()[:16]}


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
            begin = time.perf_counter()
            fill_anew(root, size)
            return time.perf_counter() - begin
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
