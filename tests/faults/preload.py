"""One chosen system call of a program goes wrong: it is killed there, or the call fails.

``preload.c`` stands between Python and the C library. A single interpreter is started with it
(``python -m tests.faults.preload MODULE``); it forks one child for each fault, so that nothing is
imported twice. Linux with a C compiler only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SOURCE: Final = Path(__file__).with_name("preload.c")
ROOT: Final = SOURCE.parents[2]
KILL, CUT_AND_KILL, FAIL, FAIL_ON, CUT_AND_FAIL, CUT = range(1, 7)
"""How a call goes wrong: the process dies before it, or when a part of it is done; it fails, it
and all after it fail, it fails when a part of it is done, only a part of it is done."""
TO_PAGE: Final = -1
"""Cut a write at the end of the page it begins in, as the kernel does when it kills."""

KINDS: Final = {
    "w": "write", "s": "fsync", "d": "fdatasync", "t": "ftruncate", "a": "fallocate",
    "r": "rename", "l": "link", "u": "unlink", "m": "mkdir", "o": "open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """The ``which``-th call that changes something below the folder goes wrong: ``mode`` is one
    of the above, ``error`` an error number, ``cut`` how many bytes of a write are done."""

    which: int
    mode: int
    error: int = 0
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that was seen, by its name, and the bytes it was to write."""

    name: str
    length: int


def unable() -> str:
    """Why no call can be made to fail here; "" if it can."""
    if not sys.platform.startswith("linux"):
        return "system calls are only intercepted on Linux"
    return "" if shutil.which("cc") else "there is no C compiler (cc)"


def build(folder: Path) -> Path:
    """Compile the library into ``folder``."""
    library = folder / "preload.so"
    command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return library


@contextmanager
def under(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """``python -m module`` with the library in place; its input and output are pipes."""
    with tempfile.TemporaryDirectory(prefix="preload-") as folder:
        env = os.environ | {"LD_PRELOAD": str(build(Path(folder))), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", module, *arguments]
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()
            process.terminate()
            process.wait()


class Shim:
    """The library, seen from inside the interpreter that runs with it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fault_arm.argtypes = [
            ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_long,
        ]  # fmt: skip
        for name, kind in [
            ("fault_count", ctypes.c_long), ("fault_kind", ctypes.c_char),
            ("fault_length", ctypes.c_long),
        ]:  # fmt: skip
            getattr(self._library, name).restype = kind
        self._library.fault_kind.argtypes = [ctypes.c_long]
        self._library.fault_length.argtypes = [ctypes.c_long]

    def arm(self, folder: Path, fault: Fault | None) -> None:
        """From now on count the calls below ``folder``, and let one go wrong."""
        fault = fault or Fault(0, 0)
        path = os.fsencode(folder)
        self._library.fault_arm(path, fault.mode, fault.which, fault.error, fault.cut)

    def disarm(self) -> None:
        self._library.fault_disarm()

    def calls(self) -> list[Call]:
        """What was called since it was armed, in order."""
        count = self._library.fault_count()
        return [
            Call(KINDS[self._library.fault_kind(n).decode()], self._library.fault_length(n))
            for n in range(1, count + 1)
        ]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: what it wrote to its pipe, and the signal that killed it (0: none)."""

    said: str
    signal: int

    @property
    def lines(self) -> list[str]:
        """Whole lines: a kill may cut the last one."""
        return self.said.split("\n")[:-1]


PATIENCE_S: Final = 60
"""A child that takes longer hangs, and is ended."""


def forked(work: Callable[[int], Any]) -> Ended:
    """Run ``work`` in a child, which is given the descriptor of a pipe to tell what it did."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_S)
        os.close(reading)
        status = 1
        try:
            work(writing)
            status = 0
        except BaseException as error:
            os.write(writing, f"! {type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    return Ended(said, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
