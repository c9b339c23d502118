"""Who writes in a crowd: a process with the files alone, or one with a whole desk."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from callmate.store.casefile import CaseFile
from callmate.store.lanes import displaced, opening
from tests.desk.support import Person, on_disk
from tests.store.support import Maker, ids, make_case

REOPENS: Final = 0.03
"""How often a member closes the case and opens it anew."""


class Member(Protocol):
    """One writer. Its ids are strings without a space."""

    def __init__(self, root: Path, number: int, seed: int) -> None: ...

    @staticmethod
    def prepare(root: Path) -> None:
        """Once, before the first member joins."""
        ...

    def write(self) -> list[str]:
        """Write something and take in what others wrote; the ids of what was written."""
        ...

    def look(self) -> list[str]:
        """All ids it knows of, after every other one has stopped."""
        ...

    def end(self) -> None: ...


class FileMember:
    """Appends one to three events at a time, follows the others, and reopens now and then."""

    def __init__(self, root: Path, number: int, seed: int) -> None:
        self._root, self._chance = root, random.Random(seed)
        self._make = Maker(number)
        self._open()

    @staticmethod
    def prepare(root: Path) -> None:
        return

    def _open(self) -> None:
        self._case: CaseFile = make_case(self._root)
        self._seen = set(ids(self._case.read()))

    def write(self) -> list[str]:
        count = self._chance.randint(1, 3)
        texts = ["}}\n" * self._chance.randrange(80) for _ in range(count)]
        written = ids(self._case.append([self._make(text=text) for text in texts]))
        self._seen.update(written)
        if self._chance.random() < REOPENS:
            self._case.close()
            self._open()
        else:
            self._seen.update(ids(self._case.follow()))
        return written

    def look(self) -> list[str]:
        self._seen.update(ids(self._case.follow()))
        return sorted(self._seen)

    def end(self) -> None:
        self._case.close()


class DeskMember:
    """Types notes of one call at a desk of its own, and sees those of the others come in."""

    def __init__(self, root: Path, number: int, seed: int) -> None:
        self._person, self._world = on_disk(root)
        self._number, self._count = number, 0
        assert self._person.on_the_phone(), "the call that runs was not taken up"
        if self._person.typed is not None:
            self._person.type("{enter}")  # the half note of one that was killed

    @staticmethod
    def prepare(root: Path) -> None:
        person, world = on_disk(root)
        person.type("{ctrl+n}Acme{enter}{escape}{space}rTom{enter}")
        world.close()

    def write(self) -> list[str]:
        self._count += 1
        text = f"{self._number}-{self._count}-of-the-crowd"
        self._person.type(f"n{text}{{enter}}")
        self._person.desk.tick()
        return [text]

    def look(self) -> list[str]:
        self._person.desk.tick()
        return notes(self._person)

    def end(self) -> None:
        self._world.close()


def notes(person: Person) -> list[str]:
    """The texts of all notes as this desk shows them, in its order."""
    return [fact.text("text") for fact in person.facts if fact.kind == "note"]


KINDS: Final[dict[str, type[Any]]] = {"files": FileMember, "desks": DeskMember}


def skip_the_lock() -> None:
    """Two writers may have one lane, and none looks what the other one wrote there."""
    opening.lock_file = lambda fd: None  # type: ignore[attr-defined]
    displaced.refuse = lambda own, end: None


BUGS: Final[dict[str, Callable[[], None]]] = {"no-lock": skip_the_lock}
