"""The figures of a case or of one of its calls: names and meaning as in the report."""

from __future__ import annotations

from typing import Any

from callmate.model.amounts import as_int
from callmate.model.apply import reached
from callmate.model.durations import WAITING, spent_between
from callmate.model.events import CALL_FACTS, CASE_FACTS
from callmate.model.moment import whole_seconds
from callmate.model.orgmap import authority, by_rep, edges, loops
from callmate.model.promises import by_text, due_at, standing
from callmate.model.promisewords import carrier_of, owner_of
from callmate.model.requests import Answer
from callmate.model.scope import Scope, crosses_midnight, distinct, most_at_once
from callmate.model.state import Call, Case
from callmate.model.stints import did


def figures(scope: Scope) -> dict[str, Any]:
    """Everything that is counted, over the calls of ``scope``. Durations are whole seconds."""
    return {
        **_calls(scope),
        **_seconds(scope),
        **_people(scope),
        **_requests(scope),
        **supervisors(scope),
        **_promises(scope),
        "contradictions": scope.contradictions,
        "instructions": _instructions(scope),
        "disconnects": sum(call.cut_off for call in scope.calls),
        "case_numbers": _numbers(scope),
        "org_map": edges(scope),
        "authority": authority(scope),
        "unknown_events": sum(
            fact.kind not in CALL_FACTS and fact.kind not in CASE_FACTS for fact in scope.facts
        ),
    }


def organisation(case: Case, call: Call) -> str:
    """Whom a call was with: its own organisation, else the case's company."""
    return call.organisation or case.known("company")


def _calls(scope: Scope) -> dict[str, Any]:
    calls = scope.calls
    return {
        "calls": len(calls),
        "incoming_calls": sum(call.direction == "in" for call in calls),
        "concurrent_calls_max": most_at_once(calls, scope.now),
        "organisations": distinct(organisation(scope.case, call) for call in calls),
        "crosses_midnight": any(crosses_midnight(call, scope.now) for call in calls),
    }


def _seconds(scope: Scope) -> dict[str, Any]:
    """Each second once; ``waiting_seconds`` is all that is neither hold, pitch nor talk. But
    ``pitch_spans_seconds`` is how long the pitches lasted, with the holds in them."""

    def total(*kinds: str) -> int:
        return whole_seconds(sum(one.of(*kinds) for one in scope.spent))

    return {
        "call_seconds": whole_seconds(sum(one.total for one in scope.spent)),
        "hold_seconds": total("hold"),
        "longest_hold_seconds": whole_seconds(max(scope.holds(), default=0)),
        "talk_seconds": total("rep"),
        "pitch_seconds": total("pitch"),
        "pitch_spans_seconds": whole_seconds(sum(scope.lengths("pitch"))),
        "waiting_seconds": total("transfer", "supervisor", "menu", WAITING),
        "waiting_by": {
            "transfer": total("transfer"),
            "supervisor": total("supervisor"),
            "menu": total("menu"),
            "other": total(WAITING),
        },
    }


def _people(scope: Scope) -> dict[str, Any]:
    reps = scope.reps
    named = sum(bool(rep.name.strip()) for rep in reps)
    places = [rep.place for rep in reps] + [call.department for call in scope.calls]
    return {
        "ivr_levels": len(scope.kind("ivr")),
        "reps": len(reps),
        "reps_named": named,
        "reps_unnamed": len(reps) - named,
        "reps_by_result": by_rep(scope),
        "departments": distinct(places),
        "transfers": len(scope.transfers),
        "transfers_unreached": sum(not reached(scope.case, one) for one in scope.transfers),
        "loops": loops(scope),
        "verifications": sum(as_int(one.body.get("n"), 1) for one in scope.kind("verification")),
        "retellings": len(scope.kind("repeat_story")),
    }


