"""What a query asks of whole cases: their state, a tag, what is overdue, the money at stake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from callmate.model.stakes import number_of
from callmate.text import fold

STANDINGS: Final = ("broken", "kept", "open", "overdue")
"""What ``promise:`` takes besides words."""
STATES: Final = (
    "open", "closed", "resolved", "dropped", "refused", "granted", "running", "archived",
    "practice", "merged", "damaged", "any",
)  # fmt: skip
PUT_AWAY: Final = frozenset({"archived", "practice", "merged", "any"})
"""States of cases that are in no list unless one of these is asked for; ``any`` are those in the
lists and those put away, but for what became part of another case."""
_STATES_ALSO: Final = {
    "settled": "resolved", "won": "granted", "denied": "refused", "live": "running",
    "away": "archived", "done": "archived", "broken": "damaged", "all": "any",
}  # fmt: skip
_YES: Final = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False,
               "false": False, "0": False}  # fmt: skip
HALF_A_CENT: Final = 0.005
"""What parts a sum from the next that is more, or less."""
_SIGN = re.compile(r"[<>=~]*")
_RANGE = re.compile(r"\.\.|[-–]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of the case, or of a promise: ``what`` is ``state`` (value: one of STATES),
    ``tag``, ``pinned``, ``overdue``, ``money`` (from ``low`` to ``high``), or ``promise`` (value:
    one of STANDINGS)."""

    what: str
    value: str = ""
    low: float = 0.0
    high: float = float("inf")
    left_out: bool = False


def of_case(where: str, words: str, left_out: bool) -> Rule | str:
    """The rule that a field (``state``, ``is``, ``tag`` …) and its words make; a hint
    where they make none."""
    value = fold(words)
    if where == "tag":
        return Rule("tag", words.strip(), left_out=left_out)
    if where == "money":
        return _money(value, left_out)
    if where == "is" and value in ("pinned", "overdue"):
        return Rule(value, left_out=left_out)
    if where == "overdue":
        if value not in _YES:
            return "overdue: takes yes or no."
        return Rule("overdue", left_out=left_out == _YES[value])
    if state := _state(value):
        return Rule("state", state, left_out=left_out)
    more = ("pinned", "overdue") if where == "is" else ()
    return f"{where}: takes {', '.join((*more, *STATES))}; not “{words.strip()}”."


def _state(value: str) -> str:
    """The state that is meant; what only one of them begins with will do."""
    value = _STATES_ALSO.get(value, value)
    begun = [state for state in STATES if state.startswith(value)]
    return value if value in STATES else begun[0] if len(begun) == 1 else ""


def _money(value: str, left_out: bool) -> Rule | str:
    """``>100``, ``<$1,500``, ``100-200``, ``100``: what is at stake."""
    plain = value.replace(" ", "")
    sign = _SIGN.match(plain)
    assert sign is not None  # it matches the empty text
    parts = _RANGE.split(plain[sign.end() :])
    sums = [found for part in parts if (found := _sum(part)) is not None]
    if len(parts) > 2 or len(sums) < len(parts):
        return "money: wants a sum, like >100, <50 or 100-200."
    low, high = min(sums), max(sums)
    if ">" in sign[0]:
        low, high = (low if "=" in sign[0] else low + HALF_A_CENT), float("inf")
    elif "<" in sign[0]:
        low, high = 0.0, (high if "=" in sign[0] else high - HALF_A_CENT)
    return Rule("money", low=low, high=high, left_out=left_out)


def _sum(text: str) -> float | None:
    """The number in ``$1,500`` or ``2k``; None if there is none."""
    found = re.search(r"[0-9](?:[0-9.,' ]*[0-9])?", text)
    if found is None:
        return None
    thousands = text[found.end() :].casefold().startswith("k")
    number: float = number_of(found[0]) * (1000 if thousands else 1)
    return number
