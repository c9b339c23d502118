"""What a command causes: the facts it writes and the states it closes. Pure.

Every door goes through here: a key, a click, ``callmate log``, an imported script. A closure is
an event of its own, marked ``auto``; what is stored is never worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from callmate.ids import NewId
from callmate.model import asking, steps
from callmate.model.events import NewEvent
from callmate.model.moment import Moment
from callmate.model.requests import Offer
from callmate.model.state import CUT_OFF, END_OF, Call, Case, StateKind
from callmate.text import fold

CLOSES: Final[Mapping[str, tuple[StateKind, ...]]] = {
    "rep": ("hold", "menu", "transfer", "supervisor", "rep"),
    "transfer": ("hold", "pitch", "transfer", "supervisor", "menu", "instruction", "rep"),
    "supervisor_asked": ("supervisor",),
    "supervisor_reached": ("supervisor",),
    "call_end": ("hold", "pitch", "transfer", "supervisor", "menu", "instruction", "rep"),
}
"""Which open states a fact ends (``keys.md``, closures; an exclusion matrix as in BORIS)."""

TOGGLES: Final[Mapping[str, tuple[StateKind, str]]] = {
    "hold": ("hold", "hold_start"),
    "pitch": ("pitch", "pitch_start"),
}

SWITCHES: Final[Mapping[str, StateKind]] = {"anger": "anger", "recording": "recording"}
"""Commands that turn a state on and off by the same fact, which says which."""

POINTS: Final[Mapping[str, str]] = {
    "note": "note",
    "number": "case_number",
    "offer": "offer",
    "promise": "promise",
    "mark": "mark",
    "transfer": "transfer",
    "department": "department",
    "rep": "rep",
    "new_person": "rep",
    "manager": "supervisor_asked",
    "manager_here": "rep",
    "menu": "ivr",
    "unsure": "unsure",
    "verification": "verification",
    "told_again": "repeat_story",
    "kudos": "kudos",
    "trouble": "trouble",
}
"""Commands that write one fact of this kind, its words to follow."""


BEGINNINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "start": {"direction": "out"},
    "incoming": {"direction": "in"},
}
"""Commands that begin a call, on the first line that is free."""

AT_ANY_TIME: Final[Mapping[str, str]] = {"kept": "promise_kept", "broken": "promise_broken"}
"""Commands that a call need not run for."""

AFTER_IT: Final = frozenset({"note"})
"""Commands that may add to a call that is over, as of when they are given."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a key means, with the values that came with it; ``call`` is the line it is for."""

    name: str
    call: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deciding:
    """The circumstances of one decision: the state, the moment, where ids come from, the input."""

    case: Case
    now: Moment
    new_id: NewId
    cause: str | None = None

    def event(self, kind: str, call: str | None, /, **body: Any) -> NewEvent:
        return NewEvent(self.new_id(), kind, self.now, body, call, self.cause)


def decide(at: Deciding, command: Command) -> tuple[NewEvent, ...]:
    """The events of a command, in order; none if it changes nothing."""
    if command.name in BEGINNINGS:
        return start_call(at, {**BEGINNINGS[command.name], **command.values})
    call = at.case.call(command.call or "")
    if call is None:
        return ()
    if command.name in AT_ANY_TIME:
        return _afterwards(at, call, command)
    if not call.running:
        return fact(at, call, command.name, command.values) if command.name in AFTER_IT else ()
    if command.name in ("end", "cut_off"):
        return _end(at, call, command)
    return (*_going_on(at, call), *_live(at, call, command))


def _live(at: Deciding, call: Call, command: Command) -> tuple[NewEvent, ...]:
    name, values = command.name, command.values
    if name in TOGGLES:
        kind, start = TOGGLES[name]
        if call.state(kind):
            return (at.event(END_OF[kind], call.id),)
        return (at.event(start, call.id, **values),)
    if name in SWITCHES:
        on = call.state(SWITCHES[name]) is None
        return (at.event(name, call.id, **{"on": on, **values}),)
    match name:
        case "rep":
            return _rep(at, call, values)
        case "instruction":
            return _instruction(at, call, values)
        case "objection":
            step = steps.newest_open(at.case, call)
            body = {"answers": step.id if step else "", **values}
            return (at.event("objection", call.id, **body),)
        case "other_line":
            return (at.event("line", call.id),) if call is not at.case.on_line else ()
        case "ask":
            body = {"what": default_ask(at.case, call), **values}
            return (at.event("ask", call.id, **body),)
        case "refused" | "granted":
            return _answer(at, call, name == "granted", values)
        case "manager_here":
            return _manager_here(at, call, values)
        case _ if name in POINTS:
            return fact(at, call, POINTS[name], values)
    return ()


def start_call(at: Deciding, values: Mapping[str, Any]) -> tuple[NewEvent, ...]:
    """A call begins; its id is that of the event."""
    call_id = at.new_id()
    body = {"direction": "out", "line": free_line(at.case), **values}
    return (NewEvent(call_id, "call_start", at.now, body, call_id, at.cause),)


def free_line(case: Case) -> int:
    """The first line on which no call runs."""
    taken = {call.line for call in case.running}
    return next(line for line in range(1, len(taken) + 2) if line not in taken)


def fact(at: Deciding, call: Call, kind: str, values: Mapping[str, Any]) -> tuple[NewEvent, ...]:
    """A fact with the closures it brings: what every door ends in."""
    closed = closures(at, call, CLOSES.get(kind, ()), granted=kind == "supervisor_reached")
    return (*closed, at.event(kind, call.id, **values))


