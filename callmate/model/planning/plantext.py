"""A plan as lines to read, for a page and for the command line; and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from callmate.model.advice.ladders import Step, step_lines
from callmate.model.advice.values import NOT_ADVICE, ClockRule
from callmate.model.dates import as_written, named_day, written_out
from callmate.model.planning.company import DEAD_END
from callmate.model.planning.plan import Plan
from callmate.model.planning.route import Route
from callmate.model.planning.rungs import TALK, YOU, NextRung, OnLadder, Running
from callmate.model.roles import Role
from callmate.model.spoken import quoted, times

MOST_QUOTES: Final = 3
"""Sentences that are read in one look; the quote key has them all."""
SURE: Final = "high"

LAST_WORD: Final = f"{NOT_ADVICE} Nothing is sent from here."

Kind = Literal["", "break", "write", "rung", "step", "plan", "done", "sector", "country"]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line: what it tells of, its words, and what may be done about it (``kind``)."""

    label: str
    words: str
    role: Role = "text"
    kind: Kind = ""
    step: str = ""


def plan_lines(plan: Plan, today: date) -> list[PlanLine]:
    """The whole plan, the most pressing first."""
    return [
        PlanLine("next", plan.first, "strong"),
        *_due(plan),
        *_in_writing(plan),
        *_before(plan, today),
        *_during(plan),
        *_step(plan.rung, today),
    ]


def _due(plan: Plan) -> Iterator[PlanLine]:
    """What they promised and what they granted: asked about before anything else."""
    for one in plan.owed:
        parts = [f"promised by {one.by}"] if one.by else []
        when = f"{'was due' if one.overdue else 'due'} {one.due}" if one.due else "no date"
        words = f"{quoted(one.what, 'What was promised')}: {', '.join([*parts, when])}."
        yield PlanLine("overdue" if one.overdue else "promised", words,
                       "error" if one.overdue else "warn")  # fmt: skip
    for yes in plan.granted:
        by = f"{yes.by} granted" if yes.by else "Granted"
        on = f" on {written_out(yes.day)}"
        words = f"{by} {quoted(yes.what, 'what you asked for')}{on}: check that it happens."
        yield PlanLine("granted", words, "ok")


def _in_writing(plan: Plan) -> Iterator[PlanLine]:
    if plan.written is not None:
        yield PlanLine("in writing", plan.written.words, "warn", "write")


def _before(plan: Plan, today: date) -> Iterator[PlanLine]:
    if plan.rest is not None:
        until = named_day(plan.rest.until, today)
        why = f": {plan.rest.why}" if plan.rest.why else ""
        lead = "You are taking a break" if plan.rest.chosen else "Take a break"
        yield PlanLine("break", f"{lead} until {until}{why}.", "accent", "break")
    if plan.names_missing:
        yield PlanLine("name", "No name was ever noted: ask for it before all else.", "warn")
    if plan.supervisor:
        writing = plan.spent or (plan.rung is not None and plan.rung.step.id not in TALK)
        lead = "If you do call, ask" if writing else "Ask"
        words = f"{lead} for a supervisor at once, calmly: {plan.supervisor}."
        yield PlanLine("first", words, "warn")
    if plan.dial:
        yield PlanLine("dial", " · ".join(plan.dial))
    if plan.number and not plan.settled:
        yield PlanLine("give", f"Case number {plan.number}, before they ask.")
    if plan.asked_for and not plan.settled:
        yield PlanLine("have ready", f"They asked for: {', '.join(plan.asked_for)}.")


def _during(plan: Plan) -> Iterator[PlanLine]:
    for again in plan.asks:
        what = quoted(again.what, "What you asked for")
        yield PlanLine("ask again", f"{what}. {again.how}")
    for whom in plan.whom:
        yield PlanLine("ask for", f"{whom.name}: {whom.why}.", "ok")
    if plan.route is not None:
        yield PlanLine("way in", route_words(plan.route), "ok")
    for name in plan.avoid:
        yield PlanLine("dead end", f"{name}: {DEAD_END}.", "error")
    for text in plan.quotes[:MOST_QUOTES]:
        yield PlanLine("quote", text)
    for question in plan.questions:
        yield PlanLine("question", question)
    if plan.thanks:
        yield PlanLine(
            "thanks", "Somebody helped: a thank-you does good, and letters has one.", "ok"
        )
    if plan.fair and not plan.settled:
        yield PlanLine("fair?", f"Could they do it for everyone? {plan.fair}", "dim")


def route_words(route: Route) -> str:
    """``Front desk → Billing, which granted “fee waived”``."""
    like = "" if route.same else " a like thing:"
    granted = f"granted{like} “{route.grant.words}”"
    if route.stops:
        return f"{' → '.join(route.stops)}, which {granted}."
    return f"{route.grant.rep} {granted}."


def _step(rung: NextRung | None, today: date) -> Iterator[PlanLine]:
    """The next step of the ladder, what it asks for, and the clocks; never that it is law."""
    if rung is None:
        return
    yield PlanLine("then", f"{rung.step.name}{_from(rung, today)}", "strong", "rung")
    yield from _about(rung.step)
    for step in rung.beside:
        yield PlanLine("any time", f"{step.name}. {_first_line(step)}", "dim")
    for clock in rung.clocks:
        yield PlanLine("clock", clock_words(clock), "warn" if clock.rule.who == YOU else "dim")
    yield PlanLine("", LAST_WORD, "dim")


