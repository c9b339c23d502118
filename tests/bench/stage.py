"""What is measured, ready to start: a compiled copy of the program, the floor, and their stores."""

from __future__ import annotations

import compileall
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import callmate
from callmate.clock import SystemClock
from callmate.desk.desk import Desk
from callmate.desk.play.rehearsal import press_all
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from tests.bench.library import Size, open_library
from tests.bench.shim import Shim
from tests.bench.terminal import Program

FLOOR: Final = Path(__file__).with_name("floor.py")
QUIT: Final = (b"\x11", b"y")
"""ctrl+q; while a call runs the program asks once more."""

CALL: Final = (
    (0.0, "{space}"),
    (5.0, "rDana, billing{enter}"),
    (30.0, "nmeasured call{enter}"),
)
"""Seconds into the prepared call, and what is pressed."""

USEFUL: Final = r"KEYS ON.*measured call"
"""The running call is shown and its keys are live."""

BARE_READY: Final = r"keys 0"


@dataclass
class Home:
    """A store with a running call, made just now."""

    root: Path
    case: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        """All that is stored of the call, in the order it was written."""
        lanes = sorted((self.root / "cases" / self.case).glob("*.json"))
        texts = (json.loads(lane.read_text(encoding="ascii")) for lane in lanes)
        return [doc for text in texts for doc in text["events"].values()]

    def remove(self) -> None:
        """Take the call away again, so that a library is as it was."""
        shutil.rmtree(self.root / "cases" / self.case)
        shutil.rmtree(self.root / "days", ignore_errors=True)
        world = StoredWorld(self.root, SystemClock(), UlidSource())
        world.index.remove(self.case)
        world.close()


def prepare_call(root: Path) -> Home:
    """A call that began a minute ago, pressed through the real key path."""
    clock = SystemClock()
    world = StoredWorld(root, clock, UlidSource())
    desk = Desk(world, clock)
    press_all(desk, CALL, 60.0)
    fold = desk.context.fold
    assert fold is not None and fold.case.running, "the keys of the prepared call began none"
    world.close()
    return Home(root, fold.case.id)


class Stage:
    """A scratch folder with all that a run needs. ``library`` is a store of many cases, or None."""

    def __init__(self, scratch: Path, shim: Path | None, library: Path | None) -> None:
        self.scratch, self.shim, self.library = scratch, shim, library
        self._homes = 0
        self._site = scratch / "site"
        package = Path(callmate.__file__).parent
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, self._site / "callmate", ignore=ignored)
        shutil.copy(FLOOR, self._site / "bench_floor.py")
        compileall.compile_dir(self._site, quiet=1)
        (scratch / "empty").mkdir()

    def _environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        return {
            "PYTHONPATH": str(self._site),
            "CALLMATE_CONFIG": str(self.scratch / "config"),
            **extra,
        }

    def bare(self) -> Program:
        """The floor."""
        argv = [sys.executable, "-m", "bench_floor"]
        return Program(argv, self.scratch / "empty", self._environment({}))

    def callmate(self, home: Home, extra: Mapping[str, str] | None = None) -> Program:
        """The program on a store."""
        argv = [sys.executable, "-m", "callmate"]
        environment = self._environment({"CALLMATE_HOME": str(home.root), **(extra or {})})
        return Program(argv, self.scratch / "empty", environment)

    def empty_home(self) -> Home:
        """A store of its own that holds one running call and nothing else."""
        self._homes += 1
        return prepare_call(self.scratch / f"home-{self._homes}")

    def library_home(self) -> Home:
        """The library, with a running call."""
        assert self.library is not None
        return prepare_call(self.library)

    def small_library(self, size: Size) -> Path:
        """A store of so many cases, made when first asked for."""
        root = self.scratch / f"cases-{size.cases}-{size.million}"
        open_library(root, size)
        return root

    def home_at(self, root: Path) -> Home:
        """A store of many cases, with a running call."""
        return prepare_call(root)

    def log(self) -> Shim | None:
        """A shim with a log of its own; None if there is no compiler."""
        if self.shim is None:
            return None
        self._homes += 1
        return Shim(self.shim, self.scratch / f"syncs-{self._homes}.log")
