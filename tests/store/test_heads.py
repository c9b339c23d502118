"""Heads of lanes and the code made of them."""

from __future__ import annotations

import errno
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.store.lanes import chain
from callmate.store.proof.heads import Head, code_of, number_of, read_code, spelled
from tests.store.support import FailingFs, Maker, lane_path, make_case

HEADS = st.builds(Head, st.text("abc-1", min_size=1), st.integers(1, 99), st.just("f" * 64))


def test_the_code_follows_from_the_rules_alone() -> None:
    heads = [Head("b-1", 2, "b" * 64), Head("a-1", 10, "a" * 64), Head("c-1", 0, "0" * 64)]
    text = f"callmate head 1\na-1 10 {'a' * 64}\nb-1 2 {'b' * 64}\n"
    bits = f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):0256b}"[:60]
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = "".join(letters[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))
    assert code_of(heads) == f"{code[:4]}-{code[4:8]}-{code[8:]}" == "6APZ-BTDW-8QMP"
    assert code_of([]) == code_of([Head("a-1", 0, "0" * 64)]) == ""


@given(st.integers(0, 2**60 - 1), st.booleans())
def test_a_code_is_read_as_people_write_it(number: int, small: bool) -> None:
    code = spelled(number)
    assert len(code) == 14
    odd = code.replace("0", "O").replace("1", "l").replace("-", " ")
    for written in (code, odd, odd.replace(" ", ""), code.replace("-", "–")):
        assert read_code(f" {written.lower() if small else written}\n") == number


@pytest.mark.parametrize("text", ["", "K7QD", "K7QD-2M9X-P4TU", "K7QD-2M9X-P4TBB", "ß" * 12])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert read_code(text) is None


@given(st.lists(HEADS, min_size=1, unique_by=lambda head: head.lane))
def test_the_order_of_heads_does_not_matter(heads: list[Head]) -> None:
    assert number_of(heads) == number_of(reversed(heads))
    changed = [heads[0]._replace(n=heads[0].n + 1), *heads[1:]]
    assert number_of(heads) != number_of(changed)


def on_disk(path: Path) -> Head:
    """The head of a lane, worked out from its file."""
    docs = list(json.loads(path.read_text())["events"].values())
    return Head(path.stem, len(docs), chain.header_hash(docs[-1]))


def test_heads_are_those_of_the_files(tmp_path: Path) -> None:
    make = Maker()
    one, other = make_case(tmp_path), make_case(tmp_path, "testdev2")
    assert one.heads() == ()
    one.append(make.many(3))
    other.append(make.many(2))
    first, second = (lane_path(tmp_path, f"testdev{n}-1") for n in (1, 2))
    assert one.heads() == (on_disk(first),)
    one.follow()
    assert one.heads() == (on_disk(first), on_disk(second))
    one.append([make()])
    other.append([make()])
    assert one.heads() != (on_disk(first), on_disk(second))
    one.follow()
    assert one.heads() == (on_disk(first), on_disk(second))
    for each in (one, other):
        each.close()
    assert one.heads() == (on_disk(first), on_disk(second))  # as before it was let go
    again = make_case(tmp_path, "testdev3")
    again.read()
    assert again.heads() == (on_disk(first), on_disk(second))


def test_forgetting_changes_no_head(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()
    events = case.append(make.many(4))
    before = case.heads()
    assert case.forget([events[-1].id]) == 1
    assert case.heads() == before == (on_disk(lane_path(tmp_path, "testdev1-1")),)
    case.close()


def test_what_is_not_written_is_in_no_head(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    case.append(make.many(2))
    before = case.heads()
    fs.write_errno = errno.ENOSPC
    case.append([make()])
    assert case.unsaved and case.heads() == before
    fs.write_errno = 0
    case.retry()
    assert case.heads() == (on_disk(lane_path(tmp_path, "testdev1-1")),) != before
    case.close()


def test_of_copies_of_a_lane_the_longest_counts(tmp_path: Path) -> None:
    case, make = make_case(tmp_path), Maker()
    case.append(make.many(2))
    case.close()
    first, copy = (lane_path(tmp_path, f"testdev1-1{more}") for more in ("", " (conflict)"))
    copy.write_bytes(first.read_bytes())
    reader = make_case(tmp_path, "testdev3")
    reader.read()
    assert reader.heads() == (on_disk(first),)
    case.append([make()])
    case.close()
    reader.read()
    assert reader.heads() == (on_disk(first),)
    code, head = code_of(reader.heads()), on_disk(first)
    first.unlink()
    reader.read()
    assert [one.n for one in reader.heads()] == [2]
    copy.write_bytes(b"")
    assert head.n == 3 and code != code_of(reader.heads())