def _from(rung: NextRung, today: date) -> str:
    parts = []
    if rung.opens > today:
        parts.append(f"from {named_day(rung.opens, today)}")
    if rung.why:
        parts.append(rung.why)
    if rung.by:
        parts.append(f"you planned it by {as_written(rung.by)}")
    return f" ({'; '.join(parts)})" if parts else ""


def _first_line(step: Step) -> str:
    return next(iter(step_lines(step)), "")


def clock_words(clock: Running) -> str:
    """Who must do what, in how long from when, and what that rests on."""
    rule = clock.rule
    length = _length(rule)
    start = f" from {rule.starts}" if rule.starts and length else ""
    until = ""
    if clock.until:
        until = f" (about {written_out(clock.until)}, counted from the day you sent it)"
    doubt = rule.disputed or rule.unverified
    parts = [f"{rule.who}: {rule.what}{': ' if length else ''}{length}{start}{until}."]
    parts += [f"Not certain: {doubt}"] if doubt else []
    parts += [f"[{'; '.join(part for part in (rule.cite, clock.source) if part)}]"]
    return " ".join(parts)


def _length(clock: ClockRule) -> str:
    both = ((clock.business_days, "business days"), (clock.days, "days"))
    return " or ".join(f"{count} {unit}" for count, unit in both if count)


def ladder_lines(plan: Plan, today: date, opened: str = "") -> list[PlanLine]:
    """The whole ladder, and whose it is; the step that is ``opened`` with all that is known."""
    country = plan.country
    lines = [
        PlanLine("kind", plan.sector, "text", "sector"),
        PlanLine("country", country or "not known", "text" if country else "warn", "country"),
    ]
    lines += [PlanLine("", plan.note, "dim")] if plan.note else []
    roles: dict[str, Role] = {
        "taken": "dim", "asked": "warn", "next": "strong", "any time": "dim",
    }  # fmt: skip
    for one in plan.ladder:
        by = f" (you planned it by {as_written(one.by)})" if one.by and one.state != "taken" else ""
        asked = f": asked for {times(one.asked)}, not got" if one.asked else ""
        words = f"{one.step.name}{asked}{by}"
        lines.append(PlanLine(one.state, words, roles.get(one.state, "text"), "step", one.step.id))
        if one.step.id == opened:
            lines += _opened(one, today)
    return [*lines, PlanLine("", LAST_WORD, "dim")]


def _opened(one: OnLadder, today: date) -> Iterator[PlanLine]:
    """What a step is: from when, what to do there, its times, and what may be done about it."""
    waits = one.opens is not None and one.opens > today
    parts = [f"from {named_day(one.opens, today)}"] if waits and one.opens else []
    parts += [one.why] if one.why else []
    if parts:
        yield PlanLine("", f"{'; '.join(parts)}.", "warn")
    yield from _about(one.step)
    for clock in one.clocks:
        yield PlanLine("clock", clock_words(clock), "warn" if clock.rule.who == YOU else "dim")
    if one.state != "taken":
        yield PlanLine("", "Plan this step", "text", "plan", one.step.id)
        yield PlanLine("", "It is taken", "text", "done", one.step.id)


def _about(step: Step) -> Iterator[PlanLine]:
    for words in step_lines(step):
        yield PlanLine("", words, "dim")
    if step.confidence not in ("", SURE):
        yield PlanLine("", f"How sure this is: {step.confidence}.", "dim")


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values; null and empty where there is nothing to say."""
    rest, route, rung, notice = plan.rest, plan.route, plan.rung, plan.written
    return {
        "next": plan.first,
        "settled": plan.settled,
        "break": rest and {"until": rest.until.isoformat(), "why": rest.why or None,
                           "chosen": rest.chosen},
        "promised": [{"what": one.what, "by": one.by or None, "due": one.due or None,
                      "overdue": one.overdue} for one in plan.owed],
        "granted": [{"what": one.what, "by": one.by or None, "on": one.day.isoformat()}
                    for one in plan.granted],
        "asks": [{"what": one.what, "asked": one.asked, "denied": one.denied, "how": one.how}
                 for one in plan.asks],
        "quotes": list(plan.quotes),
        "ask_for": [{"name": one.name, "why": one.why} for one in plan.whom],
        "supervisor_first": plan.supervisor or None,
        "talking_spent": plan.spent or None,
        "names_missing": plan.names_missing,
        "case_number": plan.number or None,
        "dial": list(plan.dial),
        "route": route and {"stops": list(route.stops), "rep": route.grant.rep or None,
                            "granted": route.grant.words, "same": route.same},
        "dead_ends": list(plan.avoid),
        "in_writing": notice and {
            "what": notice.name, "why": notice.why, "limit": notice.limit or None,
            "until": notice.until.isoformat() if notice.until else None,
            "source": notice.source or None,
        },
        "step": rung and _rung_json(rung),
        "questions": list(plan.questions),
        "asked_for": list(plan.asked_for),
        "fair": plan.fair or None,
        "sector": plan.sector,
    }  # fmt: skip


def _rung_json(rung: NextRung) -> dict[str, Any]:
    step = rung.step
    return {
        "id": step.id, "name": step.name, "do": step.do, "asks_for": list(step.asks),
        "opens": rung.opens.isoformat(), "planned_by": rung.by or None, "why": rung.why or None,
        "source": step.source or None, "confidence": step.confidence or None,
        "disputed": step.disputed or None, "unverified": step.unverified or None,
        "clocks": [clock_words(one) for one in rung.clocks],
        "any_time": [one.name for one in rung.beside],
    }  # fmt: skip
