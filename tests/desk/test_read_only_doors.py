"""The command line on a store that can only be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.doors.cases import list_cases, search
from callmate.desk.doors.doors import store
from callmate.desk.doors.records import Look
from callmate.desk.doors.showing import show_events
from callmate.errors import CallmateError
from tests.bench.library import Size, make_library
from tests.store.disks import not_writable

CASES = 3


@pytest.mark.parametrize("with_caches", [True, False])
def test_the_doors_that_only_read_read_it_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_caches: bool
) -> None:
    root = tmp_path / "store"
    make_library(root, Size(CASES, 40))
    if not with_caches:
        for path in root.glob("*.sqlite*"):
            path.unlink()
    monkeypatch.setenv("CALLMATE_HOME", str(root))
    with not_writable(root):
        listed = list_cases((), "latest", False, False, Look())
        found = search(("call",), 5, False, Look())
        shown = show_events(listed.lines[0].split("\t")[0], ())
        with pytest.raises(CallmateError, match="is read-only|cannot be written"), store():
            pass
    assert len(listed.lines) == CASES and listed.status == 0
    assert found.lines and found.status == 0
    for printed in (listed, found):
        assert [one for one in printed.said if "is read-only" in one or "cannot be written" in one]
    assert "\tcall_start\t" in shown
