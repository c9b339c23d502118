"""An event of a past case as a sentence to read aloud: who, when, and what was said."""

from __future__ import annotations

from datetime import datetime

from callmate.model.clashes import rep_of
from callmate.model.events import PRIVATE
from callmate.model.masking import without
from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.promises import due_at, due_text, says_when
from callmate.model.requests import Promise
from callmate.model.spoken import SOMETHING, brief, length, when
from callmate.model.state import Case, Fact
from callmate.model.timeline import described, span_of
from callmate.model.words import same_text

SAID = {
    "denied": "refused", "granted": "granted", "offer": "offered", "instruction": "told me to",
    "supervisor_end": "said about a manager",
}  # fmt: skip
"""What they did, by the kind of the fact."""
DONE = {
    "ask": "I asked for", "accepted": "I accepted", "declined": "I declined", "note": "I noted",
    "objection": "I objected", "question": "I had to ask", "kudos": "I praised the rep",
    "verification": "I was asked who I am", "repeat_story": "I had to tell it all again",
    "trouble": "we could hardly understand each other", "pitch_start": "I was sold to",
}  # fmt: skip
"""What the person did."""
NEEDS = frozenset({"ask", "accepted", "declined", "note", "question"})
"""Of these what says nothing without words."""


def sentence(case: Case, fact: Fact, now: datetime, to: str = "") -> str:
    """``On 3 April Sam promised: a credit of $40, by noon.``; empty for what is private or was
    taken back.

    ``to`` is the organisation it is read to: of another one, its name is said. The account is
    masked.
    """
    if fact.kind in PRIVATE or not fact.live:
        return ""
    at = when(fact.moment.at, now)
    told = _told(case, fact, _who(case, fact, to))
    return without(f"{at[:1].upper()}{at[1:]} {told}.", case.known("account").strip())


def _told(case: Case, fact: Fact, who: str) -> str:
    label, words = described(case, fact)
    what = brief(words or _answered(case, fact))
    if fact.kind == "promise":
        promise = next((one for one in case.promises if one.id == fact.id), None)
        return f"{who} promised: {what or SOMETHING}{_by(promise)}"
    if verb := SAID.get(fact.kind):
        return f"{who} {verb}: {what}" if what else f"{who} {verb} {SOMETHING}"
    if verb := DONE.get(fact.kind):
        alone = f"{verb} {SOMETHING}" if fact.kind in NEEDS else verb
        return f"{verb}: {what}" if what else alone
    match fact.kind:
        case "promise_kept" | "promise_broken":
            kept = "was kept" if fact.kind == "promise_kept" else "was not kept"
            return f"the promise {kept}" + (f": {what}" if what else "")
        case "case_number":
            return f"{who} gave me the case number {what}" if what else f"{who} gave me a number"
        case "rep" | "supervisor_reached":
            return f"I spoke to {what}" if what else f"I spoke to {who}"
        case "transfer":
            return f"{who} put me through to {what}" if what else f"{who} passed me on"
        case "department":
            return f"I was at {what}" if what else "I was at another department"
        case "call_start":
            return f"I called {brief(what or case.known('company')) or 'you'}"
        case "hold_start":
            return f"I was put on hold{_for(case, fact)}"
        case "supervisor_asked":
            result = same_text(fact.text("result"))
            return "I asked for a manager" + (" and was refused" if result == "refused" else "")
    return f"{label.removesuffix(':')}: {what}" if what else label.removesuffix(":")


def _who(case: Case, fact: Fact, to: str) -> str:
    """A name, with the company if it is another one; without a name, whose colleague."""
    call = case.call(fact.call)
    company = (call.organisation if call else "") or case.known("company")
    elsewhere = bool(company and same_text(company) != same_text(to))
    rep = rep_of(case, fact)
    name = brief(rep.name, 40) if rep else ""
    if elsewhere:
        return f"{name or 'somebody'} of {brief(company, 40)}"
    return name or "your colleague"


def _by(promise: Promise | None) -> str:
    """By when, unless the words tell it."""
    if promise is None or not promise.by or says_when(promise.what):
        return ""
    made, due = promise.moment.at.date(), due_at(promise)
    same = due is not None and due.astimezone(promise.moment.at.tzinfo).date() == made
    return f", by {due_text(promise, made if same else None)}"


def _answered(case: Case, fact: Fact) -> str:
    """What an answer without words is about."""
    if fact.kind in ("promise_kept", "promise_broken"):
        of = fact.text("answers")
        return next((one.what for one in case.promises if one.id == of), "")
    return next((ask.what for answer, ask in case.answers if answer.id == fact.id), "")


def _for(case: Case, fact: Fact) -> str:
    span = span_of(case, fact)
    if span is None or span.end is None:
        return ""
    return f" for {length(whole_seconds(elapsed_us(span.start, span.end)))}"
