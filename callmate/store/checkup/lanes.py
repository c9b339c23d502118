"""Every lane of a store, read from its start on; and what lies in quarantine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from callmate.model.events import FORMAT_VERSION
from callmate.model.spoken import counted
from callmate.store.checkup.files import first_of
from callmate.store.checkup.finding import Finding, Mend, broken, look, ok
from callmate.store.checkup.pieces import look_at_pieces
from callmate.store.clones import is_own
from callmate.store.fs import NotARegularFile, lock_file
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.lane import Site
from callmate.store.lanes.opening import LaneTaken, LaneUnfit, open_lane
from callmate.store.lanes.scan import LANE, Health, Place, named, read_on
from callmate.store.lanes.taildb import SEALED_END
from callmate.store.layout import CASES, lane_folders, lanes_in
from callmate.store.strangers import is_litter


@dataclass(slots=True)
class Seen:
    """What was found of all lanes."""

    whole: int = 0
    events: int = 0
    taken: list[Path] = field(default_factory=list)
    torn: list[Path] = field(default_factory=list)
    padded: list[Path] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    barred: list[str] = field(default_factory=list)
    """What could not be read, and why."""
    astray: list[str] = field(default_factory=list)
    """Files whose events are those of another file, and what they are."""
    newer: list[Path] = field(default_factory=list)
    last_at: str = ""
    """When the last event of all was written (RFC 3339)."""


def see(root: Path, site: Site, seen: Seen) -> None:
    """Read them all. Memory stays flat."""
    try:
        there = list(lane_folders(root))
    except OSError as error:
        seen.barred.append(f"{error.filename} cannot be read: {error.strerror}")
        return
    for folder, case in there:
        if os.path.lexists(folder) and not os.path.isdir(folder):
            seen.damaged.append(f"{named(folder)} is not a folder")
        try:
            lanes = lanes_in(folder)
        except OSError as error:
            seen.barred.append(f"{named(folder)} cannot be read: {error.strerror}")
            continue
        for path in lanes:
            _open_and_see(path, case, site, seen)


def _open_and_see(path: Path, case: str, site: Site, seen: Seen) -> None:
    try:
        fd = site.fs.open(path, os.O_RDONLY)
    except NotARegularFile:
        if os.path.exists(path):  # a link to nothing holds nothing
            seen.damaged.append(f"{named(path)} cannot be read: it is no plain file")
        return
    except OSError as error:
        seen.barred.append(f"{named(path)} cannot be read: {error.strerror}")
        return
    try:
        _see(path, case, fd, seen)
    except OSError as error:
        seen.barred.append(f"{named(path)} cannot be read to its end: {error.strerror}")
    finally:
        os.close(fd)


def _see(path: Path, case: str, fd: int, seen: Seen) -> None:
    taken = _is_taken(fd)
    place, cases = Place(), set[str]()

    def note(doc: Doc) -> None:
        cases.add(doc["case"])
        _note(seen, doc["at"])

    found = read_on(fd, place, note)
    seen.events += place.link.n
    if taken:
        seen.taken.append(path)
    elif found.health is Health.WHOLE:
        seen.whole += 1
        if place.link.n and found.size > place.offset + len(SEALED_END):
            seen.padded.append(path)
    elif found.health is Health.TORN:
        seen.torn.append(path)
    else:
        seen.damaged.append(found.told(named(path)))
    if strays := sorted(cases - {case}):
        whose = f"case {strays[0]}" if strays[0] else "no case"
        seen.astray.append(f"{named(path)} holds events of {whose}")
    elif place.lane and not _bears(path.name, place.lane):
        seen.astray.append(f"{named(path)} holds what {place.lane}{LANE} should")
    if place.newest_v > FORMAT_VERSION:
        seen.newer.append(path)


def _bears(name: str, lane: str) -> bool:
    """Whether a file has the name of its lane, perhaps with what marks a copy."""
    return name.startswith(lane) and not name[len(lane) :][:1].isalnum()


def _note(seen: Seen, at: str) -> None:
    if at[:19] > seen.last_at[:19]:
        seen.last_at = at


def _is_taken(fd: int) -> bool:
    try:
        lock_file(fd)
    except OSError:
        return True
    import fcntl

    fcntl.flock(fd, fcntl.LOCK_UN)
    return False


def look_at_lanes(seen: Seen, site: Site) -> Iterator[Finding]:
    """What of them is to be said."""
    for why in seen.damaged:
        yield broken(
            "lane", f"{why}.",
            "What holds is read, and the file is left as it is; callmate verify tells more. A "
            "backup may have it whole.",
        )  # fmt: skip
    for why in seen.astray:
        yield broken(
            "lane", f"{why}: it was moved there, or its name was changed.",
            "Give it back its place; callmate verify tells which entries these are.",
        )  # fmt: skip
    for why in seen.barred:
        yield broken(
            "lane", f"{why}.", "Nothing of it is shown until you may read it: see to its modes."
        )
    if seen.torn:
        yield look(
            "torn", f"The last write to {first_of(seen.torn)} never finished.",
            "It is put right when the case is next written.", _closer(seen.torn, site),
        )  # fmt: skip
    if seen.padded:
        yield look(
            "not closed", f"{first_of(seen.padded)} was not closed in good order; nothing is lost.",
            "It is closed when the case is next written.", _closer(seen.padded, site),
        )  # fmt: skip
    if seen.newer:
        yield look(
            "newer", f"A newer callmate wrote {first_of(seen.newer)}.",
            "It is shown, and not written; install that version.",
        )  # fmt: skip
    if seen.taken:
        yield ok("windows", f"A window of callmate is writing {first_of(seen.taken)}.")
    files = counted(seen.whole + len(seen.taken), "whole file")
    yield ok("lanes", f"{files} with {counted(seen.events, 'event')}.")


def _closer(paths: list[Path], site: Site) -> Mend:
    """Opens and closes lanes as a window does, which mends what may be mended."""

    def mend() -> str:
        done, left = 0, []
        for path in paths:
            case = path.parent.name if path.parent.parent.name == CASES else ""
            if not is_own(path.name, site):
                left.append(path)
                continue
            try:
                open_lane(path, case, site, None).close()
                done += 1
            except (LaneTaken, LaneUnfit):
                left.append(path)
        site.syncer.stop()
        also = f" {first_of(left)} is left to who writes it." if left else ""
        return f"{done} put right and closed.{also}"

    return mend


def look_at_quarantine(folder: Path) -> Iterator[Finding]:
    """Damaged bytes that were kept."""
    refused: list[OSError] = []
    found = [
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=refused.append)
        for name in names
        if not is_litter(name)
    ]
    if refused and not isinstance(refused[0], FileNotFoundError):
        raise refused[0]
    if not found:
        yield ok("quarantine", "Nothing is in it.")
        return
    needed = list(look_at_pieces(found, folder.parent))
    yield from needed
    size = sum(path.lstat().st_size for path in found)
    pieces = counted(len(found), "piece")
    yield look(
        "quarantine", f"{folder} holds {pieces} of damaged files, {size:,} bytes.",
        "They are never deleted by themselves; delete them when you miss nothing"
        f"{', and not before --repair' if needed else ''}.",
    )  # fmt: skip
