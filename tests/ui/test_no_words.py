"""Facts for which nobody typed a word read as such: beside the call, in the log, in the report."""

from __future__ import annotations

import pytest

from callmate.desk.doors.reportpage import log_text
from callmate.model.planning.companytext import _said
from callmate.model.planning.tally import Tally
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.spoken import NO_WORDS, told
from callmate.ui.panes.side import aside
from callmate.ui.scene import scene_of
from tests.desk.support import Person


def beside(person: Person) -> str:
    lines = aside(scene_of(person.desk), 80, 12)
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def page(person: Person) -> str:
    fold = person.desk.context.fold
    assert fold is not None
    return render(report(fold, person.clock.now().at)) + log_text(fold)


def test_a_refusal_of_nothing_that_was_asked_is_not_called_asked_for() -> None:
    person = Person().type("{space}x{escape}ee{escape}")
    assert f"? {NO_WORDS}" in beside(person)
    assert "refused 1×" in beside(person)
    assert f"{NO_WORDS}: refused 1\n" in page(person)
    assert "asked" not in beside(person)
    assert "(no words)" not in page(person)


def test_what_was_taken_back_leaves_nothing_open() -> None:
    person = Person().type("{space}x{escape}u")
    assert "refused" not in beside(person)


@pytest.mark.parametrize(("key", "line"), [
    ("v", "asked who you are"), ("a", "asked"), ("x", "refused"), ("g", "granted"),
    ("p", "promise"), ("o", "offer"), ("i", "step told"), ("t", "transfer"),
])  # fmt: skip
def test_a_line_without_words_has_no_colon(key: str, line: str) -> None:
    person = Person().type("{space}r{escape}" + key + "{escape}")
    fold = person.desk.context.fold
    assert fold is not None
    last = log_text(fold).splitlines()[-1]
    assert last.partition("  [")[0].endswith(f" {line}")


def test_what_never_was_is_not_counted_and_where_nobody_knows_is_somewhere() -> None:
    plain = page(Person().type("{space}r{escape}"))
    assert "manager               never asked for\n" in plain
    assert "transfers             0\n" in plain
    passed = page(Person().type("{space}r{escape}t{escape}ee{escape}"))
    assert "transfers             1 (1 not where they aimed)" in passed
    assert "somewhere → somewhere (not where it aimed)" in passed
    asked = page(Person().type("{space}r{escape}mx{escape}"))
    assert "asked 1, refused 1, reached 0" in asked


def test_a_department_that_refused_without_a_word_says_so() -> None:
    lines = [(line.label, line.words) for line in _said(Tally(denied=["", ""], granted=["x", ""]))]
    assert lines == [("granted", "x"), ("refused", NO_WORDS)]


def test_wordings_are_told_once_each() -> None:
    assert told(["a", "", "b", "a"]) == "a; b"
    assert told([" "]) == NO_WORDS