def closures(
    at: Deciding, call: Call, kinds: tuple[StateKind, ...], *, granted: bool = False
) -> tuple[NewEvent, ...]:
    """End events, marked automatic, for those of ``kinds`` that are open."""
    return tuple(_closures(at, call, kinds, granted))


def _closures(
    at: Deciding, call: Call, kinds: tuple[StateKind, ...], granted: bool
) -> Iterator[NewEvent]:
    for kind in kinds:
        if call.state(kind) is None:
            continue
        extra = {"result": "granted"} if granted and kind == "supervisor" else {}
        yield at.event(END_OF[kind], call.id, auto=True, **extra)


def _rep(at: Deciding, call: Call, values: Mapping[str, Any]) -> tuple[NewEvent, ...]:
    """A person answers; or, without an event of its own, the one on the line gets a name."""
    if not keeps_rep(at.case, call, str(values.get("name") or "")):
        return fact(at, call, "rep", values)
    return closures(at, call, ("hold", "menu"))


def keeps_rep(case: Case, call: Call, name: str = "") -> bool:
    """Whether the rep key, pressed now, speaks of the person who is on the line already.

    True for an unnamed rep with nothing else open, and after a hold without a transfer, where
    the same person is offered first. A ``name`` that is given with it may be another person's.
    """
    rep = case.rep_on_line(call)
    if rep is None or call.state("transfer") or call.state("supervisor"):
        return False
    if name and rep.name and fold(name) != fold(rep.name):
        return False
    return bool(call.state("hold")) or (not rep.name and not call.state("menu"))


def _manager_here(at: Deciding, call: Call, values: Mapping[str, Any]) -> tuple[NewEvent, ...]:
    """A manager takes the line: from now on it is who answers, refuses and promises."""
    closed = closures(at, call, CLOSES["rep"], granted=True)
    named = {key: value for key, value in values.items() if key == "name"}
    reached = at.event("supervisor_reached", call.id, **named)
    return (*closed, reached, at.event("rep", call.id, **values))


def _instruction(at: Deciding, call: Call, values: Mapping[str, Any]) -> tuple[NewEvent, ...]:
    """They tell you to do a step; pressed again, it is done."""
    step = steps.newest_open(at.case, call)
    if step is None or call.state("instruction") is None or values:
        return fact(at, call, "instruction", values)
    return (at.event("instruction_end", call.id, state="done", answers=step.id),)


def _afterwards(at: Deciding, call: Call, command: Command) -> tuple[NewEvent, ...]:
    """What may be told when the call is over, too: whether a promise was kept."""
    waiting = [one.id for one in at.case.waiting]
    named = str(command.values.get("answers") or "")
    answers = named or (waiting[-1] if waiting else "")
    if not answers:
        return ()
    return (at.event(AT_ANY_TIME[command.name], call.id, **{**command.values, "answers": answers}),)


def default_ask(case: Case, call: Call) -> str:
    """What ``a`` asks for if no words follow: the last ask of the call, else the outcome."""
    asked = [known for known in case.asks if call.id in known.calls]
    if asked:
        return max(asked, key=lambda known: known.seq).what
    return case.known("outcome")


def _answer(
    at: Deciding, call: Call, granted: bool, values: Mapping[str, Any]
) -> tuple[NewEvent, ...]:
    """A yes or no to the newest thing that waits for one: manager, offer, ask, or the outcome."""
    waiting = asking.newest_open(at.case, call)
    request = next((r for r in reversed(at.case.supervisors) if r.call == call.id and r.open), None)
    if request is not None and (waiting is None or request.seq > waiting.seq):
        body = {"answers": request.id, "result": "granted" if granted else "refused"}
        return (at.event("supervisor_end", call.id, **{**body, **values}),)
    if isinstance(waiting, Offer):
        kind = "accepted" if granted else "declined"
        body = {"what": waiting.what, "answers": waiting.id}
        return (at.event(kind, call.id, **{**body, **values}),)
    kind = "granted" if granted else "denied"
    if waiting is not None:
        body = {"what": waiting.what, "answers": waiting.events[-1] if waiting.events else ""}
    else:
        body = {"what": default_ask(at.case, call)}
    return (at.event(kind, call.id, **{**body, **values}),)


def _end(at: Deciding, call: Call, command: Command) -> tuple[NewEvent, ...]:
    """Closing at the first press; at the second the call ends as of the first."""
    if call.closing is None:
        how = "cut_off" if command.name == "cut_off" else "end"
        return (at.event("closing", call.id, **{"how": how, **command.values}),)
    return finish(at, call)


def finish(at: Deciding, call: Call) -> tuple[NewEvent, ...]:
    """End a closing call at the moment its closing key was pressed."""
    closing = call.closing
    if closing is None:
        return fact(at, call, "call_end", {})
    stamp: dict[str, Any] = {"when": closing.moment.at.isoformat()}
    if closing.moment.boot == at.now.boot and closing.moment.boot:
        stamp["mono"] = closing.moment.mono
    outcome = {"outcome": CUT_OFF} if closing.how == "cut_off" else {}
    ends = closures(at, call, CLOSES["call_end"])
    stamped = tuple(
        NewEvent(e.id, e.kind, e.moment, {**e.body, **stamp}, e.call, e.cause) for e in ends
    )
    return (*stamped, at.event("call_end", call.id, of=closing.id, **stamp, **outcome))


def _going_on(at: Deciding, call: Call) -> tuple[NewEvent, ...]:
    """A live key while the call is closing: it goes on after all."""
    return (at.event("resume", call.id, auto=True),) if call.closing else ()
