"""Which step of the ladder comes next in a case, and from when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from callmate.model.advice.channels import guess_sector
from callmate.model.advice.ladders import Step, clocks, falls_due, ladder, sector_of
from callmate.model.advice.recording import country_code
from callmate.model.advice.values import Advice, Channel, ClockRule
from callmate.model.dates import day_in, written_out
from callmate.model.granting import last_yes
from callmate.model.planning.writing import only_in_writing
from callmate.model.state import Case
from callmate.model.stuck import complaint_sent, manager_came, overdue
from callmate.model.words import same_text

TALK: Final = ("rep", "call-back", "team-lead", "supervisor", "retention")
"""Steps that are taken on the telephone."""
HIGHER: Final = ("team-lead", "supervisor")
"""Steps that one takes by asking for somebody higher up."""
IN_WRITING: Final = "written-complaint"
GENERAL: Final = "general"
YOU: Final = "you"
"""Whose clock it is, where missing it may cost you a right."""
RECEIPT: Final = "receipt of your"
"""How a clock begins that starts when they have your letter."""
_ABOUT: Final = ("company", "account_type", "problem", "outcome")
_MORE: Final = ("kind", "facts", "statement", "order")
"""What may tell that a step for some matters alone is for this one, such as how it was paid."""
_KEEPS: Final = ("retention", "retain", "loyalty", "cancel")
"""How departments are called that may give what others may not."""


Standing = Literal["taken", "asked", "next", "later", "any time"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for a case's kind of company and country, and the clocks that may run."""

    sector: str = GENERAL
    country: str = ""
    steps: tuple[Step, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    """What each clock rests on, title and date, by its id."""
    note: str = ""
    channel: Channel | None = None
    """Set where only writing keeps the right that the matter is about."""
    channel_source: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that may run: what it rests on, and its last day where that can be told."""

    rule: ClockRule
    source: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NextRung:
    """The step to take: not before ``opens``, and by ``by`` if one has planned it (else empty).

    ``why`` says what it waits for, empty if it may be taken at once.
    """

    step: Step
    opens: date
    by: str
    why: str
    clocks: tuple[Running, ...] = ()
    beside: tuple[Step, ...] = ()
    """Steps that may be taken at any time, whatever becomes of this one."""


@dataclass(frozen=True, slots=True)
class OnLadder:
    """A step of the whole ladder and how it stands; ``by`` as planned, empty if it is not.

    ``asked`` is how often it was asked for without coming to it; ``why`` says what it waits for
    until ``opens``, if for anything.
    """

    step: Step
    state: Standing
    by: str = ""
    asked: int = 0
    opens: date | None = None
    why: str = ""
    clocks: tuple[Running, ...] = ()


def ladder_of(case: Case, advice: Advice) -> Ladder:
    """The ladder of a case: of the sector and country it was given, else of what its words tell."""
    words = " ".join(case.known(key) for key in _ABOUT)
    given = case.known("sector")
    if given and not any(given in one.sectors for one in advice.sectors):
        given = guess_sector(advice, given)
    sector = given or guess_sector(advice, words) or GENERAL
    country = case.known("country") or country_code(advice, case.known("place"))
    may_run = clocks(advice, sector, country, words)
    sources = {one.id: advice.cite(one.sources) for one in advice.clocks.values()}
    more = " ".join([words, *(case.known(key) for key in _MORE)])
    steps = ladder(advice, sector, country, more)
    found = sector_of(advice, sector, country)
    note = found.note if found else ""
    channel = only_in_writing(case, advice, country)
    cited = advice.cite(channel.sources) if channel else ""
    return Ladder(sector, country, steps, may_run, sources, note, channel, cited)


def whole_ladder(
    case: Case, steps: Ladder, nearest: NextRung | None, as_of: datetime
) -> tuple[OnLadder, ...]:
    """Every step, in order, with how it stands at ``as_of``."""
    done = set(_done(case))
    came = manager_came(case)
    found = []
    for step in steps.steps:
        asked = 0 if came or step.id not in HIGHER else len(case.supervisors)
        state: Standing = "asked" if asked else "later"
        if nearest is not None and step.id == nearest.step.id:
            state = "next"
        elif step.id in done and not asked:
            state = "taken"
        elif step.parallel:
            state = "any time"
        opens, why = _opens(case, step, as_of) if state != "taken" else (None, "")
        running = tuple(_running(case, rule, steps) for rule in step.clocks)
        by = _planned(case, step.id)
        found.append(OnLadder(step, state, by, asked, opens, why, running))
    return tuple(found)


def next_rung(case: Case, steps: Ladder, spent: str, as_of: datetime) -> NextRung | None:
    """The first step that is not taken yet; one on the telephone only while talking may help.

    A complaint in writing goes before anybody outside the company: they will ask for it.
    """
    done = set(_done(case))
    left = [one for one in steps.steps if one.id not in done and not one.parallel]
    if spent or complaint_sent(case) is not None:
        left = [one for one in left if one.id not in TALK]
        left.sort(key=lambda one: one.id != IN_WRITING)
    else:
        left.sort(key=lambda one: one.id not in TALK)
    if not left:
        return None
    step = left[0]
    opens, why = _opens(case, step, as_of)
    kept = last_yes(case) is not None and not overdue(case, as_of)
    if not why and case.waiting and kept:
        why = "if what was promised does not come"
    beside = tuple(one for one in steps.steps if one.parallel and one.id not in done)
    rules = [*step.clocks, *steps.clocks]
    rules += [rule for one in beside for rule in one.clocks if rule.who == YOU]
    running = tuple(_running(case, rule, steps) for rule in dict.fromkeys(rules))
    return NextRung(step, opens, _planned(case, step.id), why, running, beside)


def _running(case: Case, rule: ClockRule, steps: Ladder) -> Running:
    """A clock of theirs runs from when your complaint came, which is not before you sent it."""
    letter = complaint_sent(case)
    until = None
    if letter is not None and letter.sent is not None and RECEIPT in rule.starts:
        until = falls_due(rule, letter.sent.at.date())
    return Running(rule, steps.sources.get(rule.id, ""), until)


def _done(case: Case) -> Iterator[str]:
    """The steps that the log or the person says are taken."""
    yield from (one.rung for one in case.around.rungs if one.state == "done")
    if case.reps:
        yield "rep"
    if len({rep.call for rep in case.reps}) > 1:
        yield "call-back"
    if case.supervisors:
        yield "team-lead"  # who is next was asked for: now it is whoever may decide
    if manager_came(case):
        yield from HIGHER
    if any(word in same_text(rep.place) for rep in case.reps for word in _KEEPS):
        yield "retention"
    if complaint_sent(case) is not None:
        yield IN_WRITING


def _opens(case: Case, step: Step, as_of: datetime) -> tuple[date, str]:
    """From which day a step may be taken, and what it waits for."""
    today = as_of.date()
    letter = complaint_sent(case)
    if letter is None or letter.sent is None:
        wait = step.wait_days(today)
        return today, f"they ask for a complaint in writing {wait} days before" if wait else ""
    sent = letter.sent.at.date()
    opens, why = step.opens(sent), ""
    if opens > today:
        days = (opens - sent).days
        why = f"the company has {days} days from your complaint of {written_out(sent)}"
    answer = None if letter.replied else day_in(letter.reply_by)
    if answer is not None and answer >= max(opens, today):
        return answer, f"their answer to your letter is due by {written_out(answer)}"
    return max(opens, today), why


def _planned(case: Case, step: str) -> str:
    """By when one means to take it, as it was last said; empty if one did not say."""
    said = [one for one in case.around.rungs if one.rung == step and one.state == "planned"]
    return said[-1].by if said else ""
