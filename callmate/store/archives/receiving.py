"""Takes the cases of an archive into a store that has others, or some of the same.

A lane is let in as it is, byte for byte, or not at all; what contradicts the store goes into
quarantine with what it contradicts, and nothing of that case is taken.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError, UsageError
from callmate.ids import is_ulid
from callmate.paths import FOLDER_MODE, make_private_folder
from callmate.store.archives.archive import Archive
from callmate.store.archives.arrival import Arrival, said_twice
from callmate.store.archives.placing import put_in_place, unpack
from callmate.store.archives.staging import stage
from callmate.store.clones import CHANGED, MISSING, renew_device
from callmate.store.fs import REAL, lock_file
from callmate.store.lanes.lane import Stat
from callmate.store.lanes.scan import EMPTY_LANE, LANE, is_lane
from callmate.store.layout import CASES, case_folder
from callmate.store.library import Library
from callmate.store.quarantine import copy_damage

LANES: Final = "lanes"
"""Where evidence has the folders of cases; a backup has them where a store does."""
SEALED: Final = EMPTY_LANE + b"\n"


@dataclass(slots=True)
class Received:
    """What became of one case: ``new`` events of ``events`` that came. ``said`` are sentences;
    ``refused`` says that nothing was taken because of what stands in them, ``doubtful`` that some
    of it is damaged, missing, or not what the archive says."""

    case: str
    events: int = 0
    new: int = 0
    refused: bool = False
    doubtful: bool = False
    said: list[str] = field(default_factory=list)


def receive(library: Library, path: Path) -> list[Received]:
    """Take all cases of an archive in. Raises CallmateError where that cannot be done at all;
    cases that were taken before stay."""
    with Archive.open(path) as found:
        cases = _cases_of(found)
        if not cases:
            raise UsageError(f"{path} has no case in it.")
        try:
            return [_receive(library, found, case, cases[case]) for case in sorted(cases)]
        except OSError as error:
            raise CallmateError(
                f"{path} was not imported: {library.root} cannot be written "
                f"({error.strerror or error})."
            ) from None


def _cases_of(found: Archive) -> dict[str, list[str]]:
    """The lane files of each case, also those that the manifest names in vain."""
    cases: dict[str, list[str]] = {}
    for name in found.manifest.files:
        top, _, rest = name.partition("/")
        case, _, file = rest.partition("/")
        if top in (LANES, CASES) and is_ulid(case) and is_lane(file) and "/" not in file:
            cases.setdefault(case, []).append(name)
    return cases


def _receive(library: Library, found: Archive, case: str, names: Sequence[str]) -> Received:
    result = Received(case)
    with stage(library.root) as place:
        lanes, missing = [], []
        for name in names:
            target = place / name.rpartition("/")[2]
            if name not in found.names:
                missing.append(target.name.removesuffix(LANE))
                continue
            same = unpack(found, name, target) == found.manifest.files[name]
            lanes.append(Arrival.read(target, "" if same else "it was changed"))
            if lanes[-1].strays(case):
                raise UsageError(f"{found.path}: {name} holds events of another case.")
        result.doubtful = bool(missing) or not all(one.is_whole for one in lanes)
        result.events = len({doc["id"] for lane in lanes for doc in lane.docs})
        before = _ids(library, case)
        here = case_folder(library.root, case)
        if any(one.name.endswith(LANE) for one in _listed(here)):
            _Merge(library, here, result).take(lanes, missing)
        else:
            _as_new(library, here, place, lanes, missing, result)
        result.new = len(_ids(library, case) - before)
    return result


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _ids(library: Library, case: str) -> set[str]:
    return {event.id for event in library.case(case).read()}


def _as_new(
    library: Library, here: Path, place: Path, lanes: Sequence[Arrival], missing: Sequence[str],
    result: Received,
) -> None:  # fmt: skip
    """Put a case in that is not here, with what is wrong with it; all at once."""
    for lane in (one for one in lanes if not one.is_whole):
        os.rename(lane.path, place / f"{lane.lane}{CHANGED}{LANE}")
        why = f" ({lane.found.why})" if lane.found.why else ""
        result.said.append(
            f"{lane.path.name} is damaged, or not what the archive says{why}; the case is marked."
        )
    for name in missing:
        REAL.put_file(place / f"{name}{MISSING}{LANE}", [SEALED])
        result.said.append(f"{name}{LANE} is missing from the archive; the case is marked.")
    _leave_device(library, lanes, result)
    make_private_folder(here.parent)
    files, folder = _listed(place), place / "case"
    folder.mkdir(mode=FOLDER_MODE)
    for file in files:
        os.rename(file, folder / file.name)
    REAL.sync_folder(folder)
    os.rename(folder, here)
    REAL.sync_folder(here.parent)


def _leave_device(library: Library, lanes: Sequence[Arrival], result: Received) -> None:
    """No lane that came from elsewhere is ever written on here, not even one of our own name."""
    own = next((one.lane for one in lanes if one.place.lane.startswith(f"{library.device}-")), "")
    if own:
        site = library.site
        renew_device(site, {site.device, *site.former})
        result.said.append(
            f"{own} was written under this device's id, here or by a copy of it; this store has "
            "a new id from now on."
        )


class _Merge:
    """One case, of which some is here, with what came of it."""

    def __init__(self, library: Library, here: Path, result: Received) -> None:
        self._library, self._here, self._result = library, here, result
        self._known = [
            Arrival.read(path)
            for path in _listed(here)
            if is_lane(path.name) and path.is_file() and not path.is_symlink()
        ]
        self._by_name = {lane.lane: lane for lane in self._known}

    def take(self, lanes: Sequence[Arrival], missing: Sequence[str]) -> None:
        fresh = [lane for lane in lanes if not self._is_here(lane)]
        if self._contradicts(fresh):
            self._result.refused = True
            return
        whole = [lane for lane in fresh if lane.is_whole]
        for lane in (lane for lane in fresh if not lane.is_whole):
            why = lane.doubt or lane.found.why
            self._keep(lane)
            self._result.said.append(
                f"{lane.path.name} was not taken ({why}); it lies in {self._quarantine}."
            )
        longer = [lane for lane in whole if self._is_more(lane)]
        _leave_device(self._library, longer, self._result)
        for lane in longer:
            self._let_in(lane)
        for name in missing:
            if name not in self._by_name:
                self._result.said.append(f"{name}{LANE} is missing from the archive.")
        REAL.sync_folder(self._here)

    @property
    def _quarantine(self) -> Path:
        return self._library.site.quarantine

    def _is_here(self, lane: Arrival) -> bool:
        """Whether the very same file is here, perhaps with a mark."""
        known = map(self._by_name.get, (lane.lane, f"{lane.lane}{CHANGED}"))
        came = lane.path.read_bytes()
        return any(one.path.read_bytes() == came for one in known if one)

    def _is_more(self, lane: Arrival) -> bool:
        known = self._by_name.get(lane.lane)
        return known is None or (not known.is_whole) or lane.place.link.n > known.place.link.n

    def _contradicts(self, lanes: Sequence[Arrival]) -> bool:
        """Whether what came says otherwise what is here; both are kept in quarantine then."""
        for lane in lanes:
            known = self._by_name.get(lane.lane)
            n = known.parts_from(lane) if known else 0
            if known and n:
                self._refuse(lane, known, f"event {n} of {lane.path.name}")
                return True
        twice = said_twice(lanes, self._known)
        if twice:
            holder = next(one for one in lanes if any(doc["id"] == twice for doc in one.docs))
            known = next(one for one in self._known if any(d["id"] == twice for d in one.docs))
            self._refuse(holder, known, f"event {twice}")
        return bool(twice)

    def _refuse(self, lane: Arrival, known: Arrival, what: str) -> None:
        self._keep(lane)
        self._keep(known)
        self._result.said.append(
            f"{what} is another one here; nothing of this case was taken, and both files are in "
            f"{self._quarantine}."
        )
        _leave_device(self._library, [lane], self._result)

    def _keep(self, lane: Arrival) -> None:
        fd = REAL.open(lane.path, os.O_RDONLY)
        try:
            copy_damage(fd, 0, f"{self._here.name}-{lane.lane}", self._quarantine, REAL)
        finally:
            os.close(fd)

    def _let_in(self, lane: Arrival) -> None:
        known = self._by_name.get(lane.lane)
        if known is None:
            put_in_place(lane.path, self._here / lane.path.name)
        elif known.is_whole:
            self._extend(known, lane)
        else:  # never touched; the whole one stands beside it
            put_in_place(lane.path, self._here / f"{lane.lane}.imported{LANE}")

    def _extend(self, known: Arrival, lane: Arrival) -> None:
        """Add the events that came to those that are here. What was forgotten here stays so."""
        n = known.place.link.n
        old, new = known.path.read_bytes()[: known.place.offset], lane.path.read_bytes()
        start = new.index(b'\n"%d": ' % (n + 1))
        more = new[start : lane.place.offset]
        fd = REAL.open(known.path, os.O_RDWR)
        try:
            lock_file(fd)
            if Stat.of(os.stat(known.path, follow_symlinks=False)) != known.stat:
                raise BlockingIOError
            REAL.put_file(known.path, [old, b"," if n else b"", more, SEALED[-3:]])
        except BlockingIOError:
            self._result.said.append(
                f"{known.path.name} is being written to; import again once that is over."
            )
        finally:
            os.close(fd)
