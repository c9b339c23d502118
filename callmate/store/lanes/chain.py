"""How an event is written, byte for byte, and the hash chain over a lane.

A document holds a header (all fields but ``salt`` and ``body``), the body, and a salt. ``digest``
in the header commits to the body, ``prev`` to the header before. So the body and the salt of an
event can be taken away for good while the chain still holds. This form is fixed for ever; ``v``
in the header and ``tests/store/vector.json`` guard it.
"""

from __future__ import annotations

import hashlib
import json
import json.encoder
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, Final

from callmate.model.events import Event

FIRST_PREV: Final = "0" * 64
SALT_BYTES: Final = 16
HASH = re.compile(r"[0-9a-f]{64}")


def _dumper() -> Callable[[object], str]:
    """Dumps as the JSON encoder would with these settings, which makes itself ready anew for each
    value: for a body of one key that takes longer than the dumping."""
    whole = json.JSONEncoder(
        sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return whole.encode
    pieces = make(None, whole.default, quoted, None, ":", ",", True, False, False)
    return lambda value: "".join(pieces(value, 0))


dumped: Final = _dumper()
"""A value in canonical form. It asks nothing: of fractions it makes what JSON makes of them."""

PLAIN: Final = frozenset({str, int, bool, type(None)})
TEXT_FIELDS: Final = ("id", "lane", "case", "kind", "at", "boot", "clock", "prev", "digest")
WHOLE_FIELDS: Final = ("n", "mono", "v")
OPTIONAL_FIELDS: Final = ("call", "cause")


def canonical(value: object) -> str:
    """The one spelling of a JSON value; ASCII only. Raises TypeError for a float."""
    _refuse_floats(value)
    return dumped(value)


def _refuse_floats(value: object) -> None:
    if type(value) in PLAIN:  # most values of every key; the tests below cost far more
        return
    if isinstance(value, float):
        raise TypeError(f"a stored value must not be a fraction: {value!r}")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of(salt: bytes, body: str) -> str:
    """The header's commitment to a body in canonical form."""
    return sha256(salt + body.encode("ascii"))


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it goes to the file: its text, and the hash the next event's ``prev`` gets."""

    text: str
    hash: str


def write(event: Event, prev: str, salt: bytes, digest: str = "") -> Written:
    """An event in canonical form; with a ``digest``, one that was forgotten: no body and no salt.

    Put together by hand rather than from two sorted dumps, since it is on the way of every key.
    """
    body = "" if digest else canonical(dict(event.body))
    committed = digest or digest_of(salt, body)
    first = f'{{"at":{quoted(event.at)}'
    middle = (
        f'"boot":{quoted(event.boot)},"call":{_optional(event.call)},"case":{quoted(event.case)},'
        f'"cause":{_optional(event.cause)},"clock":{quoted(event.clock)},'
        f'"digest":"{committed}","id":{quoted(event.id)},"kind":{quoted(event.kind)},'
        f'"lane":{quoted(event.lane)},"mono":{event.mono},"n":{event.n},"prev":"{prev}"'
    )
    header = f'{first},{middle},"v":{event.v}}}'
    if digest:
        return Written(header, sha256(header.encode("ascii")))
    text = f'{first},"body":{body},{middle},"salt":"{salt.hex()}","v":{event.v}}}'
    return Written(text, sha256(header.encode("ascii")))


def _optional(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def header_hash(doc: Mapping[str, Any]) -> str:
    """The ``prev`` of the event after ``doc``."""
    return sha256(canonical(forgotten(doc)).encode("ascii"))


def forgotten(doc: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what it said; its header, and so the chain, stays."""
    return {key: value for key, value in doc.items() if key not in ("salt", "body")}


def is_forgotten(doc: Mapping[str, Any]) -> bool:
    return "body" not in doc and "salt" not in doc


def to_event(doc: Mapping[str, Any]) -> Event:
    """A document that passed ``fault_of`` as an event; a forgotten one has an empty body."""
    # By place, in the order of the fields: by name it takes a quarter longer.
    return Event(
        doc["id"], doc["n"], doc["lane"], doc["case"], doc["kind"], doc["at"], doc["boot"],
        doc["mono"], doc["clock"], doc["call"], doc["cause"], doc.get("body", {}), doc["v"],
    )  # fmt: skip


def fault_of(doc: object) -> str:
    """What is wrong with a document by itself, its neighbours left aside; "" if nothing."""
    if not isinstance(doc, dict):
        return "it is not a document"
    if not all(isinstance(doc.get(key), str) for key in TEXT_FIELDS):
        return "a field is missing or is no text"
    if not all(type(doc.get(key)) is int for key in WHOLE_FIELDS):
        return "a field is missing or is no whole number"
    if not all(doc.get(key, 0) is None or isinstance(doc.get(key), str) for key in OPTIONAL_FIELDS):
        return "a field is missing or is no text"
    if is_forgotten(doc):
        return ""
    body, salt = doc.get("body"), doc.get("salt")
    if not isinstance(body, dict) or not isinstance(salt, str):
        return "its body or its salt is missing"
    try:
        salted = bytes.fromhex(salt)
        digest = digest_of(salted, canonical(body))
    except (ValueError, TypeError, RecursionError):
        return "its body or its salt has a wrong form"
    if salted.hex() != salt:  # nothing else would tell that a letter of it became a capital
        return "its salt was changed"
    return "" if digest == doc["digest"] else "its body was changed"


@dataclass(slots=True)
class Link:
    """How far a chain was followed: the last sequence number, its hash, its stamp."""

    n: int = 0
    hash: str = FIRST_PREV
    clock: str = ""

    def fault(self, doc: object, checked: bool = False) -> str:
        """Why ``doc`` cannot be the next one, or "" after moving on to it.

        ``checked`` says that the document was found without fault by itself.
        """
        fault = "" if checked else fault_of(doc)
        if fault:
            return fault
        assert isinstance(doc, dict)
        if doc["n"] != self.n + 1:
            return f"event {self.n + 1} is missing"
        if doc["prev"] != self.hash:
            return "it, or the header before it, was changed"
        try:
            self.hash = header_hash(doc)
        except (TypeError, RecursionError):
            return "a field of its header has a wrong form"
        self.n, self.clock = doc["n"], doc["clock"]
        return ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ``verify`` found: events that hold, and the first that does not (0: all hold)."""

    held: int
    bad_n: int = 0
    why: str = ""

    @property
    def ok(self) -> bool:
        return self.bad_n == 0


def verify(docs: Iterable[object]) -> Verdict:
    """Follow the chain of one lane's documents, in the order of the file."""
    link = Link()
    for doc in docs:
        fault = link.fault(doc)
        if fault:
            return Verdict(link.n, link.n + 1, fault)
    return Verdict(link.n)
