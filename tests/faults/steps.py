"""A process that dies, or whose disk fails, at one step: a call to the system that changes what
is on the disk. In Python, so that it goes wherever callmate does."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from callmate.errors import CallmateError

STEPS: Final = (
    "link", "rename", "replace", "fsync", "fdatasync", "open", "mkdir", "unlink", "rmdir", "pwrite",
)  # fmt: skip
GROWING: Final = ("link", "rename", "replace", "fsync", "open", "mkdir", "pwrite")
"""What a full disk refuses; of ``open`` only what makes a file."""
FAILED: Final = 3

Work = Callable[[], object]


def killed_at(step: int, work: Work) -> bool:
    """Run ``work`` in a process of its own that dies, without another word, right before step
    number ``step``; whether it came so far."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return _aside(step, STEPS, die, work) == -signal.SIGKILL


def failing_at(step: int, work: Work) -> bool:
    """The same where the disk is full from that step on; an error that is told is as it should
    be. Whether it came so far. Raises AssertionError for an error that is not told."""

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    status = _aside(step, GROWING, fail, work)
    assert status in (0, FAILED), f"step {step}: it ended with status {status}"
    return status == FAILED


def _aside(step: int, names: Sequence[str], fault: Callable[[], None], work: Work) -> int:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            reached = _arm(step, names, fault)
            with suppress(CallmateError):
                work()
            status = FAILED if reached() else 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _arm(step: int, names: Sequence[str], fault: Callable[[], None]) -> Callable[[], bool]:
    """Let the fault happen at each call of these from that step on; what it returns tells whether
    it did. Nothing is synced: no power is cut here."""
    left = [step]

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            if name != "open" or names is STEPS or int(str(arguments[1])) & os.O_CREAT:
                left[0] -= 1
                if left[0] < 0:
                    fault()
            return None if name in ("fsync", "fdatasync") else real(*arguments, **named)

        return call

    for name in names:
        if hasattr(os, name):  # macOS has no fdatasync
            setattr(os, name, counted(name, getattr(os, name)))
    return lambda: left[0] < 0