def by_stint(scope: Scope) -> list[dict[str, Any]]:
    """What each rep did and did not do, and what the time with them went to, in whole seconds.

    A stint ends where the next begins. What is left of a call, before anybody answered and
    between reps, is nobody's.
    """
    numbers = {call.id: number for number, call in enumerate(scope.case.calls, start=1)}
    rows = []
    for rep in scope.reps:
        call = scope.case.call(rep.call)
        if call is None:
            continue
        end = rep.end or call.end or scope.now
        time = spent_between(call, rep.start, end, scope.now)
        rows.append(
            {
                "name": rep.name or None,
                "department": rep.place or None,
                "call": numbers[rep.call],
                "did": did(scope.case, scope.facts, rep) or None,
                "own_line": scope.case.around.lines.get(rep.id) or None,
                "seconds": whole_seconds(time.total),
                "talk_seconds": whole_seconds(time.of("rep")),
                "hold_seconds": whole_seconds(time.of("hold")),
                "pitch_seconds": whole_seconds(time.of("pitch")),
                "waiting_seconds": whole_seconds(
                    time.of("transfer", "supervisor", "menu", WAITING)
                ),
            }
        )
    return rows


def _requests(scope: Scope) -> dict[str, Any]:
    asks: list[dict[str, Any]] = []
    turned = False
    for ask in scope.case.asks:
        answers = scope.answers(ask)
        asked = scope.times_asked(ask)
        if not asked and not answers:
            continue
        granted = sum(answer.granted for answer in answers)
        turned = turned or _denied_then_granted(answers)
        asks.append(
            {
                "what": ask.what,
                "asked": asked,
                "denied": len(answers) - granted,
                "granted": granted,
            }
        )
    states = [offer.state for offer in scope.offers]
    return {
        "asks": asks,
        "same_ask_max": max((ask["asked"] for ask in asks), default=0),
        "denied_then_granted": turned,
        "offers": len(states),
        "offers_accepted": states.count("accepted"),
        "offers_declined": states.count("declined"),
        "offers_open": states.count("open"),
    }


def _denied_then_granted(answers: list[Answer]) -> bool:
    denied = False
    for answer in answers:
        if answer.granted and denied:
            return True
        denied = denied or not answer.granted
    return False


def supervisors(scope: Scope) -> dict[str, Any]:
    granted = {one.id for one in scope.requests if one.is_granted}
    met = 0
    waiting: dict[str, int] = {}
    """Granted requests of a call that no ``supervisor_reached`` has followed yet."""
    for fact in scope.facts:
        if fact.kind == "supervisor_asked" and fact.id in granted:
            met += 1
            waiting[fact.call] = waiting.get(fact.call, 0) + 1
        elif fact.kind == "supervisor_reached":
            if waiting.get(fact.call):
                waiting[fact.call] -= 1
            else:
                met += 1
    return {
        "supervisor_asked": len({one.id for one in scope.requests}),
        "supervisor_refused": sum(one.is_refused for one in scope.requests),
        "supervisor_reached": met,
    }


def _promises(scope: Scope) -> dict[str, Any]:
    case = scope.case
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    rows: list[dict[str, Any]] = []
    for promise in scope.promises:
        state, overdue = standing(promise, scope.as_of)
        call, rep, due = case.call(promise.call), case.rep(promise.rep), due_at(promise)
        at = promise.moment.at
        rows.append(
            {
                "what": promise.what,
                "by": by_text(promise) or None,
                "due_at": due.isoformat() if due else None,
                "made_at": at.date().isoformat() if call and call.date_only else at.isoformat(),
                "call": numbers.get(promise.call),
                "rep": (rep.name if rep else "") or None,
                "owner": owner_of(promise) or None,
                "carrier": carrier_of(promise) or None,
                "state": state,
                "overdue_seconds": overdue,
            }
        )
    states = [row["state"] for row in rows]
    return {
        "promises": rows,
        "promises_made": len(rows),
        "promises_kept": states.count("kept"),
        "promises_broken": states.count("broken"),
        "promises_open": states.count("open") + states.count("overdue"),
        "promises_overdue": states.count("overdue"),
    }


def _instructions(scope: Scope) -> list[dict[str, Any]]:
    return [
        {"what": one.what, "state": one.state or None, "objected": one.objected,
         "objection": one.objection or None}
        for one in scope.instructions
    ]  # fmt: skip


def _numbers(scope: Scope) -> list[dict[str, Any]]:
    ids = {call.id for call in scope.calls}
    numbers = {call.id: number for number, call in enumerate(scope.case.calls, start=1)}
    return [
        {"value": one.value, "kind": one.kind or None, "call": numbers[one.call]}
        for one in scope.case.numbers
        if one.call in ids
    ]
