"""Where a case is stuck: what was refused, whether talking is spent, who to ask for first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from callmate.model.around import SETTLES, Letter
from callmate.model.dates import instant, is_day
from callmate.model.durations import length_us
from callmate.model.granting import last_yes, open_asks, turned
from callmate.model.moment import Moment, whole_seconds
from callmate.model.promises import due_at, standing
from callmate.model.requests import Ask, Promise, SupervisorRequest
from callmate.model.spoken import length, number, quoted, times
from callmate.model.state import Call, Case
from callmate.model.words import same_text, speaks_of

MANY: Final = 3
"""So many refusals of one thing, or broken promises, are enough of the telephone."""
TRIED_TWICE: Final = 2
LONG_CALL: Final = 30 * 60
"""Seconds of a call after which a break does good."""
STILL_WARM: Final = timedelta(hours=12)
"""For so long after a bad call the next one is better put off."""
RESOLVED: Final = "resolved"
GRANTED: Final = "granted"
COMPLAINT: Final = "complaint"
"""The form of the letter that a complaint in writing is."""
MONEY: Final = (
    "credit*", "refund*", "fee", "fees", "charge*", "waive*", "reimburse*", "compensat*",
    "$", "€", "£",
)  # fmt: skip
"""Words of an ask for money; the opening card goes by the same."""


def is_settled(case: Case) -> bool:
    """Whether nothing is left to ask for: closed, or the last call resolved it."""
    if case.around.closed:
        return True
    if not case.calls or case.running:
        return False
    last = case.calls[-1]
    outcome = same_text(last.outcome)
    return outcome == RESOLVED or case.around.results.get(last.id) in SETTLES


def is_won(case: Case) -> bool:
    """Whether the last call, or the last answer, brought a yes: it may still not be done."""
    outcome = same_text(case.calls[-1].outcome) if case.calls else ""
    last = case.last_answer
    return outcome in (RESOLVED, GRANTED) or (last is not None and last.granted)


def is_heated(case: Case, call: Call) -> bool:
    """Whether tempers ran high, by the log or by one's own word afterwards."""
    return bool(call.count("anger")) or case.around.conduct.get(call.id, {}).get("polite") is False


def about_money(ask: Ask) -> bool:
    """Whether it asks for a credit, a refund or a fee back: a first no to that is routine."""
    return speaks_of(ask.what, MONEY)


def talking_spent(case: Case) -> str:
    """Why the telephone will not do any more; empty while it may."""
    if is_settled(case):
        return ""
    most = max(open_asks(case), key=lambda ask: ask.denied, default=None)
    if most is not None and most.denied >= MANY:
        return f"{_refused(most)} by phone"
    broken = _broken(case)
    if broken >= MANY:
        return f"{number(broken)} promises were broken"
    refused = _managers_refused(case)
    if len(refused) >= TRIED_TWICE:
        return f"a manager was refused {times(len(refused))}"
    return ""


def supervisor_first(case: Case) -> str:
    """Why the next call begins by asking for a supervisor; empty while it need not.

    One refusal about money is no reason yet: it is made by rule, and a second ask often gets it.
    """
    if is_settled(case):
        return ""
    refused = () if turned(case) else open_asks(case)
    for ask in sorted(refused, key=lambda one: one.denied, reverse=True):
        first_no = ask.denied == 1 and about_money(ask)
        if ask.denied and not (first_no and not case.supervisors):
            return _refused(ask)
    if _managers_refused(case):
        return "you asked for a manager and got none"
    broken = _broken(case)
    if broken >= TRIED_TWICE:
        return f"{number(broken)} promises were broken"
    done = [one for one in case.instructions if same_text(one.state) == "done"]
    if done and not any(ask.is_granted for ask in case.asks):
        return "you did what they told you, and it is not solved"
    return ""


def _refused(ask: Ask) -> str:
    return f"{quoted(ask.what, 'what you asked for')} was refused {times(ask.denied)}"


def _broken(case: Case) -> int:
    return len(broken_since_yes(case))


