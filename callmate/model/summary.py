"""What a list, a search or a completion needs of a case, without reading the case again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from callmate.model.agenda import Task, all_tasks, in_order
from callmate.model.facts import Fact
from callmate.model.fold import Fold
from callmate.model.insight.callfigures import CallFigures, call_figures
from callmate.model.insight.sums import SECOND_US
from callmate.model.masking import without
from callmate.model.moment import Moment
from callmate.model.promises import due_dated
from callmate.model.requests import Promise
from callmate.model.shelf.shelf import HANDLERS as SHELF
from callmate.model.shelf.shelving import lost_calls
from callmate.model.stakes import stake_of
from callmate.model.state import Case, Rep
from callmate.model.stuck import is_won
from callmate.model.words import same_text

CLOSED: Final = {"resolved": "resolved", "dropped": "given up"}
"""What a case is called that was closed so."""
DONE: Final = frozenset({*CLOSED.values(), "granted"})
"""States in which nothing is asked of them any more."""
COUNTED: Final = ("", "done")
"""Why a case may be put away (``archived``) and count all the same: what was only tried out
teaches nothing, and what was merged counts with the other case."""
BESIDE: Final = frozenset({
    "case_opened", "case_set", "card", "tick", "line", "clock_jumped", "ended_by_signal", "mood",
    *SHELF,
})  # fmt: skip
"""Facts that alone say nothing of a case."""
TYPED: Final = ("case_set", "mood")


@dataclass(frozen=True, slots=True)
class Known:
    """A name met in a case: when last (RFC 3339), what came of it, and a rep's department."""

    value: str
    last_at: str = ""
    last_result: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the case list. Times are RFC 3339 with offset, empty if there are none.

    ``title`` is empty for a case in which all was taken back: it is in no list.
    ``state`` is a plain phrase ("call running", "open: promise due 23 Nov 2026 22:20");
    ``tasks`` are what it asks for, whenever; ``script_id`` and ``script_digest`` are those of the
    script it was imported from.
    """

    id: str
    title: str = ""
    company: str = ""
    phone: str = ""
    state: str = ""
    opened_at: str = ""
    last_at: str = ""
    running: bool = False
    calls: int = 0
    reps: tuple[Known, ...] = ()
    departments: tuple[Known, ...] = ()
    script_id: str = ""
    script_digest: str = ""
    tasks: tuple[Task, ...] = ()
    wanted: str = ""
    """The outcome wanted."""
    spent_s: int = 0
    """Seconds on the phone, in all calls."""
    stake: str = ""
    """The money it is about, as written; ``stake_n`` is that as a number, 0 for none."""
    stake_n: float = 0.0
    next_at: str = ""
    """When the first of the tasks with a date is due, past or to come."""
    pinned: bool = False
    tags: tuple[str, ...] = ()
    archived: str = ""
    """Why it is in no list but that of what is put away: ``done``, ``practice``, ``merged``; one
    that was ``purged`` is in none at all."""
    trouble: str = ""
    """What is wrong with its files, in a sentence."""
    figures: tuple[CallFigures, ...] = ()
    """Its calls as numbers; empty where a summary was read from the index."""

    @property
    def counts(self) -> bool:
        """Whether figures, tips and searches are to know of it."""
        return self.archived in COUNTED

    @property
    def is_closed(self) -> bool:
        """Whether the person settled it, or gave it up."""
        return self.state in CLOSED.values()

    def spent_at(self, now: datetime) -> int:
        """Seconds on the phone, a call that runs counted up to ``now``."""
        if not (self.running and self.last_at):
            return self.spent_s
        since = now - datetime.fromisoformat(self.last_at)
        return self.spent_s + max(0, int(since.total_seconds()))

    def is_overdue(self, now: datetime) -> bool:
        """Whether something it asks for should have been done."""
        return any(task.is_late(now) for task in self.tasks)


def summarise(fold: Fold) -> CaseSummary:
    """The summary of a case as it stands."""
    case = fold.case
    opened = case.calls[0].start if case.calls else case.opened
    latest = _last_at(fold, opened)
    away = "purged" if is_purged(fold) else put_away(case)
    tasks, stake = () if away else all_tasks(case), stake_of(case)
    dues = [task.due for task in tasks if task.due is not None]
    calls, account = call_figures(fold), case.known("account").strip()
    return CaseSummary(
        id=case.id,
        title="" if is_void(fold) else without(case.title, account),
        company=case.known("company"),
        phone=case.known("phone"),
        state=state_text(case),
        opened_at=opened.at.isoformat() if opened else "",
        last_at=latest.isoformat() if latest else "",
        running=bool(case.running),
        calls=len(case.calls),
        reps=_newest(_known_rep(case, rep) for rep in case.reps if rep.name),
        departments=_newest(_known_department(case, rep) for rep in case.reps if rep.place),
        script_id=case.known("script_id"),
        script_digest=case.known("script_digest"),
        tasks=tasks,
        wanted=without(case.known("outcome"), account),
        spent_s=sum(call.total for call in calls) // SECOND_US,
        stake=stake.words if stake else "",
        stake_n=stake.number if stake else 0.0,
        next_at=min(dues).isoformat() if dues else "",
        pinned=case.shelf.pinned,
        tags=case.shelf.tags,
        archived=away,
        trouble=" ".join(lost_calls(case, fold.facts)),
        figures=calls,
    )


def put_away(case: Case) -> str:
    """Why a case is in no list of what is going on. One that is a part of another has no calls
    of its own, or it is going on after all."""
    return "merged" if case.shelf.merged_into and not case.calls else case.shelf.archived


def is_purged(fold: Fold) -> bool:
    """Whether all its words were taken away for good, and nothing was said since."""
    return _was_purged(fold) and is_void(fold)


def _was_purged(fold: Fold) -> bool:
    return any(fact.kind == "forgotten" and fact.body.get("whole") for fact in fold.facts)


def _last_at(fold: Fold, opened: Moment | None) -> datetime | None:
    """When something was last done about a case, in a call or between the calls."""
    done = [(call.end or call.last or call.start).at for call in fold.case.calls]
    facts = (fact for fact in reversed(fold.facts) if _is_done(fact, fold.case))
    done += [fact.moment.at for fact in islice(facts, 1)]
    return max([*done, *([opened.at] if opened else [])], default=None)


def _is_done(fact: Fact, case: Case) -> bool:
    """Whether a fact is something done about the matter, not in the lists of cases; a value that
    has an entry was typed."""
    if not fact.live or (fact.call and not case.call(fact.call)) or fact.kind == "call_moved":
        return False
    return fact.kind not in BESIDE or (fact.kind in TYPED and "entry" in fact.body)


def is_void(fold: Fold) -> bool:
    """Whether all that was done in a case was taken back, or purged, and no word was given or half
    typed."""
    case = fold.case
    purged = _was_purged(fold)
    if any(str(value).strip() for value in case.info.values()):
        return False
    if any(half.line.text for half in fold.drafts):
        return False
    return not any(
        fact.live
        and fact.kind not in BESIDE
        and not (purged and _is_bare(fact))
        and (not fact.call or case.call(fact.call))
        for fact in fold.facts
    )


def _is_bare(fact: Fact) -> bool:
    """Whether nothing of what a fact said is left; that words were forgotten says nothing."""
    return not fact.body or fact.kind == "forgotten"


def state_text(case: Case) -> str:
    """How the case stands, in a few words."""
    if case.running:
        return "call running"
    if case.around.closed:
        return CLOSED.get(case.around.closed, case.around.closed)
    if case.waiting:
        promise = _most_pressing(case.waiting)
        due = due_dated(promise)
        return f"open: promise due {due}" if due else "open: promise"
    if is_won(case):
        return "granted"
    if case.last_answer or (case.calls and same_text(case.calls[-1].outcome) == "denied"):
        return "refused"
    if any(promise.kept is False for promise in case.promises):
        return "open: promise broken"
    return "open"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done, and the case that asks for it."""

    task: Task
    row: CaseSummary


