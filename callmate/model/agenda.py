"""What is to be done about a case between the calls, and when: pure, from the folded case.

A case gives tasks that do not depend on today; ``standing`` says how one stands at a time. So a
list of many cases can be kept and judged anew without folding any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from callmate.model.around import Letter, RungTaken
from callmate.model.dates import end_of_day, instant
from callmate.model.masking import without
from callmate.model.promises import due_at, standing
from callmate.model.promisewords import carrier_of, owner_of
from callmate.model.requests import Promise
from callmate.model.spoken import counted
from callmate.model.state import Case
from callmate.model.stuck import is_heated, is_settled, is_won, resting_until, stays_due

Kind = Literal[
    "promise_overdue", "promise_due", "promise_undated", "handover", "check_details",
    "look_again", "letter_reply", "rung", "wrap_up",
]  # fmt: skip
Standing = Literal["overdue", "today", "tomorrow", "later", "undated", "asleep"]

ORDER: Final[tuple[Standing, ...]] = (
    "overdue", "today", "tomorrow", "later", "undated", "asleep",
)  # fmt: skip
"""The most pressing first."""
PRESSING: Final = frozenset({"overdue", "today"})

WRAP_UP_FOR: Final = timedelta(days=2)
"""So long a call that was not gone through is worth going through."""
STUCK_FOR: Final = timedelta(days=30)
"""So long after the last call broken promises are brought up again."""
WRONG: Final = "they were wrong"
"""What is said of account details that are still to be put right."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    ``what`` are the person's own words or a plain phrase; ``due`` is the instant and ``by`` the
    text that named it (a date alone ends at 24:00); ``call`` and ``target`` are the ids of the
    call and of the fact it is about; ``owner`` is who answers for it, or is to be asked; of a
    step of the ladder, its name. It is not shown before ``after`` nor from ``until`` on. A break
    ``waits`` if something is promised by a time after it.
    """

    kind: Kind
    what: str = ""
    due: datetime | None = None
    by: str = ""
    case: str = ""
    call: str = ""
    target: str = ""
    owner: str = ""
    after: datetime | None = None
    until: datetime | None = None
    waits: bool = False

    @property
    def family(self) -> str:
        """The kind that it keeps whatever its time: a promise stays one when it is overdue."""
        return "promise" if self.kind.startswith("promise") else self.kind

    def standing(self, as_of: datetime) -> Standing:
        """How it stands at ``as_of``; ``asleep`` while a break lasts."""
        if self.after is not None and as_of < self.after:
            return "asleep"
        if self.due is None:
            return "undated"
        if as_of > self.due:
            return "today" if self.kind == "look_again" else "overdue"
        midnight = _midnight(as_of)
        if self._falls_before(midnight):
            return "today"
        return "tomorrow" if self._falls_before(_midnight(midnight)) else "later"

    def _falls_before(self, midnight: datetime) -> bool:
        """A date ends at midnight; a break that ends then is over on the day that begins."""
        assert self.due is not None
        return self.due < midnight or (self.due == midnight and self.kind != "look_again")

    def is_over(self, as_of: datetime) -> bool:
        """Whether it need no longer be done."""
        return self.until is not None and as_of >= self.until

    def is_late(self, as_of: datetime) -> bool:
        """Whether it should have been done, and still is to be."""
        return not self.is_over(as_of) and self.standing(as_of) == "overdue"

    def judged(self, as_of: datetime) -> Task:
        """The same as it stands: a promise whose time is past is overdue."""
        late = self.kind == "promise_due" and self.standing(as_of) == "overdue"
        return replace(self, kind="promise_overdue") if late else self


def tasks(case: Case, as_of: datetime) -> tuple[Task, ...]:
    """What is to be done about a case at ``as_of``, the most pressing first; what a break puts
    off is left out."""
    shown = (task for task in all_tasks(case) if task.standing(as_of) != "asleep")
    return in_order(shown, as_of)


def in_order(found: Iterable[Task], as_of: datetime) -> tuple[Task, ...]:
    """Tasks of one or more cases as they stand: what is overdue and what is due, each the nearest
    first, then what has no time."""
    live = [task.judged(as_of) for task in found if not task.is_over(as_of)]
    return tuple(sorted(live, key=lambda task: _pressing(task, as_of)))


def _pressing(task: Task, as_of: datetime) -> tuple[int, timedelta]:
    away = abs(task.due - as_of) if task.due is not None else timedelta()
    return ORDER.index(task.standing(as_of)), away


def all_tasks(case: Case) -> tuple[Task, ...]:
    """All that the case asks for, whenever. A settled one asks only whether what was promised by
    a day came; one that was given up asks nothing. The account is masked in their words."""
    if not case.opened and not case.calls:
        return ()
    account = case.known("account").strip()
    asked = _still_due(case) if case.around.closed else _of(case)
    found = [
        replace(task, case=case.id, what=without(task.what, account),
                owner=without(task.owner, account))
        for task in asked
    ]  # fmt: skip
    awake = None if case.around.closed else resting_until(case)
    if awake is None:
        return tuple(found)
    return tuple(task if task.due else replace(task, after=awake) for task in found)


def _of(case: Case) -> Iterator[Task]:
    for promise in case.waiting:
        yield from _promise(case, promise)
    yield from _check_details(case)
    yield from _letters(case)
    yield from _rungs(case)
    yield from _break_over(case)
    yield from _stuck(case)
    yield from _wrap_up(case)


def _still_due(case: Case) -> Iterator[Task]:
    """Of a settled case the promises with a time, until one says what came of them."""
    for promise in stays_due(case):
        yield from (task for task in _promise(case, promise) if task.kind == "promise_due")


def _promise(case: Case, promise: Promise) -> Iterator[Task]:
    """The promise itself and, while its time is not past, whether who is to act was told."""
    due, rep = due_at(promise), case.rep(promise.rep)
    kind: Kind = "promise_due" if due else "promise_undated"
    made = Task(kind, promise.what, due, promise.by or "" if due else "", "", promise.call,
                promise.id, owner_of(promise) or (rep.name if rep else ""))  # fmt: skip
    yield made
    carrier = carrier_of(promise)
    if carrier and case.around.handovers.get(promise.id) != "confirmed":
        yield replace(made, kind="handover", due=None, by="", owner=carrier, until=due)


def _check_details(case: Case) -> Iterator[Task]:
    """After a heated call, until they were seen to be right."""
    heated = [call for call in case.calls if call.end and is_heated(case, call)]
    checks = case.around.checks
    end = heated[-1].end if heated else None
    if checks and not checks[-1][1]:
        yield Task("check_details", WRONG, call=_last_call(case))
    elif end is not None and not any(at.at >= end.at for at, _ in checks):
        number = f"call {case.calls.index(heated[-1]) + 1}"
        yield Task("check_details", number, call=heated[-1].id, target=heated[-1].id)


def _letters(case: Case) -> Iterator[Task]:
    """The answer to the newest letter of a form that was sent with a date."""
    newest = {(letter.form, letter.to): letter for letter in case.around.letters if letter.sent}
    for letter in newest.values():
        due = _reply_due(letter)
        if due is not None and not letter.replied:
            yield Task("letter_reply", letter.form, due, letter.reply_by, "", _last_call(case),
                       letter.id, letter.to)  # fmt: skip


def _reply_due(letter: Letter) -> datetime | None:
    return instant(letter.reply_by, letter.sent or letter.moment)


def _rungs(case: Case) -> Iterator[Task]:
    """Steps of the ladder that were planned; of a step the newest word counts."""
    newest: dict[str, RungTaken] = {one.rung: one for one in case.around.rungs}
    for rung in newest.values():
        if rung.state == "planned":
            due = instant(rung.by, rung.moment)
            yield Task("rung", rung.rung, due, rung.by if due else "", "", _last_call(case),
                       rung.id, rung.words)  # fmt: skip


def _break_over(case: Case) -> Iterator[Task]:
    awake, rest = resting_until(case), case.around.rest
    if awake is not None and rest is not None:
        waits = any(due is not None and due > awake for due in map(due_at, case.waiting))
        yield Task("look_again", rest.why, awake, rest.until, "", _last_call(case), rest.id,
                   waits=waits)  # fmt: skip


def _stuck(case: Case) -> Iterator[Task]:
    """Broken promises with nothing that is waited for: the next step is one's own."""
    broken = [promise for promise in case.promises if promise.kept is False]
    waits = (
        bool(case.waiting)
        or resting_until(case) is not None
        or any(_rungs(case))
        or any(_letters(case))
    )
    if not broken or waits or not case.calls or case.running:
        return
    if is_settled(case) or is_won(case):
        return
    last = case.calls[-1]
    what = f"{len(broken)} of {counted(len(case.promises), 'promise')} broken"
    until = _after((last.end or last.start).at, STUCK_FOR)
    yield Task("look_again", what, call=last.id, target=broken[-1].id, until=until)