def broken_since_yes(case: Case) -> list[Promise]:
    """Broken promises; where all that was asked for is granted, of that call and those after it."""
    broken = [one for one in case.promises if one.kept is False]
    yes = last_yes(case)
    if yes is None:
        return broken
    ids = [call.id for call in case.calls]
    later = frozenset(ids[ids.index(yes.call) :] if yes.call in ids else ids)
    return [one for one in broken if one.call in later]


def complaint_sent(case: Case) -> Letter | None:
    """The complaint that was sent last."""
    sent = [one for one in case.around.letters if one.sent and one.form == COMPLAINT]
    return sent[-1] if sent else None


def _managers_refused(case: Case) -> list[SupervisorRequest]:
    """Times a manager was asked for and did not come, after which nothing was granted either."""
    if manager_came(case):
        return []
    yes = max((answer.moment.at for answer, _ in case.answers if answer.granted), default=None)
    refused = [one for one in case.supervisors if one.is_refused]
    return [one for one in refused if yes is None or one.moment.at > yes]


def manager_came(case: Case) -> bool:
    """Whether a manager was ever on the line."""
    reached = any(call.count("supervisor_reached") for call in case.calls)
    return reached or any(one.is_granted for one in case.supervisors)


def names_missing(case: Case) -> bool:
    """Whether people answered and nobody's name was ever noted."""
    return bool(case.reps) and not any(rep.name.strip() for rep in case.reps)


def resting_until(case: Case) -> datetime | None:
    """When the break one took is over; None if there is none, or one has called since.

    A break until a date is over when that day begins.
    """
    rest = case.around.rest
    if rest is None or any(call.start.at > rest.moment.at for call in case.calls):
        return None
    until = instant(rest.until, rest.moment)
    return until - timedelta(days=1) if until and is_day(rest.until) else until


def break_advised(case: Case, as_of: datetime) -> tuple[date, str] | None:
    """Until which day the next call had better wait, and why; None if nothing speaks for it."""
    if not case.calls or case.running or is_settled(case):
        return None
    last = case.calls[-1]
    ended = last.end.at if last.end else last.start.at
    if last.date_only or not timedelta() <= as_of - ended <= STILL_WARM or _brought(case, last):
        return None
    why = _why_rest(case, last, as_of)
    if not why or as_of.date() == date.max:
        return None
    return as_of.date() + timedelta(days=1), why


def _why_rest(case: Case, last: Call, as_of: datetime) -> str:
    if is_heated(case, last):
        return "that call was a hard one"
    seconds = whole_seconds(length_us(last, Moment(as_of)))
    if seconds >= LONG_CALL:
        return f"that call took {length(seconds)} and settled nothing"
    day = last.start.at.date()
    many = sum(call.start.at.date() == day for call in case.calls)
    return f"{number(many)} calls in one day settled nothing" if many >= MANY else ""


def _brought(case: Case, call: Call) -> bool:
    """Whether a call brought a yes, or a promise that may still be kept."""
    granted = any(answer.granted and answer.call == call.id for answer, _ in case.answers)
    return granted or any(one.call == call.id and one.kept is not False for one in case.promises)


def dated(case: Case) -> list[Promise]:
    """The open promises with a time, the one due first before the others."""
    found = [(due, one) for one in case.waiting if (due := due_at(one)) is not None]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def stays_due(case: Case) -> list[Promise]:
    """The promises that are still watched: all that are open, with a time first; of a case that
    was settled those with a time, of one that was given up none."""
    closed = case.around.closed
    if closed:
        return dated(case) if closed == RESOLVED else []
    with_time = dated(case)
    return with_time + [one for one in case.waiting if one not in with_time]


def overdue(case: Case, as_of: datetime) -> list[Promise]:
    """The promises past their time, the one due longest ago first."""
    late = [one for one in case.promises if standing(one, as_of)[0] == "overdue"]
    return sorted(late, key=lambda one: due_at(one) or as_of)
