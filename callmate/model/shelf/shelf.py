"""Where a case stands among the others: pinned, tagged, put away, merged; as folded from events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from callmate.model.facts import Fact
from callmate.model.words import same_text

THE_CASE_ITSELF: Final = ""
"""The target of a pin that keeps the case itself on top."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Nothing of this was said or done in a call: it only keeps cases in order."""

    pins: tuple[str, ...] = ()
    """Events that are kept on top, in the order they were pinned; "" is the case itself."""
    tags: tuple[str, ...] = ()
    archived: str = ""
    """Why it is put away: ``done`` or ``practice``; empty while it is in the lists."""
    merged_into: str = ""
    """The case that this one is a part of now."""
    joined: tuple[str, ...] = ()
    """The cases that are a part of this one now."""

    @property
    def pinned(self) -> bool:
        return THE_CASE_ITSELF in self.pins


def _pinned(before: Shelf, fact: Fact) -> Shelf:
    target = fact.text("target")
    pins = tuple(one for one in before.pins if one != target)
    return replace(before, pins=(*pins, target) if fact.body.get("on") else pins)


def _tagged(before: Shelf, fact: Fact) -> Shelf:
    tag = fact.text("tag").strip()
    if not tag:
        return before
    tags = tuple(one for one in before.tags if same_text(one) != same_text(tag))
    return replace(before, tags=(*tags, tag) if fact.body.get("on") else tags)


def _archived(before: Shelf, fact: Fact) -> Shelf:
    why = fact.text("why") or "done"
    return replace(before, archived=why if fact.body.get("on") else "")


def _merged(before: Shelf, fact: Fact) -> Shelf:
    return replace(before, merged_into=fact.text("into_case"))


def _joined(before: Shelf, fact: Fact) -> Shelf:
    return replace(before, joined=(*before.joined, fact.text("from_case")))


HANDLERS: Final[Mapping[str, Callable[[Shelf, Fact], Shelf]]] = {
    "pinned": _pinned,
    "case_tagged": _tagged,
    "case_archived": _archived,
    "case_merged": _merged,
    "case_joined": _joined,
}


def shelve(before: Shelf, fact: Fact) -> Shelf:
    """What stands after one more live fact; one of another kind changes nothing."""
    handler = HANDLERS.get(fact.kind)
    return handler(before, fact) if handler else before
