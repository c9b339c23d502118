"""What a person may do who is not the superuser, for tests that run as that one."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

VERSION = 0x20080522
OVERRIDES = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: to read and write whatever the modes say."""
T = TypeVar("T")


def as_mere_user(act: Callable[[], T]) -> T:
    """What comes of it where the modes of files hold. Skips where that cannot be had."""
    with ThreadPoolExecutor(1) as one:  # such a right is of a thread, and never comes back to it

        def run() -> T:
            if os.geteuid() == 0:
                _give_up()
            return act()

        return one.submit(run).result()


def _give_up() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(head, sets) != 0:
        pytest.skip("the system does not tell what the superuser may do")
    sets[0], sets[1] = sets[0] & ~OVERRIDES, sets[1] & ~OVERRIDES
    if libc.capset(head, sets) != 0:
        pytest.skip("the superuser cannot give its rights up here")
