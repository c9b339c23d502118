"""The histories of ``tests/cases`` retold as cases that were logged live, key by key."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Final

from callmate.exchange.importing import to_events
from callmate.exchange.script import read_script
from callmate.ids import UlidSource, encode
from callmate.model.events import Event, NewEvent
from callmate.model.moment import Moment
from callmate.store.hlc import HybridClock, wall_ms
from callmate.store.lanes import chain

HISTORIES: Final = Path(__file__).resolve().parents[1] / "cases"
DEVICE: Final = "benchaaa"
KEYS_OF_100: Final = 85
BEGIN: Final = datetime(2021, 1, 4, 9, tzinfo=UTC)
SPAN: Final = timedelta(days=5 * 365)
AGAIN: Final = timedelta(days=7)

TOWNS: Final = (
    "Aurora", "Bristol", "Cardiff", "Dayton", "Essen", "Fargo", "Ghent", "Hull", "Irvine", "Joliet",
    "Kassel", "Leeds", "Malmö", "Nantes", "Omaha", "Perth", "Quincy", "Reno", "Salem", "Tampa",
)  # fmt: skip
NAMES: Final = (
    "Ana", "Bert", "Chidi", "Dana", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jamal", "Kofi",
    "Lena", "Mei", "Nadia", "Omar", "Priya", "Quentin", "Rosa", "Sam", "Tove", "Uma", "Viktor",
    "Wanda", "Xenia", "Yusuf", "Zoë",
)  # fmt: skip
COMMAND_OF: Final = {
    "call_start": ("space", "start"), "hold_start": ("h", "hold"), "hold_end": ("h", "hold"),
    "rep": ("r", "rep"), "transfer": ("t", "transfer"), "ask": ("a", "ask"),
    "denied": ("x", "refused"), "granted": ("g", "granted"), "promise": ("p", "promise"),
    "supervisor_asked": ("m", "manager"), "case_number": ("c", "number"), "offer": ("o", "offer"),
    "pitch_start": ("s", "pitch"), "pitch_end": ("s", "pitch"), "call_end": ("e", "end"),
}  # fmt: skip
"""The key and the command a fact came from; any other came from a note."""

FOREIGN: Final = ("when", "source", "script", "row")
"""What only an imported fact says."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact of a history: microseconds after the case began, and the call it belongs to."""

    id: str
    kind: str
    offset: timedelta
    call: str | None
    body: dict[str, Any]


@lru_cache(maxsize=1)
def histories() -> tuple[tuple[Told, ...], ...]:
    """The facts of every history, in order of time; the first opens the case."""
    return tuple(_history(path) for path in sorted(HISTORIES.glob("[0-9]*.json")))


def _history(path: Path) -> tuple[Told, ...]:
    made = to_events(read_script(path), Moment(BEGIN), UTC, UlidSource(lambda: 0))
    begin = datetime.fromisoformat(made[0].body["when"])
    told = []
    for event in made:
        body = {name: value for name, value in event.body.items() if name not in FOREIGN}
        values = body.get("values")
        if isinstance(values, dict):
            plain = ("company", "country", "problem", "outcome", "account_type")
            body["values"] = {name: values[name] for name in plain if name in values}
        _move(body, begin, BEGIN)
        at = datetime.fromisoformat(event.body.get("when", made[0].body["when"]))
        told.append(Told(event.id, event.kind, at - begin, event.call, body))
    return tuple(told)


