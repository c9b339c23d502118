"""``callmate log``: a live command from a shell or a desktop hotkey, for the call on the line."""

from __future__ import annotations

from typing import Any

from callmate.desk.commands import BY_ID, COMMANDS
from callmate.desk.desk import Desk
from callmate.desk.retiming import outside
from callmate.desk.times import NOT_UNDERSTOOD, undated
from callmate.desk.times import read as read_due
from callmate.errors import CallmateError, UsageError
from callmate.model.decide import BEGINNINGS, POINTS, keeps_rep
from callmate.model.entry import parse
from callmate.model.events import TEXT_FIELD
from callmate.model.moment import Moment

LIVE = tuple(spec.id for spec in COMMANDS if spec.live and spec.id != "level")
OTHER_NAMES = {
    "promised": "promise", "cut-off": "cut_off", "case": "number",
    **{name: spec.id for spec in COMMANDS if spec.id in LIVE for name in (spec.label, *spec.keys)},
}  # fmt: skip
"""What the screen calls a command, and its keys: these are taken for its name."""
BEGIN = ("start", "incoming", "rep", "hold")
"""Commands that need no call to be running: they begin one."""
NO_CASE = (
    "log: no call is running, and no case was worked on in the last 12 hours; callmate opens one, "
    "callmate log start begins a call in a new one."
)
ENDING = ("end", "cut_off")
KINDS = {
    **POINTS, "ask": "ask", "refused": "denied", "granted": "granted", "incoming": "call_start",
    "instruction": "instruction", "objection": "objection",
}  # fmt: skip
"""The kind of fact whose words a command's words are."""


def command_of(word: str) -> str:
    """The command a word names. Raises UsageError with the words there are."""
    name = OTHER_NAMES.get(word, word).replace("-", "_")
    if name not in LIVE:
        raise UsageError(f"log: “{word}” is no live command; there are: {', '.join(LIVE)}.")
    return name


def log(desk: Desk, word: str, text: str, now: Moment) -> str:
    """Carry a command out in the running call; a sentence that says what was logged."""
    name = command_of(word)
    running = desk.context.call is not None
    if not running and name not in BEGIN:
        raise CallmateError("log: no call is running; callmate log start begins one.")
    if not running and desk.context.case is None and name not in BEGINNINGS:
        raise CallmateError(NO_CASE)
    if running and name == "start":
        raise CallmateError("log: a call is running; callmate log other_line begins a second.")
    kind = KINDS.get(name, "")
    values: dict[str, Any] = {}
    when = None
    if text:
        if kind not in TEXT_FIELD:
            raise UsageError(f"log: {word} takes no words.")
        parsed = parse(kind, text, now, read_due)
        values, when = dict(parsed.values), parsed.when
    call, case = desk.context.call, desk.context.case
    why = outside(desk.context.fold, kind, call.id if call else "", when, now.at) if when else ""
    if why:
        raise UsageError(f"log: {why}; nothing was logged.")
    rep = case.rep_on_line(call) if case and call else None
    names_rep = (
        name == "rep" and case is not None and call is not None and rep is not None
        and keeps_rep(case, call, str(values.get("name") or ""))
    )  # fmt: skip
    target = rep.id if rep is not None and names_rep else ""
    count = desk.command(name, values, now, "log", when=when, detail_of=target)
    if not count:
        return f"{BY_ID[name].label}: nothing to log now."
    call = desk.context.call
    if name in ENDING and call is not None and call.closing is not None:
        return f"ending: log {word} once more ends the call as of now, or it ends in a minute."
    logged = f"logged: {BY_ID[name].label}" + (f" {text}" if text else "")
    if kind == "promise" and text and undated(text, now):
        logged += f" ({NOT_UNDERSTOOD})"
    if running:
        return logged
    place = f"“{case.title}”" if case else "a new case; ctrl+o in callmate names it"
    if name in BEGINNINGS:
        return f"{logged}, in {place}"
    return f"no call was running, so one has begun in {place}; {logged}"
