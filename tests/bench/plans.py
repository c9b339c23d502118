"""What a plan of the next call and a letter cost in a long case, beside the fold of that case.

Two cases of 5,000 events in 20 calls: one in which every event is a fact, as after an import, and
one that was logged live, in which most are keys. Processor time of the one thread.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from callmate.exchange.letter import draft
from callmate.model.advice.values import Advice
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.letter.facts import Choices, letter_facts
from callmate.model.letter.forms import LetterForm
from callmate.model.planning.company import company
from callmate.model.planning.plan import Plan, plan
from callmate.model.planning.plantext import plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.packs.loader import load
from callmate.packs.templates import load_forms
from tests.bench.cards import KINDS, at
from tests.bench.figures import Figure, median, times

EVENTS: Final = 5_000
CALLS: Final = 20
CASE: Final = "case"
GAP: Final = 20
FORM: Final = "complaint"
KEYS_A_FACT: Final = 5
"""Keys beside a fact of a case that was logged live: its own, and the letters of its words."""


def events(count: int = EVENTS, keys: int = 0) -> list[Event]:
    """The events of a case in 20 calls; with ``keys`` so many before each fact."""
    facts = count // (keys + 1)
    a_call = max(4, facts // CALLS)
    made: list[NewEvent] = []
    call = ""
    for number in range(facts):
        second = number * GAP
        for key in range(keys):
            body = {"key": "n", "character": "n", "focus": "timeline", "screen": "timeline"}
            made.append(NewEvent(f"k{number}-{key}", "key", at(second), body, call or None))
        place = number % a_call
        kind = {0: "call_start", 1: "rep", a_call - 1: "call_end"}.get(place, "")
        kind = kind or KINDS[number % len(KINDS)]
        call = f"f{number}" if kind == "call_start" else call
        made.append(NewEvent(f"f{number}", kind, at(second), _body(number), call))
    opened = {"values": {"company": "Acme Cable", "outcome": "thing 7", "country": "US"}}
    first = NewEvent("opened", "case_opened", at(0), opened)
    return [_stored(event, n) for n, event in enumerate([first, *made], start=1)]


def _body(number: int) -> dict[str, object]:
    return {
        "what": f"thing {number % 300}", "text": "words", "name": f"Rep {number % 50}",
        "value": str(number), "to": f"Desk {number % 12}", "department": f"Desk {number % 9}",
    }  # fmt: skip


def _stored(event: NewEvent, n: int) -> Event:
    return Event(
        id=event.id, n=n, lane="bench-1", case=CASE, kind=event.kind,
        at=event.moment.at.isoformat(), boot=event.moment.boot, mono=event.moment.mono,
        clock=f"{n:012x}-0000", call=event.call, cause=event.cause, body=event.body,
    )  # fmt: skip


def planned(folded: Fold, advice: Advice, as_of: datetime) -> Plan:
    """All that opening the plan makes of a case that is folded already."""
    known = company(folded.case.known("company"), [folded], as_of)
    found = plan(folded.case, as_of, ladder_of(folded.case, advice), known)
    plan_lines(found, as_of.date())
    return found


def cost(work: Callable[[], object], runs: int) -> float:
    """The median processor time of a piece of work, in milliseconds."""
    taken = []
    for _ in range(runs):
        gc.collect()
        begin = time.thread_time_ns()
        work()
        taken.append((time.thread_time_ns() - begin) / 1e6)
    return median(taken)


def written(folded: Fold, form: LetterForm, as_of: datetime) -> str:
    """A letter from a case that is folded already, its template read before."""
    return draft(form, letter_facts(folded, Choices(form=form.name), as_of)).text


def measure(runs: int, count: int = EVENTS) -> list[Figure]:
    """Plan and letter of both cases, each against the fold of the same events."""
    return [
        *_figures("all facts", events(count), runs),
        *_figures("logged live", events(count, KEYS_A_FACT), runs),
    ]


def _figures(name: str, made: Sequence[Event], runs: int) -> list[Figure]:
    advice, form = load().advice, load_forms().forms[FORM]
    folded, as_of = fold(CASE, made), made[-1].moment.at
    floor = cost(lambda: fold(CASE, made), runs)
    work = {
        "plan": lambda: planned(folded, advice, as_of),
        FORM: lambda: written(folded, form, as_of),
    }
    return [
        times(f"{what} of {len(made):,} events, {name} (CPU)", cost(do, runs), "ms", floor, 1)
        for what, do in work.items()
    ]
