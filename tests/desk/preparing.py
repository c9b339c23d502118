"""The ways about the preparation, and what it shows."""

from __future__ import annotations

from callmate.packs.loader import load
from tests.desk.support import Person

TO = {
    "company": "{ctrl+n}",
    "problem": "{ctrl+n}{tab}",
    "kind": "{ctrl+n}{tab}{enter}",
    "outcome": "{ctrl+n}{tab}{enter}{enter}",
    "fair": "{ctrl+n}{tab}" + "{enter}" * 4,
    "account": "{ctrl+n}{tab}{tab}",
    "brief": "{ctrl+n}{tab}{tab}{tab}",
    "question": "{ctrl+n}{tab}{tab}{tab}{enter}{enter}",
    "mood": "{ctrl+n}" + "{tab}" * 4,
    "expected": "{ctrl+n}" + "{tab}" * 4 + "{enter}",
}
"""What is pressed to get to a line of a new case."""


def line(person: Person) -> str:
    """The line in which one types; empty if none is open."""
    field = person.desk.view.field
    return field.name if field is not None and field.purpose == "sheet" else ""


def told(person: Person) -> str:
    """All the advice below the lines."""
    view = person.desk.parts.sheet.picture()
    return "\n".join(words for _, words in view.advice) if view else ""


def with_packs(person: Person) -> Person:
    person.desk.parts.cards.use(load(None), person.clock.now())
    return person
