"""The disk under a store: what kind of file system it is, what it can do, how much room is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from callmate.store.checkup.finding import Finding, broken, look, ok
from callmate.store.fs import REAL
from callmate.store.reserve import ENOUGH, RESERVE, SIZE, Reserve

MIB: Final = 1 << 20
LITTLE: Final = 64 * MIB
NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs",
     "fuse.rclone", "fuse.glusterfs"}
)  # fmt: skip
WITHOUT_MODES: Final = frozenset({"exfat", "vfat", "msdos", "ntfs", "ntfs3", "fuseblk"})
IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
SYNCHRONISERS: Final = (
    "dropbox", "onedrive", "nextcloud", "owncloud", "google drive", "googledrive", "icloud",
    "mobile documents", "syncthing", "pcloud", "seafile",
)  # fmt: skip
MARKS: Final = (".stfolder", ".dropbox", ".owncloudsync.log", ".nextcloudsync.log")
PROBE: Final = """
import fcntl, sys
with open(sys.argv[1]) as file:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(7)
"""
REFUSED: Final = 7
MOUNTS: Final = Path("/proc/self/mountinfo")


def look_at_disk(root: Path) -> Iterator[Finding]:
    """Room, reserve, kind of file system, locks, synchronisers."""
    yield from _room(root)
    yield _reserve(root)
    yield from _kind(root, kind_of(root))
    yield from _locks(root)
    if name := synchroniser_of(root):
        yield look(
            "synchroniser",
            f"The store seems to be in a folder that {name} keeps alike on several machines.",
            "Each machine writes files of its own there; leave the file “device” out of it, since "
            "two machines with one id would write the same files.",
        )


def _room(root: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(root).free
    said = f"{free // MIB:,} MiB are free."
    if free < ENOUGH:
        yield broken("space", said, "Make room: soon nothing can be saved.")
    elif free < LITTLE:
        yield look("space", said, "Make room before long.")
    else:
        yield ok("space", said)


def _reserve(root: Path) -> Finding:
    path = root / RESERVE
    if path.is_file() and path.stat().st_size >= SIZE:
        return ok("reserve", "1 MiB is set aside for the day the disk is full.")

    def mend() -> str:
        reserve = Reserve(path)
        reserve.keep(REAL)
        if reserve.missing:
            raise OSError("there is no room for it")
        return "The reserve is made."

    said = "Nothing is set aside for the day the disk is full."
    return look("reserve", said, "callmate makes it while its screen is open.", mend)


def kind_of(root: Path, mounts: Path = MOUNTS) -> str:
    """The kind of the file system that a folder is on, as the system names it; "" if it does not
    tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best = -1, ""
    there = root.resolve()
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, told = before.split(" "), after.split(" ")
        if len(fields) < 5 or not told[0]:
            continue
        point = Path(fields[4].replace("\\040", " ").replace("\\011", "\t"))
        if there.is_relative_to(point) and len(point.parts) >= best[0]:
            best = len(point.parts), told[0]
    return best[1]


def _kind(root: Path, kind: str) -> Iterator[Finding]:
    if kind in NETWORK:
        yield look(
            "file system", f"The store is on a network disk ({kind}).",
            "If locks are kept there (see below) it works; a disk of your own is faster.",
        )  # fmt: skip
    elif kind in WITHOUT_MODES:
        yield look(
            "file system", f"{kind} knows no owners: whoever has the disk can read the store.",
            "Keep the store on a disk of your own: set CALLMATE_HOME.",
        )  # fmt: skip
    elif kind in IN_MEMORY:
        yield look(
            "file system", f"The store is in memory ({kind}) and gone when the machine restarts.",
            "Set CALLMATE_HOME to a folder on a disk.",
        )  # fmt: skip
    else:
        yield ok("file system", kind or "The system does not tell its kind.")


def _locks(root: Path) -> Iterator[Finding]:
    """Whether one program sees the lock of another."""
    import fcntl

    path = root / f".probe.{os.getpid()}.tmp"
    try:
        fd = REAL.open(path, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            command = [sys.executable, "-S", "-c", PROBE, str(path)]
            seen = subprocess.run(command, capture_output=True, check=False).returncode == REFUSED
        finally:
            os.close(fd)
            with suppress(OSError):
                path.unlink()
    except OSError as error:
        yield broken(
            "locks", f"Nothing can be locked or written there ({error.strerror}).",
            "Mend that, or set CALLMATE_HOME to a folder on another disk.",
        )  # fmt: skip
        return
    if seen:
        yield ok("locks", "Windows see each other's locks.")
    else:
        yield broken(
            "locks", "One program does not see the lock of another on this disk.",
            "Open one window at a time, or set CALLMATE_HOME to a folder on another disk.",
        )  # fmt: skip


def synchroniser_of(root: Path) -> str:
    """The program that keeps a folder alike on several machines, by the names on the way to it;
    "" if nothing tells of one."""
    there = root.resolve()
    for folder in (there, *there.parents):
        lower = folder.name.lower()
        for name in SYNCHRONISERS:
            if lower.startswith(name):
                return folder.name
        if any((folder / mark).exists() for mark in MARKS):
            return "a synchroniser"
    return ""
