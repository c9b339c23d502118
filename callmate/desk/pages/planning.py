"""The page plan: the next call as the calls before made it, a break, and the step after talking."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.learned import Learned
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.model.events import NewEvent
from callmate.model.figures import organisation
from callmate.model.planning.plan import Plan, plan
from callmate.model.planning.plantext import PlanLine, ladder_lines, plan_lines
from callmate.model.planning.rungs import IN_WRITING, ladder_of
from callmate.model.rules import Packs
from callmate.model.state import Case

NO_CASE: Final = "No case is open: start one, or take one up with /."
UNTIL: Final = "break until (tomorrow, fri, 3 days)"
KINDS: Final = "kind of company (cable, bank, airline, parcel, gas …)"
COUNTRY: Final = "their country, or the state"
BY: Final = "take this step by (fri, 3 days, 2 weeks)"
TOMORROW: Final = "tomorrow"


class Planning(Reading):
    """Shows the plan of the open case; it is made anew when the case or the minute changes."""

    name: PageName = "plan"
    title = "PLAN FOR THE NEXT CALL"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._learned = Learned(context.world)
        self._of: tuple[Case, datetime, Packs] | None = None
        self._plan: Plan | None = None
        self._on_ladder = False
        self._opened = ""
        """The step of the ladder that is read."""

    def begin(self, source: Input) -> None:
        """The other cases with the company are read once, as the page opens."""
        self._of, self._on_ladder, self._opened = None, False, ""
        if self._c.case is not None:
            self._learned.read(company_of(self._c), self._c.case.id)

    def build(self) -> Page:
        now = self._c.clock.now().at
        found = self._made(now)
        if found is None:
            return Page(self.name, self.title, (Row(NO_CASE, role="dim"),), "esc back")
        if self._on_ladder:
            lines = ladder_lines(found, now.date(), self._opened)
            rows = [_step_row(line, self._opened) for line in lines]
            return Page(self.name, "LADDER 2/2", tuple(rows), "⏎ read a step · esc back")
        rows = [row for line in plan_lines(found, now.date()) for row in _rows(line, found)]
        return Page(self.name, f"{self.title} 1/2", tuple(rows), "tab ladder · esc back")

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        """The whole ladder, and back; past it the page is over."""
        if by > 0 and (self._on_ladder or self._c.case is None):
            return None
        self._on_ladder = by > 0
        return []

    def _made(self, now: datetime) -> Plan | None:
        c = self._c
        if c.case is None:
            return None
        minute = now.replace(second=0, microsecond=0)
        was = self._of
        if was is None or was[0] is not c.case or was[1] != minute or was[2] is not c.packs:
            known = self._learned.company(company_of(c), c.fold, now)
            self._plan = plan(c.case, now, ladder_of(c.case, c.packs.advice), known)
            self._of = (c.case, minute, c.packs)
        return self._plan

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        match row.action:
            case "rest":
                self._c.say("A break: until then only what has a date of its own is shown.")
                return [self._rest(source, row.payload)]
            case "wake":
                self._c.say("The break is over.")
                return [self._rest(source, "")]
            case "plan":
                planned = self._rung(source, row.payload, "planned")
                self._fields.open_value(source, planned.id, "rung", "by", BY, call=self._c.about())
                return [planned]
            case "read":
                self._opened = "" if self._opened == row.payload else row.payload
            case "write":
                return self._in_writing(source)
            case "sector" | "country":
                return self._ask_for(source, row)
            case "done":
                self._c.say("Noted as taken; the plan goes on to the step after it.")
                return [self._rung(source, row.payload, "done")]
        return []

    def leave(self, source: Input) -> list[NewEvent]:
        """What was read for the page is let go with it."""
        self._learned.forget()
        self._of = self._plan = None
        return []

    def _in_writing(self, source: Input) -> list[NewEvent]:
        """A notice in writing as a task: with its last day, or asking for one."""
        notice = self._plan.written if self._plan else None
        if notice is None:
            return []
        until = notice.until.isoformat() if notice.until else ""
        noted = self._c.event(
            source, "rung", self._c.about(), rung=notice.step, name=f"write: {notice.name}",
            by=until, state="planned",
        )  # fmt: skip
        self._c.say("It is among what is due (d).")
        if not until:
            self._fields.open_value(source, noted.id, "rung", "by", BY, call=self._c.about())
        return [noted]

    def _ask_for(self, source: Input, row: Row) -> list[NewEvent]:
        """Whose ladder it is: typed, where the log does not tell it or tells it wrong."""
        said = self._c.event(source, "case_set", None, values={row.action: row.payload})
        prompt = KINDS if row.action == "sector" else COUNTRY
        self._fields.open_value(source, said.id, "case_set", row.action, prompt, row.payload)
        return [said]

    def rest(self, source: Input) -> list[NewEvent]:
        """A break until tomorrow unless the field that opens is told another day; Escape takes it
        back."""
        if self._c.case is None:
            self._c.say(NO_CASE)
            return []
        until = (source.at.at + timedelta(days=1)).date().isoformat()
        taken = self._rest(source, until)
        self._fields.open_value(
            source, taken.id, "cool_off", "until", UNTIL, call=self._c.about(), offered=TOMORROW
        )
        return [taken]

    def _rest(self, source: Input, until: str) -> NewEvent:
        return self._c.event(source, "cool_off", self._c.about(), until=until)

    def _rung(self, source: Input, step: str, state: str) -> NewEvent:
        steps = self._plan.ladder if self._plan else ()
        name = next((one.step.name for one in steps if one.step.id == step), "")
        return self._c.event(source, "rung", self._c.about(), rung=step, name=name, state=state)


def company_of(context: Context) -> str:
    """Whom the case is with: who is on the line, else its company."""
    case, call = context.case, context.call
    if case is None:
        return ""
    return organisation(case, call) if call else case.known("company")


def _rows(line: PlanLine, found: Plan) -> list[Row]:
    """The rows of a line: with what may be done about it."""
    if line.kind == "break" and found.rest is not None:
        chosen = found.rest.chosen
        action, right = ("wake", "end it") if chosen else ("rest", "take it")
        day = found.rest.until.isoformat()
        return [Row(line.words, line.label, right, line.role, action, day, "1")]
    if line.kind == "write" and found.written is not None:
        if found.written.planned:
            return [Row(line.words, line.label, "in due", line.role)]
        return [Row(line.words, line.label, "into due", line.role, "write", "", "4")]
    if line.kind == "rung" and found.rung is not None:
        step = found.rung.step.id
        letter = "; l drafts the letter" if step == IN_WRITING else ""
        return [
            Row(line.words, line.label, "plan it", line.role, "plan", step, "2"),
            Row(f"It is taken{letter}", "", "done", "text", "done", step, "3"),
        ]
    return [Row(line.words, line.label, "", line.role)]


def _step_row(line: PlanLine, opened: str) -> Row:
    """A row of the ladder: any step may be read, then planned; whose ladder it is, put right."""
    if line.kind == "sector":
        return Row(line.words, line.label, "change", line.role, "sector", line.words, "1")
    if line.kind == "country":
        known = line.words if line.role == "text" else ""
        return Row(line.words, line.label, "change", line.role, "country", known, "2")
    if line.kind == "step":
        right = "less" if line.step == opened else "more"
        return Row(line.words, line.label, right, line.role, "read", line.step)
    if line.kind in ("plan", "done"):
        digit = "3" if line.kind == "plan" else "4"
        return Row(line.words, line.label, "", line.role, line.kind, line.step, digit)
    return Row(line.words, line.label, "", line.role)
