"""TinyDB itself opens what callmate writes, in small; and that a file it cannot open is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.store.fs import Fs
from tests.faults import stock
from tests.faults.outcome import QUICK, Outcome, silent


@pytest.mark.slow
def test_tinydb_itself_opens_every_file_and_reads_the_same(tmp_path: Path) -> None:
    outcome = stock.run(tmp_path, QUICK, silent)
    assert outcome.wrong == [] and outcome.lost == 0
    assert outcome.tried > 50 and outcome.acknowledged > 500


def test_padding_that_is_no_json_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Fs.write_all

    def with_zeros(fs: Fs, fd: int, data: bytes, offset: int) -> None:
        write(fs, fd, data if data.strip(b" ") else data.replace(b" ", b"\0"), offset)

    monkeypatch.setattr(Fs, "write_all", with_zeros)
    outcome = Outcome()
    stock.day_of_keys(tmp_path, 1, outcome, keys=60)
    assert outcome.lost