class CaseMaker:
    """Makes the documents of one case, the same for the same seed and number.

    The ``cases`` begin evenly between ``begin`` and ``span`` later; ``keys`` of 100 documents are
    keys.
    """

    def __init__(
        self, seed: int, number: int, cases: int,
        begin: datetime = BEGIN, span: timedelta = SPAN, keys: int = KEYS_OF_100,
    ) -> None:  # fmt: skip
        self._random = random.Random(f"{seed}-{number}")
        self._told = histories()[number % len(histories())]
        self._boot_at, self._keys = begin, keys
        self._begin = begin + span * number / max(1, cases)
        self._last = self._begin
        self._clock = HybridClock()
        self._boot = f"bench-{number}"
        self.id = self._ulid(self._begin)

    @property
    def facts(self) -> int:
        """How many facts the history has that this case retells."""
        return len(self._told)

    def _ulid(self, at: datetime) -> str:
        return encode(wall_ms(Moment(at)) << 80 | self._random.getrandbits(79))

    def events(self, documents: int) -> Iterator[NewEvent]:
        """Keys and facts in the order they are logged."""
        keys = documents * self._keys // 100
        facts = documents - keys
        for number, fact in enumerate(self._facts(facts)):
            share = keys * (number + 1) // facts - keys * number // facts
            yield from self._logged(fact, share)

    def _facts(self, wanted: int) -> Iterator[Told]:
        """The history over and over, then the ends of the calls that still run."""
        running: list[str] = []
        yield self._renamed(self._told[0])
        left = wanted - 1
        for told in self._rounds():
            if left <= len(running) + (told.kind == "call_start"):
                break
            if told.kind == "call_start":
                running.append(told.id)
            if told.kind == "call_end" and told.call in running:
                running.remove(told.call)
            left -= 1
            yield told
        for number in range(left):
            end = running[number] if number < len(running) else None
            kind, body = ("call_end", {}) if end else ("case_set", {"values": {"facts": "—"}})
            yield Told(self._ulid(self._last), kind, timedelta(), end, body)

    def _rounds(self) -> Iterator[Told]:
        for number in count():
            ids = {told.id: self._ulid(self._begin + told.offset) for told in self._told}
            for told in self._told[1:]:
                yield Told(
                    ids[told.id], told.kind, told.offset + AGAIN * number,
                    ids[told.call] if told.call else None, _mapped(self._renamed(told).body, ids),
                )  # fmt: skip

    def _renamed(self, told: Told) -> Told:
        body = dict(told.body)
        if told.kind == "case_opened":
            body["values"] = {
                **body["values"],
                "company": f"{body['values']['company']} {self._random.choice(TOWNS)}",
                "account": f"{self._random.randrange(10**9, 10**10)}",
            }
            return Told(self._ulid(self._begin), told.kind, told.offset, None, body)
        _move(body, BEGIN, self._begin)
        if told.kind == "rep":
            body["name"] = self._random.choice(NAMES)
        return Told(told.id, told.kind, told.offset, told.call, body)

    def _logged(self, fact: Told, keys: int) -> Iterator[NewEvent]:
        """The key that caused a fact, the fact, and the letters of its words."""
        key, command = COMMAND_OF.get(fact.kind, ("n", "note"))
        cause = None
        if keys:
            at = self._moment(self._begin + fact.offset)
            cause = self._ulid(at.at)
            yield NewEvent(cause, "key", at, _key(key, command, "timeline", None), fact.call)
        at = self._moment(self._begin + fact.offset)
        yield NewEvent(fact.id, fact.kind, at, fact.body, fact.call, cause)
        words = str(fact.body.get("text") or fact.body.get("what") or fact.body.get("name") or "ok")
        for number in range(keys - 1):
            at = self._moment(self._last + timedelta(milliseconds=140))
            letter = words[number % len(words)]
            body = _key(letter, None, f"words:{fact.kind}", fact.id)
            yield NewEvent(self._ulid(at.at), "key", at, body, fact.call)

    def _moment(self, at: datetime) -> Moment:
        """That time, or a moment after the last one."""
        self._last = max(at, self._last + timedelta(milliseconds=1))
        mono = (self._last - self._boot_at) // timedelta(microseconds=1) * 1000
        return Moment(self._last, self._boot, mono)

    def lane(self, documents: int) -> Iterator[tuple[Event, bytes]]:
        """Every document with the bytes it takes in its file."""
        prev = chain.FIRST_PREV
        for n, new in enumerate(self.events(documents), start=1):
            stamp = self._clock.stamp(wall_ms(new.moment))
            event = Event(
                new.id, n, f"{DEVICE}-1", self.id, new.kind,
                new.moment.at.isoformat(timespec="microseconds"), new.moment.boot,
                new.moment.mono, stamp, new.call, new.cause, new.body,
            )  # fmt: skip
            written = chain.write(event, prev, self._random.randbytes(chain.SALT_BYTES))
            prev = written.hash
            glue = "\n" if n == 1 else ",\n"
            yield event, f'{glue}"{n}": {written.text}'.encode("ascii")


def _move(body: dict[str, Any], before: datetime, now: datetime) -> None:
    """Let a promise be due as long after ``now`` as it was after ``before``."""
    if isinstance(body.get("by"), str):
        by = datetime.fromisoformat(body["by"])
        due = now + (by.replace(tzinfo=by.tzinfo or before.tzinfo) - before)
        body["by"] = due.isoformat(timespec="seconds")


def _mapped(body: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {
        name: ids.get(value, value) if isinstance(value, str) else value
        for name, value in body.items()
    }


def _key(key: str, command: str | None, focus: str, entry: str | None) -> dict[str, Any]:
    character = " " if key == "space" else key
    return {"key": key, "character": character, "command": command, "focus": focus,
            "screen": "timeline", "entry": entry}  # fmt: skip
