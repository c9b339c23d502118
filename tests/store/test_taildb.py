"""The tail insert against stock TinyDB, which is always right."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB
from tinydb.table import Document

from callmate.store.lanes.taildb import STEP, TailDB, TailStorage

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("}}\n},{"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
DOCS = st.dictionaries(st.text(max_size=3), VALUES, max_size=3)
TABLES = st.sampled_from(["events", "other"])
STEPS = st.one_of(
    st.tuples(st.just("insert"), TABLES, DOCS),
    st.tuples(st.just("insert"), TABLES, DOCS),
    st.tuples(st.just("many"), TABLES, st.lists(DOCS, max_size=3)),
    st.tuples(st.just("numbered"), TABLES, st.tuples(st.integers(1, 9), DOCS)),
    st.tuples(st.just("numbered_many"), TABLES, st.lists(st.tuples(st.integers(1, 9), DOCS))),
    st.tuples(st.just("mixed"), TABLES, st.lists(st.tuples(st.integers(0, 9), DOCS), max_size=3)),
    st.tuples(st.just("update"), TABLES, st.integers(1, 5)),
    st.tuples(st.just("remove"), TABLES, st.integers(1, 5)),
    st.tuples(st.just("truncate"), TABLES, st.none()),
    st.tuples(st.just("drop"), TABLES, st.none()),
    st.tuples(st.just("bad"), TABLES, st.none()),
    st.tuples(st.just("reopen"), TABLES, st.none()),
    st.tuples(st.just("seal"), TABLES, st.none()),
)


def act(db: TinyDB, step: tuple[str, str, Any]) -> object:
    """One step on either database: what it returned, or the error it gave."""
    name, table, value = step
    target = db.table(table)
    try:
        if name == "insert":
            return target.insert(value)
        if name == "many":
            return target.insert_multiple(value)
        if name == "numbered":
            return target.insert(Document(value[1], value[0]))
        if name == "numbered_many":
            return target.insert_multiple(Document(doc, number) for number, doc in value)
        if name == "mixed":
            return target.insert_multiple([Document(d, n) if n else d for n, d in value])
        if name == "update":
            return target.update({"u": 1}, doc_ids=[value])
        if name == "remove":
            return target.remove(doc_ids=[value])
        if name == "truncate":
            target.truncate()
        if name == "drop":
            db.drop_table(table)
        if name == "bad":
            return target.insert(5)  # type: ignore[arg-type]
    except (ValueError, KeyError) as error:
        return f"{type(error).__name__} {error}"
    return None


def content(db: TinyDB) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    return {
        name: [(doc.doc_id, dict(doc)) for doc in db.table(name)] for name in sorted(db.tables())
    }


@settings(max_examples=120, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_every_operation_does_what_stock_tinydb_does(steps: list[tuple[str, str, Any]]) -> None:
    as_stock_does(steps)


def as_stock_does(steps: list[tuple[str, str, Any]]) -> None:
    """Do the same with either, and compare after each step."""
    with tempfile.TemporaryDirectory() as name:
        stock_path, tail_path = Path(name, "stock.json"), Path(name, "tail.json")
        stock, tail = TinyDB(stock_path), TailDB(tail_path)
        for step in steps:
            if step[0] in ("reopen", "seal"):
                if step[0] == "seal":
                    storage = tail.storage
                    assert isinstance(storage, TailStorage)
                    storage.seal()
                stock.close()
                tail.close()
                stock, tail = TinyDB(stock_path), TailDB(tail_path)
            else:
                assert act(stock, step) == act(tail, step), step
            assert content(stock) == content(tail)
            with TinyDB(tail_path, access_mode="r") as reader:
                assert content(reader) == content(stock)
        stock.close()
        tail.close()


def fill(path: Path, count: int) -> TailDB:
    db = TailDB(path)
    for number in range(count):
        db.table("events").insert({"number": number})
    return db


def test_an_insert_is_one_write_over_the_closers(tmp_path: Path) -> None:
    db = fill(tmp_path / "a.json", 3)
    before = (tmp_path / "a.json").read_bytes()
    db.table("events").insert({"text": "x"})
    after = (tmp_path / "a.json").read_bytes()
    end = before.index(b"}} ")
    assert after[:end] == before[:end]
    assert after[end:].rstrip() == b',\n"4": {"text": "x"}}}'
    assert len(before) == len(after) and len(after) % STEP == 0
    db.close()


def test_padding_grows_in_steps_and_sealing_drops_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    db = fill(path, 1)
    for _ in range(3):
        db.table("events").insert({"text": "x" * 40_000})
        assert path.stat().st_size % STEP == 0
    storage = db.storage
    assert isinstance(storage, TailStorage)
    storage.seal()
    assert path.read_bytes().endswith(b"}}\n")
    db.table("events").insert({"after": 1})
    assert len(TinyDB(path).table("events")) == 5
    assert path.stat().st_size % STEP == 0
    db.close()


def test_a_sealed_file_is_opened_by_its_end_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    db = fill(path, 50)
    storage = db.storage
    assert isinstance(storage, TailStorage)
    storage.seal()
    db.close()
    raw = bytearray(path.read_bytes())
    raw[20:24] = b"\x00\xff\x00\xff"  # a full parse of this would fail
    path.write_bytes(raw)
    again = TailDB(path)
    assert again.table("events").insert({"last": True}) == 51
    again.close()


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"dear diary")
    with pytest.raises(ValueError):
        TailDB(path)
    assert path.read_bytes() == b"dear diary"


def test_sync_option_makes_the_insert_durable_at_once(tmp_path: Path) -> None:
    from callmate.store.fs import Fs

    class Counting(Fs):
        syncs = 0

        def datasync(self, fd: int) -> None:
            self.syncs += 1
            super().datasync(fd)

    fs = Counting()
    db = TailDB(tmp_path / "a.json", sync=True, fs=fs)
    db.table("events").insert({})
    db.table("events").insert({})
    assert fs.syncs == 1  # the first insert was a rewrite, which syncs by itself
    db.close()


def test_search_and_non_ascii_text(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    db = fill(path, 2)
    db.table("events").insert({"text": "café \ud83d ␛ \x00"})
    assert db.table("events").get(Query().text.exists()) == {"text": "café \ud83d ␛ \x00"}
    assert json.loads(path.read_bytes())["events"]["3"]["text"].startswith("café")
    assert os.stat(path).st_mode & 0o777 == 0o600
    db.close()
