"""Sentences from the log to read aloud: what it proves, the strongest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.apply import landed, reached
from callmate.model.clashes import statement
from callmate.model.durations import spent
from callmate.model.granting import granted, open_asks
from callmate.model.moment import Moment, elapsed_us, whole_seconds
from callmate.model.promises import due_at, due_text, says_when, standing
from callmate.model.requests import Answer, Promise
from callmate.model.spoken import SOMETHING, brief, length, lengths, number, times, when
from callmate.model.state import Call, Case, Transfer
from callmate.model.words import same_text

LONG_HOLD: Final = 300
"""Seconds of hold that are worth a sentence although it was one hold only."""
LONG_PITCH: Final = 180
"""Seconds of selling that are worth a sentence."""
NONE_ON_DUTY: Final = "none"


def quote(case: Case, now: Moment, nth: int = 0) -> str:
    """The sentence that stands ``nth``, from the first again after the last; empty if the log
    holds nothing strong."""
    found = quotes(case, now)
    return found[nth % len(found)] if found else ""


def quotes(case: Case, now: Moment) -> list[str]:
    """All sentences, each in words the other side can be read.

    They speak only of calls with the organisation that is on the line (or was last). Broken
    promises come before contradictions and refusals, these before being passed round, holds and
    retelling, and all of them before a promise that is still open.
    """
    told = _Told(case, _with_them(case), now)
    return list(dict.fromkeys(told.sentences()))


def _with_them(case: Case) -> tuple[Call, ...]:
    """The calls with whom one speaks: who is "you" in a sentence."""
    current = case.on_line or (case.calls[-1] if case.calls else None)
    if current is None:
        return ()
    them = _organisation(case, current)
    return tuple(call for call in case.calls if _organisation(case, call) == them)


def _organisation(case: Case, call: Call) -> str:
    return same_text(call.organisation or case.known("company"))


@dataclass(frozen=True)
class _Told:
    """What is told to one organisation, at ``now``."""

    case: Case
    calls: tuple[Call, ...]
    now: Moment

    def sentences(self) -> Iterator[str]:
        promises = [one for one in self.case.promises if self._here(one.call)]
        yield from self._not_kept(promises)
        yield from self._granted()
        yield from self._contradictions()
        refusals = self._refusals()
        if len(refusals) > 1:
            yield self._refused(refusals)
        yield from self._asked()
        yield from self._round()
        yield from self._holds()
        yield from self._managers()
        yield from self._counted()
        yield from self._landed()
        if len(refusals) == 1:
            yield self._refused(refusals)
        yield from self._calls()
        waiting = [one for one in promises if standing(one, self.now.at)[0] == "open"]
        for promise in sorted(reversed(waiting), key=lambda one: due_at(one) is None):
            yield self._promised(promise) + "."

    def _here(self, call: str) -> bool:
        return any(one.id == call for one in self.calls)

    # promises

    def _not_kept(self, promises: Sequence[Promise]) -> Iterator[str]:
        state = {one.id: standing(one, self.now.at)[0] for one in promises}
        late = [one for one in promises if state[one.id] in ("broken", "overdue")]
        for promise in reversed(late):
            if promise is late[-1] or state[promise.id] == "overdue":
                yield f"{self._promised(promise)}. {self._what_came(promise)}."
        broken = sum(one == "broken" for one in state.values())
        if broken > 1:
            yield f"{number(broken).capitalize()} promises to me were not kept."

    def _what_came(self, promise: Promise) -> str:
        """Of a promise that is broken or overdue; it may be broken before its time."""
        if promise.kept is None:
            return "That time has passed"
        due = due_at(promise)
        return "I hear that it will not come" if due and due > self.now.at else "It did not come"

    def _promised(self, promise: Promise) -> str:
        now = self.now.at
        what = brief(promise.what) or SOMETHING
        told = not promise.by or says_when(promise.what)
        made = promise.moment.at.date()
        by = "" if told else f", by {due_text(promise, made if made == now.date() else None)}"
        return f"{self._when(promise.moment)} {self._who(promise.rep)} promised: {what}{by}"

    # answers

    def _granted(self) -> Iterator[str]:
        """What was granted in a call that is over, and what somebody else may not know."""
        line = self.case.on_line
        for yes in granted(self.case):
            if self._here(yes.call) and yes.what and (line is None or line.id != yes.call):
                yield f"{self._when(yes.moment)} {self._who(yes.rep)} granted: {brief(yes.what)}."

    def _refusals(self) -> list[Answer]:
        """Those that no yes reversed."""
        said = [one for ask in open_asks(self.case) for one in ask.answers if not one.granted]
        mine = [answer for answer in said if self._here(answer.call)]
        return sorted(mine, key=lambda answer: answer.moment.at)

    def _refused(self, answers: Sequence[Answer]) -> str:
        """The refusals of the person who refused last, and what it was if all were of one ask."""
        now, last = self.now.at, answers[-1]
        name = self._name(last.rep)
        same = [one for one in answers if same_text(self._name(one.rep)) == same_text(name)]
        at = [when(one.moment.at, now) for one in same]
        what = self._what(same)
        if not name and len(same) > 1:
            return f"This was refused {times(len(same))}, last {at[-1]}{what}."
        who = name or self._who(last.rep).capitalize()
        if len(same) > 1 and len(set(at)) == 1:
            return f"{who} refused {times(len(same))} {at[-1]}{what}."
        if len(same) > 3 or len(set(at)) < len(at):
            return f"{who} refused {times(len(same))}, last {at[-1]}{what}."
        return f"{who} refused {' and again '.join(at)}{what}."

    def _what(self, answers: Sequence[Answer]) -> str:
        """``: a refund`` if just that was asked for and answered so; empty if it is not known."""
        ids = {one.id for one in answers}
        of = [ask for ask in self.case.asks if ids & {one.id for one in ask.answers}]
        what = brief(of[0].what) if len(of) == 1 and of[0].asked else ""
        return f": {what}" if what else ""

    def _asked(self) -> Iterator[str]:
        """What was asked for more than once, and is not granted."""
        again = [one for one in open_asks(self.case) if one.asked > 1]
        for ask in sorted(again, key=lambda one: one.asked, reverse=True):
            if ask.what and all(self._here(call) for call in ask.calls):
                yield f"I have asked for this {times(ask.asked)}: {brief(ask.what)}."

    def _contradictions(self) -> Iterator[str]:
        """Both things that were said, the earlier one first."""
        for pair in reversed(self.case.contradictions):
            said = [one for fact in pair if (one := self._statement(fact))]
            if len(said) == len(pair):
                (_, first), (_, second) = sorted(said)
                yield f"{first}. {second}. Both cannot be true."

    def _statement(self, fact: str) -> tuple[datetime, str] | None:
        """When and what was said there; None if it was not said here, or without a word."""
        promise = next((one for one in self.case.promises if one.id == fact), None)
        if promise is not None:
            here = self._here(promise.call)
            return (promise.moment.at, self._promised(promise)) if here else None
        said = statement(self.case, fact)
        if said is None or not self._here(said.call):
            return None
        what = brief(said.words)
        verb = f"{said.verb}: {what}" if what else said.verb
        return said.moment.at, f"{self._when(said.moment)} {self._who(said.rep)} {verb}"

    def _managers(self) -> Iterator[str]:
        asked = [one for one in self.case.supervisors if self._here(one.call) and one.result]
        results = [same_text(one.result) for one in asked]
        if not asked or "granted" in results:
            return
        if len(asked) > 1:
            yield f"I have asked for a manager {times(len(asked))} and have not got one."
        elif results[0] == "refused":
            yield f"I asked for a manager {when(asked[0].moment.at, self.now.at)} and was refused."
        elif results[0].startswith(NONE_ON_DUTY):
            at = when(asked[0].moment.at, self.now.at)
            yield f"I asked for a manager {at}, and none was on duty."

    # time and ways

    def _holds(self) -> Iterator[str]:
        current = self.case.on_line or self.calls[-1] if self.calls else None
        holds = self._lengths(current) if current else []
        if len(holds) > 1 and sum(holds) >= 60:
            yield f"You put me on hold {times(len(holds))}, {lengths(holds)}."
        if holds and max(holds) >= LONG_HOLD:
            yield f"You kept me on hold for {length(max(holds))}."
        held = [sum(self._lengths(call)) for call in self.calls]
        calls = sum(one > 0 for one in held)
        if calls > 1 and sum(held) >= LONG_HOLD:
            whole = length(sum(held))
            yield f"You have had me on hold for {whole} in all, over {number(calls)} calls."

        waited = [spent(call, self.now) for call in self.calls]
        passed = sum(one.of("transfer") for one in waited)
        whole_wait = whole_seconds(sum(one.of("hold") for one in waited) + passed)
        if whole_seconds(passed) >= 60 and whole_wait >= LONG_HOLD:
            yield f"I have waited {length(whole_wait)} in all, on hold and to be put through."

        sold = whole_seconds(sum(one.of("pitch") for one in waited))
        if sold >= LONG_PITCH:
            yield f"I have listened to {length(sold)} of sales talk."

    def _lengths(self, call: Call) -> list[int]:
        """Seconds of each hold of a call, in order."""
        return [
            whole_seconds(elapsed_us(span.start, span.end or self.now))
            for span in call.spans
            if span.kind == "hold"
        ]

    def _counted(self) -> Iterator[str]:
        told = sum(call.count("repeat_story") for call in self.calls)
        if told > 1:
            yield f"I have had to tell this again {times(told)}."
        asked = sum(call.count("verification") for call in self.calls)
        if asked > 1:
            yield f"I have been asked who I am {times(asked)}."

    def _passed(self, call: Call) -> list[Transfer]:
        return [one for one in self.case.transfers if one.call == call.id]

    def _round(self) -> Iterator[str]:
        """Being sent from A to B and back to A, the newest first."""
        for call in reversed(self.calls):
            passed = self._passed(call)
            places = [brief(landed(self.case, one), 30) for one in passed]
            places = [brief(passed[0].from_department, 30), *places] if passed else []
            trios = list(zip(places, places[1:], places[2:], strict=False))
            for first, second, third in reversed(trios):
                back = same_text(first) == same_text(third) != same_text(second)
                if first and second and back:
                    yield f"You sent me from {first} to {second} and back to {third}."
                    break

    def _landed(self) -> Iterator[str]:
        passed = [one for call in self.calls for one in self._passed(call)]
        if len(passed) > 1:
            yield f"I have been transferred {times(len(passed))}."
        missed = [one for one in passed if one.rep and not reached(self.case, one)]
        if missed:
            aimed, there = brief(missed[-1].to, 30), brief(landed(self.case, missed[-1]), 30)
            yield f"I was to be put through to {aimed}, and landed in {there}."

    def _calls(self) -> Iterator[str]:
        made = sum(call.direction != "in" for call in self.calls)
        if made > 1:
            yield f"I have called {times(made)} about this."
        cut = sum(call.cut_off for call in self.calls)
        if cut:
            yield f"The line has been cut off {times(cut)}."

    # people and days

    def _name(self, rep_id: str) -> str:
        rep = self.case.rep(rep_id)
        return brief(rep.name, 40) if rep else ""

    def _who(self, rep_id: str) -> str:
        """A name; without one ``you`` if it was who is on the line now, else a colleague."""
        call = self.case.on_line
        here = self.case.rep_on_line(call) if call else None
        is_here = here is not None and here.id == rep_id
        return self._name(rep_id) or ("you" if is_here else "your colleague")

    def _when(self, moment: Moment) -> str:
        said = when(moment.at, self.now.at)
        return said[:1].upper() + said[1:]
