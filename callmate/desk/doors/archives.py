"""``callmate backup``, ``restore`` and the ``import`` of archives, as functions that return what
there is to say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.desk.doors.doors import store
from callmate.desk.doors.purging import back_again, purged_folders
from callmate.desk.doors.records import flat
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.model.events import Event
from callmate.model.spoken import counted
from callmate.paths import config_home, store_home
from callmate.store.archives.archive import Archive
from callmate.store.archives.backing import backup
from callmate.store.archives.receiving import Received, receive
from callmate.store.archives.restoring import restore
from callmate.store.fs import REAL
from callmate.store.library import Library

MOST_NAMED: Final = 5
ZIP: Final = b"PK"
EARLIEST: Final = 1990
"""The year before which nobody logged a call with this."""
AHEAD: Final = timedelta(days=1)
"""How far ahead of ours another machine's clock may be."""


def back_up(target: Path) -> tuple[str, list[str]]:
    """What is in the backup, and what of it is damaged or was left out. Raises CallmateError."""
    saved = backup(store_home(), config_home(), target, SystemClock().now().at)
    notices = [
        *_listed("damaged and in the backup as it is", "damaged and in the backup as they are",
                 saved.damaged),
        *_listed("not in the backup", "not in the backup", saved.left_out),
    ]  # fmt: skip
    held = f"{counted(saved.cases, 'case')}, {counted(saved.events, 'event')}"
    same = "The archive was read back, and holds what was written to it."
    return f"{target}: {held}. {same}", notices


def restored(path: Path) -> tuple[str, list[str]]:
    """What was restored, and what to know about it. Raises CallmateError."""
    root, config = store_home(), config_home()
    found = restore(root, config, path)
    notices = _listed(
        "damaged, as it was in the backup", "damaged, as they were in the backup",
        dict.fromkeys(found.damaged, ""),
    )  # fmt: skip
    if found.settings is False:
        notices.append(
            f"The settings in {config} were left as they are; those of the backup are in its "
            "folder “settings”."
        )
    if found.new_device:
        notices.append("This store got a new device id, since other files bear the old one.")
    held = f"{counted(found.cases, 'case')}, {counted(found.events, 'event')}"
    return f"{held} restored to {root}.", notices


def is_archive(file: Path) -> bool:
    """Whether a file is a zip, by how it begins; one that cannot be read is none."""
    try:
        fd = REAL.open(file, os.O_RDONLY)
    except OSError:
        return False
    with open(fd, "rb") as opened:
        return opened.read(len(ZIP)) == ZIP


def look_over(files: Sequence[Path]) -> None:
    """Raises UsageError if one of these archives cannot be read at all."""
    for file in files:
        with Archive.open(file):
            pass


def import_archives(files: Sequence[Path]) -> tuple[list[str], list[str], bool]:
    """Take the cases of archives in: a line for each case, what else there is to say, and whether
    anything was refused or is damaged. Raises CallmateError."""
    received: list[Received] = []
    notices: list[str] = []
    if not files:
        return [], [], False
    library = Library(store_home(), SystemClock(), UlidSource())
    try:
        if library.trouble:
            raise CallmateError(library.trouble)
        purged = purged_folders(library)
        for file in files:
            received += receive(library, file)
        for one in received:
            if one.new and one.case in purged:
                notices.append(f"{one.case}: {back_again(purged[one.case])}")
            notices += [f"{one.case}: {sentence}" for sentence in one.said]
            odd = oddly_dated(library.case(one.case).read(), SystemClock().now().at)
            if odd and one.new:
                notices.append(f"{one.case}: {odd}")
    finally:
        library.close()
    with store() as world:
        titles = {one.case: world.summary(one.case) for one in received}
        told = [one for one in received if len(received) == 1 or one.new or one.refused]
        lines = [_line(one, row.title if (row := titles[one.case]) else "") for one in told]
    lines += [_total(received)] if len(received) > 1 else []
    return lines, notices, any(one.refused or one.doubtful for one in received)


def _line(one: Received, title: str) -> str:
    told = "nothing was taken" if one.refused else f"{counted(one.new, 'new event')}"
    return "  ".join(part for part in (one.case, flat(title), told) if part)


def _total(received: Sequence[Received]) -> str:
    """What came of all of them together."""
    more = [one for one in received if one.new and not one.refused]
    refused = sum(one.refused for one in received)
    counts = (
        (len(more), f"{sum(one.new for one in more):,} new events in {len(more):,} of them"),
        (len(received) - len(more) - refused, "nothing new in {:,}"),
        (refused, "{:,} not taken"),
    )
    told = ", ".join(text.format(number) for number, text in counts if number)
    return f"{counted(len(received), 'case')} in all: {told}."


def oddly_dated(events: Sequence[Event], now: datetime) -> str:
    """How many events have a date that cannot be right, in a sentence; "" if none has."""
    starts = {one.id: _at(one) for one in events if one.kind == "call_start"}
    odd = [one for one in events if _is_odd(_at(one), now, starts.get(one.call or ""))]
    if not odd:
        return ""
    named = ", ".join(f"{one.at[:10]} ({one.kind})" for one in odd[:MOST_NAMED])
    verb = "has a date" if len(odd) == 1 else "have dates"
    return f"{counted(len(odd), 'event')} {verb} that can hardly be right, kept as said: {named}."


def _at(event: Event) -> datetime | None:
    try:
        found = datetime.fromisoformat(event.at)
        return found if found.tzinfo else None
    except ValueError:
        return None


def _is_odd(at: datetime | None, now: datetime, start: datetime | None) -> bool:
    if at is None or at.year < EARLIEST:
        return True
    return at > now + AHEAD or (start is not None and at < start)


def _listed(one: str, many: str, files: Mapping[str, str]) -> list[str]:
    """Some files of which one thing is to be said, and why, in a sentence; none for none."""
    if not files:
        return []
    named = [f"{name} ({why})" if why else name for name, why in files.items()]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    verb = f"1 file is {one}" if len(named) == 1 else f"{len(named)} files are {many}"
    return [f"{verb}: {', '.join(named[:MOST_NAMED])}{more}."]
