"""A program that dies and is started again on the same store."""

from __future__ import annotations

import fcntl
from pathlib import Path

from callmate.desk.world import StoredWorld
from tests.desk.support import Person, on_disk

TALKING = "{space}rsarah{enter}"


def crashed(person: Person, root: Path, gap: float = 0) -> Person:
    """The same store opened by another process; the one before said nothing as it died."""
    person.clock.advance(gap)
    let_go(person)
    after, _ = on_disk(root, person.clock)
    return after


def let_go(person: Person) -> None:
    """Unlock the lanes, as the system does for a process that died."""
    world = person.desk.context.world
    assert isinstance(world, StoredWorld)
    for log in world._open.values():
        lane = log.file._writer.lane
        if lane is not None:
            fcntl.flock(lane._storage.fd, fcntl.LOCK_UN)
