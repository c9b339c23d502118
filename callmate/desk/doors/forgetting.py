"""``callmate forget``: takes events of a case away for good, and all that holds their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from callmate.desk.caches.wiping import wipe
from callmate.desk.doors.doors import store
from callmate.desk.doors.erasing import (
    TELLING,
    UNTOUCHED,
    Ask,
    Outcome,
    clear_leftovers,
    clear_quarantine,
    copies,
    days_of,
    note,
)
from callmate.desk.doors.showing import find_id
from callmate.desk.logs import read_once
from callmate.desk.world import StoredWorld
from callmate.errors import UsageError
from callmate.exchange.filing import LETTERS
from callmate.ids import is_ulid
from callmate.model.erasure.words import belonging, letters, words
from callmate.model.events import Event
from callmate.model.shelf.moves import kin, reading
from callmate.model.spoken import counted
from callmate.model.timeline import called
from callmate.store.erasing import Eraser
from callmate.store.layout import case_folder
from callmate.store.quoting import quoting


def forget(case: str, wanted: Sequence[str], ask: Ask, any_device: bool = False) -> Outcome:
    """Erase the events with these ids (whole, or how they begin or end).

    Nothing is done if ``ask`` says no. Raises CallmateError, with nothing changed, if a window
    writes the case. It may be done again whenever it was stopped in the midst.
    """
    if not wanted:
        raise UsageError("forget: which events? See the ids with: callmate show CASE")
    with store() as world:
        case_id = world.library.resolve(case)
        raw = read_once(world.library)
        own = raw(case_id)
        events = reading(case_id, own, raw)
        known = {event.id: event for event in (*own, *events)}
        named = [find_id(known, text) for text in wanted]
        if not ask(_question([known[one] for one in named])):
            return Outcome(["Nothing was changed."])
        return _forget(world, case_id, [*known.values()], named, any_device)


def _question(events: Sequence[Event]) -> str:
    kinds = ", ".join(dict.fromkeys(called(event.kind) for event in events))
    return f"Forget {counted(len(events), 'event')} ({kinds}), and all that holds the same words?"


def _forget(
    world: StoredWorld, case_id: str, events: Sequence[Event], named: Sequence[str],
    any_device: bool,
) -> Outcome:  # fmt: skip
    library, found = world.library, Outcome()
    ids = belonging(events, named)
    told = {text for event in events if event.id in ids for text in words(event.body)}
    quotes = quoting(library.root, {one.case for one in events}, ids, library.site.fs)
    ids.update(*quotes.values())
    near = {*kin(events), *quotes} - {case_id}
    cases = [case_id, *sorted(one for one in near if is_ulid(one))]
    folders = [case_folder(library.root, one) for one in cases]
    days, in_day = days_of(library, events, ids)
    doomed = ids | in_day
    with Eraser(library.site, lambda doc: doc["id"] in doomed, any_device=any_device) as eraser:
        eraser.hold([*folders, *days])
        of_company = library.forget_companies(lambda one: _repeats(one, events, ids))
        found.done += clear_quarantine(library, cases, doomed, wholly=False)
        erased = eraser.erase(last=named)
    clear_leftovers(library, [*folders, *days])
    if not any(_is_noted(event, named) for event in events):
        note(world, case_id, count=erased.count, events=sorted(named))
    wipe(world, cases)
    count = erased.count + of_company
    found.done.insert(0, f"Forgotten for good: {counted(count, 'event')}, keys and drafts counted.")
    found.done += [*erased.done, *_letters(library.root / LETTERS, events, told), UNTOUCHED]
    found.left += [*erased.left, *library.site.notices, *copies(library.root, told)]
    return found


def _repeats(company: Event, events: Sequence[Event], ids: Collection[str]) -> bool:
    """Whether what is known of a company was learned from one of these events."""
    said = {
        text for event in events if event.id in ids and "values" in event.body
        for text in words(event.body)
    }  # fmt: skip
    values = company.body.get("values")
    return isinstance(values, Mapping) and not said.isdisjoint(words(values))


def _is_noted(event: Event, named: Sequence[str]) -> bool:
    """Whether the log says already that these were forgotten."""
    return event.kind == "forgotten" and event.body.get("events") == sorted(named)


def _letters(folder: Path, events: Sequence[Event], told: Collection[str]) -> Iterator[str]:
    """A sentence for each letter in the store in which such words stand."""
    sought = [text for text in told if len(text) >= TELLING]
    for name in letters(events):
        path = folder / name
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if any(one in text for one in sought):
            yield f"The letter {path} repeats some of it: change or delete it yourself."
