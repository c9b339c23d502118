"""The checklist: before a call what to have, in a call lines that tick themselves or by a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from callmate.model.around import Question
from callmate.model.conditions import holds
from callmate.model.readiness import Need, needs
from callmate.model.rules import Line, Packs
from callmate.model.situation import View
from callmate.model.state import Call, Case

MOST_DIGIT: Final = 9


@dataclass(frozen=True, slots=True)
class Item:
    """One line: ``digit`` ticks it (0: none does); ``by`` says who did (a word by hand outweighs
    the events)."""

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


# the person's own questions


def with_questions(case: Case, call: Call, items: Sequence[Item]) -> tuple[Item, ...]:
    """The lines of a call with what is to be asked in it: after those for now, by the digits
    that these leave free. A page at a time is seen, so the end's digits stay what they were."""
    now = [item for item in items if item.page == "now"]
    asked = [one for one in case.around.questions if _is_of(one, call)]
    free = range(len(now) + 1, MOST_DIGIT + 1)
    digits = [*free, *[0] * len(asked)]
    lines = [
        Item(one.id, f"ask: {one.text}", one.state == "answered", "hand", digit)
        for one, digit in zip(asked, digits, strict=False)
    ]
    return (*now, *lines, *(item for item in items if item.page != "now"))


def _is_of(question: Question, call: Call) -> bool:
    return question.state == "open" or question.answered_in == call.id


def shown_page(items: Sequence[Item], number: int) -> Literal["now", "end"]:
    """Which page is seen after so many turns."""
    pages: list[Literal["now", "end"]] = list(dict.fromkeys(item.page for item in items)) or ["now"]
    return pages[number % len(pages)]


def turned_over(case: Case, items: Sequence[Item], page: str, digit: int) -> dict[str, Any] | None:
    """The body of the ``question_end`` that a digit stands for on a page; None if the digit is
    no question's there."""
    ids = {one.id for one in case.around.questions}
    item = next(
        (one for one in items if one.digit == digit and one.page == page and one.id in ids), None
    )
    if item is None:
        return None
    return {"answers": item.id, "state": "open" if item.ticked else "answered"}


# before a call


def before_call(case: Case, asked: Sequence[str]) -> tuple[Item, ...]:
    """What to have before the next call; nothing once the case is over."""
    if case.around.closed:
        return ()
    return tuple(_needed(need, digit) for digit, need in enumerate(needs(case, asked), start=1))


def _needed(need: Need, digit: int) -> Item:
    by: Literal["auto", "hand", "none"] = "auto" if need.known else "none"
    return Item(need.tick_key, need.text, need.have, "hand" if need.by_hand else by, digit)


def tick_need(case: Case, asked: Sequence[str], digit: int) -> tuple[str, dict[str, Any]] | None:
    """What the digit means before a call, and the body of its ``tick``; None if it has no line."""
    found = needs(case, asked)
    if not 0 < digit <= len(found):
        return None
    need = found[digit - 1]
    undone = need.by_hand and need.have and not need.known
    return need.text, {"item": need.tick_key, "on": None if undone else not need.have}
