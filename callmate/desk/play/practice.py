"""Practice: the moments of a script in plain words, and which of them were caught. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, Final

from callmate.desk.commands import BY_ID, shown
from callmate.desk.keymap import DEFAULT, Keymap
from callmate.desk.play.keys import WAYS, keys_of, text_of
from callmate.desk.play.steps import Step
from callmate.model.moment import Moment
from callmate.model.promises import due_text
from callmate.model.requests import Promise

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One moment of a script: what kind of event it is, when it was, and how it is told."""

    kind: str
    at: datetime
    words: str

    @property
    def key(self) -> str:
        """The key that logs it; empty if none does."""
        return key_of(self.kind)


@dataclass(frozen=True, slots=True)
class Logged:
    """A fact that the person logged, and after how many seconds of the practice."""

    kind: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Score:
    """What was caught, with the seconds it took; what was missed; what was logged besides."""

    caught: tuple[tuple[Told, float], ...]
    missed: tuple[Told, ...]
    extra: tuple[str, ...]

    @property
    def quickness(self) -> float:
        """The seconds that half of the moments were caught within."""
        return median([seconds for _, seconds in self.caught]) if self.caught else 0.0


ALSO: Final[Mapping[str, frozenset[str]]] = {
    "granted": frozenset({"accepted", "supervisor_end"}),
    "denied": frozenset({"declined", "supervisor_end"}),
    "accepted": frozenset({"granted"}),
    "declined": frozenset({"denied"}),
    "call_end": frozenset({"closing"}),
    "supervisor_reached": frozenset({"rep"}),
}
"""Kind of a moment → what else catches it: one key stands for several kinds."""
UNCOUNTED: Final = frozenset({"call_end", "resume", "supervisor_end", "line", "mark"})
"""What a person may log besides without having logged too much."""
OF_CALLS: Final = {"call_start": "start", "call_end": "end"}


def key_of(kind: str, keymap: Keymap = DEFAULT) -> str:
    """The key for a kind of event, as it is pressed; empty if there is none."""
    command = OF_CALLS.get(kind) or next(iter(WAYS.get(kind, ())), "")
    if not command:
        return ""
    own = keymap.keys_of.get(command)
    keys = own[:1] if own else keys_of(command)
    if len(keys) > 1:  # the second key of a menu
        keys = (keymap.spec(BY_ID["more"]).keys[0], *keys[1:])
    return " ".join(map(shown, keys))


def score(
    told: Sequence[Told], shown: Sequence[float], logged: Sequence[Logged], end: float
) -> Score:
    """Match what was logged with what was told.

    ``shown`` holds the second at which each moment appeared; a moment can be caught until the
    second one after it appears, so that a hand may lag by one. ``end`` is when it was over.
    """
    left = sorted(logged, key=lambda one: one.seconds)
    caught: list[tuple[Told, float]] = []
    missed: list[Told] = []
    for number, (moment, since) in enumerate(zip(told, shown, strict=True)):
        if not moment.key:
            continue
        until = shown[number + 2] if number + 2 < len(shown) else end
        kinds = {moment.kind} | ALSO.get(moment.kind, frozenset())
        found = next(
            (one for one in left if one.kind in kinds and since <= one.seconds < until), None
        )
        if found is None:
            missed.append(moment)
            continue
        left.remove(found)
        caught.append((moment, found.seconds - since))
    extra = tuple(one.kind for one in left if one.kind not in UNCOUNTED and key_of(one.kind))
    return Score(tuple(caught), tuple(missed), extra)


def summary(result: Score, called: Callable[[str], str], keymap: Keymap = DEFAULT) -> list[str]:
    """The score as lines; ``called`` says how a kind of event is named."""
    total = len(result.caught) + len(result.missed)
    lines = [f"Caught {len(result.caught)} of {total} moments."]
    if result.caught:
        slowest, seconds = max(result.caught, key=lambda one: one[1])
        lines.append(
            f"Half of them within {result.quickness:.1f} s; the slowest took {seconds:.1f} s: "
            f"{slowest.words}"
        )
    if result.missed:
        lines.append("Missed:")
        lines += [
            f"  {one.at:%H:%M:%S}  {one.words}  [{key_of(one.kind, keymap)}]"
            for one in result.missed
        ]
    if result.extra:
        lines.append(f"Logged besides: {', '.join(called(kind) for kind in result.extra)}.")
    return lines


# words


def told_of(steps: Sequence[Step], company: str) -> list[Told]:
    """The moments of a script, in order."""
    return [Told(step.main.kind, step.at, words_of(step, company)) for step in steps]


