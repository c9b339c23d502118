"""Reading quickly comes to the same end as judging every line, on whatever stands in the file."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callmate.model.events import Event
from callmate.store.lanes import chain
from callmate.store.lanes.goodlines import Doc, good_line
from callmate.store.lanes.scan import HEAD, Found, Place, read_on
from tests.store.test_chain import BODIES, chained, plain

DEEP: list[Any] = []
for _ in range(700):
    DEEP = [DEEP]

Outcome = tuple[Found, Place, list[Doc]]

ODD_BODIES = [
    '{}', '{"a":1.5}', '{"a":1e3}', '{"a":NaN}', '{"a":-0}', '{"a":01}', '{"a":1,"a":2}',
    '{"b":1,"a":2}', '{"a": 1}', '{"a":"\\u0041"}', '{"a":"\\u00E9"}', '{"a":"\\u00e9"}',
    '{"a":"\\/"}', '{"a":"\\ud800"}', '{"a":"\x7f"}', '{"a":"\xe9"}', '{"a":"\t"}', '{"a":1}}',
    '{"a":1},"b":{}', f'{{"a":{"9" * 5000}}}', f'{{"a":-{"9" * 40}}}', '[]', '1', '', 'null',
    '{"a":{"boot":"x","b":[{},{"boot":""}]}}', '{"a":"}},\\"boot\\":\\""}', '{"a":true,"b":null}',
    '{"\\u00e9":"\\ud83d\\ude00"}', f'{{"a":{"[" * 300}{"]" * 300}}}', '{"a":"\\""}',
    f'{{"a":{"[" * 600}{"]" * 600}}}', f'{{"a":{"[" * 5000}{"]" * 5000}}}',
]  # fmt: skip


def outcome_of(lane: bytes) -> Outcome:
    place, docs = Place(), list[Doc]()
    with tempfile.TemporaryFile() as file:
        file.write(lane)
        file.flush()
        return read_on(file.fileno(), place, docs.append), place, docs


def judged(lane: bytes) -> Outcome:
    """The same with no line read quickly."""
    with patch("callmate.store.lanes.scan.good_line", return_value=None):
        return outcome_of(lane)


def lane_of(lines: list[str]) -> bytes:
    return HEAD + ",".join(f"\n{line}" for line in lines).encode("latin-1") + b"}}\n"


def line(n: int, prev: str, body: str, fields: Doc | None = None) -> tuple[str, str]:
    """An event whose hashes are made of its body as it is spelled, and its own hash; ``fields`` go
    into the header as they are."""
    salt = bytes([n]) * 16
    header = {
        "at": "2026-03-03T09:00:00.000000+00:00", "boot": "b", "call": None, "case": "c",
        "cause": None, "clock": "0" * 12 + "-0000", "id": f"id{n}", "kind": "note", "lane": "l-1",
        "mono": n, "n": n, "v": 1, "prev": prev,
        "digest": sha256(salt + body.encode("latin-1")).hexdigest(), **(fields or {}),
    }  # fmt: skip
    hash_ = sha256(plain(header).encode()).hexdigest()
    text = {key: plain(value) for key, value in header.items()} | {"body": body}
    text["salt"] = plain(salt.hex())
    members = ",".join(f"{plain(key)}:{text[key]}" for key in sorted(text))
    return f'"{n}": {{{members}}}', hash_


def lane_with(body: str, fields: Doc | None = None) -> bytes:
    """Three events, the one in the middle with this body and these header fields."""
    first, prev = line(1, chain.FIRST_PREV, '{"text":"a"}')
    second, prev = line(2, prev, body, fields)
    third, _ = line(3, prev, '{"text":"c"}')
    return lane_of([first, second, third])


@pytest.mark.parametrize("body", ODD_BODIES, ids=range(len(ODD_BODIES)))
def test_an_odd_body_that_hashes_as_it_stands(body: str) -> None:
    assert outcome_of(lane_with(body)) == judged(lane_with(body))


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "ä"}, {"id": 'a"b'}, {"kind": "a\\b"}, {"kind": "\x7f"}, {"mono": -0.0},
        {"mono": 10**30}, {"mono": -5}, {"mono": True}, {"v": 2}, {"v": "1"}, {"call": "x"},
        {"call": 1}, {"n": 7}, {"lane": "other"}, {"extra": [1, {"a": None}]}, {"aaa": 1},
        {"zzz": 1}, {"digest": "0" * 64}, {"digest": "x"}, {"prev": "0" * 64}, {"boot": ""},
        {"case": ',"boot":"'}, {"extra": 1.5}, {"extra": DEEP}, {"at": DEEP},
        {"cause": '},"boot":"'},
    ],
)  # fmt: skip
def test_an_odd_header_that_hashes_as_it_stands(fields: dict[str, Any]) -> None:
    lane = lane_with('{"text":"b"}', fields)
    assert outcome_of(lane) == judged(lane)


def spaced(text: str) -> str:
    return text.replace('"kind":', '"kind": ')


CHANGES: list[Callable[[str], str]] = [
    spaced,
    lambda text: text.replace('"salt":"0202', '"salt":"02 02'),
    lambda text: text.replace('"salt":"' + "02" * 16, '"salt":"'),
    lambda text: re.sub(r'"salt":"[^"]*",', "", text),
    lambda text: re.sub(r'"body":\{[^}]*\},', "", text),
    lambda text: re.sub(r'"body":\{[^}]*\},', '"body":,', text),
    lambda text: re.sub(r'"body":\{[^}]*\},|"salt":"[^"]*",', "", text),
    lambda text: re.sub(r'"body":\{[^}]*\},|"salt":"[^"]*",', "", text).replace(
        '"boot"', '"body":,"boot"'
    ),
    lambda text: text.replace('"2": ', '"02": '),
    lambda text: text.replace('"2": ', '"3": '),
    lambda text: text.replace('"2": ', '"2":'),
    lambda text: f"{text} ",
    lambda text: f"{text},",
    lambda text: f"{text}}}",
    lambda text: text[:-1],
    lambda text: f'{text},"boot":"',
    lambda text: text.replace('"v":1', '"v":1,"v":1'),
    lambda text: text.replace('"id"', '"id":"id2","id"'),
    lambda text: text.replace("\\u00e9", "\\u00E9"),
    lambda text: text.upper(),
    lambda text: "",
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_a_line_spelled_otherwise(change: Callable[[str], str]) -> None:
    first, prev = line(1, chain.FIRST_PREV, '{"text":"a"}')
    second, prev = line(2, prev, '{"text":"b\\u00e9"}')
    third, _ = line(3, prev, '{"text":"c"}')
    lane = lane_of([first, change(second), third])
    assert outcome_of(lane) == judged(lane)


@given(st.lists(BODIES, min_size=1, max_size=4), st.data())
def test_bodies_of_any_kind_and_any_byte_changed(bodies: list[Doc], data: st.DataObject) -> None:
    lines, prev = [], chain.FIRST_PREV
    for n, body in enumerate(bodies, 1):
        text, prev = line(n, prev, plain(body))
        lines.append(text)
    lane = lane_of(lines)
    found, place, docs = outcome_of(lane)
    assert (found, place, docs) == judged(lane)
    assert place.link.n == len(bodies) and [doc["body"] for doc in docs] == bodies
    at = data.draw(st.integers(0, len(lane) - 1))
    other = bytearray(lane)
    other[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    assert outcome_of(bytes(other)) == judged(bytes(other))


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(JSONS, st.booleans(), st.sampled_from([(",", ":"), (", ", ": ")]), st.booleans())
@example(1.0, True, (",", ":"), True)
def test_any_json_as_a_body(
    value: Any, ascii_only: bool, separators: tuple[str, str], keys_sorted: bool
) -> None:
    body = {"b": 1, "a": value}
    text = json.dumps(body, ensure_ascii=ascii_only, separators=separators, sort_keys=keys_sorted)
    lane = lane_with(text.encode("utf-8", "surrogatepass").decode("latin-1"))
    assert outcome_of(lane) == judged(lane)


def test_what_callmate_writes_is_read_quickly() -> None:
    link = chain.Link()
    for doc in chained(5):
        text = f'"{doc["n"]}": {plain(doc)}'
        assert good_line(f"{text},\n", link, "lane-1") == (len(text), doc)
        assert link.hash == chain.header_hash(doc)
    event = Event("id6", 6, "lane-1", "c", "key", "at", "", -1, "k", "x", "y", {"ä": ["\n", None]})
    text = f'"6": {chain.write(event, link.hash, bytes(16)).text}'
    found = good_line(text, link, "")
    assert found is not None and chain.to_event(found[1]) == event


def test_a_forgotten_event_is_read_quickly() -> None:
    link, docs = chain.Link(), chained(2)
    for doc in map(chain.forgotten, docs):
        assert good_line(f'"{doc["n"]}": {plain(doc)}', link, "") is not None
    assert link.n == 2


def test_nothing_moves_on_where_a_line_is_left_to_be_judged() -> None:
    link, doc = chain.Link(), chained(1)[0]
    text = f'"1": {plain(doc)}'
    for other in (text.replace("number", "nummer"), text[:-1], spaced(text), "", "}}"):
        assert good_line(other, link, "") is None
    assert good_line(text, link, "lane-2") is None
    assert link == chain.Link()
