"""What a call came to, in six lines for the moment after it; and what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.dates import due_short
from callmate.model.durations import length_us, spent
from callmate.model.events import TEXT_FIELD
from callmate.model.moment import Moment, elapsed_us, microseconds, whole_seconds
from callmate.model.nextstep import next_step
from callmate.model.promises import due_at, says_when, standing
from callmate.model.readiness import expected
from callmate.model.requests import Promise
from callmate.model.spoken import SOMETHING
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.timeline import hms

DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it tells of, and the words; they hold what a person typed, as typed."""

    label: str
    words: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Receipt:
    """``lines`` are six, always the same ones; ``todo`` says what can still be put right."""

    number: int
    lines: tuple[Entry, ...]
    todo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """The open promise that is due first, or overdue longest, and the instant."""

    promise: Promise
    at: datetime

    def seconds(self, now: datetime) -> int:
        """Seconds left; negative once it is overdue."""
        return whole_seconds(microseconds(self.at - now))


def first_due(case: Case) -> Due | None:
    """The open promise with the earliest time; None if there is none."""
    dated = [Due(promise, at) for promise in case.waiting if (at := due_at(promise)) is not None]
    return min(dated, key=lambda due: due.at, default=None)


def left(seconds: int) -> str:
    """How long there is left, or how long it is overdue: ``3 h 54 left``, ``overdue 2 days``."""
    much = abs(seconds)
    if much >= 2 * DAY_S:
        said = f"{much // DAY_S} days"
    elif much >= 3600:
        said = f"{much // 3600} h {much % 3600 // 60:02}"
    elif much >= 120:
        said = f"{much // 60} min"
    else:
        said = hms(much)
    return f"{said} left" if seconds >= 0 else f"overdue {said}"


def receipt(case: Case, call: Call, facts: Sequence[Fact], now: Moment) -> Receipt:
    """The receipt of a call that is over; ``facts`` are the case's."""
    mine = [fact for fact in facts if fact.live and fact.call == call.id]
    number = next((n for n, one in enumerate(case.calls, start=1) if one.id == call.id), 0)
    lines = (
        _talk(case, call, now),
        _hold(call, now),
        _who([rep for rep in case.reps if rep.call == call.id]),
        _answers(case, call, mine),
        _promise(case, call, now),
        Entry("next", next_step(case, now.at), "strong"),
    )
    return Receipt(number, lines, tuple(_todo(case, call, mine)))


def _talk(case: Case, call: Call, now: Moment) -> Entry:
    """How long it took, beside how long it should have."""
    time = spent(call, now)
    talk, pitch = whole_seconds(time.of("rep")), whole_seconds(time.of("pitch"))
    sold = f", and {hms(pitch)} of sales talk" if pitch else ""
    given = expected(case)
    wanted = f", expected {given} min" if given is not None else ""
    whole = hms(whole_seconds(length_us(call, now)))
    return Entry("talk", f"{hms(talk)} of {whole}{wanted}{sold}")


def _hold(call: Call, now: Moment) -> Entry:
    holds = [
        whole_seconds(elapsed_us(span.start, span.end or now))
        for span in call.spans
        if span.kind == "hold"
    ]
    if not holds:
        return Entry("hold", "none", "dim")
    whole = hms(whole_seconds(spent(call, now).of("hold")))
    many = f" in {len(holds)} holds, the longest {hms(max(holds))}" if len(holds) > 1 else ""
    return Entry("hold", whole + many, "hold")


def _who(reps: Sequence[Rep]) -> Entry:
    if not reps:
        return Entry("who", "nobody answered", "dim")
    named: dict[str, str] = {}
    for rep in reps:
        if rep.name:
            named[rep.name] = rep.place or named.get(rep.name, "")
    words = ", ".join(f"{name} ({desk})" if desk else name for name, desk in named.items())
    unnamed = sum(not rep.name for rep in reps)
    if not words:
        return Entry("who", "nobody whose name is known" if unnamed == 1 else
                     f"{unnamed} people, none of them named", "dim")  # fmt: skip
    return Entry("who", words + (f", and {unnamed} without a name" if unnamed else ""))


def _answers(case: Case, call: Call, facts: Sequence[Fact]) -> Entry:
    """What was refused and granted in the call."""
    answers = [one for one in case.answers if one[0].call == call.id]
    granted = [answer.what or ask.what for answer, ask in answers if answer.granted]
    refused = sum(not answer.granted for answer, _ in answers)
    taken = [offer for offer in case.offers if offer.call == call.id and offer.state == "accepted"]
    granted += [" ".join(part for part in (one.what, one.amount) if part) for one in taken]
    parts = [f"refused {refused}×"] if refused else []
    if granted:
        words = "; ".join(dict.fromkeys(one for one in granted if one))
        parts.append(f"granted: {words}" if words else "granted")
    managers = [one for one in case.supervisors if one.call == call.id]
    if any(one.is_refused for one in managers) and not any(one.is_granted for one in managers):
        parts.append("no manager")
    if parts:
        return Entry("answer", " · ".join(parts), "ok" if granted else "error")
    asked = any(fact.kind == "ask" for fact in facts)
    return Entry("answer", "no answer to what you asked" if asked else "nothing was asked", "dim")


def _promise(case: Case, call: Call, now: Moment) -> Entry:
    """The promise to wait for: the open one of the case that is due first, else the newest."""
    waiting = case.waiting
    if not waiting:
        made = [one for one in case.promises if one.call == call.id]
        if not made:
            return Entry("promise", "none", "dim")
        state = standing(made[-1], now.at)[0]
        return Entry("promise", f"{made[-1].what or SOMETHING}: {state}", "dim")
    due = first_due(case)
    promise = due.promise if due else waiting[-1]
    rep = case.rep(promise.rep)
    words = promise.what or SOMETHING
    if promise.by and not says_when(promise.what):
        words += f", by {due_short(promise.by, now.at.date())}"
    if rep and rep.name:
        words += f" ({rep.name})"
    if len(waiting) > 1:
        words += f", and {len(waiting) - 1} more"
    return Entry("promise", words, "error" if due and due.seconds(now.at) < 0 else "warn")


def _todo(case: Case, call: Call, facts: Sequence[Fact]) -> list[str]:
    """What is still to be written down: words for marks, and how it ended, unless the wrap-up
    asked that already."""
    marks = sum(fact.kind == "mark" and not fact.text(TEXT_FIELD["mark"]) for fact in facts)
    found = []
    if marks:
        found.append(f"{marks} mark{'s' if marks > 1 else ''} without words: ↑ ⏎ names them")
    if not (call.outcome or case.around.results.get(call.id) or case.around.closed):
        found.append("z o: how did it end?")
    return found
