"""What a letter may say of a case: each statement with the events it rests on.

Nothing private goes in: no anger, no mood, no conduct, and not the least one would take. Notes
and one's own lines on the reps go in only if they were chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from callmate.model.dates import day_in, written_out
from callmate.model.events import PRIVATE
from callmate.model.fold import Fold
from callmate.model.letter.outcome import outcome
from callmate.model.letter.telling import Telling, Weighed
from callmate.model.letter.words import Said, day_of, own
from callmate.model.shelf.pins import pinned_first
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.words import same_text
from callmate.text import mask

CHOSEN: Final = frozenset({"note", "rep_line", "mark"})
"""Facts in a person's own words that go in only if they are chosen."""

NOTE_WEIGHT: Final = 25
"""A note goes before what they promised, granted or refused does."""
PINNED_WEIGHT: Final = 1000
"""What is pinned goes last."""

REFERENCES: Final = 3
"""So many of their numbers are named, the newest."""

DEFAULT_DAYS: Final = 14
"""The days a letter gives them to answer, unless one says otherwise."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for one letter."""

    form: str = ""
    to: str = ""
    reply_by: str = ""
    """A date (ISO)."""
    notes: frozenset[str] = frozenset()
    """Ids of the notes that go in."""
    account: bool = False
    """Whether the account number stands in full rather than masked."""
    rep: str = ""
    """The stint of the rep to thank; empty for the one the log speaks best of."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The values a template may use; what is not known is empty.

    ``happened`` are the statements in the order of time, those that are pinned before the others,
    each with its weight: of a letter that grows too long the lightest are left out.
    """

    today: str
    to: str
    company: Said
    problem: Said
    outcome: Said
    """What is still to be had; empty where it was granted, or all is settled."""
    account: Said
    """Masked, unless it was chosen to stand in full."""
    full_account: Said
    """The account only where it was chosen to stand in full."""
    references: tuple[Said, ...]
    reply_by: str
    summary: Said
    order: Said = field(default_factory=Said)
    statement: Said = field(default_factory=Said)
    granted: Said = field(default_factory=Said)
    settled: Said = field(default_factory=Said)
    """The day on which it was settled."""
    owed: Said = field(default_factory=Said)
    """What was promised and is open though it is settled."""
    happened: tuple[tuple[int, Said], ...] = ()
    last_call: Said = field(default_factory=Said)
    agreed: tuple[tuple[int, Said], ...] = ()
    questions: tuple[Said, ...] = ()
    good: tuple[tuple[int, Said], ...] = ()
    rep: Said = field(default_factory=Said)
    secrets: tuple[str, ...] = ()
    """What is to be masked wherever it stands in the letter."""


def letter_facts(
    fold: Fold, choices: Choices, as_of: datetime, *, company: str = "", others: bool = False
) -> LetterFacts:
    """What the log has for a letter that is written at ``as_of`` (aware).

    ``company`` is how its name was spelled first, for a case that has it all in small letters.
    ``others`` is for readers outside the company, who have no colleagues there.
    """
    case = fold.case
    known = _Known(fold)
    about = _spelled(known.said("company"), company)
    telling = Telling(case, fold.facts, as_of, (about.text or "the company") if others else "")
    stands = outcome(telling, known.said("outcome", 25))
    account = known.said("account")
    calls = _over(case)
    return LetterFacts(
        today=written_out(as_of.date()),
        to=own(choices.to),
        company=about,
        problem=known.said("problem", 25),
        outcome=stands.wanted,
        account=account if choices.account or not account else _masked(account),
        full_account=account if choices.account else Said(),
        references=_references(case),
        reply_by=_reply_by(choices),
        summary=telling.summary(calls),
        order=known.said("order"),
        statement=known.said("statement"),
        granted=stands.granted,
        settled=stands.settled,
        owed=stands.owed,
        happened=_pinned_first(case, (*telling.happened(), *_chosen(fold, choices.notes))),
        last_call=telling.last_call(calls),
        agreed=tuple(telling.agreed(calls[-1])) if calls else (),
        questions=tuple(telling.questions()),
        good=tuple(telling.good(choices.rep)),
        rep=telling.thanked(choices.rep),
        secrets=() if choices.account else (case.known("account"),),
    )


def choosable(fold: Fold) -> list[Fact]:
    """The notes and own lines that a person may choose for a letter, as they came; those that
    are pinned first."""
    return pinned_first(fold.case, [fact for fact in fold.facts if _may_be_chosen(fact)])


def thankable(fold: Fold, as_of: datetime) -> list[Rep]:
    """The reps who helped and gave a name, each once; the first is thanked unless one says so."""
    return Telling(fold.case, fold.facts, as_of).helpers()


def missing(facts: LetterFacts) -> tuple[str, ...]:
    """What a letter would be better for, and the case does not say."""
    outcome = facts.outcome or facts.granted or facts.settled
    named = {"company": facts.company, "problem": facts.problem, "outcome": outcome}
    found = [name for name, said in named.items() if not said]
    return (*found, *(() if facts.account or facts.references else ("account or their number",)))


def _over(case: Case) -> tuple[Call, ...]:
    return tuple(call for call in case.calls if not call.running)


def _may_be_chosen(fact: Fact) -> bool:
    return (
        fact.live
        and fact.kind in CHOSEN
        and fact.kind not in PRIVATE
        and bool(fact.text("text").strip())
    )


def _chosen(fold: Fold, ids: Collection[str]) -> Iterator[tuple[int, Said]]:
    for fact in choosable(fold):
        if fact.id in ids:
            words = own(fact.text("text"), 30)
            yield NOTE_WEIGHT, Said(f"{day_of(fact.moment)}: {words}.", (fact.id,), fact.moment)


def _pinned_first(case: Case, told: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """What is pinned opens the account, and is not left out for want of room."""
    pins = set(case.shelf.pins)
    weighed = [
        (weight + PINNED_WEIGHT * bool(pins.intersection(said.events)), said)
        for weight, said in told
    ]
    return tuple(sorted(weighed, key=lambda one: one[0] < PINNED_WEIGHT))


def _masked(account: Said) -> Said:
    return Said(mask(account.text), account.events, account.at)


def _spelled(company: Said, first: str) -> Said:
    """The company's name as it was spelled first, where this case has it all in small letters."""
    same = company.text.islower() and same_text(company.text) == same_text(first)
    return Said(own(first, 12), company.events, company.at) if same else company


def _references(case: Case) -> tuple[Said, ...]:
    found: dict[str, Said] = {}
    for number in case.numbers:
        if number.value.strip():
            said = Said(own(number.value, 6), (number.id,), number.moment)
            found[same_text(number.value)] = said
    return tuple(found.values())[-REFERENCES:]


def _reply_by(choices: Choices) -> str:
    day = day_in(choices.reply_by)
    return written_out(day) if day else ""


class _Known:
    """What is known of the case, with the event that last said so."""

    def __init__(self, fold: Fold) -> None:
        self._case = fold.case
        self._told: dict[str, Fact] = {}
        for fact in fold.facts:
            if fact.live and fact.kind in ("case_opened", "case_set"):
                values = fact.body.get("values")
                if isinstance(values, Mapping):
                    self._told |= dict.fromkeys(values, fact)

    def said(self, key: str, words: int = 12) -> Said:
        fact, text = self._told.get(key), own(self._case.known(key), words)
        return Said(text, (fact.id,), fact.moment) if fact and text else Said()
