"""Rows and what is remarked on them: transfers, stints, two lines, contradictions, anger."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from callmate.model.fold import MARK_EVERY
from callmate.model.state import Case, Fact, Rep
from callmate.model.stints import did
from callmate.ui.kept import Kept
from callmate.ui.panes.remarks import stint_line
from callmate.ui.panes.timeline import timeline
from callmate.ui.scene import scene_of
from tests.desk.support import Person
from tests.ui.support import words


def drawn(person: Person, width: int = 80, height: int = 30) -> list[str]:
    return words(timeline(scene_of(person.desk), width, height)).splitlines()


def line(person: Person, part: str) -> str:
    """The one line that has this in it."""
    found = [one for one in drawn(person) if part in one]
    assert len(found) == 1, (part, found)
    return found[0].rstrip()


def passed() -> Person:
    return Person().type("{space}rJanice, billing{enter}a{enter}x").wait(90)


def test_what_became_of_a_transfer_stands_on_its_row() -> None:
    person = passed().type("tsales{enter}")
    assert line(person, "transfer to").split("→")[1].split()[:3] == ["transfer", "to", "sales"]
    person.type("rAl, claims{enter}")
    assert "transfer to sales  landed in claims" in line(person, "transfer to")
    person.type("tsales{enter}ee")
    assert sum("not reached" in one for one in drawn(person)) == 1


def test_a_circle_shows_at_the_second_arrival() -> None:
    person = passed().type("tsales{enter}rAl, sales{enter}tbilling{enter}")
    assert not any("↻" in one for one in drawn(person))
    person.type("rBo, billing{enter}")
    assert "↻ billing → sales → billing" in line(person, "↻")


def test_warm_and_cold_stand_on_the_row() -> None:
    person = passed().type("tsales{enter}zw1")
    assert "warm transfer to sales" in line(person, "transfer to")
    person.type("zw2")
    assert "cold transfer to sales" in line(person, "transfer to")


def test_words_too_long_give_way_to_what_came_of_them() -> None:
    person = passed().type("t").paste("the department of " * 9).type("{enter}rAl, claims{enter}")
    assert "landed in claims" in line(person, "transfer to")


def test_a_stint_is_summed_up_at_its_end_and_never_again() -> None:
    person = passed()
    assert not any("◂" in one for one in drawn(person))
    person.type("tsales{enter}")
    summed = line(person, "◂ Janice 1:")
    assert "refused; did not give a case number" in summed
    before = [one for one in drawn(person) if "◂" in one]
    rows = drawn(person)
    assert rows.index(before[0]) + 1 == next(n for n, o in enumerate(rows) if "transfer to" in o)
    person.type("rAl{enter}c1234{enter}g").wait(70).type("nword{enter}")
    assert [one for one in drawn(person) if "◂" in one] == before
    person.type("ee")
    assert [one for one in drawn(person) if "◂" in one][:1] == before
    assert "◂ Al 1:2" in drawn(person)[-2]
    assert "gave a case number" in drawn(person)[-2]


def test_a_stint_that_goes_on_after_all_has_no_line() -> None:
    person = passed().type("tsales{enter}uu")
    assert "transfer" not in person.states
    assert not any("◂" in one for one in drawn(person))


def test_a_correction_of_what_was_said_changes_the_line() -> None:
    person = passed().type("pcall{enter}tsales{enter}{escape}")
    assert "promised call" in line(person, "◂ Janice")
    person.type("{up}{up}")
    assert "promise" in line(person, "promise:")
    person.type("{delete}{escape}")
    assert "promised" not in line(person, "◂ Janice")


def test_a_stint_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(case: Case, facts: Sequence[Fact], rep: Rep) -> str:
        asked.append(rep.name)
        return did(case, facts, rep)

    monkeypatch.setattr("callmate.ui.panes.remarks.did", counting)
    person = passed().type("tsales{enter}rAl{enter}")
    for _ in range(5):
        drawn(person)
        person.type("{space}")
    assert asked == ["Janice"]
    case, facts = person.case, person.desk.context.fold
    assert facts is not None
    end = next(n for n, fact in enumerate(facts.facts) if fact.kind == "rep_end")
    assert stint_line(case, facts.facts, end).startswith("Janice 1:")


def test_where_a_transfer_goes_is_told_as_soon_as_it_is_known() -> None:
    person = Person().type("{space}rJanice{enter}").wait(9)
    fold = person.desk.context.fold
    assert fold is not None
    while len(fold.facts) % MARK_EVERY < MARK_EVERY - 1:  # what is read again begins after the end
        person.type("n{enter}").wait(1)
    person.type("t")
    assert "put you through" in line(person, "◂ Janice")
    person.type("sales{enter}")
    assert "put you through to sales" in line(person, "◂ Janice")


def test_what_was_left_out_is_told_whatever_was_done() -> None:
    person = Person().type("{space}rJanice{enter}")
    for number in range(9):
        person.type(f"pa call about matter {number}{{enter}}")
    person.wait(90).type("t{escape}")
    rows = drawn(person)
    at = next(n for n, row in enumerate(rows) if "◂ Janice" in row)
    told = " ".join(" ".join(rows[at : at + 2]).split())
    assert "…; did not give a case number" in told
    assert "matter 1" in told and "matter 8" not in told


def test_two_lines_are_told_apart_only_where_there_are_two() -> None:
    person = passed()
    assert line(person, "rep Janice")[10] == "▸"
    person.type("zzrAl{enter}")
    assert line(person, "rep Janice")[10:13] == "1 ▸"
    assert line(person, "rep Al")[10:13] == "2 ▸"
    person.type("ee").type("ee")
    assert line(person, "rep Janice")[10:13] == "1 ▸"
    person.type("{space}nlater{enter}")
    assert line(person, "later")[10:13] == "  ·"


def test_what_contradicts_is_marked_on_both_rows() -> None:
    person = passed().type("pno fee{enter}nfee charged{enter}")
    person.type("{up}zx{up}zx{escape}")
    promise, note = line(person, "promise:"), line(person, "fee charged")
    assert f"≠ {note.split()[0]}" in promise
    assert f"≠ {promise.split()[0]}" in note
    fold = person.desk.context.fold
    assert fold is not None
    assert len(fold.case.contradictions) == 1


def test_anger_is_a_star_and_no_word() -> None:
    person = passed().type("f")
    assert drawn(person)[-1].split()[1:] == ["*"]
    assert "anger" not in "".join(drawn(person))


def test_kept_values_are_made_anew_only_for_another_case_or_key() -> None:
    kept: Kept[list[int]] = Kept()
    person = passed()
    case = person.case
    first = kept.of(case, 1, lambda: [1])
    assert kept.of(case, 1, lambda: [2]) is first
    assert kept.of(case, 2, lambda: [3]) == [3]
    person.type("nword{enter}")
    assert kept.of(person.case, 2, lambda: [4]) == [4]


def test_the_words_of_a_managers_answer_stand_after_a_colon() -> None:
    person = Person().type("{space}mx{escape}{up}{enter}no supervisors{enter}")
    assert "manager: refused: no supervisors" in line(person, "manager: ")


PREPARED = "{ctrl+n}Acme{enter}0800 1234{enter}2, 1, then 0{enter}8 to 18, quiet at 14{enter}"


def test_what_to_dial_stands_where_one_dials() -> None:
    person = Person().type(PREPARED + "{escape}")
    lines = drawn(person)
    assert lines[2:6] == [
        " p       the plan: whom to ask for, the best way in",
        " dial 0800 1234", " menu 2, 1, then 0", " open 8 to 18, quiet at 14",
    ]  # fmt: skip
    person.type("{space}").wait(3)
    assert "2, 1, then 0" not in drawn(person)[-1]
    person.type("zm{escape}").wait(2)
    assert drawn(person)[-1] == " menu 2, 1, then 0"
    assert not any("menu 2, 1" in line for line in drawn(person, height=6))
    person.type("rBo{enter}")
    assert "2, 1, then 0" not in drawn(person)[-1]
    person.type("ee").wait(3)
    person.type("{escape}")
    assert drawn(person)[-1] == " dial 0800 1234   menu 2, 1, then 0   open 8 to 18, quiet at 14"
    person.type("{up}")
    assert "dial 0800" not in drawn(person)[-1]
