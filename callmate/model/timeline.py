"""Facts as lines of a timeline: what each says, in the person's words where there are any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from callmate.model import timeline_around as around
from callmate.model.dates import due_short
from callmate.model.events import TEXT_FIELD
from callmate.model.moment import Moment, elapsed_us, is_about, whole_seconds
from callmate.model.state import STARTS, Case, Fact, Span

HIDDEN: Final = frozenset({
    "case_opened", "case_set", "card", "tick", "closing", "resume", "clock_jumped",
    "forgotten", "ended_by_signal", "hold_end", "pitch_end", "ivr_end", "transfer_end",
    "contradiction", "line", *around.HIDDEN,
})  # fmt: skip
"""Facts without a line of their own: their effect shows on another, or is not the call's."""

GLYPHS: Final = {
    "call_start": "☎", "call_end": "■", "rep": "▸", "rep_end": "◂", "transfer": "→",
    "hold_start": "‖", "ivr": "#", "ask": "?", "denied": "✗", "granted": "✓", "offer": "+",
    "accepted": "✓", "declined": "✗", "promise": "◆", "promise_kept": "✓",
    "promise_broken": "✗", "supervisor_asked": "▲", "supervisor_end": "✗",
    "supervisor_reached": "▲", "pitch_start": "$", "verification": "@", "repeat_story": "↺",
    "case_number": "№", "department": "⌂", "note": "·", "mark": "!", "kudos": "♥",
    "unsure": "~", "instruction": "»", "instruction_end": "✓", "objection": "≠",
    "recording": "●", "anger": "*", "trouble": "≈", **around.GLYPHS,
}  # fmt: skip

MANAGER_SAID: Final = {"none": "none on duty", "callback": "calls back"}
"""How the results of asking for a manager read, where their names do not say it."""

FORGOTTEN: Final = "(forgotten)"
"""Stands for words that were there until the person had them emptied for good."""

NEEDS_WORDS: Final = frozenset({"question", "rep_line"})
"""Facts that say nothing until their words are typed."""

