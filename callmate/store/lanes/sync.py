"""One thread that makes written events durable, and the count of what is safe.

Every event of the process gets a number as it is taken. ``written`` and ``durable`` are the
largest numbers up to which all events are in their files, and on the disk. Both move in order
over all files, so one event that cannot be saved holds them back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from callmate.clock import SystemClock

INTERVAL_S: Final = 0.005


class Target(Protocol):
    """A file that can be made durable. Both are called in the thread of the syncer."""

    def sync(self) -> None:
        """Return once all that was written is durable; raise OSError if it is not."""
        ...

    def settled(self, last: int) -> None:
        """Events up to number ``last`` are durable."""
        ...

    def sync_failed(self, error: OSError) -> str:
        """The system could not say that they are; the file is not to be trusted any more.

        Returns that as a sentence.
        """
        ...


@dataclass(frozen=True, slots=True)
class Status:
    """How safe the events of this process are.

    ``taken``, ``written`` and ``durable`` are event numbers; ``unsaved`` counts events that are
    in memory only, or in a file whose sync failed, where nobody knows what is on the disk;
    ``reason`` says why in one sentence, or is empty if all is well.
    """

    taken: int = 0
    written: int = 0
    durable: int = 0
    unsaved: int = 0
    reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether all that was taken is durable."""
        return self.durable == self.taken


class Syncer:
    """Syncs at once after a write, and at most every ``interval`` seconds.

    ``on_durable`` gets the new number, ``on_failure`` a sentence. Both are called in the thread
    and must not wait for the owner of the files, who may be waiting for the thread.
    """

    def __init__(
        self,
        on_durable: Callable[[int], None] | None = None,
        on_failure: Callable[[str], None] | None = None,
        interval: float = INTERVAL_S,
        steady: Callable[[], float] | None = None,
    ) -> None:
        self.on_durable, self.on_failure = on_durable, on_failure
        self._interval = interval
        self._steady = steady or SystemClock().steady
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._taken = 0
        self._told = 0
        self._busy = self._stopping = False
        self._due: dict[Target, int] = {}
        self._undurable: dict[Target, int] = {}
        self._held: dict[object, tuple[int, int, str]] = {}
        # By thread: the first number it took of events that are nowhere yet.
        self._coming: dict[int, int] = {}
        self._failed: dict[Target, str] = {}

    # What the owner of the files calls.

    def take(self, count: int) -> int:
        """Number ``count`` new events; the number of the first of them.

        The same thread says next, by ``wrote`` or ``hold``, where they are.
        """
        with self._change:
            first = self._taken + 1
            self._taken += count
            self._coming[threading.get_ident()] = first
            return first

    def wrote(self, target: Target, first: int, last: int) -> None:
        """Events from ``first`` to ``last`` are in ``target`` and want to be made durable."""
        with self._change:
            self._coming.pop(threading.get_ident(), None)
            self._undurable[target] = min(first, self._undurable.get(target, first))
            self._due[target] = last
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="syncer", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def hold(self, owner: object, first: int, count: int, reason: str) -> None:
        """``count`` events of ``owner``, numbered from ``first`` on, are in memory only."""
        with self._change:
            self._coming.pop(threading.get_ident(), None)
            self._held[owner] = (first, count, reason)

    def release(self, owner: object) -> None:
        """``owner`` has nothing left that is in memory only."""
        with self._change:
            self._held.pop(owner, None)

    def leave(self, target: Target) -> None:
        """What ``target`` was to make durable is in another file, or was forgotten."""
        with self._change:
            self._undurable.pop(target, None)
            self._due.pop(target, None)
            self._failed.pop(target, None)

    @property
    def status(self) -> Status:
        with self._change:
            held = self._held.values()
            firsts = [*(first for first, _, _ in held), *self._coming.values()]
            written = min(firsts, default=self._taken + 1) - 1
            reasons = [*(why for _, _, why in held), *self._failed.values()]
            reason = next((why for why in reasons if why), "")
            unsaved, durable = sum(count for _, count, _ in held), self._durable()
            if self._failed:
                unsaved = max(unsaved, self._taken - durable)
            return Status(self._taken, written, durable, unsaved, reason)

    def _durable(self) -> int:
        firsts = [*(first for first, _, _ in self._held.values()), *self._coming.values()]
        return min([*firsts, *self._undurable.values()], default=self._taken + 1) - 1

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until nothing more is due; whether that came in time."""
        with self._change:
            return self._change.wait_for(lambda: not self._due and not self._busy, timeout)

    def stop(self, timeout: float | None = None) -> bool:
        """Sync what is due, then end the thread; whether that came in time."""
        with self._change:
            self._stopping = True
            self._change.notify_all()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout)
        with self._change:
            self._stopping = False
        return thread is None or not thread.is_alive()

    # What runs in the thread.

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._due or self._stopping)
                if not self._due:
                    return
                due, self._due, self._busy = self._due, {}, True
            started = self._steady()
            for target, last in due.items():
                self._sync(target, last)
            with self._change:
                durable, told = self._durable(), self._told
                self._told = max(told, durable)
            if durable > told and self.on_durable is not None:
                self.on_durable(durable)
            with self._change:
                self._busy = False
                self._change.notify_all()
                rest = self._interval - (self._steady() - started)
                if rest > 0:
                    self._change.wait_for(lambda: self._stopping, min(rest, self._interval))

    def _sync(self, target: Target, last: int) -> None:
        try:
            target.sync()
        except Exception as error:  # also one of our own: a thread that ends would save no more
            with self._change:
                if target not in self._undurable:  # left meanwhile, with its events elsewhere
                    return
            told = error if isinstance(error, OSError) else OSError(f"{error!r}")
            reason = target.sync_failed(told)
            with self._change:
                if target in self._undurable:
                    self._failed[target] = reason
            if self.on_failure is not None:
                self.on_failure(reason)
            return
        target.settled(last)
        with self._change:
            if target in self._due:
                self._undurable[target] = last + 1
            else:
                self._undurable.pop(target, None)
