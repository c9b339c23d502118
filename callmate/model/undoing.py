"""Which group of events the undo key withdraws next, and what redo brings back.

A group is what one key caused. The newest live group of the call that was made in this window
goes first; a new group clears what could be redone. Words typed for a fact belong to the fact's
group, so that one undo takes back the whole of what a key began.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from callmate.model.amounts import target_ids
from callmate.model.around import HANDLERS as AROUND
from callmate.model.events import Event

Key = tuple[str, str]

NEAR = 8
"""How many groups back an event may join the one that the same input began."""

TOLD_LATER = frozenset({"announced"})
"""Values that a key of their own tells of a fact: undo takes them back before the fact."""

LOOKED_AT = frozenset({"card", "tick", "line"})
"""Facts that are no doing of the person's in the call: undo passes them over."""

FILED = "filed"
"""Says of an undo that it took back how cases were put in order: redo knows nothing of that."""

BEFORE_CALLS = frozenset(AROUND) - {"wrapped_up"} | {"undo", "redo", "detail"}
"""Of a case that has no call yet undo takes these back, under a call without a name."""


@dataclass(slots=True)
class History:
    """The groups of one call as one lane made them."""

    live: list[tuple[str, ...]] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    undone: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, event_id: str, cause: str) -> None:
        """An event joins the group that the same input began, else begins one."""
        self.undone.clear()
        near = range(len(self.causes) - 1, max(-1, len(self.causes) - 1 - NEAR), -1)
        group = next((place for place in near if self.causes[place] == cause), None)
        if group is not None:
            self.live[group] = (*self.live[group], event_id)
        else:
            self.live.append((event_id,))
            self.causes.append(cause)

    def undo(self, targets: tuple[str, ...], may_redo: bool = True) -> None:
        """One group, or all that make up what ended a call."""
        gone = set(targets)
        kept = [
            (group, cause)
            for group, cause in zip(self.live, self.causes, strict=True)
            if not gone.issuperset(group)
        ]
        self.live = [group for group, _ in kept]
        self.causes = [cause for _, cause in kept]
        if may_redo:
            self.undone.append(targets)

    def redo(self, targets: tuple[str, ...]) -> None:
        if targets in self.undone:
            self.undone.remove(targets)
        self.live.append(targets)
        self.causes.append("")


class Undoing:
    """Histories by (lane, call)."""

    def __init__(self) -> None:
        self._histories: dict[Key, History] = {}
        self._worded: set[str] = set()
        self._first_words = ""
        self._untimed: set[str] = set()
        """Facts entered afterwards whose time was not told yet."""

    def see(self, event: Event) -> None:
        """Learn of a fact or a correction."""
        if event.call is None and event.kind not in BEFORE_CALLS:
            return
        history = self._histories.setdefault((event.lane, event.call or ""), History())
        targets = target_ids(event.body)
        if event.kind == "undo":
            history.undo(targets, not event.body.get(FILED))
        elif event.kind == "redo":
            history.redo(targets)
        elif event.kind in LOOKED_AT or self._is_of_its_fact(event):
            return
        elif event.call or event.kind != "detail":
            history.add(event.id, event.cause or event.id)
            if event.body.get("late"):
                self._untimed.add(event.id)

    def _is_of_its_fact(self, event: Event) -> bool:
        """Whether an event is the first words of a fact, or the time typed with them: those go
        with the fact, while later corrections are taken back by themselves."""
        if event.kind == "detail" and not _is_told_later(event):
            first = not self._worded.issuperset(target_ids(event.body))
            self._worded.update(target_ids(event.body))
            if first:
                self._first_words = event.cause or ""
            return first
        return event.kind == "amend" and self._is_first_time(event)

    def _is_first_time(self, event: Event) -> bool:
        """Whether a time was typed with the first words, or is that of a fact entered late."""
        targets = self._untimed.intersection(target_ids(event.body))
        self._untimed -= targets
        return bool(targets) or (bool(event.cause) and event.cause == self._first_words)

    def next_undo(self, lane: str, call: str) -> tuple[str, ...]:
        """Ids the undo key would withdraw; empty when there is nothing left."""
        history = self._histories.get((lane, call))
        return history.live[-1] if history and history.live else ()

    def next_redo(self, lane: str, call: str) -> tuple[str, ...]:
        """Ids the redo key would bring back."""
        history = self._histories.get((lane, call))
        return history.undone[-1] if history and history.undone else ()


def _is_told_later(event: Event) -> bool:
    """Whether it was told with a key of its own, or takes the place of what was there."""
    if event.body.get("anew"):
        return True
    values = event.body.get("values")
    return isinstance(values, dict) and bool(values) and TOLD_LATER.issuperset(values)
