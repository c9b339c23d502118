"""The demo: what it asks before its screen closes."""

from __future__ import annotations

from callmate.ui.demo import prepare
from tests.desk.support import Person


def test_closing_the_demo_says_that_nothing_of_it_is_kept() -> None:
    person = Person()
    prepare(person.desk)
    person.type("{escape}{ctrl+q}")
    strip = person.desk.view.strip
    assert strip is not None
    said = " ".join([strip.prompt, *(choice.label for choice in strip.choices)])
    assert "thrown away" in said and "runs on" not in said
    person.type("y")
    assert person.desk.parts.wants_quit


def test_closing_on_a_real_call_says_that_it_runs_on() -> None:
    person = Person().type("{space}{ctrl+q}")
    strip = person.desk.view.strip
    assert strip is not None
    assert "runs on" in strip.choices[0].label
