"""Verifying: says whether, and where, what is stored was changed since it was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from callmate.desk.caches.damagekept import keep_verified
from callmate.desk.doors.doors import store
from callmate.errors import CallmateError, UsageError
from callmate.ids import is_ulid
from callmate.model.moment import local
from callmate.model.shelf.moves import TELLS, kin
from callmate.model.spoken import counted
from callmate.model.words import same_text
from callmate.paths import store_home
from callmate.store.casefile import CaseFile
from callmate.store.index.recall import Known, known_cases
from callmate.store.lanes.lane import Site
from callmate.store.lanes.scan import is_lane
from callmate.store.layout import CASES, DAYS, QUARANTINE, case_folder, lane_folders
from callmate.store.proof.anchors import Point, codes, find
from callmate.store.proof.heads import code_of, read_code
from callmate.store.proof.verifying import (
    FolderChecked,
    LaneChecked,
    check_folder,
    quarantined,
)
from callmate.store.quickread import events_of_kinds
from callmate.text import show

GOOD, PROBLEM, UNREADABLE = 0, 1, 2
HELPS: Final = "It helps to show that the record was not changed later."
UNFIT: Final = "the code does not fit, though each entry fits the one before it"
NO_CODE: Final = (
    "That the end of a record was cut off, or its last entry's header changed, shows only by a "
    "head code you noted: callmate verify CASE --code CODE."
)

Say = Callable[[str], None]


@dataclass(slots=True)
class Verified:
    """What was verified. ``cases`` are one case and those it shares calls with, or all; ``days``
    and ``library`` only where all is verified."""

    cases: list[FolderChecked] = field(default_factory=list)
    days: list[FolderChecked] = field(default_factory=list)
    library: list[FolderChecked] = field(default_factory=list)
    quarantine: list[str] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    """Cases that the index knows, and of which no file is there any more."""
    asked: str = ""
    """The case that was asked for; "": all."""
    code: int | None = None
    found: tuple[FolderChecked, Point] | None = None
    tried_all: bool = True

    @property
    def folders(self) -> list[FolderChecked]:
        return [*self.cases, *self.days, *self.library]

    @property
    def status(self) -> int:
        if any(one.is_unreadable for one in self.folders) or (self.asked and self.gone):
            return UNREADABLE
        good = not self.gone and all(one.is_good for one in self.folders)
        return GOOD if good and (self.code is None or self.found is not None) else PROBLEM


def verify(case: str, code: str | None, as_json: bool, say: Say) -> tuple[str, int]:
    """The verdict on a case, or on all that is stored, and the exit status: 0 good, 1 not, 2 if
    something cannot be read. ``say`` is told how far it is. Raises CallmateError."""
    number = None
    if code is not None:
        number = read_code(code)
        if number is None:
            raise UsageError(f"--code: “{code}” is no head code; one is like K7QD-2M9X-P4TB.")
    root = store_home()
    verified = Verified(asked=_case_id(root, case) if case else "", code=number)
    try:
        _read(root, verified, _Progress(say))
        keep_verified(root, verified.cases)
        for folder in verified.cases if number is not None else ():
            search = find(folder, number or 0)
            verified.tried_all = verified.tried_all and search.whole
            if search.point is not None:
                verified.found = folder, search.point
                break
    except OSError as error:
        raise UsageError(f"{error.filename or root} cannot be read: {error.strerror}.") from None
    if as_json:
        from callmate.desk.doors.verifiedjson import record_of
        from callmate.exchange import strictjson

        return strictjson.write(record_of(verified), indent=1), verified.status
    return "\n".join(_told(verified)), verified.status


def _case_id(root: Path, text: str) -> str:
    """The case that is meant, by its id even where the store is of no other use; by what the list
    calls it even where none of its files tells that any more."""
    wanted, known = text.strip().upper(), known_cases(root)
    if is_ulid(wanted) and (wanted in known or case_folder(root, wanted).is_dir()):
        return wanted
    key = same_text(text.strip())
    found = [one.case for one in known.values() if key and same_text(one.title).startswith(key)]
    if len(found) == 1:
        return found[0]
    with store(reading=True) as world:
        try:
            return world.library.resolve(text)
        except CallmateError as error:  # to mistype a name is no problem of the record
            raise UsageError(str(error)) from None


class _Progress:
    """Says how many events were read, now and then."""

    def __init__(self, say: Say) -> None:
        self._say, self._count = say, 0

    def __call__(self, count: int) -> None:
        self._count += count
        self._say(f"verified {self._count:,} events …")


def _read(root: Path, verified: Verified, progress: _Progress) -> None:
    known, asked = known_cases(root), verified.asked
    if asked and _is_gone(root, asked):
        verified.gone = [known.get(asked, Known(asked))]
    elif asked:
        for case in (asked, *sorted(kin_of(root, asked))):
            verified.cases.append(check_folder(case_folder(root, case), case, tell=progress))
    else:
        kinds = {CASES: verified.cases, DAYS: verified.days}
        for folder, case in lane_folders(root):
            into = kinds.get(folder.parent.name, verified.library)
            into.append(check_folder(folder, case, tell=progress))
        verified.gone = [one for one in known.values() if _is_gone(root, one.case)]
    verified.quarantine = [
        name for name in quarantined(root) if not asked or _is_of(name, verified)
    ]


def _is_gone(root: Path, case: str) -> bool:
    """Whether a case has no file; of what cannot be looked at nobody knows."""
    try:
        return not any(map(is_lane, os.listdir(case_folder(root, case))))
    except OSError as error:
        return isinstance(error, FileNotFoundError)


def kin_of(root: Path, case: str) -> set[str]:
    """The cases that calls of this one were moved to or came from, where they are stored."""
    events = events_of_kinds(root, case, TELLS)
    if events is None:
        site = Site("verify00", root / QUARANTINE, refusal="only read")
        events = CaseFile(root, case, site).read()
    return {one for one in kin(events) - {case} if is_ulid(one) and case_folder(root, one).is_dir()}


def _is_of(name: str, verified: Verified) -> bool:
    cases = (*(one.folder.name for one in verified.cases), *(one.case for one in verified.gone))
    return any(name.startswith(f"{one}-") for one in cases)


# For reading.


def _told(verified: Verified) -> Iterator[str]:
    troubles = [_trouble(folder, lane) for folder in verified.folders for lane in folder.lanes
                if lane.trouble is not None]  # fmt: skip
    troubles += [f"{one.problem}" for one in verified.folders if one.problem]
    troubles += [_absent(one) for one in verified.gone]
    if not verified.folders and not verified.gone:
        yield "There is nothing to verify yet."
        return
    if troubles:
        yield f"{counted(len(troubles), 'problem')}:"
    else:
        unfit = verified.code is not None and verified.found is None
        yield UNFIT if unfit else "good: all is as it was written"
    yield from (f"  {one}" for one in troubles)
    yield from _case(verified) if verified.asked else _all(verified)
    if verified.quarantine:
        yield f"set aside as damaged, in quarantine: {', '.join(verified.quarantine)}"
    if verified.code is not None:
        yield from _searched(verified)
    elif verified.folders:
        yield NO_CODE
    if verified.status == GOOD:
        yield HELPS


def _absent(known: Known) -> str:
    last = f", last {known.last_at[:10]}" if known.last_at else ""
    called = (
        f"“{show(known.title, ' ')}” ({known.case}{last})" if known.title else f"case {known.case}"
    )
    return f"{called}: no file of it is there any more. A backup may have it: callmate import FILE."


def _trouble(folder: FolderChecked, lane: LaneChecked) -> str:
    told = lane.trouble.told() if lane.trouble else ""
    if lane.beyond:
        told += f"; {counted(lane.beyond, 'event')} behind it hold by themselves"
    return f"{told}."


def _case(verified: Verified) -> Iterator[str]:
    for folder in verified.cases:
        name = folder.folder.name
        if name != verified.asked:
            yield f"case {name}, which it shares calls with:"
        for lane in folder.lanes:
            copy = f", a copy of {lane.lane}" if lane.is_copy else ""
            span = f", {_time(lane.first_at)} to {_time(lane.last_at)}" if lane.held else ""
            yield f"  {lane.path.name}{copy}: {counted(lane.held, 'event')}{span}"
        yield from _gone(folder.forgotten)
        if folder.heads and folder.is_good:
            yield f"  head code {code_of(folder.heads)}, as it stands now"
        for coded in codes(folder):
            yield f"  {'head code ' + coded.code}, when the call ended {_time(coded.end.at)}"


def _all(verified: Verified) -> Iterator[str]:
    for name, folders in (("case", verified.cases), ("day", verified.days)):
        events = sum(one.events for one in folders)
        yield f"  {counted(len(folders), name)} with {counted(events, 'event')}"
    events = sum(one.events for one in verified.library)
    yield f"  what is known of companies: {counted(events, 'event')}"
    yield from _gone(sum(one.forgotten for one in verified.folders))


def _gone(count: int) -> Iterator[str]:
    if count:
        yield f"  of {counted(count, 'event')} you had the words forgotten; their places are kept"


def _searched(verified: Verified) -> Iterator[str]:
    if verified.found is None:
        yield (
            "No point of this record has the code that was given: it was copied wrong, or is of "
            "another case, or what it was made of was changed or cut off."
        )
        if not verified.tried_all:
            yield "Not every order in which several files may have been read could be tried."
        return
    folder, point = verified.found
    step = point.step
    later = f"{counted(point.later, 'event')} came later" if point.later else "nothing came later"
    yield (
        f"The code is that of case {folder.folder.name} up to event {step.n} of {step.lane}.json, "
        f"{_time(step.at)}{_call(folder, point)}; {later}."
    )


def _call(folder: FolderChecked, point: Point) -> str:
    """In which call that was, or after which."""
    begun = {call: at for lane in folder.own for call, at in lane.begun.items()}
    ended = {end.call for lane in folder.own for end in lane.ends if _before(end.at, point.step.at)}
    call = point.step.call
    if call not in begun:
        earlier = [(at, one) for one, at in begun.items() if _before(at, point.step.at)]
        call = max(earlier)[1] if earlier else ""
    if not call:
        return ""
    where = "after" if call in ended else "in"
    return f", {where} the call begun {_time(begun[call])}"


def _before(one: str, other: str) -> bool:
    try:
        return datetime.fromisoformat(one) <= datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return one <= other


def _time(at: str) -> str:
    """When it was here; as it stands where it is no time."""
    try:
        return f"{local(datetime.fromisoformat(at)):%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):
        return at
