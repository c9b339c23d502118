"""Finds the point of a record that a head code was made at, and the codes of the ends of calls.

A code is made of the heads of all lanes of a case as one window knew them. With one lane, or where
each window had read what the others wrote, that is a point of the merged order. What came from
another machine later stands before it in that order, though it was not there yet: so the end of
each call, and of each lane, is tried with the others at any point, too.
"""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from callmate.store.fs import REAL, Fs
from callmate.store.lanes.scan import HEAD, MAX_LINE
from callmate.store.proof.heads import Head, number_of, spelled
from callmate.store.proof.verifying import CallEnd, FolderChecked, LaneChecked

MOST_TRIED: Final = 3_000_000
"""So many combinations of lanes are tried, some seconds' work; a case of two lanes with 500 calls
and 6,000 events in each needs as many."""


class Step(NamedTuple):
    """An event as far as it matters here, and the hash after it; sorts in merged order."""

    clock: str
    lane: str
    n: int
    hash: str
    at: str
    id: str
    call: str


@dataclass(frozen=True, slots=True)
class Point:
    """Up to where the record is the one a code was made of: the last event of it in merged order,
    and how many events were written since."""

    step: Step
    later: int


@dataclass(frozen=True, slots=True)
class Coded:
    """A call's end and its code."""

    end: CallEnd
    began: str
    code: str


def steps_of(lane: LaneChecked, fs: Fs = REAL) -> Iterator[Step]:
    """The good events of a lane that was checked, read again one by one. Raises OSError."""
    fd = fs.open(lane.path, os.O_RDONLY)
    with open(fd, "rb") as file:
        file.seek(len(HEAD))
        last: Step | None = None
        while (text := file.readline(MAX_LINE)) and (last is None or last.n < lane.held):
            if not text.startswith(b'"'):
                continue
            doc, _ = json.JSONDecoder().raw_decode(text.decode("ascii").partition(": ")[2])
            if last is not None:
                yield last._replace(hash=doc["prev"])
            last = Step(
                doc["clock"], doc["lane"], doc["n"], "", doc["at"], doc["id"], doc["call"] or ""
            )
        if last is not None and last.n == lane.held:
            yield last._replace(hash=lane.hash)


def merged(lanes: Sequence[LaneChecked], fs: Fs = REAL) -> Iterator[Step]:
    """The events of several lanes in the order in which they are read."""
    return heapq.merge(*(steps_of(lane, fs) for lane in lanes))


def codes(folder: FolderChecked, fs: Fs = REAL) -> list[Coded]:
    """The code of each call's end, the earliest first."""
    begun = {call: at for lane in folder.own for call, at in lane.begun.items()}
    ends = {(lane.lane, end.n): end for lane in folder.own for end in lane.ends}
    if len(folder.own) == 1:
        lane = folder.own[0].lane
        found = [(end, number_of([Head(lane, end.n, end.hash)])) for end in ends.values()]
    else:
        found = []
        heads: dict[str, Head] = {}
        for step in merged(folder.own, fs) if ends else ():
            heads[step.lane] = Head(step.lane, step.n, step.hash)
            end = ends.get((step.lane, step.n))
            if end is not None:
                found.append((end, number_of(heads.values())))
    return [Coded(end, begun.get(end.call, ""), spelled(number)) for end, number in found]


@dataclass(frozen=True, slots=True)
class Search:
    """What became of looking for a code; ``whole`` is false where not all could be tried."""

    point: Point | None
    whole: bool = True


def find(folder: FolderChecked, code: int, fs: Fs = REAL) -> Search:
    """The point of a case at which a code was made. Raises OSError."""
    lanes = folder.own
    heads: dict[str, Head] = {}
    total = sum(lane.held for lane in lanes)
    for position, step in enumerate(merged(lanes, fs), start=1):
        heads[step.lane] = Head(step.lane, step.n, step.hash)
        if number_of(heads.values()) == code:
            return Search(Point(step, total - position))
    tried = 0
    for lane in lanes if len(lanes) > 1 else ():
        others = [one for one in lanes if one is not lane]
        ends = [Head(lane.lane, end.n, end.hash) for end in lane.ends] + [lane.head]
        tried += len(ends) * (1 + sum(one.held for one in others))
        if tried > MOST_TRIED:
            return Search(None, whole=False)
        found = _with_others(ends, others, code, fs)
        if found is not None:
            return Search(_point(lane, found, total, fs))
    return Search(None)


def _with_others(
    ends: Sequence[Head], others: Sequence[LaneChecked], code: int, fs: Fs
) -> list[Head] | None:
    """The heads that make the code: one of these ends, and the other lanes as they once stood."""
    heads: dict[str, Head] = {}
    for step in chain([None], merged(others, fs)):
        if step is not None:
            heads[step.lane] = Head(step.lane, step.n, step.hash)
        for end in ends:
            if number_of((end, *heads.values())) == code:
                return [end, *heads.values()]
    return None


def _point(lane: LaneChecked, heads: Sequence[Head], total: int, fs: Fs) -> Point:
    """The point of a lane's own event, which was the last one its window knew."""
    n = heads[0].n
    step = next(one for one in steps_of(lane, fs) if one.n == n)
    return Point(step, total - sum(head.n for head in heads))