Role = str
ROLES: Final = {
    "call_start": "strong", "call_end": "strong", "rep": "accent", "transfer": "accent",
    "hold_start": "hold", "denied": "error", "declined": "error", "promise_broken": "error",
    "granted": "ok", "accepted": "ok", "promise_kept": "ok", "promise": "warn",
    "case_number": "accent", "supervisor_asked": "accent", "note": "text", **around.ROLES,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line: time, glyph, words, what stands at the right, and its role for colouring.

    ``words`` are the person's own where they typed any; they are not safe to show as they are.
    """

    id: str
    moment: Moment
    glyph: str
    label: str
    words: str = ""
    right: str = ""
    role: Role = "text"
    struck: bool = False
    running: bool = False
    late: bool = False
    draft: str = ""


CALLED: Final = {
    "denied": "refused", "case_number": "case number", "call_end": "end of the call",
    "supervisor_asked": "manager asked", "repeat_story": "told again",
    "verification": "who you are", "unsure": "rep unsure", "kudos": "praise",
    "trouble": "hard to understand", "ivr": "menu", "instruction": "step told",
    "instruction_end": "step done", "supervisor_reached": "manager on the line",
}  # fmt: skip


def called(kind: str) -> str:
    """What the screen calls a kind of fact."""
    return CALLED.get(kind, kind.replace("_", " "))


def is_visible(fact: Fact) -> bool:
    """Whether a fact has a line of its own: not if it was undone, though it be if struck out."""
    if fact.undone:
        return False
    if fact.kind in NEEDS_WORDS:
        return bool(fact.text("text"))
    if fact.kind == "supervisor_end":
        return not fact.auto
    if fact.kind == "rep_end":
        return False
    return not fact.auto and fact.kind not in HIDDEN


def visible(facts: Sequence[Fact]) -> list[Fact]:
    """The facts a timeline shows, in the order they happened."""
    return [fact for fact in facts if is_visible(fact)]


def hms(seconds: int) -> str:
    """A duration as ``m:ss`` or ``h:mm:ss``; 56,401 s is ``15:40:01``."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def span_of(case: Case, fact: Fact) -> Span | None:
    """The span a fact began, running or over."""
    call = case.call(fact.call)
    if call is None or fact.kind not in STARTS:
        return None
    return next((span for span in call.spans if span.id == fact.id), None)


def row(case: Case, fact: Fact, now: Moment) -> Row:
    """A fact as a line; durations run to ``now`` while their state is open."""
    label, words = described(case, fact)
    if not words and is_emptied(case, fact):
        words = FORGOTTEN
    right, running = _duration(case, fact, now)
    return Row(
        id=fact.id,
        moment=fact.moment,
        glyph=_glyph(fact),
        label=label,
        words=words,
        right=right or _times(case, fact) or _due(fact),
        role=ROLES.get(fact.kind, "text"),
        struck=not fact.live,
        running=running,
        late=fact.late,
        draft=fact.text("draft"),
    )


def is_emptied(case: Case, fact: Fact) -> bool:
    """Whether the person had the words of a fact forgotten, and typed no others since."""
    if fact.id not in case.forgotten or fact.kind not in TEXT_FIELD:
        return False
    return not _own(fact) and not fact.text("draft")


def described(case: Case, fact: Fact) -> tuple[str, str]:
    """What a line is called, and the words beside it."""
    if describe := DESCRIBE.get(fact.kind):
        return describe(case, fact)
    if beside := around.DESCRIBE.get(fact.kind):
        return beside(fact)
    return fact.kind.replace("_", " "), _own(fact)


def _glyph(fact: Fact) -> str:
    if fact.kind == "instruction_end" and fact.text("state") == "not_done":
        return "✗"
    if fact.kind == "supervisor_end" and fact.text("result") == "granted":
        return "✓"
    return GLYPHS.get(fact.kind, "·")


def _duration(case: Case, fact: Fact, now: Moment) -> tuple[str, bool]:
    span = span_of(case, fact)
    if span is None or span.kind == "rep":
        return "", False
    end = span.end or now
    about = "≈" if is_about(span.start, end) and span.end is None else ""
    return about + hms(whole_seconds(elapsed_us(span.start, end))), span.end is None


def _times(case: Case, fact: Fact) -> str:
    if fact.kind != "ask":
        return ""
    for ask in case.asks:
        if fact.id in ask.events and ask.asked > 1:
            return f"{ask.events.index(fact.id) + 1}×"
    return ""


def _due(fact: Fact) -> str:
    return due_shown(fact.text("by"), fact.moment) if fact.kind == "promise" else ""


def due_shown(by: str, made: Moment) -> str:
    """When a promise is due: the time alone if that is on the day it was made."""
    return f"by {due_short(by, made.at.date())}" if by else ""


def _own(fact: Fact) -> str:
    return fact.text(TEXT_FIELD.get(fact.kind, "text"))


def _labelled(label: str, bare: str = "") -> Callable[[Case, Fact], tuple[str, str]]:
    """``bare`` is how it reads without words, unless they are being typed: at least no colon."""
    bare = bare or label.removesuffix(":")

    def described(case: Case, fact: Fact) -> tuple[str, str]:
        words = _own(fact)
        return label if words or fact.text("draft") else bare, words

    return described


def _call_start(case: Case, fact: Fact) -> tuple[str, str]:
    calls = [call.id for call in case.calls]
    number = calls.index(fact.id) + 1 if fact.id in calls else len(calls) + 1
    way = "they called, call" if fact.text("direction") == "in" else "call"
    return f"{way} {number}", fact.text("organisation")


def _rep(case: Case, fact: Fact) -> tuple[str, str]:
    name = fact.text("name")
    extension = fact.text("extension")
    line = f"x{extension}" if extension.isdigit() else extension
    more = [fact.text("department"), line, fact.text("email")]
    call = case.call(fact.call)
    unnamed = "rep, no name yet" if call is not None and call.running else "rep without a name"
    words = ", ".join(part for part in (name, *more) if part)
    return ("rep" if name else f"{unnamed}," if words else unnamed), words


def _offer(case: Case, fact: Fact) -> tuple[str, str]:
    what, amount = fact.text("what"), fact.text("amount")
    words = what if amount in what else f"{what} {amount}".strip()
    return "offer:" if words or fact.text("draft") else "offer", words


def _supervisor(case: Case, fact: Fact) -> tuple[str, str]:
    result = fact.text("result")
    return "manager asked" + (f": {result}" if result else ""), ""


def _supervisor_end(case: Case, fact: Fact) -> tuple[str, str]:
    result = fact.text("result")
    said = MANAGER_SAID.get(result, result or "no")
    label = "manager granted" if result == "granted" else f"manager: {said}"
    words = fact.text("text")
    return f"{label}:" if words else label, words


def _step(case: Case, fact: Fact) -> tuple[str, str]:
    """What came of a step, in the words it was told in."""
    told = next((one for one in case.instructions if one.id == fact.text("answers")), None)
    state = fact.text("state").replace("_", " ") or "over"
    return f"step {state}" + (":" if told and told.what else ""), told.what if told else ""


def _switch(case: Case, fact: Fact) -> tuple[str, str]:
    return f"{fact.kind} {'off' if fact.body.get('on') is False else 'on'}", ""


DESCRIBE: Final[dict[str, Callable[[Case, Fact], tuple[str, str]]]] = {
    "call_start": _call_start,
    "call_end": _labelled("call ended"),
    "rep": _rep,
    "transfer": _labelled("transfer to", "transfer"),
    "hold_start": _labelled("hold"),
    "ivr": _labelled("menu"),
    "ask": _labelled("asked:"),
    "denied": _labelled("refused:"),
    "granted": _labelled("granted:"),
    "offer": _offer,
    "accepted": _labelled("offer taken:"),
    "declined": _labelled("offer declined:"),
    "promise": _labelled("promise:"),
    "promise_kept": _labelled("promise kept"),
    "promise_broken": _labelled("promise broken"),
    "supervisor_asked": _supervisor,
    "supervisor_end": _supervisor_end,
    "supervisor_reached": _labelled("manager on the line"),
    "pitch_start": _labelled("sales pitch"),
    "verification": _labelled("asked who you are:"),
    "repeat_story": _labelled("told it all again"),
    "case_number": _labelled("case no."),
    "department": _labelled("department"),
    "note": _labelled(""),
    "mark": _labelled("mark"),
    "kudos": _labelled("praise for the rep"),
    "unsure": _labelled("rep new or unsure"),
    "trouble": _labelled("hard to understand each other"),
    "instruction": _labelled("told to:", "step told"),
    "instruction_end": _step,
    "objection": _labelled("objected:"),
    "recording": _switch,
    "anger": _switch,
}