def duties(rows: Iterable[CaseSummary], now: datetime, most: int = -1) -> tuple[Duty, ...]:
    """What cases ask for, the most pressing first; what a break puts off comes last."""
    by_id = {row.id: row for row in rows}
    found = in_order((task for row in by_id.values() for task in row.tasks), now)
    return tuple(Duty(task, by_id[task.case]) for task in (found if most < 0 else found[:most]))


def _most_pressing(promises: Sequence[Promise]) -> Promise:
    dated = [promise for promise in promises if promise.by]
    return min(dated, key=lambda promise: promise.by or "") if dated else promises[-1]


def _known_rep(case: Case, rep: Rep) -> Known:
    return Known(rep.name, _seen(rep), result_of(case, rep), rep.place)


def _known_department(case: Case, rep: Rep) -> Known:
    return Known(rep.place, _seen(rep), result_of(case, rep))


def _seen(rep: Rep) -> str:
    return rep.start.at.isoformat()


def result_of(case: Case, rep: Rep) -> str:
    """The last thing that came of a stint: ``granted``, ``refused``, ``promised …`` or nothing;
    the account is masked."""
    results = [
        (answer.moment.at, "granted" if answer.granted else "refused")
        for answer, _ in case.answers
        if answer.rep == rep.id
    ]
    results += [
        (promise.moment.at, f"promised: {promise.what}" if promise.what else "promised")
        for promise in case.promises
        if promise.rep == rep.id
    ]
    last = max(results, key=lambda result: result[0])[1] if results else ""
    return without(last, case.known("account").strip())


def _newest(known: Iterable[Known]) -> tuple[Known, ...]:
    """One entry a name, the newest, the one met last first."""
    by_name: dict[str, Known] = {}
    for one in known:
        key = same_text(one.value)
        by_name.pop(key, None)
        by_name[key] = one
    return tuple(reversed(by_name.values()))
