"""What purging a case comes to: which events of which files, and what is to be said anew.

A call that was moved here goes with the case, also from the files of the case where it was
written; one that was moved away stays, also in the files of this one. Whatever was merged into
the case goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from callmate.model.events import Event
from callmate.model.shelf.moves import (
    JOINED,
    MERGED,
    MOVED,
    Raw,
    kin,
    owners,
    reading,
    withdrawn,
)

TITLE: Final = "title"


@dataclass(slots=True)
class Purge:
    """``cases`` are those of which all goes, ``kin`` those that share calls with them; ``ids``
    the events to be erased; ``events`` all that these cases read as. ``again`` holds, by case,
    what is to be said anew first, without the words. ``away`` are calls that are in other cases
    by now, and stay: which case each is in."""

    cases: list[str]
    kin: list[str]
    ids: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    again: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    away: dict[str, str] = field(default_factory=dict)


def part_of(events: Sequence[Event]) -> str:
    """The case that one is a part of; "" if it is not."""
    gone = withdrawn(events)
    into = [
        _text(one, "into_case") for one in events if one.kind == MERGED and one.id not in gone
    ]  # fmt: skip
    return into[-1] if into else ""


def purge_of(case: str, raw: Raw) -> Purge:
    """All that purging a case touches."""
    cases = _with_joined(case, raw)
    named = {other for one in cases for other in kin(raw(one))}
    found = Purge(cases, sorted(named.difference(cases)))
    for one in cases:
        for call, owner in owners(one, raw(one)).items():
            if owner not in cases:
                found.away[call] = owner
    kept = {
        event.id for owner in set(found.away.values()) for event in reading(owner, raw(owner), raw)
    }
    for one in cases:
        found.events += [event for event in raw(one) if event.id not in kept]
        found.events += [event for event in reading(one, raw(one), raw) if event.id not in kept]
    found.ids = {event.id for event in found.events if event.kind != "forgotten"}
    for one in (*cases, *found.kin):
        _say_again(found, one, raw(one))
    return found


def _with_joined(case: str, raw: Raw) -> list[str]:
    found = [case]
    for one in found:  # it grows while it is gone through
        told = (_text(event, "from_case") for event in raw(one) if event.kind == JOINED)
        found += [other for other in dict.fromkeys(told)
                  if other not in found and part_of(raw(other)) == one]  # fmt: skip
    return found


def _say_again(found: Purge, case: str, events: Sequence[Event]) -> None:
    """What names a purged case elsewhere, and where its calls are now, without its title."""
    gone, last = withdrawn(events), dict[str, Event]()
    for event in events:
        names = _text(event, "from_case") in found.cases
        if event.kind == JOINED and names:
            found.ids.add(event.id)
        elif event.kind == MOVED and event.body:
            if event.id not in gone:
                last[_text(event, "moved")] = event
            if names:
                found.ids.add(event.id)
    for call, event in last.items():
        if event.id in found.ids and (call in found.away or case in found.kin):
            if _text(event, TITLE):
                found.again.setdefault(case, []).append({**event.body, TITLE: ""})
            else:
                found.ids.discard(event.id)


def _text(event: Event, key: str) -> str:
    value = event.body.get(key)
    return value if isinstance(value, str) else ""
