"""File systems of our own, in memory, that lose their power; none of them outlives its trial.

They are mounted by a child process that has its mounts to itself, so that they are gone with it,
however it ends. Needs Linux, root, and a kernel with ext4 and loop devices.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.outcome import Outcome

CLONE_NEWNS: Final = 0x00020000
PR_SET_PDEATHSIG: Final = 1
SHUTDOWN: Final = 0x8004587D
NO_LOG_FLUSH: Final = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file system: its size in megabytes, how it is made, and ways to mount it, the
    usual one first: each leaves other things behind after a crash."""

    name: str
    megabytes: int
    make: str
    manners: tuple[str, ...]


# Journals are written when a sync asks for it, not by the clock: a trial sees syncs only.
EXT4: Final = Kind(
    "ext4",
    32,
    "mkfs.ext4 -q -F -b 4096 -J size=4 -N 512 -E lazy_itable_init=0,lazy_journal_init=0",
    ("commit=600", *(f"commit=600,{one}" for one in (
        "data=writeback", "data=journal", "nodelalloc"
    ))),
)  # fmt: skip
XFS: Final = Kind("xfs", 300, "mkfs.xfs -q -f", ("defaults",))
BTRFS: Final = Kind("btrfs", 110, "mkfs.btrfs -q -f -m single --nodiscard", ("commit=300",))


class NotHere(Exception):
    """It cannot be tried on this machine; says why."""


def child_of(work: Callable[[], None]) -> int:
    """Fork a process that does ``work`` and dies with this one; its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def kill(child: int) -> None:
    """End a child for good, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def ended(child: int) -> None:
    """Wait for a child that ends by itself; RuntimeError if it failed."""
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a process of the trial ended with status {status}")


def apart(work: Callable[[], Outcome], *programs: str) -> Outcome:
    """Do ``work`` in a process with mounts of its own; skipped where a means is missing."""
    lacking = missing("mount", "umount", "mkfs.ext4", *programs)
    if lacking:
        return Outcome(skipped=lacking)
    reading, writing = os.pipe()

    def told() -> None:
        os.close(reading)
        with os.fdopen(writing, "w") as answer:
            try:
                _own_mounts()
                outcome = work()
            except NotHere as why:
                outcome = Outcome(skipped=str(why))
            except BaseException:
                answer.write(traceback.format_exc())
                return
            json.dump(outcome.as_json(), answer)

    child = child_of(told)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text.startswith("{"):
        raise RuntimeError(f"the trial itself failed:\n{text or 'it was killed'}")
    return Outcome(**json.loads(text))


def missing(*programs: str) -> str:
    """Why file systems cannot be mounted here; "" if they can, as far as is seen at once."""
    if sys.platform != "linux":
        return f"it needs Linux, and this is {sys.platform}"
    if os.geteuid() != 0:
        return "it needs root, to mount a file system of its own"
    lacking = [name for name in programs if shutil.which(name) is None]
    return f"programs are missing here: {', '.join(lacking)}" if lacking else ""


def _own_mounts() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS):
        raise NotHere(f"no mounts of its own are allowed: {os.strerror(ctypes.get_errno())}")
    system("mount", "--make-rprivate", "/")


def system(*command: str) -> None:
    """Run a program of the system; NotHere with its own words if it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotHere(f"{' '.join(command[:2])} failed here: {done.stderr.strip()}")


@contextmanager
def mounted(*arguments: str | Path) -> Iterator[Path]:
    """Mount what ``mount`` would with these arguments, the last being the folder."""
    place = Path(arguments[-1])
    place.mkdir(exist_ok=True)
    system("mount", *map(str, arguments))
    try:
        yield place
    finally:
        unmount(place)


def unmount(place: Path) -> None:
    if subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode:
        system("umount", "-l", str(place))


@contextmanager
def in_memory(folder: Path) -> Iterator[Path]:
    """A folder in memory, so that no real disk is waited for."""
    with mounted("-t", "tmpfs", "-o", "size=512m,mode=700", "tmpfs", folder / "memory") as place:
        yield place


def formatted(image: Path, kind: Kind = EXT4) -> Path:
    """A file that holds an empty file system."""
    with image.open("wb") as file:
        file.truncate(kind.megabytes << 20)
    system(*kind.make.split(), str(image))
    return image


def copied(image: Path, copy: Path) -> Path:
    """The same bytes in another file, which takes no more room."""
    system("cp", "--sparse=always", str(image), str(copy))
    return copy


@contextmanager
def on(image: Path, place: Path, kind: Kind = EXT4, manner: str = "") -> Iterator[Path]:
    """The file system in the file ``image``; what stood in its journal is applied."""
    options = f"loop,{manner or kind.manners[0]}"
    with mounted("-t", kind.name, "-o", options, image, place):
        yield place


def settle(place: Path) -> None:
    """Write out all of this file system, and of no other: its neighbours are left to lose."""
    fd = os.open(place, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(fd):
            raise OSError(ctypes.get_errno(), "the file system cannot be synced")
    finally:
        os.close(fd)


def cut_power(place: Path) -> None:
    """From here on nothing reaches the disk of this ext4 or XFS: what is not there is lost."""
    fd = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(fd, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    except OSError as error:
        raise NotHere(f"this kernel cuts no file system off: {error.strerror}") from None
    finally:
        os.close(fd)
