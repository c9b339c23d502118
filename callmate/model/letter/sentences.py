"""The single statements of a letter: who promised, refused or granted what, and on which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from callmate.model.letter.words import Said, day_of, days_of, due_of, named, names, own
from callmate.model.moment import Moment
from callmate.model.promises import due_at, standing
from callmate.model.reasons import reasons
from callmate.model.requests import Answer, Ask, Promise
from callmate.model.spoken import NO_WORDS, SOMETHING, listed, quoted, times
from callmate.model.state import Case, Fact

SAID: Final = {
    "promise": "promised", "granted": "agreed to", "denied": "refused", "offer": "offered",
    "note": "said", "instruction": "told me to", "question_end": "answered",
}  # fmt: skip
"""What those who said two things that cannot both be true did, by the kind of the fact."""

CAME: Final = {
    "kept": " That was kept.",
    "broken": " That was not kept.",
    "given up": " I have since been told that it will not be kept.",
    "overdue": " That time has passed.",
    "open": "",
}
"""What is said after a promise, by how it stands."""
MOST_REASONS: Final = 2
"""Of more words for refusals of one thing the newest are quoted."""


class Sentences:
    """Tells a case at ``as_of``; ``facts`` are the case's, as they happened.

    ``company`` is named where the letter goes to others; without it, it goes to the company, and
    who spoke for that is the reader's colleague.
    """

    def __init__(
        self, case: Case, facts: Iterable[Fact], as_of: datetime, company: str = ""
    ) -> None:
        self.case, self.as_of, self.company = case, as_of, company
        self.now = Moment(as_of)
        self.facts = [fact for fact in facts if fact.live]

    def promise(self, one: Promise) -> Said:
        """What was promised, by when, and what came of it."""
        words, by, came = own(one.what), due_of(one), CAME[self.state(one)]
        what = f": {words}{by}" if words else f" {SOMETHING}{by.removeprefix(',')} ({NO_WORDS})"
        text = f"On {day_of(one.moment)} {self.who(one.rep)} promised{what}.{came}"
        return Said(text, (one.id,), one.moment)

    def state(self, one: Promise) -> str:
        """How a promise stands; ``given up`` if they broke it before its time."""
        state, due = standing(one, self.as_of)[0], due_at(one)
        early = state == "broken" and due is not None and self.as_of < due
        return "given up" if early else state

    def refused(self, ask: Ask, refused: Sequence[Answer]) -> Said:
        """What was asked for, how often, and who refused it when; empty if nobody asked and no
        words say what it was."""
        by = names(self.name(one.rep) or self.desk(one.rep) for one in refused)
        count = f" {times(len(refused))}" if len(refused) > 1 else ""
        on = days_of([one.moment for one in refused])
        how = f"refused{count}{f' by {by}' if by else ''} {on}"
        said = own(ask.what) or next((own(one.what) for one in refused if one.what.strip()), "")
        if ask.asked and ask.what.strip():
            asked = f"I asked {times(ask.asked)} for" if ask.asked > 1 else "I asked for"
            why = [quoted(own(said)) for said in reasons(ask, refused)[-MOST_REASONS:]]
            words = f": {listed(why)}" if why else ""
            text = f"{asked}: {own(ask.what)}. This was {how}{words}."
        elif ask.asked:
            text = f"What I asked for was {how}{f': {said}' if said else ''}."
        elif not said:
            return Said()
        elif len(refused) == 1:
            text = f"On {day_of(refused[0].moment)} {self.who(refused[0].rep)} refused: {said}."
        else:
            text = f"{how[0].upper()}{how[1:]}: {said}."
        events = (*ask.events, *(one.id for one in refused))
        return Said(text, events, refused[0].moment)

    def granted(self, answer: Answer, ask: Ask) -> Said:
        """Who said yes to what, and when; empty if nobody asked and no words say what it was."""
        what = own(answer.what or ask.what) or ("what I asked for" if ask.asked else "")
        if not what:
            return Said()
        text = f"On {day_of(answer.moment)} {self.who(answer.rep)} agreed to: {what}."
        return Said(text, (answer.id,), answer.moment)

    def answers(self) -> list[tuple[Answer, Ask]]:
        """All answers with what they answer, in the order of time."""
        return sorted(self.case.answers, key=lambda one: one[0].moment.at)

    def contradictions(self) -> list[Said]:
        """What they said that cannot both be true, a statement for each pair."""
        return [said for pair in self.case.contradictions if (said := self._both(*pair))]

    def _both(self, first: str, second: str) -> Said:
        found = {fact.id: fact for fact in self.facts if fact.id in (first, second)}
        if first not in found or second not in found:
            return Said()
        told, other = self._statement(found[first]), self._statement(found[second])
        if not told or not other:
            return Said()
        text = f"{told}; {other[0].lower()}{other[1:]}. Both cannot be true."
        return Said(text, (first, second), found[first].moment)

    def _statement(self, fact: Fact) -> str:
        verb = SAID.get(fact.kind)
        words = own(fact.text("what") or fact.text("text"), 15)
        if verb is None or not words:
            return ""
        return f"On {day_of(fact.moment)} {self.who(self.rep_at(fact))} {verb}: {words}"

    def name(self, rep_id: str) -> str:
        """The name of a rep; empty if they gave none."""
        rep = self.case.rep(rep_id)
        return named(rep.name) if rep else ""

    def desk(self, rep_id: str) -> str:
        """The department of a rep; empty if it is not known."""
        rep = self.case.rep(rep_id)
        return own(rep.place, 6) if rep else ""

    def who(self, rep_id: str) -> str:
        """A rep as they are called in a letter: ``Janice (customer service)``."""
        name, desk = self.name(rep_id), self.desk(rep_id)
        if not name:
            someone = f"a representative of {self.company}" if self.company else "your colleague"
            return f"{someone} in {desk}" if desk else someone
        return f"{name} ({desk})" if desk else name

    def rep_at(self, fact: Fact) -> str:
        """The stint in which a fact happened; empty if nobody was on the line."""
        found = ""
        for rep in self.case.reps:
            if rep.call == fact.call and rep.start.at <= fact.moment.at:
                found = rep.id
        return found
