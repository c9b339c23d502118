"""What the checker of an exported case says besides: what the lanes hold, and what went wrong."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.test_verify_case import evidence, run
from tests.store.forging import doc_of, lines_of, put, written
from tests.store.support import Maker, lane_path, make_case


def test_what_the_lanes_say_is_listed_in_order_without_the_report(tmp_path: Path) -> None:
    done = run(evidence(tmp_path, tmp_path / "case.zip"), "--list")
    listed = [line for line in done.stdout.splitlines() if line.startswith("2026-03-02T")]
    assert done.returncode == 0 and len(listed) == 12 and listed == sorted(listed)
    assert any(line.endswith(" testdev1-1, 4: call_end  {}") for line in listed)
    path = written(tmp_path / "other")
    path.write_bytes(path.read_bytes().replace(b"number 3", b"number 9"))
    assert "number 2" in (told := run(path, "--list").stdout)
    assert "number 9" not in told and "number 4" not in told  # nothing vouches for those


def test_what_is_listed_steers_no_terminal(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    case.append([Maker()("note", text="caf\u00e9 \x1b]0;x\x07\u202eb")])
    case.close()
    told = run(lane_path(tmp_path, "testdev1-1"), "--list").stdout
    assert "caf\u00e9 " in told and "\x1b" not in told and "\u202e" not in told


def test_a_changed_record_has_no_head_code(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert "the head code is" in run(path).stdout
    path.write_bytes(path.read_bytes().replace(b"number 3", b"number 9"))
    done = run(path)
    assert done.returncode == 1 and "the head code is" not in done.stdout
    assert f"case {path.parent.name}: no head code, since the record is not whole" in done.stdout


def test_a_missing_event_was_between_its_neighbours(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = lines_of(path)
    before, after = (doc_of(lines[n])["at"] for n in (1, 3))
    put(path, [*lines[:2], *lines[3:]])
    told = f"(between {before} and {after}) is missing here: event 4 follows"
    assert f"event 3 {told}" in run(path).stdout
    put(path, lines[1:])
    assert f"event 1 (before {before}) is missing" in run(path).stdout


def test_what_was_given_wrongly_is_said(tmp_path: Path) -> None:
    done = run(tmp_path / "nothing.zip")
    assert done.stdout.startswith(f"{tmp_path / 'nothing.zip'}: cannot be read: No such file")
    done = run(tmp_path, "--code", "hello")
    assert done.returncode == 2 and "“hello” is no head code; one is like K7QD" in done.stderr
