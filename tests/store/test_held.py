"""Events that no disk takes: however many are held, a retry costs the same, and loses none."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from callmate.model.events import Event
from callmate.store.lanes import chain
from callmate.store.lanes.writer import BITE
from tests.store.support import FailingFs, Maker, ids, lane_path, make_case, stock_ids

FULL = "The disk is full: free some space."


def test_a_retry_costs_no_more_the_more_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fs, make, counted = FailingFs(), Maker(), list[str]()
    case = make_case(tmp_path, fs=fs)
    before = ids(case.append(make.many(2)))
    fs.write_errno = errno.ENOSPC
    for _ in range(2 * BITE):
        before += ids(case.append(make.many(2)))
    write = chain.write

    def counting(event: Event, prev: str, salt: bytes, digest: str = "") -> chain.Written:
        counted.append(event.id)
        return write(event, prev, salt, digest)

    monkeypatch.setattr(chain, "write", counting)
    assert case.retry() == [] and len(counted) == BITE
    assert case.held == len(case.unsaved) == 4 * BITE
    fs.write_errno = 0
    assert ids(case.retry()) == before[2:] and not case.held
    assert case.site.syncer.flush() and case.site.syncer.status.unsaved == 0
    assert stock_ids(lane_path(tmp_path, case.lane)) == before
    case.close()


def test_what_fits_is_written_and_a_key_wholly_or_not(tmp_path: Path) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    before = ids(case.append([make()]))
    fs.write_errno = errno.ENOSPC
    for _ in range(BITE):
        before += ids(case.append(make.many(3)))
    fs.write_errno, fs.space = 0, 65536
    written = case.retry()
    assert 0 < len(written) < 3 * BITE and len(written) % 3 == 0
    assert case.site.syncer.status.unsaved == case.held == 3 * BITE - len(written)
    fs.space = None
    case.retry()
    assert stock_ids(lane_path(tmp_path, case.lane)) == before
    case.close()


def test_what_a_disk_refused_at_the_end_of_a_call_is_not_told_once_it_takes_more(
    tmp_path: Path,
) -> None:
    fs, make = FailingFs(), Maker()
    case = make_case(tmp_path, fs=fs)
    case.append([make()])
    case.site.syncer.flush()
    fs.write_errno = errno.ENOSPC
    case.seal()
    assert FULL in case.site.notices
    fs.write_errno = 0
    for _ in range(2):
        case.append([make()])
        case.retry()
    assert FULL not in case.site.notices
    case.close()
