"""Programs that come and go beside an open window: it goes on seeing what they write, and they
what it writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches.indexrenewal import renew_aside
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.listing import Order
from callmate.model.search.query import parse
from tests.conftest import ROOT
from tests.desk.support import Person

TODAY = date(2026, 3, 2)
ENDS = "person.world.close()"
IS_KILLED = "os._exit(9)"
TYPES = """
import os, sys
from pathlib import Path
from callmate.desk.caches.indexrenewal import renew_aside
from tests.desk.support import on_disk
person, root = on_disk(Path(sys.argv[1]))
renew_aside(person.world)
person.type(sys.argv[2])
person.world.flush()
assert person.world.finder.settle(20)
print(*sorted(row.title for row in person.world.cases()), sep="\\n")
"""


def another(root: Path, keys: str, end: str = ENDS) -> list[str]:
    """A window in a program of its own, in which these keys are pressed; the cases it lists."""
    command = [sys.executable, "-c", TYPES + end, str(root), keys]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(tmp_path: Path, clock: ManualClock) -> Iterator[StoredWorld]:
    """A window that is open, as its thread has looked through the store."""
    world = StoredWorld(tmp_path / "store", clock, UlidSource())
    renew_aside(world)
    yield world
    world.close()


def found(world: StoredWorld, words: str) -> set[str]:
    """The companies of what is found."""
    return {hit.company for hit in world.search(parse(words, TODAY)).hits}


@pytest.mark.parametrize("end", [ENDS, IS_KILLED])
def test_a_window_sees_the_cases_of_programs_that_came_and_went(
    world: StoredWorld, end: str
) -> None:
    root = world.library.root
    another(root, "", end)
    names = set()
    for name in ("Sony", "Acme", "Ikea"):
        another(root, f"{{ctrl+n}}{name}{{enter}}{{enter}}a broken heater{{enter}}{{escape}}")
        names.add(name)
        assert {row.company for row in world.listing(Order(), 0, 9).rows} == names
        assert found(world, "heater") == names


def test_a_program_sees_what_the_window_wrote_after_another_one_ended(
    world: StoredWorld, clock: ManualClock
) -> None:
    root = world.library.root
    person = Person(world, clock)
    for name in ("Sony", "Acme"):
        person.type(f"{{ctrl+n}}{name}{{enter}}{{escape}}")
        world.flush()
        assert name in " ".join(another(root, ""))
