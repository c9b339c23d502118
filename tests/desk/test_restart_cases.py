"""Which case stands there after a start: the one being worked on, and no finished one."""

from __future__ import annotations

from pathlib import Path

from tests.desk.restarting import crashed
from tests.desk.support import on_disk


def test_a_half_filled_case_without_a_call_stands_there_again(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}555 01")
    after = crashed(person, tmp_path / "store", 5)
    assert after.desk.view.pane == "sheet"
    assert after.typed == "555 01"
    after.type("00{enter}")
    assert after.case.known("phone") == "555 0100"
    assert after.case.known("company") == "Acme"


def test_a_finished_case_is_not_opened_again(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}ee{escape}zy1")
    assert person.case.around.closed
    after = crashed(person, tmp_path / "store", 5)
    assert after.desk.context.case is None


def test_the_case_one_was_at_stands_there_again_though_it_was_gone_through(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}ee" + "{escape}")
    case = person.case
    assert case.calls[-1].id in case.around.wrapped
    after = crashed(person, tmp_path / "store", 11 * 3600)
    assert after.case.id == case.id
    assert after.desk.parts.between.pages.shown is None
    after.type("{space}")
    assert [len(after.case.calls), after.on_the_phone()] == [2, True]


def test_a_case_of_yesterday_is_asked_for(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}ee{escape}")
    after = crashed(person, tmp_path / "store", 12 * 3600 + 60)
    assert after.desk.context.case is None


def test_a_letter_of_today_is_work_on_an_old_case(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}ee{escape}").clock.advance(30 * 3600)
    person.type("zh{enter}")
    after = crashed(person, tmp_path / "store", 3600)
    assert after.case.known("company") == "Acme"


def test_it_is_said_what_other_cases_ask_for(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}pa refund by 23:00{enter}ee{escape}")
    person.type("{ctrl+n}Other{enter}{escape}{space}ee{escape}")
    after = crashed(person, tmp_path / "store", 60)
    assert after.case.known("company") == "Other"
    assert after.said.startswith("d: 1 due in other cases. Acme: a refund, due 23:00")


def test_a_stray_key_that_was_undone_leaves_no_case(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    person.type("hu").desk.tick()
    assert not person.case.calls
    assert world.cases() == []
    assert world.newest() is None
    person.type("{ctrl+r}").desk.tick()
    assert [row.title for row in world.cases()] == ["case without a name"]
    person.type("u").desk.tick()
    after = crashed(person, tmp_path / "store", 60)
    assert after.desk.context.case is None


def test_a_call_that_was_not_wrapped_up_stands_there_with_its_wrap_up(tmp_path: Path) -> None:
    person, _ = on_disk(tmp_path / "store")
    person.type("{ctrl+n}Acme{enter}{escape}{space}rJanice{enter}ee")
    after = crashed(person, tmp_path / "store", 5)
    page = after.desk.parts.between.pages.shown
    assert page is not None
    assert page.name == "wrapup"
    assert crashed(person, tmp_path / "store", 13 * 3600).desk.context.case is None
