"""The page due: what all cases ask for, the most pressing first, and the answers to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.pages.dutyrows import answers, heading, listed, name_of, told
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.model.agenda import Task, all_tasks
from callmate.model.dates import as_written
from callmate.model.events import NewEvent
from callmate.model.fold import fold
from callmate.model.state import Case
from callmate.model.summary import CaseSummary, Duty, duties

A_PAGE: Final = 9
"""Tasks listed at once: as many as there are digits."""


FACTS: Final[Mapping[str, tuple[str, Mapping[str, Any], str]]] = {
    "kept": ("promise_kept", {}, "Kept."),
    "broken": ("promise_broken", {}, "Broken, and counted."),
    "confirmed": ("handover", {"state": "confirmed"}, "They know."),
    "not_told": ("handover", {"state": "not_told"}, "Not told: it stays here."),
    "right": ("details_checked", {"right": True}, "The details are right."),
    "wrong": ("details_checked", {"right": False}, "Wrong: it stays here until it is put right."),
    "replied": ("letter_sent", {"state": "replied"}, "They replied."),
    "done": ("rung", {"state": "done"}, "Done."),
    "no_rest": ("cool_off", {"until": "", "why": ""}, "The break is over."),
    "no_wrapup": ("wrapped_up", {"how": "skipped"}, "Left out."),
}
"""What an answer writes, and what is said of it."""
ABOUT: Final = {
    "promise_kept": "answers", "promise_broken": "answers", "handover": "answers",
    "letter_sent": "answers", "wrapped_up": "about",
}  # fmt: skip
"""The value in which a fact names what it is about."""
FIELDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "by": ("promise", "by", "by when"),
    "owner": ("promise", "owner", "who answers for it"),
    "carrier": ("promise", "carrier", "who carries it out"),
    "until": ("cool_off", "until", "break until"),
    "reply_by": ("letter_sent", "reply_by", "reply by"),
    "rung_by": ("rung", "by", "by when"),
}
"""Answers that ask for words: the fact and its value that they become."""


class Duties(Reading):
    """Lists tasks; a digit or enter shows one of them with its answers, of which the first opens
    its case."""

    name: PageName = "due"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._first = 0
        self._on: Task | None = None
        """The task that is being answered."""
        self._read: Case | None = None
        """The case it is of, where that is not the one on the desk."""
        self._known: tuple[int, Case | None, tuple[Duty, ...]] | None = None
        """The minute and the case as of which all tasks were looked up, and the tasks."""

    def begin(self, source: Input) -> None:
        self._first, self._on, self._read, self._known = 0, None, None, None

    def build(self) -> Page:
        now, found = self._c.clock.now().at, self._found()
        one = self._answered(found)
        if one is not None:
            rows = (*told(one, self._case_of(one), now), *answers(one.task))
            chosen = next((at for at, row in enumerate(rows) if row.action), 0)
            return Page(self.name, f"DUE  {one.row.title}", rows, "tab all that is due", chosen)
        self._first = min(self._first, max(0, (len(found) - 1) // A_PAGE * A_PAGE))
        shown = found[self._first : self._first + A_PAGE]
        more = "tab more · " if len(found) > A_PAGE else ""
        hint = f"{more}1–9 or ⏎ answers one" if found else "esc back"
        return Page(self.name, heading(found, now), listed(shown, now), hint)

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        found = self._found()
        if row.action == "task":
            self._on = next((one.task for one in found if name_of(one.task) == row.payload), None)
            return []
        one = self._answered(found)
        if one is None:
            return []
        self._open_case(source, one)
        if row.action == "open":
            self._c.view = replace(self._c.view, pane="timeline")
            return []
        return self._answer(source, one.task, row.action)

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        """The next tasks; from the answers to one, back to all."""
        if self._on is not None:
            self._on = None
            return []
        pages = max(1, -(-len(self._found()) // A_PAGE))
        self._first = (self._first // A_PAGE + by) % pages * A_PAGE
        return []

    # what there is

    def _found(self) -> tuple[Duty, ...]:
        """All tasks; looked up once, and again after the case on the desk changed or a minute."""
        case, minute = self._c.case, int(self._c.clock.now().at.timestamp()) // 60
        known = self._known
        if known is None or known[0] != minute or known[1] is not case:
            known = self._known = (minute, case, self._looked_up(case))
        return known[2]

    def _looked_up(self, case: Case | None) -> tuple[Duty, ...]:
        """Of the case on the desk as it stands, of the others as the index knows them."""
        rows = list(self._c.world.waiting())
        if case is not None:
            here = next((row for row in rows if row.id == case.id), None)
            here = here or CaseSummary(case.id, case.title, case.known("company"))
            rows = [row for row in rows if row.id != case.id]
            rows.append(replace(here, tasks=all_tasks(case)))
        return duties(rows, self._c.clock.now().at)

    def _answered(self, found: tuple[Duty, ...]) -> Duty | None:
        """The task that is being answered, as it is now; none once it is done."""
        on = self._on
        one = next((one for one in found if on and name_of(one.task) == name_of(on)), None)
        self._on = one.task if one else None
        return one

    def _open_case(self, source: Input, one: Duty) -> None:
        """What is answered belongs into its case: that one is on the desk from here on."""
        case = self._c.case
        if case is None or case.id != one.row.id:
            self._c.turn_to(source, one.row.id)

    def _case_of(self, one: Duty) -> Case:
        """The case that a task is of, read without opening it."""
        case = self._c.case
        if case is not None and case.id == one.row.id:
            return case
        if self._read is None or self._read.id != one.row.id:
            self._read = fold(one.row.id, self._c.world.case(one.row.id).read()).case
        return self._read

    # the answers

    def _answer(self, source: Input, task: Task, action: str) -> list[NewEvent]:
        """An answer as an event; where it needs words, the field for them opens."""
        if action in FIELDS:
            return self._ask(source, task, action)
        kind, body, said = FACTS[action]
        target = {ABOUT[kind]: task.target} if kind in ABOUT else {}
        if kind == "rung":
            target = {"rung": task.what, "name": task.owner, "by": task.by}
        self._c.say(f"{said} u takes it back.")
        return [self._c.event(source, kind, self._c.about(), **target, **body)]

    def _ask(self, source: Input, task: Task, action: str) -> list[NewEvent]:
        kind, name, prompt = FIELDS[action]
        made: list[NewEvent] = []
        target = task.target
        if kind == "letter_sent":
            made = [self._c.event(source, kind, self._c.about(), answers=task.target)]
            target = made[0].id
        stands = as_written(task.by) if action == "by" else ""
        self._fields.open_value(
            source, target, kind, name, prompt, call=self._c.about(), offered=stands
        )
        return made
