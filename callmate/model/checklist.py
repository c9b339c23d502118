"""The checklist of a call: lines that tick themselves from events, or by a digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from callmate.model.conditions import holds
from callmate.model.rules import Line, Packs
from callmate.model.situation import View
from callmate.model.state import Call, Case


@dataclass(frozen=True, slots=True)
class Item:
    """One line: ``digit`` ticks it; ``by`` says who did (a word by hand outweighs the events)."""

    id: str
    text: str
    ticked: bool
    by: Literal["auto", "hand", "none"]
    digit: int
    page: Literal["now", "end"] = "now"


def checklist(case: Case, call: Call, packs: Packs) -> tuple[Item, ...]:
    """The lines of a call, first those for now, then those for the end; digits run through."""
    lines = sorted(packs.lines, key=lambda line: line.page != "now")
    return tuple(_item(case, call, line, digit) for digit, line in enumerate(lines, start=1))


def _item(case: Case, call: Call, line: Line, digit: int) -> Item:
    by_hand = case.ticks.get(tick_key(line, call))
    if by_hand is not None:
        return Item(line.id, line.text, by_hand, "hand", digit, line.page)
    done = any(holds(condition, View(case, call)) for condition in line.done)
    return Item(line.id, line.text, done, "auto" if done else "none", digit, line.page)


def tick_key(line: Line, call: Call) -> str:
    """Under what a tick by hand is stored: the line, and the call where it is of the call."""
    return line.id if line.of == "case" else f"{line.id}@{call.id}"


def tick(case: Case, call: Call, packs: Packs, digit: int) -> dict[str, Any] | None:
    """The body of the ``tick`` fact that turns a line over; None if no line has the digit."""
    item = next((item for item in checklist(case, call, packs) if item.digit == digit), None)
    line = next((line for line in packs.lines if item and line.id == item.id), None)
    if item is None or line is None:
        return None
    done = any(holds(condition, View(case, call)) for condition in line.done)
    if item.by == "hand" and item.ticked and not done:
        return {"item": tick_key(line, call), "on": None}  # back to ticking itself
    return {"item": tick_key(line, call), "on": not item.ticked}
