"""Damaged bytes are copied here before a file is mended, and never deleted by the program."""

from __future__ import annotations

import hashlib
from pathlib import Path

from callmate.paths import make_private_folder
from callmate.store.fs import Fs

CHUNK = 1 << 20


def copy_damage(fd: int, offset: int, name: str, folder: Path, fs: Fs) -> int:
    """Copy the bytes of an open file from ``offset`` on, without padding; how many there are.

    The copy bears the hash of its content, so the same damage is kept once.
    """
    with open(fd, "rb", closefd=False) as file:
        file.seek(offset)
        damage = file.read().rstrip(b" \n")
    if not damage.strip(b",} \n\0"):
        # Half of a pair of closers, or nothing: there is no word of anyone in it.
        damage = damage if offset == 0 else b""
    if not damage and offset:
        return 0
    make_private_folder(folder)
    path = folder / f"{name}-{hashlib.sha256(damage).hexdigest()[:12]}.bin"
    if not path.exists():
        fs.put_file(path, [damage[at : at + CHUNK] for at in _steps(damage)])
    return len(damage)


def _steps(data: bytes) -> range:
    return range(0, len(data), CHUNK)
