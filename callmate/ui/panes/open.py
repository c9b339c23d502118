"""What is open now, each with its clock: steps, questions, offers, promises, the other line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from callmate.model.durations import running_state
from callmate.model.moment import Moment, elapsed_us, microseconds, whole_seconds
from callmate.model.promises import due_at
from callmate.model.receipt import left
from callmate.model.requests import Promise
from callmate.model.state import Call, Case
from callmate.model.timeline import due_shown, hms
from callmate.ui.cells import clip
from callmate.ui.paint import user
from callmate.ui.panes.states import STATES
from callmate.ui.scene import Scene

SPANS = {
    "instruction": ("»", "accent", "step"),
    "supervisor": ("▲", "accent", "manager"),
    "pitch": ("$", "accent", "sales talk"),
    "transfer": ("→", "accent", "transfer"),
    "menu": ("#", "accent", "menu"),
}
"""States that can run beside what the band shows. Anger is private, a recording in the band."""


LONGEST_NAME = 18
"""Cells of an organisation's name beside the other line's clock."""


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that waits: in a word for where room is scarce, and in the person's own."""

    glyph: str
    role: str
    word: str
    words: str
    clock: str
    more: str = ""


def clock(since: Moment, now: Moment) -> str:
    """How long it has been open."""
    return hms(whole_seconds(elapsed_us(since, now)))


def open_now(scene: Scene) -> Iterator[Open]:
    """What is open in the call on the line, beside its running state."""
    case, call, now = scene.case, scene.call, scene.now
    if case is None or call is None:
        return
    shown = running_state(call)[0]
    for span in call.open:
        if span.kind in SPANS and span.kind != shown:
            glyph, role, word = SPANS[span.kind]
            yield Open(glyph, role, word, _words(case, span.id), clock(span.start, now))
    for offer in case.offers:
        if offer.state == "open" and offer.call == call.id:
            word = f"offer {offer.amount}".strip()
            more = offer.amount if offer.amount not in offer.what else ""
            yield Open("+", "accent", word, offer.what, clock(offer.moment, now), more)
    for ask in case.asks:
        if ask.open_call == call.id:
            since = ask.moments[-1] if ask.moments else now
            yield Open("?", "accent", "asked", ask.what, clock(since, now), _count(ask.asked))


def _count(asked: int) -> str:
    return f"{asked}×" if asked > 1 else ""


def _words(case: Case, fact_id: str) -> str:
    step = next((one for one in case.instructions if one.id == fact_id), None)
    return step.what if step else ""


def promise_clock(promise: Promise, now: Moment) -> str:
    """How long is left of a promise; when it is due, if no clock can say."""
    due = due_at(promise)
    if due is None:
        return due_shown(promise.by or "", promise.moment)
    return left(whole_seconds(microseconds(due - now.at)))


def other_line(case: Case, other: Call, now: Moment) -> str:
    """The line one is not on, safe to show: ``line 1 ON HOLD 12:04 ACME · tab``."""
    kind, since = running_state(other)
    name = clip(user(other.organisation or case.known("company")), LONGEST_NAME)
    said = ("line", str(other.line), STATES[kind][1], clock(since, now), name)
    return " ".join(part for part in said if part) + " · tab"
