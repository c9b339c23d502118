"""Any order of writing, failing, crashing, forgetting and reopening, against a plain list."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from callmate.model.events import Event
from callmate.store.casefile import CaseFile
from callmate.store.writer import MOST_REST
from tests.store.support import FailingFs, Maker, ids, lane_path, make_case, stock_ids


class StoreMachine(RuleBasedStateMachine):
    """The model: every event accepted, in order, and which of them were forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.make, self.fs = Maker(), FailingFs()
        self.case = make_case(self.root, fs=self.fs)
        self.other = make_case(self.root)
        self.ours: list[str] = []
        self.theirs: list[str] = []
        self.followed: list[str] = []
        self.forgotten: set[str] = set()

    @rule(sizes=st.lists(st.integers(0, 3000), min_size=1, max_size=4))
    def append(self, sizes: list[int]) -> None:
        events = self.case.append([self.make(text="}" * size + "!") for size in sizes])
        assert len(events) == len(sizes)
        self.ours += ids(events)
        self.case.site.syncer.flush()  # so that each run of the same steps goes the same way

    @rule()
    def append_elsewhere(self) -> None:
        self.theirs += ids(self.other.append([self.make(text="other")]))

    @rule()
    def follow(self) -> None:
        self.followed += ids(self.case.follow())
        assert self.followed == self.theirs

    @rule(error=st.sampled_from([errno.ENOSPC, errno.EIO]), half=st.booleans())
    def break_writes(self, error: int, half: bool) -> None:
        self.fs.write_errno, self.fs.write_half = error, half

    @rule()
    def break_syncs(self) -> None:
        self.fs.sync_errno = errno.EIO

    @rule()
    def mend(self) -> None:
        self.fs.write_errno = self.fs.sync_errno = 0
        self.case.site.syncer.flush()
        for _ in range(MOST_REST):
            self.case.retry()
        assert self.case.unsaved == []

    @rule(which=st.integers(0, 50))
    def forget(self, which: int) -> None:
        self.mend()
        if self.ours:
            target = self.ours[which % len(self.ours)]
            # Nothing is done to a lane that the other window took over in the meantime.
            if self.case.forget([target]):
                self.forgotten.add(target)

    @rule()
    def crash(self) -> None:
        """Start anew without closing; what was held in memory only is gone, and was never shown
        as written."""
        there = set(ids(make_case(self.root).read()))
        self.ours = [id_ for id_ in self.ours if id_ in there]
        self._abandon(self.case)
        self._reopen()

    @rule()
    def close(self) -> None:
        self.mend()
        self.case.close()
        self._reopen()

    def _reopen(self) -> None:
        self.fs = FailingFs()
        self.case = make_case(self.root, fs=self.fs)
        self.case.read()
        self.followed = list(self.theirs)

    def _abandon(self, case: CaseFile) -> None:
        """Let go of the files as the system does for a process that was killed."""
        case.site.syncer.flush()
        lane = case._writer.lane
        for one in [*case.site.abandoned, *([lane] if lane else [])]:
            one._db.close()

    @invariant()
    def everything_written_is_there(self) -> None:
        held = set(ids(self.case.unsaved))
        reader = make_case(self.root)
        events = reader.read()
        found = ids(events)
        # What is held may be on the disk all the same: in a lane whose sync failed.
        expected = [id_ for id_ in self.ours if id_ not in held or id_ in found]
        assert [id_ for id_ in found if id_ in set(self.ours)] == expected
        assert sorted(found) == sorted([*expected, *self.theirs])
        assert {event.id for event in events if not event.body} == self.forgotten & set(found)
        self._stock_opens(events)

    def _stock_opens(self, events: list[Event]) -> None:
        if self.fs.write_errno:
            return  # a disk that refuses even the closers leaves a torn tail for the next opening
        folder = lane_path(self.root, "x").parent
        for path in folder.glob("[!.]*.json"):
            assert set(stock_ids(path)) <= set(ids(events))

    def teardown(self) -> None:
        self._abandon(self.case)
        self._abandon(self.other)
        shutil.rmtree(self.root)


TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    deadline=None,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow],
)
