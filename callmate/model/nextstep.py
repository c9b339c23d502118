"""What to do next about a case, as one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from callmate.model.dates import day_in, named_day
from callmate.model.granting import Yes, granted, last_yes, open_asks, turned
from callmate.model.hiding import without_account
from callmate.model.promises import due_at, due_text
from callmate.model.redial import UNSURE
from callmate.model.requests import Ask, Promise
from callmate.model.spoken import quoted, times
from callmate.model.state import Case
from callmate.model.steps import is_open
from callmate.model.stuck import (
    MONEY,
    broken_since_yes,
    complaint_sent,
    is_settled,
    overdue,
    resting_until,
    stays_due,
    supervisor_first,
    talking_spent,
)
from callmate.model.words import same_text, speaks_of

LET_GO: Final = "dropped"
SETTLED: Final = "Settled, you noted."
BILLED: Final = (*MONEY, "bill*", "invoice*", "pay*", "price*", "pound*", "dollar*", "euro*")
"""Words of a case that a bill will tell the end of."""


def next_step(case: Case, as_of: datetime) -> str:
    """The most pressing step at ``as_of``; the account is masked in it."""
    case = without_account(case)
    if case.running:
        return "A call is running: finish it, and get a case number and a date before it ends."
    if case.around.closed == LET_GO:
        return "You let this one go. It can be taken up again at any time."
    if case.around.closed:
        return _settled(case, as_of)
    if not case.calls:
        return "Make the first call."
    outcome = same_text(case.calls[-1].outcome)
    if case.calls[-1].cut_off:
        number = ", and give the case number" if case.numbers else ""
        return f"Call again now: the line was cut off. Say so first{number}."
    if outcome == UNSURE:
        return "Call again and get somebody else: the last rep seemed unsure."
    if late := overdue(case, as_of):
        due = due_text(late[0], as_of.date())
        return f"Call and hold them to it: {_what(late[0])} was due {due}."
    waiting = case.waiting
    awake = resting_until(case)
    if awake is not None and as_of < awake and not any(due_at(one) for one in waiting):
        return f"Take the break you set, until {_until(awake, as_of)}."
    if waiting:
        return _wait(waiting, as_of)
    if is_settled(case):
        return _settled(case, as_of)
    if outcome == "callback":
        return "Wait for their call; they gave no time, so call if it does not come."
    return _after_answers(case, as_of)


def _settled(case: Case, as_of: datetime) -> str:
    """What is left of a settled case: a promise, what was granted, or the bill that shows it."""
    if stays := stays_due(case):
        late = stays[0] in overdue(case, as_of)
        due = f"{'was due' if late else 'due'} {due_text(stays[0], as_of.date())}"
        return f"{SETTLED} Still to come: {_what(stays[0])}, {due}; keep the log until then."
    yes = None if case.around.closed else next(iter(granted(case)), None)
    if yes is not None:
        return f"{SETTLED} Check that it really happens: {granted_words(case, yes)}."
    check = "Check the next bill" if _is_billed(case) else "Check that it really happens"
    return f"{SETTLED} {check}; keep the log until then."


def _is_billed(case: Case) -> bool:
    """Whether it is about money, by what was wanted, asked for, offered or promised."""
    said = [case.title, case.known("outcome"), case.known("problem")]
    said += [ask.what for ask in case.asks] + [one.what for one in case.promises]
    said += [offer.what for offer in case.offers if offer.state == "accepted"]
    return any(speaks_of(words, BILLED) for words in said)


def _wait(promises: Sequence[Promise], as_of: datetime) -> str:
    dated = [one for one in promises if due_at(one)]
    if not dated:
        return f"Wait for {_what(promises[-1])}, and ask by when: no time was given."
    first = min(dated, key=lambda one: str(due_at(one)))
    return (
        f"Wait for {_what(first)}, due {due_text(first, as_of.date())}; if it does not come, call."
    )


def _after_answers(case: Case, as_of: datetime) -> str:
    broken = broken_since_yes(case)
    if (yes := last_yes(case)) and not broken:
        return f"Check that it really happens: {granted_words(case, yes)}."
    spent = talking_spent(case)
    if said := _after_complaint(case, spent, as_of):
        return said
    if spent:
        return f"Change the channel: {spent}. Next: put it in writing."
    refused = [ask for ask in open_asks(case) if ask.denied]
    if refused and (yes := turned(case)) and not broken:
        again = _asked(refused[-1].what)
        return f"Check that it really happens: {granted_words(case, yes)}; then ask for {again}."
    if broken:
        return f"Call again and name the broken promise: {_what(broken[-1])}."
    steps = [one for one in case.instructions if one.what and is_open(one) and not one.objected]
    if steps:
        return f"Do the step you were given, then call: “{steps[-1].what}”."
    if refused:
        most = max(refused, key=lambda ask: ask.denied)
        return _after_refusals(most, first_no=not supervisor_first(case))
    return "Call again, and ask for a case number, who owns it and by when."


def granted_words(case: Case, yes: Yes) -> str:
    """What was granted and, where the name is known, by whom."""
    rep = case.rep(yes.rep)
    by = f", granted by {rep.name}" if rep and rep.name.strip() else ""
    return f"{_asked(yes.what)}{by}"


def _after_complaint(case: Case, spent: str, as_of: datetime) -> str:
    """While a complaint in writing is with them, and after; empty if there is none, or they
    answered it and talking may still help."""
    letter = complaint_sent(case)
    if letter is None:
        return ""
    due = None if letter.replied else day_in(letter.reply_by)
    if due is not None and due >= as_of.date():
        return f"Wait for their answer to your complaint, due {named_day(due, as_of.date())}."
    if due is not None:
        late = named_day(due, as_of.date())
        return f"Their answer to your complaint was due {late}: take the step after it."
    return f"Change the channel: {spent}. Next: the step after your complaint." if spent else ""


def _after_refusals(ask: Ask, first_no: bool) -> str:
    if first_no:
        return f"Call again and ask once more, kindly: a first no is routine ({_asked(ask.what)})."
    refused = f"{_asked(ask.what)} was refused {times(ask.denied)}"
    return f"Call again and ask for the next level first: {refused}."


def _until(awake: datetime, now: datetime) -> str:
    clock = f" {awake:%H:%M}" if awake.time() != time() else ""
    return f"{named_day(awake.date(), now.date())}{clock}"


def _asked(what: str) -> str:
    return quoted(what, "what you asked for")


def _what(promise: Promise) -> str:
    return quoted(promise.what, "what was promised")
