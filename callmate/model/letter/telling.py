"""What a letter tells of a case, each statement with its weight.

The weight says how much the letter needs it; the lightest go first when room is short.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from callmate.model.durations import together_us
from callmate.model.letter.sentences import Sentences
from callmate.model.letter.words import Said, day_of, days_of, named, names, own
from callmate.model.moment import Moment, whole_seconds
from callmate.model.promises import standing
from callmate.model.requests import Ask, Offer, Promise
from callmate.model.spoken import length, number, times
from callmate.model.state import Call, Fact, Rep
from callmate.model.words import same_text

Weighed = tuple[int, Said]

LISTED_PROMISES: Final = 3
"""Of more broken promises than these the count is told first."""
LONG_HOLD: Final = 300
"""Seconds on hold, or of sales talk, that are worth a word."""
WRITTEN: Final = {"complaint": "a complaint", "follow-up": "what was said on the phone"}
"""The letters to the company that a later one names."""
OFFERED: Final = {"open": "was left open", "accepted": "I took", "declined": "I declined"}


class Telling(Sentences):
    """What is told of the whole case, of its last call, and of what went well in it."""

    def summary(self, calls: Sequence[Call]) -> Said:
        """How often one called, from when to when, and how long it took."""
        made = [call for call in calls if call.direction != "in"]
        if not made:
            return Said()
        text = f"I called {times(len(made))} {_span(made[0].start, made[-1].start)}"
        taken = whole_seconds(together_us(made, self.now))
        if taken >= 60:
            held = whole_seconds(together_us(made, self.now, "hold"))
            whole = "all" if length(held) == length(taken) else length(held)
            on_hold = f", {whole} of it on hold" if held >= LONG_HOLD else ""
            text = f"{text}: {length(taken)} on the phone{on_hold}"
        return Said(f"{text}.", tuple(call.id for call in made), made[0].start)

    def happened(self) -> list[Weighed]:
        """What happened in the case, in the order of time."""
        told = [
            *self._promises(),
            *((95, said) for said in self.contradictions()),
            *self._refusals(),
            *((97, self.granted(one, ask)) for one, ask in self.answers() if one.granted),
            *self._managers(),
            *self._sales_talk(),
            *self._written(),
            *self._counted(),
            *self._wrong_details(),
            *self._steps(),
        ]
        return self._in_time(told)

    def _promises(self) -> Iterator[Weighed]:
        stood = [(one, standing(one, self.as_of)[0]) for one in self.case.promises]
        missed = [one for one, state in stood if state in ("broken", "overdue")]
        if len(missed) > LISTED_PROMISES:
            yield 100, self._tally(missed)
        for nth, one in enumerate(reversed(missed)):
            # The count has told of those before the newest: a refusal then weighs more.
            told = len(missed) > LISTED_PROMISES <= nth
            yield (max(55, 66 - nth) if told else 98 - 2 * nth), self.promise(one)
        for one, state in stood:
            if state in ("kept", "open"):
                yield (78 if state == "kept" else 96), self.promise(one)

    def _tally(self, missed: Sequence[Promise]) -> Said:
        made = number(len(self.case.promises))
        if len(missed) == len(self.case.promises):
            text = f"None of the {made} promises made to me was kept."
        else:
            many = number(len(missed)).capitalize()
            text = f"{many} of the {made} promises made to me were not kept."
        ids = missed if len(missed) == len(self.case.promises) else self.case.promises
        return Said(text, tuple(one.id for one in ids), missed[0].moment)

    def _refusals(self) -> Iterator[Weighed]:
        for ask in self.case.asks:
            refused = [one for one in ask.answers if not one.granted]
            if refused:
                yield 80 + min(9, len(refused)), self.refused(ask, refused)
            elif ask.asked and not ask.answers:
                yield 76, self._unanswered(ask)

    def _unanswered(self, ask: Ask) -> Said:
        """What was asked and got neither yes nor no; a promise or an offer made since in such a
        call may have been the answer."""
        made: tuple[Promise | Offer, ...] = (*self.case.promises, *self.case.offers)
        taken_up = any(one.call in ask.calls and one.moment.at >= ask.moments[0].at for one in made)
        if taken_up and (ask.asked == 1 or not ask.what.strip()):
            return Said()
        what = f" for: {own(ask.what)}" if ask.what.strip() else ""
        often = f" {times(ask.asked)}" if ask.asked > 1 else ""
        came = "." if taken_up else ". I got no answer to that."
        return Said(f"I asked{often}{what}{came}", ask.events, ask.moments[0])

    def _sales_talk(self) -> Iterator[Weighed]:
        pitches = [span for call in self.case.calls for span in call.spans if span.kind == "pitch"]
        sold = together_us(self.case.calls, self.now, "pitch") if pitches else 0
        if (seconds := whole_seconds(sold)) >= LONG_HOLD:
            text = f"{length(seconds)} on the phone went to sales talk."
            yield 60, Said(text, tuple(one.id for one in pitches), pitches[0].start)

    def _managers(self) -> Iterator[Weighed]:
        missed = [one for one in self.case.supervisors if one.is_refused]
        if missed:
            on = days_of([one.moment for one in missed])
            count = f" {times(len(missed))}" if len(missed) > 1 else ""
            text = f"I asked for a manager{count} {on} and did not get one."
            yield 65, Said(text, tuple(one.id for one in missed), missed[0].moment)

    def _written(self) -> Iterator[Weighed]:
        """Letters that were sent before."""
        for letter in self.case.around.letters:
            if letter.sent is not None and letter.form in WRITTEN:
                whom = own(letter.to, 6) or ("the company" if self.company else "you")
                text = f"On {day_of(letter.sent)} I wrote to {whom} ({WRITTEN[letter.form]})."
                yield 20, Said(text, (letter.id,), letter.sent)

    def _counted(self) -> Iterator[Weighed]:
        passed = self.case.transfers
        if len(passed) > 1:
            text = f"I was transferred {times(len(passed))} in all."
            yield 40, Said(text, tuple(one.id for one in passed), passed[0].start)
        told = [fact for fact in self.facts if fact.kind == "repeat_story"]
        if len(told) > 1:
            yield 35, _of(f"I had to explain everything again {times(len(told))}.", told)
        cut = [call for call in self.case.calls if call.cut_off]
        if cut:
            text = f"The line was cut off {times(len(cut))}."
            yield 45, Said(text, tuple(call.id for call in cut), cut[0].start)

    def _wrong_details(self) -> Iterator[Weighed]:
        """The account's details, if they were wrong when they were looked at last."""
        looked = [fact for fact in self.facts if fact.kind == "details_checked"]
        if looked and looked[-1].body.get("right") is False:
            words = own(looked[-1].text("text"))
            more = f": {words}" if words else ""
            on = day_of(looked[-1].moment)
            yield 75, _of(f"On {on} the details of my account were wrong{more}.", looked[-1:])

    def _steps(self) -> Iterator[Weighed]:
        done = [one for one in self.case.instructions if one.state == "done" and one.what]
        if done:
            last = done[-1]
            text = f"I did the step I was told: {own(last.what)}."
            yield 30, Said(text, (last.id,), last.moment)

    def last_call(self, calls: Sequence[Call]) -> Said:
        """When the last call was, and with whom: ``on 4 January 2006 at 18:20 with Porsche``."""
        if not calls:
            return Said()
        call = calls[-1]
        at = "" if call.date_only else f" at {call.start.at:%H:%M}"
        reps = [rep for rep in self.case.reps if rep.call == call.id and rep.name]
        with_whom = names(named(rep.name) for rep in reps)
        text = f"on {day_of(call.start)}{at}" + (f" with {with_whom}" if with_whom else "")
        return Said(text, (call.id, *(rep.id for rep in reps)), call.start)

    def agreed(self, call: Call) -> list[Weighed]:
        """What was promised, granted, refused and offered in one call, in the order of time."""
        told: list[Weighed] = [
            (90, self.promise(one)) for one in self.case.promises if one.call == call.id
        ]
        for answer, ask in self.answers():
            if answer.call == call.id and answer.granted:
                told.append((80, self.granted(answer, ask)))
        for ask in self.case.asks:
            refused = [one for one in ask.answers if one.call == call.id and not one.granted]
            if refused:
                told.append((70, self.refused(ask, refused)))
        told += [(60, said) for one in self.case.offers if (said := _offer(one, call))]
        return self._in_time(told)

    def questions(self) -> Iterator[Said]:
        """What they have not answered yet."""
        for one in self.case.around.open_questions:
            text = own(one.text)
            ended = text if text.endswith("?") else f"{text}?"
            yield Said(ended, (one.id,), one.moment)

    def thanked(self, chosen: str = "") -> Said:
        """The rep to thank, the one of the stint that was chosen; empty if nobody who helped gave
        a name."""
        rep = self._helper(chosen)
        return Said(self.who(rep.id), (rep.id,), rep.start) if rep else Said()

    def helpers(self) -> list[Rep]:
        """Who helped and gave a name, each once: the one praised last, then who granted something
        or kept a word last."""
        helped = {answer.rep for answer, _ in self.answers() if answer.granted}
        helped |= {one.rep for one in self.case.promises if one.kept}
        found: dict[str, Rep] = {}
        for praised in (True, False):
            for rep in reversed(self.case.reps):
                if rep.name.strip() and (rep.praised if praised else rep.id in helped):
                    found.setdefault(same_text(rep.name), rep)
        return list(found.values())

    def _helper(self, chosen: str) -> Rep | None:
        known = self.helpers()
        picked = self.case.rep(chosen)
        name = same_text(picked.name) if picked else ""
        mine = [rep for rep in known if same_text(rep.name) == name]
        return next(iter(mine or known), None)

    def good(self, chosen: str = "") -> list[Weighed]:
        """What went well with the rep to thank, or with all of them if none gave a name: praise,
        what was granted, promises that were kept."""
        rep = self._helper(chosen)
        name = same_text(rep.name) if rep else ""
        same = {one.id for one in self.case.reps if same_text(one.name) == name}
        told: list[Weighed] = []
        for fact in self.facts:
            if fact.kind == "kudos" and (rep is None or self.rep_at(fact) in same):
                told.append((90, self._praise(fact)))
        for answer, ask in self.answers():
            if answer.granted and (rep is None or answer.rep in same):
                told.append((80, self.granted(answer, ask)))
        for promise in self.case.promises:
            if promise.kept and (rep is None or promise.rep in same):
                told.append((85, self.promise(promise)))
        return self._in_time(told)

    def _praise(self, fact: Fact) -> Said:
        words = own(fact.text("text"))
        more = f": {words}" if words else ""
        who = self.who(self.rep_at(fact))
        return _of(f"On {day_of(fact.moment)} {who} helped me very well{more}.", [fact])

    def _in_time(self, told: list[Weighed]) -> list[Weighed]:
        def when(one: Weighed) -> datetime:
            return one[1].at.at if one[1].at else self.as_of

        return sorted((one for one in told if one[1]), key=when)


def _offer(offer: Offer, call: Call) -> Said:
    if offer.call != call.id or not offer.what.strip():
        return Said()
    amount = "" if offer.amount in offer.what else f" {offer.amount}"
    text = f"An offer that {OFFERED[offer.state]}: {own(offer.what + amount)}."
    return Said(text, (offer.id,), offer.moment)


def _of(text: str, facts: Sequence[Fact]) -> Said:
    return Said(text, tuple(fact.id for fact in facts), facts[0].moment)


def _span(first: Moment, last: Moment) -> str:
    start, end = day_of(first), day_of(last)
    return f"on {start}" if start == end else f"between {start} and {end}"
