"""Lanes that do not speak for themselves alone: copies, clones, and those that came marked.

A device that was cloned (a copied home folder, a machine set back) writes on under an id that
another one writes under, too. Both are kept, and this one takes a new id.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.model.events import Event

if TYPE_CHECKING:
    from callmate.store.lanes.lane import Site

DEVICE: Final = "device"
DEVICE_ID: Final = re.compile(r"[a-z2-7]{8}")
MOST_FORMER: Final = 400
"""Ids in the file of a device besides its own; far more than imports and restores will make."""
LONGEST_FILE: Final = 4096
CHANGED: Final = ".doubtful"
MISSING: Final = ".missing"
MARKS: Final[Mapping[str, str]] = {
    CHANGED: "was changed, or cut off, before it was imported",
    MISSING: "was missing from what was imported",
}
"""Endings of the names of lane files by which a case from elsewhere is marked, and what is said."""


def random_device() -> str:
    return base64.b32encode(os.urandom(5)).decode("ascii").lower()


def devices_in(text: str) -> tuple[str, ...]:
    """The ids in the file of a device: that of now, then those of before; none if it holds
    anything else."""
    ids = tuple(text.split())
    return ids if all(map(DEVICE_ID.fullmatch, ids)) else ()


def device_file(device: str, former: Iterable[str]) -> bytes:
    """What that file holds."""
    kept = sorted(set(former) - {device})[:MOST_FORMER]
    return "".join(f"{one}\n" for one in (device, *kept)).encode("ascii")


def is_own(lane: str, site: Site) -> bool:
    """Whether a lane, or a file of that name, was written by this store, under whatever id: no
    other machine writes it here, and a window of ours has it locked."""
    device = lane.partition("-")[0]
    return device == site.device or device in site.former


def renew_device(site: Site, former: Iterable[str] = ()) -> None:
    """Take a new device id for all that is written from now on; what was written under the
    ``former`` ones stays our own. Raises OSError."""
    device, kept = random_device(), frozenset(former)
    site.fs.put_file(site.root / DEVICE, [device_file(device, kept)])
    site.device, site.former = device, kept


def mark_of(lane: str) -> str:
    """What is to be said of a lane because of its file's name, in words; "" for most."""
    return next((said for ending, said in MARKS.items() if lane.endswith(ending)), "")


def told_marks(lanes: Iterable[str]) -> Iterator[str]:
    """The same of several, with the names."""
    for lane in lanes:
        if said := mark_of(lane):
            yield f"{lane.rpartition('.')[0]} {said}"


def written_twice(events: Sequence[Event]) -> list[str]:
    """The lanes in which two events bear one number."""
    places: set[tuple[str, int]] = set()
    found: set[str] = set()
    for event in events:
        place = event.lane, event.n
        if place in places:
            found.add(event.lane)
        places.add(place)
    return sorted(found)


def part_ways(
    lanes: Mapping[str, str], events: Sequence[Event], folder: Path, site: Site
) -> list[str]:
    """The lanes of a folder that another machine wrote, too; if one of them bears our device id,
    we take a new one. ``lanes`` says of each file which lane it holds: there are two of a lane
    where a synchroniser found that both of them had been written to.
    """
    if all(lane in ("", name) for name, lane in lanes.items()):
        return []
    found = written_twice(events)
    if not site.refusal and any(lane.startswith(f"{site.device}-") for lane in found):
        _renew_and_say(folder, site, found)
    return found


def _renew_and_say(folder: Path, site: Site, twice: Sequence[str]) -> None:
    whose = f"Another machine wrote into {folder.name} under the same device id as this one"
    try:
        renew_device(site, site.former - {lane.partition("-")[0] for lane in twice})
    except OSError as error:
        site.notice(f"{whose}, and no new one can be written ({error.strerror or error}).")
        return
    site.notice(
        f"{whose}, as a copy of the whole home folder does; both are kept, and this one has a new "
        "id from now on."
    )
