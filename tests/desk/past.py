"""Past cases for the tests of the browser: made by pressing keys, as a person would."""

from __future__ import annotations

from callmate.desk.browser.shown import Listing, Reading
from tests.desk.support import Person


def a_case(person: Person, company: str, pressed: str) -> str:
    """A case of a company with one call in which these keys were pressed; its id."""
    person.type("{ctrl+n}" + company + "{enter}{escape}{space}" + pressed)
    person.wait(5).type("ee").wait(2)
    return person.case.id


def three_cases(person: Person | None = None) -> Person:
    """Acme refused, Sony promised a credit, Bolt noted a credit; the desk is idle on Bolt."""
    person = person or Person()
    a_case(person, "Acme", "rAna{enter}arefund{enter}x")
    person.wait(100)
    a_case(person, "Sony", "rSam{enter}pcredit of $40 by Friday{enter}")
    person.wait(100)
    a_case(person, "Bolt", "rKim{enter}ncredit card at Bolt charged twice{enter}")
    return person


def listing(person: Person) -> Listing:
    return person.desk.parts.browsing.lister.state


def read(person: Person) -> Reading:
    """The case that is open for reading."""
    reading = person.desk.parts.browsing.reading
    assert reading is not None, "no case is open for reading"
    return reading


def companies(person: Person) -> list[str]:
    return [row.company for row in listing(person).rows]
