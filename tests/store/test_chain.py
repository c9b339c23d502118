"""The written form, which never changes: canonical text, salted digest, hash chain."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.events import Event
from callmate.store.lanes import chain

VECTOR = Path(__file__).with_name("vector.json")
TEXT = st.text(max_size=12)
BODIES = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
EVENTS = st.builds(
    Event,
    id=TEXT, n=st.integers(1), lane=TEXT, case=TEXT, kind=TEXT, at=TEXT, boot=TEXT,
    mono=st.integers(), clock=TEXT, call=st.none() | TEXT, cause=st.none() | TEXT,
    body=BODIES, v=st.integers(1, 9),
)  # fmt: skip


def plain(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )


def vector() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTOR.read_text(encoding="ascii"))
    return found


def chained(count: int) -> list[dict[str, Any]]:
    docs, prev = [], chain.FIRST_PREV
    for n in range(1, count + 1):
        event = Event(
            f"id{n}", n, "lane-1", "case", "note", "at", "boot", n, "0" * 12 + "-0000",
            None, None, {"text": f"number {n}"},
        )  # fmt: skip
        written = chain.write(event, prev, bytes([n]) * 16)
        prev = written.hash
        docs.append(json.loads(written.text))
    return docs


def test_three_events_are_written_as_ever() -> None:
    prev = chain.FIRST_PREV
    for entry in vector()["events"]:
        doc = entry["document"]
        written = chain.write(chain.to_event(doc), prev, bytes.fromhex(doc["salt"]))
        assert written.text == entry["text"] == plain(doc)
        assert written.hash == entry["hash"]
        prev = written.hash
    assert chain.verify(entry["document"] for entry in vector()["events"]).ok


def test_the_vector_follows_from_the_rules_alone() -> None:
    prev = "0" * 64
    for entry in vector()["events"]:
        doc = entry["document"]
        header = {key: value for key, value in doc.items() if key not in ("salt", "body")}
        assert doc["prev"] == prev
        salted = bytes.fromhex(doc["salt"]) + plain(doc["body"]).encode()
        assert doc["digest"] == hashlib.sha256(salted).hexdigest()
        prev = hashlib.sha256(plain(header).encode()).hexdigest()
        assert prev == entry["hash"]


@given(EVENTS, st.binary(min_size=16, max_size=16))
def test_the_text_is_the_canonical_form_of_the_document(event: Event, salt: bytes) -> None:
    written = chain.write(event, "a" * 64, salt)
    doc = json.loads(written.text)
    assert written.text == plain(doc)
    assert written.hash == chain.header_hash(doc)
    assert chain.fault_of(doc) == ""
    assert chain.to_event(doc) == event


def test_the_first_changed_event_is_named() -> None:
    docs = chained(12)
    assert chain.verify(docs) == chain.Verdict(12)
    docs[9]["body"] = {"text": "other"}
    assert chain.verify(docs).bad_n == 10
    docs = chained(12)
    docs[4]["at"] = "other"  # shows at the next event, whose prev no longer fits
    assert chain.verify(docs).bad_n == 6
    docs = chained(12)
    del docs[6]
    assert chain.verify(docs) == chain.Verdict(6, 7, "event 7 is missing")


def test_a_forgotten_event_keeps_the_chain() -> None:
    docs = chained(5)
    docs[2] = chain.forgotten(docs[2])
    assert "number 3" not in json.dumps(docs)
    assert chain.verify(docs).ok
    del docs[3]["salt"]
    assert chain.verify(docs).bad_n == 4


@pytest.mark.parametrize("field", ["id", "n", "v", "body", "cause"])
def test_a_field_of_a_wrong_form_is_a_fault(field: str) -> None:
    docs = chained(1)
    docs[0][field] = 1.5
    assert not chain.verify(docs).ok


@pytest.mark.parametrize("salt", ["AB" * 16, "ab " * 16, " " + "ab" * 16])
def test_a_salt_spelled_otherwise_is_a_change(salt: str) -> None:
    doc = chained(1)[0]
    doc["salt"] = "ab" * 16
    doc["digest"] = chain.digest_of(bytes.fromhex(doc["salt"]), chain.canonical(doc["body"]))
    assert chain.verify([doc]).ok
    doc["salt"] = salt
    assert chain.verify([doc]) == chain.Verdict(0, 1, "its salt was changed")


def test_a_fraction_is_refused() -> None:
    with pytest.raises(TypeError):
        chain.canonical({"a": [1.5]})
