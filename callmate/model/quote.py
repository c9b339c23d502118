"""One sentence from the log to read aloud: the strongest thing it proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from callmate.model.moment import Moment, elapsed_us, whole_seconds
from callmate.model.promises import due_text, standing
from callmate.model.requests import Answer, Promise
from callmate.model.state import Call, Case
from callmate.model.words import same_text

LONG_HOLD: Final = 300
"""Seconds of hold that are worth a sentence although it was one hold only."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def quote(case: Case, now: Moment) -> str:
    """The sentence, in words the other side can be read; empty if the log holds nothing strong.

    A broken promise comes before refusals, refusals before holds and retelling, and these before
    a promise that is still open.
    """
    return next(_sentences(case, now), "")


def _sentences(case: Case, now: Moment) -> Iterator[str]:
    broken = [one for one in case.promises if standing(one, now.at)[0] in ("broken", "overdue")]
    if broken:
        yield _promised(case, broken[-1], now.at) + " It did not come."
    answers = [answer for ask in case.asks for answer in ask.answers if not answer.granted]
    answers.sort(key=lambda answer: answer.moment.at)
    if len(answers) > 1:
        yield _refused(case, answers, now.at)
    holds = _holds(_calls_of_now(case), now)
    if len(holds) > 1 and sum(holds) >= 60:
        yield f"You put me on hold {_times(len(holds))}, {_minutes(holds)}."
    if holds and max(holds) >= LONG_HOLD:
        yield f"You kept me on hold for {_minutes([max(holds)])}."
    told = sum(call.count("repeat_story") for call in case.calls)
    if told > 1:
        yield f"I have had to tell this again {_times(told)}."
    unsettled = [ask.answers[-1] for ask in case.asks if ask.denied and not ask.is_granted]
    if unsettled:
        yield _refused(case, unsettled[-1:], now.at)
    if case.promises:
        yield _promised(case, case.promises[-1], now.at)


def _calls_of_now(case: Case) -> Sequence[Call]:
    return case.running or case.calls[-1:]


def _holds(calls: Sequence[Call], now: Moment) -> list[int]:
    """Seconds of each hold of the calls, in order."""
    return [
        whole_seconds(elapsed_us(span.start, span.end or now))
        for call in calls
        for span in call.spans
        if span.kind == "hold"
    ]


def _refused(case: Case, answers: Sequence[Answer], now: datetime) -> str:
    """The refusals of the person who refused last."""
    last = _name(case, answers[-1].rep)
    same = [one for one in answers if same_text(_name(case, one.rep)) == same_text(last)]
    if not last:
        same = list(answers)
        if len(same) > 1:
            return f"This was refused {_times(len(same))}, last {_when(same[-1].moment.at, now)}."
    first, *again = [_when(answer.moment.at, now) for answer in same[-3:]]
    return f"{last or 'You'} refused {first}{''.join(f' and again {at}' for at in again)}."


def _promised(case: Case, promise: Promise, now: datetime) -> str:
    who = _name(case, promise.rep) or "you"
    what = " ".join(promise.what.split()).rstrip(".") or "something"
    told = not promise.by or " by " in f" {what} "
    made = promise.moment.at.date()
    by = "" if told else f", by {due_text(promise, made if made == now.date() else None)}"
    when = _when(promise.moment.at, now)
    return f"{when[:1].upper()}{when[1:]} {who} promised: {what}{by}."


def _name(case: Case, rep_id: str) -> str:
    rep = case.rep(rep_id)
    return " ".join(rep.name.split()) if rep else ""


def _when(at: datetime, now: datetime) -> str:
    """``at 17:35`` today, ``on the 3rd`` within four weeks, else with month and year."""
    local = at.astimezone(now.tzinfo) if now.tzinfo else at
    days = (now.date() - local.date()).days
    if days == 0:
        return f"at {local:%H:%M}"
    if 0 < days <= 27:
        return f"on the {_ordinal(local.day)}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"on {local.day} {MONTHS[local.month - 1]}{year}"


def _ordinal(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _times(count: int) -> str:
    if count == 2:
        return "twice"
    return f"{NUMBERS[count] if count < len(NUMBERS) else count} times"


def _minutes(seconds: Sequence[int]) -> str:
    """``15 and 32 minutes``; seconds if all are below two minutes, hours with minutes if long."""
    if max(seconds) < 120:
        return f"{_list([str(one) for one in seconds])} seconds"
    minutes = [(one + 30) // 60 for one in seconds]
    if max(minutes) >= 120:
        return _list([f"{one // 60} h {one % 60} min" for one in minutes])
    return f"{_list([str(one) for one in minutes])} minutes"


def _list(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
