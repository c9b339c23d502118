"""What a live key comes to, in a few words: counts, names, the path through a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from callmate.desk.lines import turned
from callmate.model.asking import ANSWERS
from callmate.model.events import NewEvent
from callmate.model.state import Call, Case, Fact

ADDS_WORDS: Final = " · ↑ ⏎ adds words"


ANSWERED: Final = {
    "denied": "refused", "granted": "granted", "declined": "declined", "accepted": "taken",
}  # fmt: skip
"""What an answer is called, by what was logged: an offer is not refused."""


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``11th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def who(case: Case, call: Call) -> str:
    """The rep on the line by name, as far as it is known."""
    rep = case.rep_on_line(call)
    return (rep.name if rep else "") or "this rep"


def after(
    command: str, case: Case, call: Call, facts: Iterable[Fact], events: Sequence[NewEvent]
) -> str:
    """The sentence for a key that caused ``events``; empty where the screen says it all.

    ``case``, ``call`` and ``facts`` are those from before the key.
    """
    made = [event for event in events if not event.body.get("auto")]
    say = SAYINGS.get(command)
    if say is not None:
        return say(case, call, facts, made)
    return turned(case, made) or _answered(made)


Facts = Iterable[Fact]
Made = Sequence[NewEvent]
Saying = Callable[[Case, Call, Facts, Made], str]


def _answered(made: Made) -> str:
    """After a yes or no: what it answers, and how to add their words."""
    said = next((event for event in made if event.kind in ANSWERS), None)
    if said is None:
        return ""
    what = said.body.get("what") or "nothing named"
    return f"{ANSWERED[said.kind]}: {what} · ↑ ⏎ adds their words"


def _verification(case: Case, call: Call, facts: Facts, made: Made) -> str:
    rep = case.rep_on_line(call)
    asked = [fact for fact in facts if fact.live and fact.kind == "verification"]
    text = f"Asked who you are: {ordinal(sum(f.call == call.id for f in asked) + 1)} in this call"
    if rep is None:
        return f"{text}."
    mine = [f for f in asked if f.call == call.id and f.moment.at >= rep.start.at]
    return f"{text}, {ordinal(len(mine) + 1)} by {who(case, call)}."


def _told_again(case: Case, call: Call, facts: Facts, made: Made) -> str:
    before = sum(one.count("repeat_story") for one in case.calls)
    return f"Told again: {ordinal(before + 1)} time in this case."


def _unsure(case: Case, call: Call, facts: Facts, made: Made) -> str:
    return f"Noted: {who(case, call)} seems new or unsure{ADDS_WORDS}"


def _kudos(case: Case, call: Call, facts: Facts, made: Made) -> str:
    return f"Praise for {who(case, call)}: noted{ADDS_WORDS}"


def _trouble(case: Case, call: Call, facts: Facts, made: Made) -> str:
    return f"Noted: hard to understand each other{ADDS_WORDS}"


def _anger(case: Case, call: Call, facts: Facts, made: Made) -> str:
    return "Noted, for you alone." if call.state("anger") is None else "Noted: calm again."


def _recording(case: Case, call: Call, facts: Facts, made: Made) -> str:
    if call.state("recording") is not None:
        return "The recording is over."
    return "A recording runs. If it is yours, ask: “May I record this call?”"


def _instruction(case: Case, call: Call, facts: Facts, made: Made) -> str:
    done = next((event for event in made if event.kind == "instruction_end"), None)
    if done is None:
        return ""
    step = next((one for one in case.instructions if one.id == done.body.get("answers")), None)
    return f"Done: {step.what}." if step and step.what else "The step is done."


def _objection(case: Case, call: Call, facts: Facts, made: Made) -> str:
    open_one = any(event.body.get("answers") for event in made)
    return "" if open_one else "No step is open: kept as an objection by itself."


def _judged(case: Case, call: Call, facts: Facts, made: Made) -> str:
    said = next(iter(made), None)
    promise = next((p for p in case.promises if said and p.id == said.body.get("answers")), None)
    if said is None or promise is None:
        return "No promise waits to be judged: select the one you mean."
    return f"{said.kind.removeprefix('promise_').capitalize()}: {promise.what or 'the promise'}."


def _menu(case: Case, call: Call, facts: Facts, made: Made) -> str:
    return "In a menu: the digits you press log its path, until r."


def path(levels: Facts, call: Call, digit: str) -> str:
    """The way through the menu that is open, with the digit that was just pressed."""
    menu = call.state("menu")
    since = menu.start.at if menu else call.start.at
    texts = [fact.text("text") for fact in levels if fact.moment.at >= since]
    return "Menu: " + " · ".join(text for text in (*texts, digit) if text)


SAYINGS: Final[dict[str, Saying]] = {
    "verification": _verification,
    "told_again": _told_again,
    "unsure": _unsure,
    "kudos": _kudos,
    "trouble": _trouble,
    "anger": _anger,
    "recording": _recording,
    "instruction": _instruction,
    "objection": _objection,
    "kept": _judged,
    "broken": _judged,
    "menu": _menu,
}
