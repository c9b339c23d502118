"""When to call, as lines to read: the times that stand out, then the wait by day and hour."""

from __future__ import annotations

from typing import Final

from callmate.model.insight.figuretext import FigureLine, Lines, bar, length
from callmate.model.insight.rates import too_few
from callmate.model.insight.slots import Slot, When
from callmate.model.moment import whole_seconds
from callmate.model.spoken import counted

BY: Final = "half of the calls waited less"


def when_lines(found: When) -> Lines:
    """The times of the week that stand out, then days and hours with the wait as a bar."""
    if not found.calls:
        yield FigureLine("", "No call of a known hour yet: call once, and it stands here.",
                         role="dim")  # fmt: skip
        return
    yield from _best_and_worst(found)
    yield from _waits("Usual wait, by day", {slot.name: slot for slot in found.days})
    yield from _waits("Usual wait, by hour", {_hour(slot): slot for slot in found.hours})


def _waits(title: str, slots: dict[str, Slot]) -> Lines:
    longest = max((slot.wait or 0 for slot in slots.values()), default=0)
    yield FigureLine("", title, BY, "head")
    for name, slot in slots.items():
        if slot.wait is not None:
            held = f", on hold {length(slot.hold or 0)}" if slot.hold else ""
            drawn = bar(slot.wait if whole_seconds(slot.wait) else 0, longest)
            words = f"{counted(slot.calls, 'call')}{held}"
            yield FigureLine(name, words, length(slot.wait), bar=drawn)
    few = [f"{name} ({slot.calls})" for name, slot in slots.items() if slot.wait is None]
    if few:
        yield FigureLine("too few", f"to say: {', '.join(few)}", role="dim")


def _hour(slot: Slot) -> str:
    """``9–10 h``, which is not taken for a length of time."""
    (hour,) = slot.key
    return f"{hour}–{hour + 1} h"


def _best_and_worst(found: When) -> Lines:
    good, bad = found.good, found.bad
    if not found.best:
        words = f"{too_few(found.calls)}: it takes three calls at each of two times"
        yield FigureLine("best", words, role="dim")
    elif good is None:
        yield FigureLine("best", f"no time is clearly better, usually {_wait(found.usual)}")
    else:
        yield FigureLine("best", _usually(good), role="ok")
    if bad is not None:
        yield FigureLine("worst", _usually(bad), role="warn")


def best_line(found: When) -> FigureLine | None:
    """When to call them in one line; None where too little is known, or no time stands out."""
    good, bad = found.good, found.bad
    if good is None:
        words = f"not on {_usually(bad)}" if bad else ""
    else:
        words = f"{_usually(good)}; the longest: {_usually(bad)}" if bad else _usually(good)
    return FigureLine("call them", words, role="ok") if words else None


def _usually(slot: Slot) -> str:
    return f"{slot.name}, usually {_wait(slot.wait or 0)} ({counted(slot.calls, 'call')})"


def _wait(us: int) -> str:
    return f"{length(us)} of waiting" if whole_seconds(us) else "no waiting"
