"""Compiles the library that watches and slows the syncs of a program, and reads its log."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("shim.c")


class NoCompiler(Exception):
    """There is no C compiler, or it cannot make the shim; says which."""


@dataclass(frozen=True, slots=True)
class Sync:
    """One fsync or fdatasync; seconds of the steady clock."""

    begin: float
    end: float
    path: str


@dataclass(frozen=True, slots=True)
class Shim:
    """The compiled library and the log of one run."""

    library: Path
    log: Path

    def environment(self, delay_ms: float) -> dict[str, str]:
        """What a program gets so that each of its syncs takes ``delay_ms`` longer."""
        return {
            "LD_PRELOAD": str(self.library),
            "BENCH_SYNC_LOG": str(self.log),
            "BENCH_SYNC_DELAY_US": str(round(delay_ms * 1000)),
        }

    def syncs(self) -> list[Sync]:
        """What the run has synced so far."""
        return parse(self.log.read_text(encoding="utf-8")) if self.log.exists() else []


def parse(text: str) -> list[Sync]:
    """The lines of a log; a last one that is not whole yet is left out."""
    syncs = []
    for line in text.splitlines(keepends=True):
        begin, _, rest = line.partition(" ")
        end, _, path = rest.partition(" ")
        if path.endswith("\n"):
            syncs.append(Sync(int(begin) / 1e9, int(end) / 1e9, path.rstrip("\n")))
    return syncs


def covering(syncs: list[Sync], written: float, folder: Path) -> Sync | None:
    """The first sync of a lane in ``folder`` that began after ``written``."""
    lanes = (one for one in syncs if one.path.startswith(str(folder)) and one.path.endswith("json"))
    return next((one for one in lanes if one.begin >= written), None)


def compile_shim(folder: Path) -> Path:
    """Compile it into ``folder``. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoCompiler("no C compiler (cc) was found")
    made = folder / "shim.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise NoCompiler(f"{compiler} could not compile {SOURCE.name}: {run.stderr.strip()}")
    return made
