"""The preparation: five lines at most, each an event when it is left, any time broken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.desk import Desk
from callmate.desk.preparation.sections import KEYS, REPAIR_LINES, keys_of, sections
from callmate.ids import UlidSource
from callmate.model.state import Case
from tests.desk.preparing import TO, line, told, with_packs
from tests.desk.support import Person, on_disk


def again(person: Person) -> Person:
    """Another window on the same events, as after a kill."""
    person.desk = Desk(person.world, person.clock, UlidSource())
    person.desk.start()
    return person


# getting about


def test_no_more_than_five_lines_are_seen_at_once() -> None:
    for case in (None, Case("c"), Case("c", info={"kind": "repair"})):
        assert all(0 < len(section.lines) <= 5 for section in sections(case))
    assert keys_of(None) == KEYS[: -len(REPAIR_LINES)]
    assert keys_of(Case("c", info={"kind": "a repair"})) == KEYS


@pytest.mark.parametrize(("name", "keys"), TO.items())
def test_every_line_is_a_few_keys_away(name: str, keys: str) -> None:
    assert line(Person().type(keys)) == name


def test_tab_and_back_go_round_the_sections_and_never_close() -> None:
    person = Person().type("{ctrl+n}{enter}")
    found = [line(person.type("{tab}")) for _ in range(5)]
    assert found == ["problem", "account", "brief", "mood", "company"]
    person = Person().type("{ctrl+n}{tab}{tab}{enter}{shift+tab}")
    assert line(person) == "problem"
    assert line(person.type("{shift+tab}")) == "company"
    assert line(person.type("{shift+tab}")) == "mood"


def test_enter_past_the_last_line_closes() -> None:
    person = Person().type(TO["expected"] + "{enter}")
    assert (line(person), person.desk.view.pane) == ("", "timeline")


@pytest.mark.parametrize("keys", ["{tab}", "{tab}" * 5, "{tab}" * 5 + "{escape}{ctrl+o}"])
def test_letters_after_going_round_are_kept(keys: str) -> None:
    person = Person().type("{ctrl+n}" + keys + "abc{escape}")
    assert "abc" in [person.case.known(key) for key in ("company", "problem")]


def test_a_repair_asks_three_lines_more() -> None:
    person = Person().type(TO["kind"] + "repair{tab}{tab}{tab}{enter}{enter}")
    assert [line(person)] + [line(person.type("{enter}")) for _ in range(3)] == [
        "device", "tools", "access", "",
    ]  # fmt: skip


def test_broken_off_it_goes_on_where_it_was_left() -> None:
    person = Person().type("{ctrl+n}Acme{tab}{enter}repair{escape}{ctrl+o}")
    assert (line(person), person.typed) == ("kind", "repair")
    person.type("{tab}{tab}{tab}" + "{enter}" * 5 + "{ctrl+o}")
    assert line(person) == "company", "once through, it begins at the beginning"
    person.type("{tab}{escape}{ctrl+n}")
    assert line(person) == "company", "another case begins at its own beginning"


@pytest.mark.parametrize("keys", ["{ctrl+n}{tab}noise{escape}", "{ctrl+n}Acme{tab}{escape}{space}"])
def test_without_a_company_and_in_a_call_it_begins_at_the_beginning(keys: str) -> None:
    assert line(Person().type(keys + "{ctrl+o}")) == "company"


@pytest.mark.parametrize("keys", ["", "h", "e", "nabc", "{ctrl+o}abc"])
def test_a_new_case_is_refused_while_a_call_runs_and_it_is_said(keys: str) -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}rJo{enter}" + keys)
    case, typed = person.case.id, person.typed
    person.type("{ctrl+n}")
    assert person.said.startswith("A call is running: a new case can wait until it ends")
    assert (person.case.id, person.typed) == (case, typed)


def test_in_a_menu_the_path_is_asked_for() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}zm{ctrl+o}")
    assert line(person) == "menu"
    person.type("2 then 1{escape}")
    assert person.case.known("menu") == "2 then 1"


# each line is an event


@pytest.mark.parametrize("leave", ["{enter}", "{tab}", "{escape}", "{down}", "{up}", "{shift+tab}"])
def test_however_a_line_is_left_it_is_kept(leave: str) -> None:
    person = Person().type(TO["brief"] + "Two words." + leave)
    assert person.case.known("brief") == "Two words."


def test_what_is_half_typed_is_there_after_a_kill(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{ctrl+n}Acme{tab}{tab}{tab}{enter}{enter}is this norm")
    world.close()
    after, world = on_disk(tmp_path, person.clock)
    assert (line(after), after.typed) == ("question", "is this norm")
    after.type("al?{enter}")
    assert [one.text for one in after.case.around.open_questions] == ["is this normal?"]
    world.close()


@pytest.mark.parametrize("keys", ["question", "mood"])
def test_a_line_that_was_kept_is_not_asked_for_again(keys: str) -> None:
    person = again(Person().type(TO[keys] + "calm{enter}{escape}"))
    assert person.typed is None


@pytest.mark.parametrize(("leave", "then"), [("{tab}", "company"), ("{escape}", "")])
def test_a_mood_that_is_none_holds_nobody_up(leave: str, then: str) -> None:
    person = Person().type(TO["mood"] + "purple{enter}")
    assert (line(person), person.typed) == ("mood", "purple")
    assert "Calm, tense or angry?" in person.said
    person.type(leave)
    assert line(person) == then
    person.type("{escape}")
    assert person.case.around.moods == ()
    assert again(person).typed is None


def test_minutes_are_kept_as_a_number_and_anything_else_as_it_is() -> None:
    person = Person().type(TO["expected"] + "1 h 30{enter}")
    assert person.case.known("expected") == "90"
    person.type("{ctrl+o}" + "{tab}" * 4 + "{enter}{ctrl+u}a while{enter}")
    assert person.case.known("expected") == "a while"
    assert "No length understood" in person.said


# the reality test


def test_the_reality_test_is_asked_anew_of_another_outcome() -> None:
    person = with_packs(Person()).type(TO["outcome"] + "money back{enter}{enter}n they go broke")
    assert "ruin them" in told(person)
    person.type("{enter}")
    assert person.case.known("fair") == "no: they go broke"
    person.type("{shift+tab}{enter}{enter}")
    assert person.typed == "money back"
    person.type(" in March{enter}{enter}")
    assert (line(person), person.typed) == ("fair", "")
    assert "they go broke" in str(person.log), "the first answer stays in the log"


def test_it_is_said_again_before_the_next_call() -> None:
    keys = "{ctrl+n}Acme{tab}twice charged{enter}{enter}money back{enter}{enter}yes, all do"
    keys += "{tab}4417{tab}Charged twice.{escape}"
    person = Person().type(keys + "{space}")
    assert person.said == ""
    person.type("ee{escape}{space}")
    assert person.said == "Fair to all? You said yes: all do"


# what is missing


def test_dialling_names_what_is_missing_and_calls_all_the_same() -> None:
    person = Person().type("{ctrl+n}Acme{tab}meter{tab}{tab}{tab}{escape}{space}")
    assert person.said == "3 missing: outcome wanted, account number, two sentences · ctrl+o"
    assert person.on_the_phone()


@pytest.mark.parametrize("key", ["h", "r"])
def test_a_call_that_has_begun_already_is_not_disturbed(key: str) -> None:
    assert "missing" not in Person().type(key).said


def test_before_a_call_digits_tick_what_is_at_hand() -> None:
    person = with_packs(Person().type("{ctrl+n}Acme{escape}"))
    items = {item.text: item for item in person.desk.parts.cards.items}
    assert items["whom to call"].ticked and not items["account number"].ticked
    person.type(str(items["account number"].digit))
    assert person.said == "☑ account number"
    assert {one.text: one.ticked for one in person.desk.parts.cards.items}["account number"]
    person.type(str(items["account number"].digit))
    assert person.said == "☐ account number"


# mood and length


def angry() -> Person:
    return Person().type(TO["mood"] + "furious{enter}{escape}")


def test_whoever_is_angry_is_asked_whether_it_has_to_be_now() -> None:
    person = angry()
    assert person.case.around.moods[-1][1] == "angry"
    assert person.asked.startswith("Angry?")
    assert person.type("4").asked == ""
    assert person.case.around.rest is None
    assert Person().type(TO["mood"] + "calm{enter}{escape}").asked == ""


@pytest.mark.parametrize(("key", "seconds"), [("1", 900), ("2", 3600)])
def test_the_call_can_wait_a_while(key: str, seconds: int) -> None:
    from datetime import datetime

    person = angry()
    person.type(key)
    rest = person.case.around.rest
    assert rest is not None and rest.why == "not now", "a mood is for oneself alone"
    until = datetime.fromisoformat(rest.until)
    assert abs((until - person.clock.now().at).total_seconds() - seconds) < 1
    assert person.said.startswith(f"A break until {rest.until[11:16]}")


def test_the_call_can_wait_until_tomorrow() -> None:
    person = angry().type("3")
    rest = person.case.around.rest
    assert rest is not None
    assert len(rest.until) == 10 and rest.until > person.clock.now().at.date().isoformat()


def test_the_question_never_keeps_anybody_from_calling() -> None:
    person = angry().type("{space}")
    assert person.on_the_phone() and person.asked == ""
    person = Person().type("{space}{ctrl+o}" + "{tab}" * 4 + "angry{enter}{escape}")
    assert person.asked == "", "in a call it is too late to ask"


def test_the_mood_before_one_call_is_not_that_before_the_next() -> None:
    person = Person().type(TO["mood"] + "tense{enter}{escape}")
    assert person.desk.parts.sheet.value("mood") == "tense"
    person.type("{space}ee")
    assert person.desk.parts.sheet.value("mood") == ""


def told_of_putting_off(person: Person) -> bool:
    """Whether the advice promises that closing the sheet asks; it must then do so."""
    said = "When you close this, 1 2 3 put the call off" in told(person)
    assert said == person.type("{escape}").asked.startswith("Angry?")
    return said


def test_putting_the_call_off_is_promised_only_where_it_is_asked() -> None:
    assert told_of_putting_off(Person().type(TO["mood"] + "angry"))
    assert told_of_putting_off(Person().type(TO["mood"] + "angry{enter}" + "{up}"))
    assert not told_of_putting_off(Person().type(TO["mood"] + "calm"))
    again_open = "{escape}4{ctrl+o}" + "{shift+tab}{shift+tab}" + "{tab}"
    person = Person().type(TO["mood"] + "angry{enter}" + again_open)
    assert line(person) == "mood" and person.typed == "angry"
    assert "z h puts the call off" in told(person)
    assert not told_of_putting_off(person)
    person = Person().type("{space}{ctrl+o}{shift+tab}angry")
    assert "did not do this to you" in told(person)
    assert not told_of_putting_off(person)


def test_after_the_call_the_length_stands_beside_what_was_expected() -> None:
    from callmate.model.receipt import receipt

    person = Person().type(TO["expected"] + "20{escape}{space}rJo{enter}").wait(60).type("ee")
    now = person.clock.now()
    told_after = receipt(person.case, person.case.calls[-1], person.facts, now)
    assert told_after.lines[0].words.endswith(", expected 20 min")