def _wrap_up(case: Case) -> Iterator[Task]:
    """The last call, if it was logged as it happened and nobody went through it since."""
    last = case.calls[-1] if case.calls else None
    if last is None or last.end is None or case.running or last.start.stated:
        return
    if last.id not in case.around.wrapped:
        number = f"call {len(case.calls)}"
        yield Task("wrap_up", number, call=last.id, target=last.id,
                   until=_after(last.end.at, WRAP_UP_FOR))  # fmt: skip


def _last_call(case: Case) -> str:
    return case.calls[-1].id if case.calls else ""


def _after(at: datetime, wait: timedelta) -> datetime:
    """So much later; at once where no calendar reaches."""
    try:
        return at + wait
    except OverflowError:
        return at


def _midnight(as_of: datetime) -> datetime:
    try:
        return end_of_day(as_of.date()).replace(tzinfo=as_of.tzinfo)
    except OverflowError:
        return as_of


@dataclass(frozen=True, slots=True)
class Tally:
    """How the promises of a case came out; ``named`` is how many have a name to them."""

    made: int = 0
    kept: int = 0
    broken: int = 0
    overdue: int = 0
    open: int = 0
    named: int = 0


def tally(case: Case, as_of: datetime) -> Tally:
    """Promises counted by how they stand at ``as_of``."""
    states = [standing(promise, as_of)[0] for promise in case.promises]
    reps = [case.rep(promise.rep) for promise in case.promises]
    named = sum(bool(rep and rep.name.strip()) or bool(promise.owner)
                for promise, rep in zip(case.promises, reps, strict=True))  # fmt: skip
    count = states.count
    return Tally(
        len(states), count("kept"), count("broken"), count("overdue"), count("open"), named
    )
