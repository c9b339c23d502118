"""Pictures of a desk in every state, with any text wherever a person can put one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from callmate.desk.browser.shown import Browse, Listing
from callmate.desk.cards import CardView
from callmate.desk.ports import Saved
from callmate.desk.preparation.sections import SHEET, SheetView, ShownLine
from callmate.model.agenda import Task
from callmate.model.checklist import Item
from callmate.model.events import NewEvent
from callmate.model.listing import Group, Order
from callmate.model.search.documents import Doc
from callmate.model.search.query import parse
from callmate.model.summary import CaseSummary, Duty, Known
from callmate.model.words import same_text
from callmate.ui.app import DRAWN
from callmate.ui.paint import Line
from callmate.ui.panes.lines import keys
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import Person

Draw = Callable[[Scene, int, int], list[Line]]
PANES: dict[str, Draw] = {**{name: draw for name, (draw, _) in DRAWN.items()}, "keys": keys}

CASE = ("company", "phone", "account", "problem", "outcome", "brief", "facts")
FACTS: tuple[tuple[str, str], ...] = (
    ("rep", "name"), ("ask", "what"), ("denied", "what"), ("offer", "what"), ("promise", "what"),
    ("promise", "by"), ("case_number", "value"), ("department", "text"), ("note", "text"),
    ("supervisor_asked", "result"), ("supervisor_end", "result"), ("transfer", "to"),
    ("instruction", "what"), ("objection", "text"), ("instruction", "what"), ("trouble", "text"),
    ("verification", "what"), ("kudos", "text"), ("recording", "text"), ("anger", "text"),
    ("rep", "department"), ("granted", "what"), ("promise", "what"), ("ask", "what"),
    ("transfer", "to"), ("mark", "draft"), ("unheard of \x1b[2J", "text"), ("hold_start", "text"),
)  # fmt: skip


def full(text: str) -> Person:
    """A call on hold in which every value a person can give is ``text``."""
    person = Person().type("{space}")
    now, call = person.clock.now, person.call.id
    values = dict.fromkeys(CASE, text)
    made = [NewEvent("set", "case_set", now(), {"values": values})]
    for number, (kind, name) in enumerate(FACTS):
        person.clock.advance(7)
        if kind == "rep" and number:
            made.append(NewEvent("left", "rep_end", now(), {}, call))
        made.append(NewEvent(f"fact-{number}", kind, now(), {name: text}, call))
    both = {"first": "fact-5", "second": "fact-2"}
    made.append(NewEvent("both", "contradiction", now(), both, call))
    person.desk.context.take(made)
    person.clock.advance(60)
    return person


def picture(person: Person, text: str, **more: object) -> Scene:
    """What the panes are given, with cards, lists and mishaps that say ``text`` too."""
    scene = scene_of(person.desk, (text,))
    items = tuple(Item(str(n), text, n % 2 == 0, "none", n) for n in range(1, 6))
    known = Known(text, "2026-03-02T09:00:00+00:00", text, text)
    browse = Browse(past(text), scene.browse.reading)
    return replace(
        scene,
        items=items,
        known=(known, known),
        completion=text,
        card=CardView("SAY NOW", text, text),
        browse=browse,
        sheet=filled(text),
        saved=Saved(3, 2, 1, text),
        **more,  # type: ignore[arg-type]
    )


def past(text: str) -> Listing:
    """A list of cases and hits that say ``text`` wherever they can, the cursor on a hit."""
    at = "2026-03-02T09:00:00+00:00"
    task = Task("promise_due", text, datetime.fromisoformat(at), owner=text)
    known = (Known(text, at, text, text),)
    rows = tuple(
        CaseSummary(
            n, text, text, text, text, last_at=at, reps=known, tasks=(task,), wanted=text,
            spent_s=90_000, stake=text, next_at=at, tags=(text,), trouble=text if n == "b" else "",
        )
        for n in "abc"
    )  # fmt: skip
    hits = tuple(Doc("a", n, "", "promise", at, text, text, text, text, title=text) for n in "xyz")
    groups = (Group(same_text(text), text, 3, 3, 90_000),)
    query = parse(text, date(2026, 3, 2))
    return Listing(
        text, Order(grouped=True, filters=query), rows, groups, index=3, cases=3, hits=hits,
        more=True, total=3, of=3, hint=text, indexing=(3, 7), about=rows[1], preview=hits,
    )  # fmt: skip


def filled(text: str) -> SheetView:
    """A section whose every line says ``text``, with a masked and a secret one."""
    masked = [line for line in SHEET if line.sensitive or line.secret]
    lines = [ShownLine(line, text, n == 0, n == 1) for n, line in enumerate((*masked, *SHEET[:3]))]
    return SheetView(1, 5, text, tuple(lines), (text, text), (("warn", text), ("dim", text)))


STATES: dict[str, str] = {
    "hold": "",
    "selected": "{up}",
    "typing": "n",
    "naming": "r",
    "browser": "/",
    "sheet": "{ctrl+o}",
    "account": "{ctrl+o}{tab}{tab}",
    "help": "?",
    "strip": "z",
    "closing": "e",
    "over": "ee",
    "two lines": "zz",
    "the other line": "zz{tab}",
    "due": "ee{escape}d",
    "one task": "ee{escape}d1",
    "plan": "ee{escape}p",
    "company": "ee{escape}o",
    "letters": "ee{escape}l",
}
"""What is pressed to get there."""


def scenes(text: str) -> dict[str, Scene]:
    """A picture of each state; where a line is being typed, it is ``text``."""
    found: dict[str, Scene] = {}
    for name, pressed in STATES.items():
        person = full(text).type(pressed)
        field = person.desk.view.field
        if field is not None:
            person.desk.paste(text, person.clock.now())
        found[name] = picture(person, text)
    person = full(text).type("/").type("{enter}")
    found["reading"] = picture(person, text)
    said = full(text)
    said.desk.context.say(text)
    found["message"] = picture(said, text)
    found["quote"] = replace(found["hold"], view=replace(found["hold"].view, quote=text))
    found["empty"] = picture(Person(), text)
    now = found["empty"].now
    waiting = tuple(
        Duty(Task("promise_due", text, at, case=case, owner=text), CaseSummary(case, text))
        for case, at in (("a", now.at), ("b", now.shifted(60).at))
    )
    found["reminded"] = replace(found["empty"], reminders=waiting)
    return found


def words(lines: list[Line]) -> str:
    """Lines as plain text."""
    return "\n".join("".join(text for text, _ in line) for line in lines)
