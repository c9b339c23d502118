"""Which case a call belongs to, and so what a case reads as.

Events never move. ``call_moved`` (from_case, to_case, moved: the call; home: the case in whose
files the call was written) stands in the log of every case it concerns, and the log of the home
alone decides: its last live one says where the call is now. So a program that dies between two
of these writes leaves each call in exactly one case, and so do two devices that move one call.
A case that was merged lends what was noted in it between the calls as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from callmate.model.amounts import target_ids
from callmate.model.events import CASE_FACTS, CORRECTIONS, INPUTS, TEXTS, Event
from callmate.model.ledger import Ledger

MOVED: Final = "call_moved"
JOINED: Final = "case_joined"
MERGED: Final = "case_merged"
TELLS: Final = frozenset({MOVED, JOINED, MERGED})
"""Kinds by which a case reads otherwise than its own files say."""

Raw = Callable[[str], Sequence[Event]]
"""The events in the files of a case, merged; none where there are no such files."""

REFERS: Final = ("about", "rep", "answers", "first", "second", "target")
"""Values by which a fact of a case speaks of a call, or of something in it."""
BY_REFERENCE: Final = frozenset({
    "result", "wrapped_up", "conduct", "rep_mark", "rep_line", "handover", "contradiction",
    "pinned",
})  # fmt: skip
NOT_OF_CALLS: Final = frozenset({*INPUTS, *TEXTS, *CASE_FACTS}) - {"card", "tick"}
"""What is not the call's though it was noted in one: keys stay where they were pressed."""
OUTCOMES: Final = frozenset({"promise_kept", "promise_broken"})
"""What may be told in another call of what was said in this one."""
LENT: Final = frozenset({
    "question", "question_end", "letter", "letter_sent", "rung", "details_checked", "mood",
    "pinned", *BY_REFERENCE,
})  # fmt: skip
"""What a case that was merged brings along besides its calls."""


def order(event: Event) -> tuple[str, str, int, str]:
    """Merged order of the events of several cases."""
    return event.clock, event.lane, event.n, event.case


def tells(events: Iterable[Event]) -> bool:
    """Whether a case has, or had, a part in another one."""
    return any(event.kind in TELLS for event in events)


def home_of(event: Event) -> str:
    """In whose files a moved call was written."""
    return _text(event, "home") or _text(event, "from_case")


def withdrawn(events: Iterable[Event]) -> set[str]:
    """The events that were taken back and not brought back."""
    gone: set[str] = set()
    for event in events:
        if event.kind in ("undo", "strike"):
            gone.update(target_ids(event.body))
        elif event.kind in ("redo", "unstrike"):
            gone.difference_update(target_ids(event.body))
    return gone


def owners(home: str, events: Sequence[Event]) -> dict[str, str]:
    """The calls written in a case that were moved, and the case where each is now."""
    gone = withdrawn(events)
    found: dict[str, str] = {}
    for event in events:
        if event.kind == MOVED and home_of(event) == home and event.id not in gone:
            found[_text(event, "moved")] = _text(event, "to_case") or home
    return found


def kin(events: Iterable[Event]) -> set[str]:
    """The cases that have a part in this one, or it in them."""
    named = ("from_case", "to_case", "home", "into_case")
    return {_text(event, key) for event in events if event.kind in TELLS for key in named} - {""}


def reads_otherwise(fresh: Sequence[Event], known: Ledger) -> bool:
    """Whether a case is to be read anew for what another window wrote: words were forgotten, or a
    call goes to another case or comes back."""
    told = {one for event in fresh if event.kind == "undo" for one in target_ids(event.body)}
    entries = (known.entries.get(one) for one in told)
    kinds = {entry.event.kind for entry in entries if entry} | {event.kind for event in fresh}
    return not kinds.isdisjoint({"forgotten", *TELLS})


def reading(case: str, own: Sequence[Event], raw: Raw) -> list[Event]:
    """What a case reads as: its own events without those of calls that are elsewhere, with those
    of the calls that were moved here and of the cases that were merged into it."""
    if not tells(own):
        return list(own)
    return _Reading(case, own, raw).events()


