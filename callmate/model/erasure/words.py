"""Which events hold the words of others: typed for them, added to them, repeating them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from callmate.model.events import CORRECTIONS, INPUTS, TEXT_FIELD, Event

KEPT: Final = frozenset({"forgotten", *CORRECTIONS}) - {"detail"}
"""What has no words in it, and says what became of others."""
LETTER: Final = "letter"


def belonging(events: Sequence[Event], ids: Collection[str]) -> set[str]:
    """``ids``, and the events of the same log that hold their words: keys, pastes and drafts by
    which they were typed, what was added to them later, what quotes or repeats them."""
    found: set[str] = set()
    fresh = set(ids)
    while fresh:
        found |= fresh
        told = [event for event in events if event.id in found]
        texts = {str(event.body.get("entry")) for event in told} - {"None"} | found
        causes = {event.cause for event in told} - {None}
        said = {event.id: set(words(event.body)) for event in told}
        fresh = {
            one.id for one in events
            if one.id not in found and one.kind not in KEPT
            and (one.id in texts or _holds(one, texts, causes, said))
        }  # fmt: skip
    return found


def _holds(
    event: Event,
    texts: Collection[str],
    causes: Collection[str | None],
    said: Mapping[str, set[str]],
) -> bool:
    if event.body.get("entry") in texts or (event.kind == "detail" and _target(event) in said):
        return True
    if not said.keys().isdisjoint(strings(event.body.get("quotes"))):
        return True
    if event.id in causes and event.kind in INPUTS:
        return event.kind in ("paste", "command")
    if not (mine := set(words(event.body))):
        return False
    return any(named in said and mine & said[named] for named in strings(event.body))


def of_the_day(
    day: Sequence[Event], events: Sequence[Event], ids: Collection[str], cases: Collection[str] = ()
) -> set[str]:
    """The events of a day's log that belong to these of a case: keys that caused them, what was
    typed for them between the calls, and what names one of the ``cases``."""
    causes = {event.cause for event in events if event.id in ids}
    named = {*ids, *cases}
    own = {
        one.id for one in day
        if one.id in causes or not named.isdisjoint(strings(one.body))
    }  # fmt: skip
    return belonging(day, own) if own else set()


def words(body: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a body that a person may have typed: none that is a name of the program's."""
    for key, value in body.items():
        if isinstance(value, Mapping):
            yield from words(value)
        elif isinstance(value, str) and value and key not in NOT_WORDS:
            yield value


NOT_WORDS: Final = frozenset({
    "entry", "field", "key", "focus", "screen", "command", "source", "when", "answers", "target",
    "of", "rep", "about", "first", "second", "moved", "home", "from_case", "to_case", "into_case",
    "state", "how", "outcome", "direction", "form", "card", "answer", "item",
})  # fmt: skip
"""Values that are ids, times, or words that the program chose."""


def strings(value: object) -> Iterator[str]:
    """All texts in a value, ids among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from strings(one)


def worded(events: Sequence[Event]) -> set[str]:
    """The facts whose words these events hold: those that have some of their own, and those that
    were given some later."""
    return {
        _target(event) if event.kind == "detail" else event.id
        for event in events
        if (event.kind in TEXT_FIELD or event.kind == "detail") and any(words(event.body))
    } - {""}  # fmt: skip


def letters(events: Sequence[Event]) -> list[str]:
    """The names of the files that letters were written to, as the log of a case has them."""
    drafted = {event.id for event in events if event.kind == LETTER}
    found: dict[str, None] = {}
    for event in events:
        values = event.body.get("values")
        told = event.body if event.id in drafted else values
        if isinstance(told, Mapping) and (event.id in drafted or _target(event) in drafted):
            name = told.get("file")
            if isinstance(name, str) and name:
                found[name] = None
    return list(found)


def companies(events: Sequence[Event]) -> list[str]:
    """The companies that a case was ever said to be with."""
    found: dict[str, None] = {}
    for event in events:
        values = event.body.get("values")
        named = values.get("company") if isinstance(values, Mapping) else None
        for name in (named, event.body.get("organisation")):
            if isinstance(name, str) and name.strip():
                found[name.strip()] = None
    return list(found)


def _target(event: Event) -> str:
    target = event.body.get("target")
    return target if isinstance(target, str) else ""
