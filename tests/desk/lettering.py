"""A person after a call, and what the page of letters shows."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.context import Input
from tests.desk.support import Person, page

CALL = "{space}rsara, billing{enter}arefund{enter}x" + "psend a form by fri{enter}"
ENDED = CALL + "kvery patient{enter}"


def words(person: Person) -> str:
    return "\n".join(row.words for row in page(person).rows)


def after_a_call(tmp_path: Path | None = None) -> Person:
    person = Person()
    person.desk.context.home = tmp_path
    person.type(CALL).wait(60).type("ee{escape}")
    return person


def person_input(person: Person) -> Input:
    return Input(person.desk.context.new_id(), "command", person.clock.now(), {})


def roles(person: Person) -> list[str]:
    return [row.action for row in page(person).rows if row.action]
