"""An event of a past case as a sentence to read aloud: who, when, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.clashes import rep_of
from callmate.model.events import PRIVATE
from callmate.model.masking import without
from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.promises import due_at, due_text, says_when
from callmate.model.requests import Promise
from callmate.model.spoken import SOMETHING, brief, length, when
from callmate.model.state import Case, Fact, Rep
from callmate.model.timeline import MANAGER_SAID, described, span_of

SAID: Final = {
    "denied": "{who} refused", "granted": "{who} granted", "offer": "{who} offered",
    "instruction": "{who} told me to do this", "ask": "I asked {who} for",
    "accepted": "I accepted what {who} offered", "declined": "I declined what {who} offered",
    "note": "I noted on the phone with {who}",
}  # fmt: skip
"""What says little without words: something is said in their place."""
DONE: Final = {
    "objection": "I objected to {who}", "kudos": "I praised {who}",
    "verification": "{who} asked who I am", "repeat_story": "I had to tell {who} everything again",
    "trouble": "{who} and I could hardly understand each other",
    "pitch_start": "{who} tried to sell me something",
}  # fmt: skip
"""What stands for itself, with words or without."""
NOBODY: Final = "somebody"
LONGEST_NAME: Final = 40


def sentence(case: Case, fact: Fact, now: datetime) -> str:
    """``On 3 April Sam of Sony promised: a credit of $40, by noon.``

    Empty for what is private, was taken back, or was said by nobody: that a call ended, marks,
    menus, what one noted for oneself between calls, what was quoted itself. The account is masked.
    """
    if fact.kind in PRIVATE or not fact.live:
        return ""
    told = _Telling(case, fact).told()
    if not told:
        return ""
    at = when(fact.moment.at, now)
    end = "" if told.endswith(("?", "!")) else "."
    return without(f"{at[:1].upper()}{at[1:]} {told}{end}", case.known("account").strip())


@dataclass(frozen=True, slots=True)
class _Telling:
    """One event of a case, and whose it is."""

    case: Case
    fact: Fact

    def told(self) -> str:
        """The sentence without its time; empty if there is nothing to tell."""
        fact = self.fact
        if fact.kind == "promise":
            return self._promise()
        if fact.kind in ("promise_kept", "promise_broken"):
            return self._kept()
        if fact.kind.startswith("supervisor"):
            return self._manager()
        if fact.kind == "note" and not self._is_of_the_call():
            return ""
        if said := SAID.get(fact.kind):
            return f"{said.format(who=self._who())}: {self._words() or SOMETHING}"
        if done := DONE.get(fact.kind):
            return _with(done.format(who=self._who()), self._words())
        return self._passage()

    def _is_of_the_call(self) -> bool:
        """Whether a note tells what happened in its call: not one of afterwards, nor a quote."""
        call = self.case.call(self.fact.call)
        over = call is None or (call.end is not None and call.end.at < self.fact.moment.at)
        return not over and not self.fact.body.get("quotes")

    def _passage(self) -> str:
        """Where one was, and with whom."""
        fact, company, words = self.fact, self._company(), self._words()
        match fact.kind:
            case "case_number" if words:
                return f"{self._who()} gave me the case number {words}"
            case "rep":
                rep = self._rep()
                to = self._who() if rep and rep.name else f"{NOBODY}{_at(company)}"
                return f"I spoke to {to}"
            case "transfer":
                return f"{self._who()} put me through" + (f" to {words}" if words else "")
            case "department" if words:
                return f"I spoke to {words}{_at(company)}"
            case "call_start":
                if fact.text("direction") == "in":
                    return f"{company or NOBODY} called me"
                return f"I called {company}" if company else ""
            case "hold_start":
                return self._hold()
            case "question_end" if words and fact.call and fact.text("state") in ("", "answered"):
                return f"{self._who()} answered: {words}"
            case "letter_sent" if company:
                return f"I sent {company} a letter"
        return ""

    def _promise(self) -> str:
        promise = next((one for one in self.case.promises if one.id == self.fact.id), None)
        return f"{self._who()} promised: {self._words() or SOMETHING}{_by(promise)}"

    def _kept(self) -> str:
        of, company = self.fact.text("answers"), self._company()
        what = next((one.what for one in self.case.promises if one.id == of), "")
        kept = self.fact.kind == "promise_kept"
        if company:
            told = f"{company} {'kept' if kept else 'did not keep'} its promise"
        else:
            told = f"the promise {'was' if kept else 'was not'} kept"
        return _with(told, self._words() or _aloud(what))

    def _manager(self) -> str:
        who, result = self._who(), self.fact.text("result")
        if self.fact.kind == "supervisor_asked":
            return f"I asked {who} for a manager" + (" and was refused" * (result == "refused"))
        if self.fact.kind == "supervisor_reached":
            name = _aloud(self.fact.text("name"))
            return f"I spoke to a manager{_of(self._company())}" + (f", {name}" if name else "")
        if result == "granted":
            return _with(f"{who} agreed to fetch a manager", self._words())
        said = self._words() or MANAGER_SAID.get(result, "")
        return _with(f"I asked {who} for a manager and was told no", said)

    def _hold(self) -> str:
        lasted, rep = _for(self.case, self.fact), self._rep()
        if rep is not None or self._company():
            return f"{self._who()} {'put' if rep else 'kept'} me on hold{lasted}"
        return f"I was on hold{lasted}"

    def _words(self) -> str:
        """What was typed; of an answer without words what it is about."""
        fact = self.fact
        answered = (ask.what for answer, ask in self.case.answers if answer.id == fact.id)
        return _aloud(described(self.case, fact)[1] or next(answered, ""))

    def _who(self) -> str:
        """A name with the company; without a name the company alone."""
        rep, company = self._rep(), self._company()
        name = _aloud(rep.name, LONGEST_NAME) if rep else ""
        return f"{name}{_of(company)}" if name else company or NOBODY

    def _rep(self) -> Rep | None:
        """Who was on the line: not whoever had left it."""
        rep, at = rep_of(self.case, self.fact), self.fact.moment.at
        return rep if rep is not None and (rep.end is None or at <= rep.end.at) else None

    def _company(self) -> str:
        call = self.case.call(self.fact.call)
        named = (call.organisation if call else "") or self.case.known("company")
        return _aloud(named, LONGEST_NAME)


def _aloud(words: str, most: int = 90) -> str:
    """Words on one line, without colons of their own: the sentence has one."""
    return brief(", ".join(part.strip() for part in f"{words} ".split(": ")), most).rstrip(".:;, ")


def _with(told: str, words: str) -> str:
    return f"{told}: {words}" if words else told


def _of(company: str) -> str:
    return f" of {company}" if company else ""


def _at(company: str) -> str:
    return f" at {company}" if company else ""


def _by(promise: Promise | None) -> str:
    """By when, unless the words tell it."""
    if promise is None or not promise.by or says_when(promise.what):
        return ""
    made, due = promise.moment.at.date(), due_at(promise)
    same = due is not None and due.astimezone(promise.moment.at.tzinfo).date() == made
    return f", by {due_text(promise, made if same else None)}"


def _for(case: Case, fact: Fact) -> str:
    span = span_of(case, fact)
    if span is None or span.end is None:
        return ""
    lasted = whole_seconds(elapsed_us(span.start, span.end))
    return f" for {length(lasted)}" if lasted else ""