def words_of(step: Step, company: str) -> str:
    """A moment as one would tell it: “Janice, customer service, answers.”"""
    kind, body = step.main.kind, step.wanted
    if kind == "call_start":
        return _begins(body, company)
    if kind in SPOKEN:
        return SPOKEN[kind](body)
    if kind == "promise":
        return _promise(body, step.at)
    if kind in PHRASES:
        plain, with_words, name = PHRASES[kind]
        said = text_of(body.get(name))
        return with_words.format(said) if said else plain
    said = text_of(body.get("what") or body.get("text"))
    return f"{kind.replace('_', ' ').capitalize()}{f': {said}' if said else ''}."


PHRASES: Final[Mapping[str, tuple[str, str, str]]] = {
    "ivr": ("You are in a phone menu.", "A phone menu: “{}”.", "text"),
    "hold_start": ("They put you on hold.", "They put you on hold.", ""),
    "hold_end": ("They are back from hold.", "They are back from hold.", ""),
    "transfer": ("They pass you on.", "They pass you on to {}.", "to"),
    "repeat_story": ("You have to tell it all again.", "You have to tell it all again.", ""),
    "ask": ("You ask for it.", "You ask: {}.", "what"),
    "denied": ("They say no.", "They say no: {}.", "what"),
    "granted": ("They say yes.", "They say yes: {}.", "what"),
    "accepted": ("You take the offer.", "You take the offer: {}.", "what"),
    "declined": ("You decline the offer.", "You decline the offer: {}.", "what"),
    "instruction": ("They tell you to do something.", "They tell you to do this: {}.", "what"),
    "objection": ("You object to that step.", "You object: {}.", "text"),
    "pitch_start": ("They start to sell you something.", "They start to sell you {}.", "what"),
    "pitch_end": ("The sales talk is over.", "The sales talk is over.", ""),
    "supervisor_asked": ("You ask for a manager.", "You ask for a manager: {}.", "result"),
    "supervisor_reached": ("A manager is on the line.", "{}, a manager, is on the line.", "name"),
    "unsure": ("The rep seems unsure.", "The rep seems unsure: {}.", "text"),
    "kudos": ("This rep does well.", "This rep does well: {}.", "text"),
    "trouble": ("You can hardly understand each other.", "The line is bad: {}.", "text"),
    "case_number": ("They give you a case number.", "They give you a case number: {}.", "value"),
    "department": ("You learn which department it is.", "You are in {}.", "text"),
    "mark": ("Mark this moment.", "Mark this moment: {}.", "text"),
    "note": ("Something worth a note.", "Worth a note: {}.", "text"),
}
"""Kind → the sentence without words, the one with them, and which value they are."""


def _begins(body: Body, company: str) -> str:
    whom = text_of(body.get("organisation")) or company or "them"
    if body.get("direction") == "in":
        return f"Your phone rings: {whom}."
    line = body.get("line")
    second = f", on line {line}" if isinstance(line, int) and line > 1 else ""
    return f"You call {whom}{second}."


def _rep(body: Body) -> str:
    name, department = text_of(body.get("name")), text_of(body.get("department"))
    if not department:
        return f"{name or 'Somebody'} answers."
    return f"{name}, {department}, answers." if name else f"Somebody in {department} answers."


def _verification(body: Body) -> str:
    what, times = text_of(body.get("what")), body.get("n")
    often = f", {times} times over" if isinstance(times, int) and times > 1 else ""
    return f"They ask who you are{often}{f': {what}' if what else ''}."


def _offer(body: Body) -> str:
    what, amount = text_of(body.get("what")), text_of(body.get("amount"))
    said = " ".join(part for part in (what, f"({amount})" if amount else "") if part)
    return f"They offer you {said or 'something'}."


def _promise(body: Body, at: datetime) -> str:
    by = text_of(body.get("by"))
    made = Promise("", "", "", Moment(at), "", by or None)
    due = f", by {due_text(made)}" if by else ""
    return f"They promise: {text_of(body.get('what')) or 'something'}{due}."


def _switch(on: str, off: str) -> Callable[[Body], str]:
    return lambda body: off if body.get("on") is False else on


def _end(body: Body) -> str:
    outcome = text_of(body.get("outcome"))
    if outcome == "disconnected":
        return "The line goes dead."
    return f"The call ends: {outcome}." if outcome else "The call ends."


SPOKEN: Final[Mapping[str, Callable[[Body], str]]] = {
    "rep": _rep,
    "verification": _verification,
    "offer": _offer,
    "anger": _switch("You are fuming.", "You are calm again."),
    "recording": _switch("A recording runs.", "The recording stops."),
    "call_end": _end,
}
