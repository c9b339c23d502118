"""What the page of the wrap-up shows."""

from __future__ import annotations

from tests.desk.support import Person, page

TOM = "{space}rtom, billing{enter}"


def is_open(person: Person) -> bool:
    return person.desk.view.pane == "page"


def at(person: Person) -> str:
    """Which step is shown: ``1/3  Tom, billing``."""
    return page(person).title.removeprefix("WRAP-UP ")


def words(person: Person) -> list[str]:
    return [row.words for row in page(person).rows]