class _Reading:
    """One reading of a case; the files of each other case are read once."""

    def __init__(self, case: str, own: Sequence[Event], raw: Raw) -> None:
        self.case, self.own, self._raw = case, own, raw
        self._read: dict[str, Sequence[Event]] = {case: own}
        self._lent: dict[str, Event] = {}
        self._told: dict[str, Event] = {}
        """What was told in another call of one that was moved here."""

    def of(self, case: str) -> Sequence[Event]:
        if case not in self._read:
            self._read[case] = self._raw(case)
        return self._read[case]

    def events(self) -> list[Event]:
        homes = {_text(one, "moved"): home_of(one) for one in self.own if one.kind == MOVED}
        here = {call for call, home in homes.items() if self._is_here(call, home)}
        logs = {holder: self.of(holder) for holder in self._holders(homes)}
        belongs = _belonging([*logs.values(), self.own], homes)
        for holder, events in logs.items():
            if holder != self.case:
                self._take(events, belongs, here)
        for other in self._joined(self.case, {self.case}):
            self._lent.update((event.id, event) for event in _lent_by(self.of(other)))
        mine = {one.id: one for one in self.own if self._stays(one, belongs, homes, here)}
        return sorted({**self._told, **self._lent, **mine}.values(), key=order)

    def _is_here(self, call: str, home: str) -> bool:
        """Whether this case has the call; while the files of its home are not there, by what
        stands here."""
        told = self.of(home) or self.own
        return owners(home, told).get(call, home) == self.case

    def _holders(self, homes: Mapping[str, str]) -> set[str]:
        """The cases in whose files there is anything of these calls."""
        found = set(homes.values())
        for home in set(homes.values()):
            told = (one for one in self.of(home) if one.kind == MOVED)
            found.update(_text(one, "to_case") for one in told if _text(one, "moved") in homes)
        return found - {""}

    def _take(self, events: Iterable[Event], belongs: Mapping[str, str], here: set[str]) -> None:
        """What another case's files hold of the calls that are here."""
        for event in events:
            if belongs.get(_about(event)) in here:
                self._lent[event.id] = event
            elif event.kind in OUTCOMES and (call := _answered(event, belongs)) in here:
                self._told[event.id] = replace(event, call=call)

    def _stays(
        self, event: Event, belongs: Mapping[str, str], homes: Mapping[str, str], here: set[str]
    ) -> bool:
        """Whether an event of our own files is still of this case."""
        if event.kind == MOVED:
            # Where the home says that the call is not here, what was half said of it is nothing.
            call, to_here = _text(event, "moved"), _text(event, "to_case") == self.case
            return call in here or not to_here or homes[call] == self.case
        call = belongs.get(_about(event), "")
        if not call or call in here:
            return True
        if event.kind in CORRECTIONS:  # an undo may be of two things at once
            calls = [belongs.get(one, "") for one in target_ids(event.body)]
            return any(one not in homes or one in here for one in calls)
        return event.kind in INPUTS

    def _joined(self, case: str, seen: set[str]) -> Iterator[str]:
        """The cases that are a part of one now, and theirs; both sides must say so."""
        events = self.of(case)
        gone = withdrawn(events)
        for event in events:
            other = _text(event, "from_case")
            if event.kind != JOINED or event.id in gone or other in seen:
                continue
            if _merged_into(self.of(other)) == case:
                seen.add(other)
                yield other
                yield from self._joined(other, seen)


def _merged_into(events: Sequence[Event]) -> str:
    gone = withdrawn(events)
    into = (_text(one, "into_case") for one in events if one.kind == MERGED and one.id not in gone)
    return next(reversed([*into]), "")


def _belonging(logs: Sequence[Iterable[Event]], calls: Collection[str]) -> dict[str, str]:
    """By event, the one of these calls that it is of: noted in it, speaking of it, or correcting
    what was, wherever it stands."""
    found = {call: call for call in calls}
    referring: list[Event] = []
    corrections: list[Event] = []
    for event in (event for events in logs for event in events):
        if event.kind in CORRECTIONS:
            corrections.append(event)
        elif event.kind in BY_REFERENCE:
            referring.append(event)
        elif event.call in calls and event.kind not in NOT_OF_CALLS:
            found[event.id] = event.call or ""
    for event in referring:
        _note(found, event, _values(event))
    for event in sorted(corrections, key=order):
        _note(found, event, target_ids(event.body))
    return found


def _note(found: dict[str, str], event: Event, about: Iterable[str]) -> None:
    call = next((found[one] for one in about if one in found), "")
    if call:
        found[event.id] = call


def _about(event: Event) -> str:
    """The event that says whose this is: a draft is of what it is typed for."""
    return str(event.body.get("entry") or "") if event.kind == "draft" else event.id


def _answered(event: Event, belongs: Mapping[str, str]) -> str:
    return belongs.get(_text(event, "answers"), "")


def _lent_by(events: Sequence[Event]) -> Iterator[Event]:
    """What was noted in a case between its calls, for the one it is a part of."""
    ids = {one.id for one in events if one.kind in LENT and one.body.get("target") != ""}
    for event in events:
        if event.kind in CORRECTIONS:
            if ids.intersection(target_ids(event.body)):
                ids.add(event.id)
                yield event
        elif event.id in ids:
            yield event


def _values(event: Event) -> set[str]:
    found = (event.body.get(key) for key in REFERS)
    return {one for one in found if isinstance(one, str) and one}


def _text(event: Event, key: str) -> str:
    value = event.body.get(key)
    return value if isinstance(value, str) else ""
