"""T12: any order of writing, failing, crashing, forgetting, sealing and reopening, by two windows
of one machine and one of another, against a plain list.

Hypothesis draws the steps. A failure tells its seed and all its steps.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path
from time import monotonic
from typing import Final

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, invariant, rule

from callmate.store.lanes.writer import MOST_REST
from tests.faults import moved
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.strictdisk import Killed
from tests.faults.windows import DEVICES, Shelf, Window, empty_bodies, stock_disagrees

STEPS: Final = 30
EXAMPLES_AT_ONCE: Final = 250
MOST_S: Final = 15 * 60

WHO = st.integers(0, len(DEVICES) - 1)
SIZES = st.lists(st.integers(0, 700), min_size=1, max_size=4)


class StoreMachine(RuleBasedStateMachine):
    """The model: every event that was accepted, by window, and which of them were forgotten."""

    examples = steps = kills = taken = acknowledged = 0
    """Of all machines so far."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.shelf = Shelf(self.root)
        self.windows = [Window(self.shelf, device) for device in DEVICES]
        StoreMachine.examples += 1

    # what windows do

    @rule(who=WHO, sizes=SIZES)
    def append(self, who: int, sizes: list[int]) -> None:
        window = self.windows[who]
        window.append(sizes)
        StoreMachine.acknowledged += len(sizes)

    @rule(sizes=SIZES)
    def append_in_the_first(self, sizes: list[int]) -> None:
        """Most of what is done is typing in one window."""
        self.append(0, sizes)

    @rule(who=WHO)
    def follow(self, who: int) -> None:
        self.windows[who].follow()
        unseen = set(self.shelf.read_ids()) - self.windows[who].seen
        assert not unseen, f"{len(unseen)} events that are there were not followed"

    @rule(who=WHO)
    def seal(self, who: int) -> None:
        self.windows[who].case.seal()

    @rule(who=WHO)
    def close(self, who: int) -> None:
        self.mend(who)
        self.windows[who].close()

    @rule(who=WHO, which=st.integers(0, 50))
    def forget(self, who: int, which: int) -> None:
        self.mend(who)
        window = self.windows[who]
        if window.wrote:
            window.forget(window.wrote[which % len(window.wrote)])

    # what befalls them

    @rule(
        who=WHO, error=st.sampled_from([errno.ENOSPC, errno.EIO, errno.EROFS]), half=st.booleans()
    )
    def break_writes(self, who: int, error: int, half: bool) -> None:
        self.windows[who].fs.write_errno = error
        self.windows[who].fs.write_half = half

    @rule(who=WHO)
    def break_syncs(self, who: int) -> None:
        self.windows[who].fs.sync_errno = errno.EIO

    @rule(who=WHO)
    def mend(self, who: int) -> None:
        """The disk is well again: within the time that a person waits, all is written."""
        window = self.windows[who]
        window.fs.write_errno = window.fs.sync_errno = 0
        window.case.site.syncer.flush()
        for _ in range(MOST_REST):
            window.case.retry()
        assert window.case.unsaved == []

    @rule(who=WHO, act=st.sampled_from(moved.KEPT), sizes=SIZES)
    def take_away(self, who: int, act: moved.Act, sizes: list[int]) -> None:
        """Another program takes the file that is written; the next key notices it."""
        self.mend(who)
        window = self.windows[who]
        lane = window.lane_file
        if lane is not None and b',\n"3": ' in lane.read_bytes():
            act(lane)
            StoreMachine.taken += 1
            self.shelf.put_out_of_the_way(lane)
            self.append(who, sizes)
            assert window.case.unsaved == []

    @rule(who=WHO)
    def crash(self, who: int) -> None:
        """Between two calls. What was held in memory only is gone, and was never called saved."""
        self._killed(self.windows[who])

    @rule(
        who=WHO, calls=st.integers(0, 6), part=st.integers(0, 1000),
        act=st.sampled_from(["append", "append", "seal", "forget", "close"]), sizes=SIZES,
    )  # fmt: skip
    def crash_within(self, who: int, calls: int, part: int, act: str, sizes: list[int]) -> None:
        """In mid-call, after some more of them, with a part of the last one's bytes written."""
        window = self.windows[who]
        window.case.site.syncer.flush()
        held = window.held
        window.fs.kill_after(calls, part)
        try:
            if act == "append":
                window.append(sizes)
            elif act == "seal":
                window.case.seal()
            elif act == "forget" and window.wrote:
                window.forget(window.wrote[-1])
            elif act == "close":
                window.case.close()
        except (Killed, OSError):
            # Only forgetting may raise for a disk that fails.
            failing = window.fs.sync_errno or window.fs.write_errno
            assert window.fs.dead or (act == "forget" and failing)
        StoreMachine.kills += window.fs.dead
        self._killed(window, held)

    def _killed(self, window: Window, held: Collection[str] = ()) -> None:
        """``held`` was in memory only, whatever it is now."""
        held = {*held, *window.held}
        window.abandon()
        found = self.shelf.read_ids()
        lost = [id_ for id_ in window.wrote if id_ not in held and id_ not in set(found)]
        assert not lost, f"{len(lost)} acknowledged events did not outlast a crash"
        window.wrote = [id_ for id_ in found if id_ in {*window.wrote, *window.trying}]
        window.open()

    # what is always so

    @invariant()
    def everything_written_is_there(self) -> None:
        StoreMachine.steps += 1
        events = self.shelf.read()
        found = [event.id for event in events]
        assert len(found) == len(set(found)), "an event is there twice"
        known = set()
        for window in self.windows:
            # What is held may be on the disk all the same: in a lane whose sync failed.
            there = set(found)
            held = window.held - there
            expected = [id_ for id_ in window.wrote if id_ not in held]
            mine = set(window.wrote)
            assert [id_ for id_ in found if id_ in mine] == expected
            known |= mine
        assert set(found) <= known, "an event is there that was never taken"
        assert empty_bodies(events) == self.shelf.forgotten & set(found)

    def teardown(self) -> None:
        for window in self.windows:
            window.abandon()
        # Each lane is opened for writing once more, as by the next start.
        assert self.shelf.mended() == []
        assert stock_disagrees(self.shelf) == []
        shutil.rmtree(self.root)


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="sequences of steps")
    whole, began = effort.pick(200, 20_000), monotonic()
    StoreMachine.examples = StoreMachine.steps = StoreMachine.kills = 0
    StoreMachine.taken = StoreMachine.acknowledged = 0
    tries = 0
    while StoreMachine.examples < whole and monotonic() - began < MOST_S and not outcome.lost:
        outcome.add(some(min(EXAMPLES_AT_ONCE, whole), effort.seed * 100_000 + tries))
        tries += 1
        say(f"{StoreMachine.examples} of {whole} sequences, {StoreMachine.steps} steps")
    outcome.tried = StoreMachine.examples
    outcome.acknowledged = StoreMachine.acknowledged
    outcome.figures["steps"] = f"{StoreMachine.steps:,}"
    outcome.figures["files taken away"] = f"{StoreMachine.taken:,}"
    outcome.figures["crashes within a call of the system"] = f"{StoreMachine.kills:,}"
    return outcome


def some(examples: int, number: int) -> Outcome:
    """So many sequences, drawn by the seed ``number``; it stops at the first that fails."""
    outcome = Outcome()
    test = seed(number)(get_state_machine_test(StoreMachine, settings=effort_of(examples)))
    try:
        test()
    except Exception as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        outcome.fail(f"seed {number}: {type(error).__name__}: {error}\n{notes}")
    return outcome


def effort_of(examples: int) -> settings:
    """So many sequences; nothing is remembered from one run to the next."""
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=(Phase.generate,),  # making a failure short takes minutes; its seed is told
    )
