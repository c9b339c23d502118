"""What may have happened to a lane file: nothing of it reads any more, or only a part."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], None]


def emptied(lane: Path) -> None:
    lane.write_bytes(b"")


def zeros(lane: Path) -> None:
    lane.write_bytes(bytes(lane.stat().st_size))


def foreign(lane: Path) -> None:
    lane.write_text(json.dumps({"events": None, "letters": [1, 2]}), encoding="ascii")


def nothing(lane: Path) -> None:
    lane.write_text("null", encoding="ascii")


def noise(lane: Path) -> None:
    lane.write_bytes(bytes(range(256)) * 40)


def folder(lane: Path) -> None:
    lane.unlink()
    lane.mkdir()


def pipe(lane: Path) -> None:
    lane.unlink()
    os.mkfifo(lane)


def link(lane: Path) -> None:
    lane.rename(lane.with_suffix(".elsewhere"))
    lane.symlink_to(lane.with_suffix(".elsewhere"))


def no_folder(lane: Path) -> None:
    shutil.rmtree(lane.parent)
    lane.parent.write_text("a file in its place", encoding="ascii")


UNREADABLE = (emptied, zeros, foreign, nothing, noise, folder, pipe, link, no_folder)


def cut(lane: Path) -> None:
    lane.write_bytes(lane.read_bytes()[: lane.stat().st_size * 2 // 3])


def changed(lane: Path) -> None:
    lines = lane.read_bytes().split(b"\n")
    lines[25] = lines[25].replace(b'"lane":', b'"Lane":')
    lane.write_bytes(b"\n".join(lines))


def zeros_behind(lane: Path) -> None:
    data = lane.read_bytes()
    half = len(data) * 2 // 3
    lane.write_bytes(data[:half] + bytes(len(data) - half))


def rewritten(lane: Path) -> None:
    lane.write_text(json.dumps(json.loads(lane.read_bytes()), indent=1), encoding="ascii")


IN_PART = (cut, changed, zeros_behind, rewritten)
