"""Putting cases in order: the events of one action, by the case in whose log each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from callmate.model.events import CORRECTIONS, Event
from callmate.model.shelf.moves import JOINED, MERGED, MOVED, Raw, home_of, kin, withdrawn
from callmate.model.state import Case
from callmate.model.undoing import FILED

Noted = tuple[str, Mapping[str, Any]]
"""A kind of event and its body."""
Filed = dict[str, list[Noted]]
"""What is written, by case, in the order in which it is to be: what decides comes last."""
HomeOf = Callable[[str], str]
"""In the files of which case a call was written."""

GROUPED: Final = frozenset({
    "pinned", "case_tagged", "case_archived", "case_closed", MERGED, JOINED, MOVED,
})  # fmt: skip
"""What one of these actions writes; what has the same cause is one action."""
READ: Final = frozenset({*GROUPED, "case_set", *CORRECTIONS})
"""The events that tell how a case was put in order, and what of it was taken back."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A call that goes to another case: when it began (RFC 3339), the case it is in now, the one
    in whose files it was written, and its number in the case it is in, 0 if not known."""

    call: str
    began: str
    case: str
    title: str
    home: str
    number: int = 0


def homes(events: Sequence[Event], case: str) -> HomeOf:
    """Where the calls of a case were written, by what its files hold; all others here."""
    found = {str(one.body.get("moved")): home_of(one) for one in events if one.kind == MOVED}
    return lambda call: found.get(call, case)


def moved(one: Moving, target: str) -> Filed:
    """A call goes to another case. Its home is told last: until then nothing has changed."""
    body = {
        "from_case": one.case, "to_case": target, "moved": one.call, "home": one.home,
        "title": one.title, "began": one.began, "number": one.number,
    }  # fmt: skip
    told = dict.fromkeys([target, one.case, one.home])
    others = (case for case in told if case != one.home)
    return {case: [(MOVED, body)] for case in [*others, one.home]}


def merged(source: str, title: str, target: str, calls: Iterable[Moving]) -> Filed:
    """All of a case becomes a part of another. The case itself is told last."""
    filed: Filed = {target: [(JOINED, {"from_case": source, "title": title})]}
    for call in calls:
        for case, noted in moved(call, target).items():
            filed.setdefault(case, []).extend(noted)
    last = [*filed.pop(source, []), (MERGED, {"into_case": target})]
    return {**filed, source: last}


def last_group(events: Sequence[Event]) -> str:
    """The cause of the last of these actions in the files of a case that still holds."""
    gone = withdrawn(events)
    return next(
        (one.cause or "" for one in reversed(events) if _is_filed(one) and one.id not in gone), ""
    )


def undone(cause: str, case: str, raw: Raw) -> Filed:
    """What takes one action back, in every case that it concerned; nothing if it was already.

    The homes of calls are told first: their word counts.
    """
    found: Filed = {}
    for one in _concerned(cause, case, raw):
        events = raw(one)
        gone = withdrawn(events)
        ids = [e.id for e in events if e.cause == cause and _is_filed(e) and e.id not in gone]
        if ids:
            found[one] = [("undo", {"targets": ids, FILED: True})]
    return found


def _concerned(cause: str, case: str, raw: Raw) -> list[str]:
    told = [one for one in raw(case) if one.cause == cause and _is_filed(one)]
    first = dict.fromkeys(home_of(one) for one in told if one.kind == MOVED)
    return [*dict.fromkeys([*(one for one in first if one), *sorted(kin(told)), case])]


def _is_filed(event: Event) -> bool:
    return event.kind in GROUPED or is_rename(event)


def is_rename(event: Event) -> bool:
    """Whether the case was given another title from outside of its sheet, or its first."""
    values = event.body.get("values")
    named = isinstance(values, Mapping) and {"title"} <= set(values) <= {"title", "company"}
    return event.kind == "case_set" and named and "entry" not in event.body


def lost_calls(case: Case, events: Sequence[Any]) -> list[str]:
    """A sentence for each call that was moved here and cannot be read; ``events`` are facts."""
    here = {call.id for call in case.calls}
    last = {one.text("moved"): one for one in events if one.kind == MOVED and one.live}
    return [
        f"A call of {one.text('began')[:10]} that was moved here from “{one.text('title')}” "
        "cannot be read: the files of that case are missing."
        for call, one in last.items()
        if one.text("to_case") == case.id and call not in here
    ]
