"""Every bit of a lane turned over, one at a time; then whole events deleted, swapped, doubled and
written anew with their own hashes made to fit.

A change must be told, whichever it is; what is read all the same must be as it was written, but for
the one header that the next event does not vouch for; and a damaged file must never be written. The
last event has none behind it: a change of its header, a cut-off end, and a record that was written
anew from some event on are told by the head code alone, which the person has on paper.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from callmate.store.hlc import FORM
from callmate.store.lanes.chain import FIRST_PREV, canonical, digest_of, header_hash
from callmate.store.lanes.scan import HEAD, Found, Health, Place, read_on
from callmate.store.lanes.taildb import SEALED_END
from callmate.store.proof.heads import Head, code_of
from callmate.store.proof.verifying import check_lane
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import check
from tests.store.support import CASE, Maker, UnsyncedFs, ids, lane_path, make_case

LANE: Final = "testdev1-1"
LENGTH: Final = 12 * 1024
QUICK_FLIPS: Final = 5_000
"""In each of two lanes."""
SHOWN: Final = "of them in the header before the fault, told and shown as changed"
BY_CODE: Final = "of them in the last header or at the end, told by the head code alone"
OPENED: Final = "of the damaged files also verified and opened for writing, and left as they are"

Doc = dict[str, Any]
BODIES: Final[tuple[Doc, ...]] = (
    {"key": "n", "character": "n", "entry": None},
    {"text": 'ä€😀 "}},\n'},
    {},
    {"values": {"phone": "0800 1", "on": True, "ms": -12}, "tags": ["a", ["b"]]},
)


@dataclass(slots=True)
class Reading:
    """A lane as callmate reads it."""

    found: Found
    place: Place
    docs: list[Doc]

    @property
    def code(self) -> str:
        return code_of([Head(self.place.lane, self.place.link.n, self.place.link.hash)])


class Copy:
    """A copy of a lane, to be changed and read."""

    def __init__(self, path: Path, raw: bytes) -> None:
        self.path, self.raw = path, raw
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT)
        self.set(raw)
        self.whole = self.read()
        self.docs = self.whole.docs

    def set(self, raw: bytes) -> None:
        os.pwrite(self._fd, raw, 0)
        os.ftruncate(self._fd, len(raw))

    def flip(self, at: int) -> None:
        """Turn bit number ``at`` over."""
        byte = os.pread(self._fd, 1, at // 8)[0] ^ 1 << at % 8
        os.pwrite(self._fd, bytes([byte]), at // 8)

    def read(self) -> Reading:
        place, docs = Place(), list[Doc]()
        return Reading(read_on(self._fd, place, docs.append), place, docs)

    def bytes(self) -> bytes:
        return os.pread(self._fd, len(self.raw) + 1, 0)

    def close(self) -> None:
        os.close(self._fd)


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="changes")
    for name, make in (("open", open_lane), ("closed", closed_lane)):
        outcome.add(flips(folder / name, make, effort, say))
    outcome.add(tampering(folder / "events"))
    return outcome


def open_lane(folder: Path) -> bytes:
    """A lane that is being written, with some of its padding."""
    case, path = make_case(folder, fs=UnsyncedFs()), lane_path(folder, LANE)
    fill(case.append)
    raw = path.read_bytes()
    case.close()
    return raw[: len(raw.rstrip()) + 64]


def closed_lane(folder: Path) -> bytes:
    """A lane closed in good order, some of whose events were forgotten."""
    case, path = make_case(folder, fs=UnsyncedFs()), lane_path(folder, LANE)
    events = fill(case.append)
    case.forget(events[3::5])
    case.close()
    return path.read_bytes()


def fill(append: Callable[..., Any]) -> list[str]:
    """Events of several forms, until there are as many bytes as wanted; their ids."""
    make, done = Maker(), list[str]()
    length = 0
    while length < LENGTH:
        new = make("fact", **BODIES[len(done) % len(BODIES)])
        done += ids(append([new]))
        length += 520 + len(json.dumps(new.body))
    return done


def flips(folder: Path, make: Callable[[Path], bytes], effort: Effort, say: Say) -> Outcome:
    """Every bit, or as many as are wanted, evenly spread."""
    raw = make(folder)
    one, outcome = Copy(folder / "copy.json", raw), Outcome(unit="changes")
    step = effort.pick(quick=max(1, len(raw) * 8 // QUICK_FLIPS), full=1)
    stride = effort.pick(quick=40, full=100)
    counts = dict.fromkeys((SHOWN, BY_CODE, OPENED), 0)
    for at in range(0, len(raw) * 8, step):
        if not outcome.tried % 10_000:
            say(f"{folder.name}: {outcome.tried} bits")
        outcome.tried += 1
        one.flip(at)
        reading = one.read()
        for wrong in judged(one, reading, counts):
            outcome.fail(f"bit {at % 8} of byte {at // 8} of the {folder.name} lane: {wrong}")
        if not outcome.tried % stride and reading.found.health is not Health.WHOLE:
            counts[OPENED] += 1
            n = raw.count(b"\n", 0, at // 8)
            for wrong in opened(folder, one.bytes(), reading, n):
                outcome.fail(f"opened, bit {at % 8} of byte {at // 8} turned over: {wrong}")
        one.flip(at)
    outcome.expect(one.bytes() == raw, "the trial itself left the lane changed")
    one.close()
    outcome.figures |= {f"{name}, {folder.name} lane": f"{n:,}" for name, n in counts.items()}
    return outcome


def judged(one: Copy, reading: Reading, counts: dict[str, int]) -> Iterator[str]:
    """What is wrong with how a lane with one change in it is read."""
    found, docs = reading.found, reading.docs
    changed = [at for at, doc in enumerate(docs) if doc not in one.docs]
    if any(docs[at].get("body") != one.docs[at].get("body") for at in changed):
        yield "changed words are read"
    if found.health is Health.WHOLE:
        counts[BY_CODE] += 1
        if reading.code == one.whole.code:
            yield "nobody notices"
        if len(docs) != len(one.docs) or changed not in ([], [len(docs) - 1]):
            yield f"the events at {changed} of {len(docs)} are changed, and nothing says so"
        return
    counts[SHOWN] += bool(changed)
    if changed not in ([], [found.bad_n - 2], [found.bad_n - 1]):
        yield f"the events at {changed} are changed, but damage is told from {found.bad_n} on"
    if len(docs) < len(one.docs) - 1:
        yield f"{len(one.docs) - len(docs)} events are not read"


def opened(folder: Path, raw: bytes, reading: Reading, n: int) -> list[str]:
    """What is wrong with what verify says of a lane with a change in event ``n``, and once callmate
    opened it and went on writing."""
    path = lane_path(folder, LANE)
    for left in path.parent.iterdir():
        left.unlink()
    path.write_bytes(raw)
    trouble = check_lane(path, CASE).trouble
    if trouble is None or trouble.n not in (n, n + 1):
        return [f"verify says of event {n}: {trouble and trouble.told()}"]
    merged = sorted(reading.docs, key=itemgetter("clock", "lane", "n"))
    wrong = check(folder, CASE, [doc["id"] for doc in merged])
    if all(FORM.fullmatch(doc["clock"]) for doc in merged):
        return wrong
    # An event whose stamp is spoiled stands where that puts it, perhaps behind all that come.
    return [one for one in wrong if "another order" not in one]


def tampering(folder: Path) -> Outcome:
    """Whole events changed by one who knows the form."""
    raw = closed_lane(folder)
    one, outcome = Copy(folder / "copy.json", raw), Outcome(unit="changes")
    for name, docs, by_code in tampered(one.docs):
        outcome.tried += 1
        one.set(lane_of(docs))
        reading = one.read()
        if by_code:
            told = reading.found.health is Health.WHOLE and reading.code != one.whole.code
        else:
            told = reading.found.health is Health.DAMAGED
        outcome.expect(told, f"{name}: read as {reading.found.health.value}, {reading.found.why}")
    one.close()
    return outcome


def lane_of(docs: list[Doc]) -> bytes:
    """Documents as a lane closed in good order."""
    lines = ",".join(f'\n"{doc["n"]}": {canonical(doc)}' for doc in docs)
    return HEAD + lines.encode("ascii") + SEALED_END


def tampered(docs: list[Doc]) -> Iterator[tuple[str, list[Doc], bool]]:
    """What was done, the documents, and whether the head code alone can tell."""
    for at in range(len(docs)):
        last, n = at == len(docs) - 1, at + 1
        yield f"event {n} deleted", [*docs[:at], *docs[at + 1 :]], last
        yield f"event {n} doubled", [*docs[: at + 1], *docs[at:]], False
        if not last:
            swapped = [*docs[:at], docs[at + 1], docs[at], *docs[at + 2 :]]
            yield f"event {n} swapped with the next", swapped, False
        for name, other in (("words", _reworded(docs[at])), ("time", _redated(docs[at]))):
            if other != docs[at]:  # of a forgotten event there are no words
                changed = [*docs[:at], other, *docs[at + 1 :]]
                yield f"{name} of event {n} changed, its hash made anew", changed, last
                yield f"{name} of event {n} changed, all hashes made anew", rehashed(changed), True
    for at in range(1, len(docs)):
        yield f"all from event {at + 1} on cut off", docs[:at], True


def _reworded(doc: Doc) -> Doc:
    if "body" not in doc:
        return doc
    body = {"text": "they never said so"}
    return {**doc, "body": body, "digest": digest_of(bytes.fromhex(doc["salt"]), canonical(body))}


def _redated(doc: Doc) -> Doc:
    return {**doc, "at": "2020-01-01T00:00:00.000000+00:00"}


def rehashed(docs: list[Doc]) -> list[Doc]:
    """The same events with a chain that holds."""
    made, prev = list[Doc](), FIRST_PREV
    for doc in copy.deepcopy(docs):
        doc["prev"] = prev
        prev = header_hash(doc)
        made.append(doc)
    return made
