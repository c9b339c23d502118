"""Pieces in quarantine that are whole lanes of cases, with events that stand nowhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from callmate.ids import is_ulid
from callmate.model.spoken import counted
from callmate.store.checkup.finding import Finding, Mend, broken
from callmate.store.fs import REAL, NotARegularFile
from callmate.store.lanes.displaced import keep_other
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.scan import LANE, Place, is_lane, read_on
from callmate.store.layout import case_folder, lanes_in


def look_at_pieces(pieces: Iterable[Path], root: Path) -> Iterator[Finding]:
    """A finding for each of them; its mend takes the lane back into its case. Raises OSError."""
    for piece in pieces:
        docs: list[Doc] = []
        target = _lane_of(piece, root, docs)
        lost = _nowhere_else(docs, target.parent) if target is not None else 0
        if target is not None and lost:
            yield broken(
                "quarantine", f"{piece.name} holds {counted(lost, 'event')} that stand in no case.",
                "Do not delete it: --repair takes them back.", _taker(piece, target),
            )  # fmt: skip


def _lane_of(piece: Path, root: Path, docs: list[Doc]) -> Path | None:
    """Where the file of its lane would be; None if it does not begin as one of a case does."""
    try:
        fd = REAL.open(piece, os.O_RDONLY)
    except NotARegularFile:
        return None
    place = Place()
    try:
        read_on(fd, place, docs.append)
    finally:
        os.close(fd)
    if not place.link.n or not is_ulid(docs[0]["case"]) or not is_lane(f"{place.lane}{LANE}"):
        return None
    del docs[place.link.n :]  # what stands behind damage is no part of a whole lane
    if "/" in place.lane or any(doc["case"] != docs[0]["case"] for doc in docs):
        return None
    return case_folder(root, docs[0]["case"]) / f"{place.lane}{LANE}"


def _nowhere_else(docs: Iterable[Doc], folder: Path) -> int:
    there = b"".join(path.read_bytes() for path in lanes_in(folder)) if folder.is_dir() else b""
    return sum(f'"id":"{doc["id"]}"'.encode() not in there for doc in docs)


def _taker(piece: Path, target: Path) -> Mend:
    def mend() -> str:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        fd = REAL.open(piece, os.O_RDONLY)
        try:
            name = keep_other(target, fd, REAL)
        finally:
            os.close(fd)
        return f"It is read again, as {target.parent.name}/{name}; the piece stays where it is."

    return mend
