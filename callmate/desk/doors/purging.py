"""``callmate purge``: takes every word of a case away for good, wherever the store has them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.caches.wiping import wipe
from callmate.desk.doors.doors import store
from callmate.desk.doors.erasing import (
    UNTOUCHED,
    Ask,
    Outcome,
    clear_leftovers,
    clear_quarantine,
    copies,
    days_of,
    note,
)
from callmate.desk.logs import read_once
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.exchange.filing import LETTERS
from callmate.ids import UlidSource
from callmate.model.erasure.purge import Purge, part_of, purge_of
from callmate.model.erasure.words import companies, letters, words
from callmate.model.events import NewEvent
from callmate.model.fold import fold
from callmate.model.shelf.moves import MOVED, Raw
from callmate.model.spoken import counted
from callmate.model.words import same_text
from callmate.store.erasing import Eraser
from callmate.store.fs import Fs
from callmate.store.layout import case_folder, is_day, lane_folders, lanes_in
from callmate.store.library import Library
from callmate.store.quoting import quoting
from callmate.text import show

PURGE: Final = "purge"
SEARCHES = (
    "What you typed to look for it in the list is the day's, and stays there: forget that with "
    "z f within a minute, or not at all."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How far to go: the folder too; what is known of the company; files of other devices.
    ``company`` None: it is asked."""

    folder: bool = False
    company: bool | None = None
    any_device: bool = False


def purge(case: str, wish: Wish, ask: Ask) -> Outcome:
    """Erase a case. Nothing is done if ``ask`` says no. Raises CallmateError, with nothing changed,
    if a call runs in it, a window writes it, or it is a part of another case. It may be done again
    whenever it was stopped in the midst."""
    with store() as world:
        case_id = world.library.resolve(case)
        raw = read_once(world.library)
        found = purge_of(case_id, raw)
        _refuse(world, case_id, found, raw, wish)
        known = sorted({same_text(one): one for one in companies(found.events)}.values())
        saved = [path for path in _letters(world, found) if path.is_file()]
        if not ask(_question(world, case_id, found, saved)):
            return Outcome(["Nothing was changed."])
        names = [one for one in known if _only_here(world, one, found)]
        drop = [one for one in names if _is_meant(one, wish, ask)]
        kept = [one for one in known if one not in drop and world.library.company(one)]
        outcome = _purge(world, case_id, found, saved, drop, wish)
        outcome.done += [f"What is known of {show(one)} is kept." for one in kept]
        outcome.done += [SEARCHES, UNTOUCHED]
        return outcome


def _refuse(world: StoredWorld, case_id: str, found: Purge, raw: Raw, wish: Wish) -> None:
    whole = part_of(raw(case_id))
    if whole and _reads_with(world, whole):
        row = world.index.case(whole)
        raise CallmateError(
            f"This case is a part of “{show(row.title if row else whole)}” ({whole}): purge that "
            "one, or take the merge back first."
        )
    if any(fold(one, raw(one)).case.running for one in found.cases):
        raise CallmateError("A call of this case is running; end it first.")
    if wish.folder and found.away:
        raise CallmateError(
            f"A call that is in {next(iter(found.away.values()))} by now is in the folder of this "
            "case, so the folder has to stay; without --folder all its other words are taken away."
        )


def _reads_with(world: StoredWorld, case_id: str) -> bool:
    return bool(lanes_in(case_folder(world.library.root, case_id)))


def _letters(world: StoredWorld, found: Purge) -> list[Path]:
    folder = world.library.root / LETTERS
    return [folder / name for name in letters(found.events) if Path(name).name == name]


def _question(world: StoredWorld, case_id: str, found: Purge, saved: Sequence[Path]) -> str:
    row = world.index.case(case_id)
    title = show(row.title, " ") if row and row.title else case_id
    calls = sum(event.kind == "call_start" for event in {e.id: e for e in found.events}.values())
    also = "".join(f", the letter {path.name}" for path in saved)
    whole = f"every word of {counted(calls, 'call')}{also}, for good"
    return f"Purge “{title}” ({case_id}): {whole}?"


def _only_here(world: StoredWorld, name: str, found: Purge) -> bool:
    """Whether nothing else tells of a company of which something is known."""
    others = [row for row in world.with_company(name) if row.id not in found.cases]
    return bool(world.library.company(name)) and not others


def _is_meant(name: str, wish: Wish, ask: Ask) -> bool:
    if wish.company is not None:
        return wish.company
    return ask(f"No other case is with {show(name)}: forget what is known of it, too?")


