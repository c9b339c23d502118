"""The facts of a case read quickly are those the reader that judges finds, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store import quickread
from callmate.store.quickread import PASSED_OVER, events_of_kinds, facts_of
from tests.store.support import CASE, FailingFs, Maker, lane_path, make_case

LANE = "testdev1-1"
KINDS = ["key", "note", "draft", "note", "key", "rep", "key"]


@pytest.fixture(params=[1, 700, 1 << 20])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(quickread, "BLOCK", request.param)
    assert isinstance(request.param, int)
    return request.param


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_the_facts_are_those_of_the_careful_reader(
    tmp_path: Path, block: int, count: int, closed: bool
) -> None:
    make, case = Maker(), make_case(tmp_path)
    case.ready()
    for kind in KINDS[:count]:
        case.append([make(kind, text="}},\n")])
    if closed:
        case.close()
    events = make_case(tmp_path).read()
    facts = [event for event in events if event.kind.encode() not in PASSED_OVER]
    assert facts_of(tmp_path, CASE) == facts
    told = [event for event in events if event.kind == "rep" or event is events[-1]]
    assert events_of_kinds(tmp_path, CASE, ["rep"]) == told
    if not closed:
        case.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-40],
        lambda raw: raw.rstrip() + b" " * 2000 + b"x",
        lambda raw: raw.rstrip() + b"\n\n\n}}",
        lambda raw: raw.replace(b'{"events"', b'{"Events"'),
        lambda raw: raw.replace(b'"2": {', b'"3": {'),
        lambda raw: raw[:12],
        lambda raw: b"",
        lambda raw: raw.replace(b'"paid 12"', b'"paid 92"'),
        lambda raw: raw.replace(b'"salt":"', b'"sult":"'),
        lambda raw: raw.replace(b'"digest":"', b'"digest":"0'),
    ],
    ids=range(10),
)
def test_what_is_not_as_it_was_written_is_left_to_the_careful_reader(
    tmp_path: Path, block: int, change: object
) -> None:
    make, case = Maker(), make_case(tmp_path)
    case.append([make("note", text="paid 12"), make("note", text="x" * 900), make("key")])
    case.close()
    path = lane_path(tmp_path, LANE)
    assert callable(change)
    path.write_bytes(change(path.read_bytes()))
    assert facts_of(tmp_path, CASE) is None


def test_it_reads_through_the_file_system_it_is_given(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    case.append([Maker()("note")])
    case.close()

    class Refusing(FailingFs):
        def open(self, path: Path, flags: int) -> int:
            raise OSError(5, "Input/output error")

    assert facts_of(tmp_path, CASE, Refusing()) is None
    assert facts_of(tmp_path, CASE) is not None


def test_what_was_forgotten_is_read_without_its_words(tmp_path: Path) -> None:
    make, case = Maker(), make_case(tmp_path)
    one, other = case.append([make("note", text="secret"), make("note", text=',"boot":"x')])
    case.forget([one.id])
    case.close()
    assert [event.body for event in facts_of(tmp_path, CASE) or ()] == [{}, other.body]
