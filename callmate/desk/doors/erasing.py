"""What forgetting and purging share: the day's logs, the quarantine, who is asked, what is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.model.erasure.words import of_the_day
from callmate.model.events import Event, NewEvent
from callmate.store.archives.staging import sweep
from callmate.store.erasing import erase_lines
from callmate.store.layout import day_folder
from callmate.store.leftovers import leftovers
from callmate.store.library import Library
from callmate.store.strangers import holding

UNTOUCHED: Final = (
    "Out of reach: what a disk keeps of erased blocks (an SSD above all), backups, copies on other "
    "machines, letters you printed or sent."
)
TELLING: Final = 4
"""Letters; a shorter word stands in many a file by chance."""
Ask = Callable[[str], bool]
"""Asks a question that is answered by yes or no."""


@dataclass(slots=True)
class Outcome:
    """What was done, in sentences; ``left`` is what could not be."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def days_of(
    library: Library, events: Sequence[Event], ids: Collection[str], cases: Collection[str] = ()
) -> tuple[list[Path], set[str]]:
    """The folders of the days about these events, and what there belongs to them."""
    folders, found = [], set[str]()
    for day in _days(events, ids):
        folder = day_folder(library.root, day)
        if folder.is_dir():
            mine = of_the_day(library.days().open_day(day).read(), events, ids, cases)
            found |= mine
            folders += [folder] if mine else []
    return folders, found


def _days(events: Iterable[Event], ids: Collection[str]) -> list[date]:
    """The days on which they were written, with those before and after: zones differ."""
    days = {event.moment.at.date() for event in events if event.id in ids}
    near = {day + timedelta(step) for day in days for step in (-1, 0, 1)}
    return sorted(near)


def clear_quarantine(
    library: Library, cases: Collection[str], ids: Collection[str], wholly: bool
) -> Iterator[str]:
    """Take damaged bytes of these cases away (``wholly``), and from all others the lines of these
    events; a sentence for each file."""
    for path in sorted(_files(library.site.quarantine)):
        if path.name.startswith(tuple(cases)) and wholly:
            path.unlink()
            yield f"quarantine/{path.name} is removed."
        elif erase_lines(path, ids, library.site.fs):
            yield f"quarantine/{path.name} does not hold it any more."
        elif path.name.startswith(tuple(cases)):
            yield f"quarantine/{path.name} is damaged, and may still hold some of it."


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        found = (Path(parent, name) for name in names)
        yield from (path for path in found if path.is_file() and not path.is_symlink())


def clear_leftovers(library: Library, folders: Iterable[Path]) -> None:
    """Remove what writers left behind that were stopped in the midst."""
    for folder in {library.root, library.site.quarantine, *folders}:
        for one in leftovers(folder):
            one.path.unlink(missing_ok=True)
    sweep(library.root)


def copies(root: Path, told: Collection[str]) -> Iterator[str]:
    """A sentence for each file in the store that is not of callmate and holds one of these."""
    for path in holding(root, [text for text in told if len(text) >= TELLING]):
        yield f"{path} is not of callmate, and still holds some of it: delete it."


def note(world: StoredWorld, case_id: str, **body: object) -> None:
    """Write down in a case that words of it were forgotten. Raises CallmateError if no disk takes
    it."""
    now = SystemClock().now()
    file = world.library.case(case_id)
    file.append([NewEvent(UlidSource()(), "forgotten", now, body)])
    lost = file.unsaved
    file.close()
    if lost:
        raise CallmateError(
            f"The words are gone, but the log could not note it: {world.saved().reason}"
        )