def _purge(
    world: StoredWorld, case_id: str, found: Purge, saved: Sequence[Path],
    drop: Sequence[str], wish: Wish,
) -> Outcome:  # fmt: skip
    """What leads to other words goes first, the files of the case last: so the rest can be found
    again after a stop in the midst."""
    library, outcome = world.library, Outcome()
    wholly = [case_folder(library.root, one) for one in found.cases]
    quotes = quoting(library.root, found.cases, None, library.site.fs)
    near = sorted({*found.kin, *quotes}.difference(found.cases))
    others = [case_folder(library.root, one) for one in near]
    days, in_day = days_of(library, found.events, found.ids, found.cases)
    doomed = found.ids.union(in_day, *quotes.values())
    _say_again(world, found.again)
    with Eraser(library.site, lambda doc: doc["id"] in doomed, wholly, wish.any_device) as eraser:
        eraser.hold([*wholly, *others, *days])
        for path in saved:
            path.unlink(missing_ok=True)
            outcome.done.append(f"The letter {path.name} is deleted.")
        keys = {same_text(one) for one in drop}
        library.forget_companies(lambda one: same_text(str(one.body.get("name"))) in keys)
        outcome.done += [f"What was known of {show(one)} is forgotten." for one in drop]
        outcome.done += clear_quarantine(library, found.cases, doomed, wholly=True)
        erased = eraser.erase(last=found.ids)
    clear_leftovers(library, [*wholly, *others, *days])
    _note(world, found, erased.count, wish)
    wipe(world, [*found.cases, *near])
    told = {text for event in found.events for text in words(event.body)}.union(found.cases)
    outcome.done.insert(0, _purged(case_id, erased.count, wish))
    outcome.done += [*erased.done, *_staying(found)]
    outcome.left += [*erased.left, *library.site.notices, *copies(library.root, told)]
    return outcome


def _purged(case_id: str, count: int, wish: Wish) -> str:
    emptied = counted(count, "event")
    if not wish.folder:
        return f"Purged: {emptied} of {case_id} emptied."
    return (
        f"Purged: the folder of {case_id} is gone, with {emptied} in it. Whoever imports the case "
        "again, from a backup or as a script, brings it back."
    )


def _say_again(world: StoredWorld, again: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    for case_id, bodies in again.items():
        now, new_id = SystemClock().now(), UlidSource()
        file = world.library.case(case_id)
        file.append([NewEvent(new_id(), MOVED, now, body) for body in bodies])
        lost = file.unsaved
        file.close()
        if lost:
            raise CallmateError(f"Nothing was purged: {world.saved().reason}")


def _note(world: StoredWorld, found: Purge, count: int, wish: Wish) -> None:
    """In the log of each case; where its folder goes too, in that of the day."""
    for one in found.cases:
        if not wish.folder:
            note(world, one, count=count, whole=True)
            continue
        folder = case_folder(world.library.root, one)
        if folder.is_dir():
            shutil.rmtree(folder)
        now = SystemClock().now()
        values = {"case": one, "count": count}
        body = {"command": PURGE, "values": values, "source": "shell"}
        world.day(now).append([NewEvent(UlidSource()(), "command", now, body)])


def purged_folders(library: Library) -> dict[str, date]:
    """The cases that were purged with their folders, and when, as the logs of the days tell."""
    found: dict[str, date] = {}
    for folder, case_id in lane_folders(library.root):
        if case_id or not is_day(folder.name) or not _tells_of_purging(folder, library.site.fs):
            continue
        day = date.fromisoformat(folder.name)
        for event in library.days().open_day(day).read():
            values = event.body.get("values")
            if event.body.get("command") == PURGE and isinstance(values, Mapping):
                found[str(values.get("case"))] = day
    return found


def back_again(day: date) -> str:
    """Said where such a case is brought in again."""
    return f"It was purged here on {day}, and is back now; to take it away again: callmate purge."


def _tells_of_purging(folder: Path, fs: Fs) -> bool:
    """Whether it is worth reading: most days are not."""
    for path in lanes_in(folder):
        with suppress(OSError), open(fs.open(path, os.O_RDONLY), "rb") as file:
            if any(b'"purge"' in line for line in file):
                return True
    return False


def _staying(found: Purge) -> Iterator[str]:
    for owner in sorted(set(found.away.values())):
        yield f"A call that was moved to {owner} stays there."
