"""Which step of the ladder comes next in a case, and from when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from callmate.model.advice import Advice, ClockRule, Step, clocks, guess_sector, ladder
from callmate.model.around import Letter
from callmate.model.promises import local_due
from callmate.model.state import Case
from callmate.model.words import same_text

TALK: Final = ("rep", "call-back", "team-lead", "supervisor", "retention")
"""Steps that are taken on the telephone."""
IN_WRITING: Final = "written-complaint"
GENERAL: Final = "general"
_ABOUT: Final = ("company", "account_type", "problem", "outcome")
_KEEPS: Final = ("retention", "retain", "loyalty", "cancel")
"""How departments are called that may give what others may not."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for a case's kind of company and country, and the clocks that may run."""

    sector: str = GENERAL
    country: str = ""
    steps: tuple[Step, ...] = ()
    clocks: tuple[ClockRule, ...] = ()

    def step(self, step_id: str) -> Step | None:
        return next((one for one in self.steps if one.id == step_id), None)


@dataclass(frozen=True, slots=True)
class NextRung:
    """The step to take: not before ``opens``, and by ``by`` if one has planned it (else empty).

    ``why`` says what it waits for, empty if it may be taken at once.
    """

    step: Step
    opens: date
    by: str
    why: str
    clocks: tuple[ClockRule, ...] = ()
    beside: tuple[Step, ...] = ()
    """Steps that may be taken at any time, whatever becomes of this one."""


def ladder_of(case: Case, advice: Advice) -> Ladder:
    """The ladder of a case: of the sector it was given, else of the one its words tell."""
    words = " ".join(case.known(key) for key in _ABOUT)
    sector = case.known("sector") or guess_sector(advice, words) or GENERAL
    country = case.known("country")
    return Ladder(
        sector,
        country,
        ladder(advice, sector, country),
        clocks(advice, sector, country, words),
    )


def next_rung(case: Case, steps: Ladder, spent: str, as_of: datetime) -> NextRung | None:
    """The first step that is not taken yet; one on the telephone only while talking may help.

    A complaint in writing goes before anybody outside the company: they will ask for it.
    """
    done = set(_done(case, steps))
    left = [one for one in steps.steps if one.id not in done and not one.parallel]
    if spent:
        left = [one for one in left if one.id not in TALK]
        left.sort(key=lambda one: one.id != IN_WRITING)
    else:
        left.sort(key=lambda one: one.id not in TALK)
    if not left:
        return None
    step = left[0]
    opens, why = _opens(case, step, as_of)
    beside = tuple(one for one in steps.steps if one.parallel and one.id not in done)
    return NextRung(step, opens, _planned(case, step.id), why, steps.clocks, beside)


def _done(case: Case, steps: Ladder) -> Iterator[str]:
    """The steps that the log or the person says are taken."""
    yield from (one.rung for one in case.around.rungs if one.state == "done")
    if case.reps:
        yield "rep"
    if len({rep.call for rep in case.reps}) > 1:
        yield "call-back"
    if case.supervisors or case.transfers:
        yield "team-lead"
    managers = [same_text(one.result) for one in case.supervisors]
    if "granted" in managers or any(call.count("supervisor_reached") for call in case.calls):
        yield "team-lead"
        yield "supervisor"
    if any(same_text(rep.department).find(word) >= 0 for rep in case.reps for word in _KEEPS):
        yield "retention"
    if _complaint(case) is not None:
        yield IN_WRITING


def _complaint(case: Case) -> Letter | None:
    """The complaint that was sent last."""
    sent = [one for one in case.around.letters if one.sent and one.form != "thank-you"]
    return sent[-1] if sent else None


def _opens(case: Case, step: Step, as_of: datetime) -> tuple[date, str]:
    """From which day a step may be taken, and what it waits for."""
    today = as_of.date()
    letter = _complaint(case)
    if letter is None or letter.sent is None:
        wait = step.wait_days(today)
        return today, f"they ask for a complaint in writing {wait} days before" if wait else ""
    sent = letter.sent.at.date()
    opens, why = step.opens(sent), ""
    if opens > today:
        why = f"the company has {(opens - sent).days} days from your complaint of {sent}"
    due = local_due(letter.reply_by)
    if due is not None:
        answer = date.fromisoformat(letter.reply_by[: len("2026-11-23")])
        if answer >= max(opens, today):
            return answer, f"their answer to your letter is due by {answer}"
    return max(opens, today), why


def _planned(case: Case, step: str) -> str:
    """By when one means to take it, as it was last said; empty if one did not say."""
    said = [one for one in case.around.rungs if one.rung == step and one.state == "planned"]
    return said[-1].by if said else ""
