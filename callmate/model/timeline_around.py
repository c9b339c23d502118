"""What is done between the calls, as lines of the timeline: label and words for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from callmate.model.around import RESULTS
from callmate.model.dates import as_written, due_short
from callmate.model.facts import Fact
from callmate.model.shelf.shelf import HANDLERS as SHELF

HIDDEN: Final = frozenset({"mood", "rep_mark", "conduct", "wrapped_up", "call_moved", *SHELF})
"""Marks have a page of their own, what is private stays there, and order is for the list."""

GLYPHS: Final = {
    "question": "?", "question_end": "✓", "cool_off": "◌", "rep_line": "·", "result": "=",
    "handover": "→", "details_checked": "✓", "letter": "✎", "letter_sent": "✉", "rung": "▲",
    "case_closed": "■",
}  # fmt: skip

ROLES: Final = {"case_closed": "strong", "letter_sent": "accent", "result": "strong"}

Words = Callable[[Fact], tuple[str, str]]


def _question_end(fact: Fact) -> tuple[str, str]:
    state = fact.text("state") or "answered"
    label = "question open again" if state == "open" else f"question {state}"
    return (f"{label}:" if fact.text("text") else label), fact.text("text")


def _cool_off(fact: Fact) -> tuple[str, str]:
    until = as_written(fact.text("until"))
    return (f"a break until {until}" if until else "the break is over"), fact.text("why")


def _result(fact: Fact) -> tuple[str, str]:
    return f"the call brought {RESULTS.get(fact.text('result'), fact.text('result'))}", ""


def _handover(fact: Fact) -> tuple[str, str]:
    told = fact.text("state") == "confirmed"
    return ("passed on, you checked" if told else "not passed on, you checked"), ""


def _details(fact: Fact) -> tuple[str, str]:
    wrong = fact.body.get("right") is False
    label = "account details are wrong" if wrong else "account details are right"
    return (f"{label}:" if fact.text("text") else label), fact.text("text")


def _letter(fact: Fact) -> tuple[str, str]:
    return f"letter drafted: {fact.text('form').replace('_', '-')}", fact.text("to")


def _rung(fact: Fact) -> tuple[str, str]:
    name = fact.text("name") or fact.text("rung").replace("-", " ")
    if fact.text("state") == "done":
        return "step taken:", name
    by = due_short(fact.text("by"), fact.moment.at.date())
    return "next step:", name + (f" by {by}" if by else "")


def _closed(fact: Fact) -> tuple[str, str]:
    how = fact.text("how") or "resolved"
    return {"reopened": "case open again"}.get(how, f"case closed: {how}"), ""


DESCRIBE: Final[dict[str, Words]] = {
    "question": lambda fact: ("question:", fact.text("text")),
    "question_end": _question_end,
    "cool_off": _cool_off,
    "rep_line": lambda fact: ("what they did:", fact.text("text")),
    "result": _result,
    "handover": _handover,
    "details_checked": _details,
    "letter": _letter,
    "letter_sent": lambda fact: ("letter sent", ""),
    "rung": _rung,
    "case_closed": _closed,
}
