"""Verifying: says whether, and where, what is stored was changed since it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from callmate.desk.doors.doors import store
from callmate.errors import UsageError
from callmate.ids import is_ulid
from callmate.model.moment import local
from callmate.model.shelf.moves import TELLS, kin
from callmate.model.spoken import counted
from callmate.paths import store_home
from callmate.store.casefile import CaseFile
from callmate.store.lanes.lane import Site
from callmate.store.layout import CASES, DAYS, QUARANTINE, case_folder, lane_folders
from callmate.store.proof.anchors import Coded, Point, codes, find
from callmate.store.proof.heads import code_of, read_code
from callmate.store.proof.verifying import (
    FolderChecked,
    LaneChecked,
    check_folder,
    quarantined,
)
from callmate.store.quickread import events_of_kinds

GOOD, PROBLEM, UNREADABLE = 0, 1, 2
HELPS: Final = "It helps to show that the record was not changed later."
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
        if any(one.is_unreadable for one in self.folders):
            return UNREADABLE
        good = all(one.is_good for one in self.folders)
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
        for folder in verified.cases if number is not None else ():
            search = find(folder, number or 0)
            verified.tried_all = verified.tried_all and search.whole
            if search.point is not None:
                verified.found = folder, search.point
                break
    except OSError as error:
        raise UsageError(f"{error.filename or root} cannot be read: {error.strerror}.") from None
    if as_json:
        from callmate.exchange import strictjson

        return strictjson.write(_record(verified), indent=1), verified.status
    return "\n".join(_told(verified)), verified.status


def _case_id(root: Path, text: str) -> str:
    """The case that is meant, by its id even where the store is of no other use."""
    wanted = text.strip().upper()
    if is_ulid(wanted) and case_folder(root, wanted).is_dir():
        return wanted
    with store(reading=True) as world:
        return world.library.resolve(text)


class _Progress:
    """Says how many events were read, now and then."""

    def __init__(self, say: Say) -> None:
        self._say, self._count = say, 0

    def __call__(self, count: int) -> None:
        self._count += count
        self._say(f"verified {self._count:,} events …")


def _read(root: Path, verified: Verified, progress: _Progress) -> None:
    if verified.asked:
        for case in (verified.asked, *sorted(kin_of(root, verified.asked))):
            verified.cases.append(check_folder(case_folder(root, case), case, tell=progress))
    else:
        kinds = {CASES: verified.cases, DAYS: verified.days}
        for folder, case in lane_folders(root):
            into = kinds.get(folder.parent.name, verified.library)
            into.append(check_folder(folder, case, tell=progress))
    verified.quarantine = [
        name for name in quarantined(root) if not verified.asked or _is_of(name, verified.cases)
    ]


def kin_of(root: Path, case: str) -> set[str]:
    """The cases that calls of this one were moved to or came from, where they are stored."""
    events = events_of_kinds(root, case, TELLS)
    if events is None:
        site = Site("verify00", root / QUARANTINE, refusal="only read")
        events = CaseFile(root, case, site).read()
    return {one for one in kin(events) - {case} if is_ulid(one) and case_folder(root, one).is_dir()}


def _is_of(name: str, cases: Sequence[FolderChecked]) -> bool:
    return any(name.startswith(f"{one.folder.name}-") for one in cases)


# For reading.


def _told(verified: Verified) -> Iterator[str]:
    troubles = [_trouble(folder, lane) for folder in verified.folders for lane in folder.lanes
                if lane.trouble is not None]  # fmt: skip
    troubles += [f"{one.problem}" for one in verified.folders if one.problem]
    if not verified.folders:
        yield "There is nothing to verify yet."
        return
    many = f"{counted(len(troubles), 'problem')}:" if troubles else "good: all is as it was written"
    yield many
    yield from (f"  {one}" for one in troubles)
    yield from _case(verified) if verified.asked else _all(verified)
    if verified.quarantine:
        yield f"set aside as damaged, in quarantine: {', '.join(verified.quarantine)}"
    if verified.code is not None:
        yield from _searched(verified)
    else:
        yield NO_CODE
    if verified.status == GOOD:
        yield HELPS


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
            "No point of this record has the code that was given: it is of another case, or what "
            "it was made of was changed or cut off."
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


# For programs.


def _record(verified: Verified) -> dict[str, Any]:
    found = verified.found
    point = found and {
        "case": found[0].folder.name, "lane": found[1].step.lane, "n": found[1].step.n,
        "event": found[1].step.id, "at": found[1].step.at, "call": found[1].step.call or None,
        "later": found[1].later,
    }  # fmt: skip
    return {
        "verdict": ("good", "problem", "unreadable")[verified.status],
        "cases": [_folder_record(one, bool(verified.asked)) for one in verified.cases],
        "days": [_folder_record(one, False) for one in verified.days],
        "library": [_folder_record(one, False) for one in verified.library],
        "quarantine": verified.quarantine,
        "code_given": verified.code is not None,
        "code_found": point,
    }


def _folder_record(folder: FolderChecked, with_codes: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "folder": folder.folder.name, "good": folder.is_good, "problem": folder.problem or None,
        "events": folder.events, "forgotten": folder.forgotten,
        "lanes": [_lane_record(lane) for lane in folder.lanes],
    }  # fmt: skip
    if with_codes:
        record["head_code"] = code_of(folder.heads) or None
        record["calls"] = [_coded_record(one) for one in codes(folder)]
    return record


def _lane_record(lane: LaneChecked) -> dict[str, Any]:
    trouble = lane.trouble
    return {
        "file": lane.path.name, "lane": lane.lane or None, "events": lane.good,
        "forgotten": lane.forgotten, "beyond": lane.beyond,
        "first_at": lane.first_at or None, "last_at": lane.last_at or None,
        "trouble": trouble and {
            "kind": trouble.kind, "event": trouble.n or None, "line": trouble.line or None,
            "at": trouble.at or None, "says": f"{trouble.told()}.",
        },
    }  # fmt: skip


def _coded_record(coded: Coded) -> dict[str, Any]:
    return {
        "call": coded.end.call or None, "began": coded.began or None, "ended": coded.end.at,
        "head_code": coded.code,
    }  # fmt: skip
