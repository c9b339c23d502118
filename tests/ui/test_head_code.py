"""The head code on the receipt: there once the call is over, whole at every size, and it stays."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from callmate.desk.logs import CaseLog
from callmate.store.proof.anchors import codes, find
from callmate.store.proof.heads import code_of, read_code
from callmate.store.proof.verifying import check_folder
from callmate.ui.regions import regions
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import MemoryLog, Person, on_disk
from tests.store.support import FailingFs
from tests.ui.support import PANES, words

CODE = "K7QD-2M9X-P4TB"
CALL = "{space}rJanice, service{enter}a{enter}x{space}h"
LONG = "pcall back about the whole of the refund within the hour, or two{enter}"


def over(keys: str = "", code: str = CODE) -> Person:
    person = Person().type(CALL)
    person.clock.advance(900)
    log = person.desk.context.log
    assert isinstance(log, MemoryLog)
    log.code = code
    return person.type("h").type(keys).type("ee{escape}{escape}")


def drawn(scene: Scene, size: tuple[int, int]) -> list[str]:
    panes = {name: PANES[name](scene, box.width, box.height) for name, box in regions(*size).items()
             if name in ("card", "checklist")}  # fmt: skip
    return [line for pane in panes.values() for line in words(pane).splitlines()]


@pytest.mark.parametrize("keys", ["", LONG])
@pytest.mark.parametrize("size", [(160, 48), (140, 40), (100, 28), (80, 24), (60, 24)])
def test_it_stands_whole_beside_the_whole_receipt(size: tuple[int, int], keys: str) -> None:
    lines = drawn(scene_of(over(keys).desk), size)
    (line,) = (line for line in lines if "head code" in line)
    assert f"head code {CODE}" in line
    for label in ("talk ", "hold ", "who ", "answer ", "promise ", "next "):
        assert any(f" {label}" in one for one in lines), label


def test_the_narrowest_screen_leaves_it_out() -> None:
    assert "head code" not in "".join(drawn(scene_of(over().desk), (40, 24)))


def test_it_is_there_when_the_call_is_over_and_stays_as_it_was() -> None:
    person = over()
    assert scene_of(person.desk).code == CODE
    log = person.desk.context.log
    assert isinstance(log, MemoryLog)
    log.code = "0000-0000-0000"
    person.type("zz{escape}")
    assert scene_of(person.desk).code == CODE
    person.type("{space}")
    assert scene_of(person.desk).code == ""
    person.type("ee{escape}")
    assert scene_of(person.desk).code == "0000-0000-0000"


def test_without_a_case_or_a_code_nothing_is_shown() -> None:
    assert scene_of(Person().desk).code == ""
    assert "head code" not in "".join(drawn(scene_of(over(code="").desk), (80, 24)))


def log_of(person: Person) -> CaseLog:
    log = person.desk.context.log
    assert isinstance(log, CaseLog)
    return log


def test_verify_lists_and_finds_the_code_of_the_screen(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(CALL).type("hee")
    code = scene_of(person.desk).code
    assert code == log_of(person).head_code() == code_of(log_of(person).file.heads())
    person.wait(30).type("{escape}{escape}").wait(5)
    folder = tmp_path / "cases" / person.case.id
    world.close()
    checked = check_folder(folder, folder.name)
    assert [one.code for one in codes(checked)] == [code]
    point = find(checked, read_code(code) or 0).point
    assert point is not None and point.step.call == person.case.calls[0].id

    again, world = on_disk(tmp_path, person.clock)
    assert scene_of(again.desk).code == "", "verify tells that of a call that was over before"
    again.type("{space}ee")
    shown = scene_of(again.desk).code
    world.close()
    checked = check_folder(folder, folder.name)
    assert [one.code for one in codes(checked)] == [code, shown]


def test_what_is_in_memory_only_has_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, world = on_disk(tmp_path)
    person.type(CALL).type("h")
    fs = FailingFs()
    log = log_of(person).file
    monkeypatch.setattr(log._writer.lane, "fs", fs)
    monkeypatch.setattr(log._writer.lane._storage, "fs", fs)  # type: ignore[union-attr]
    fs.write_errno = errno.ENOSPC
    person.type("ee{escape}")
    assert log.unsaved and scene_of(person.desk).code == ""
    fs.write_errno = 0
    person.wait(3)
    assert not log.unsaved and scene_of(person.desk).code == code_of(log.heads())
    world.close()


@pytest.mark.parametrize("size", [(160, 48), (120, 35), (100, 28), (80, 24), (60, 24)])
def test_it_is_seen_beside_the_wrap_up_or_at_its_foot(size: tuple[int, int]) -> None:
    person = over().type("w")
    assert person.desk.view.pane == "page"
    scene = scene_of(person.desk, size=size)
    lines = [
        line
        for name, box in regions(*size).items() if name in ("timeline", "checklist", "card")
        for line in words(PANES[name](scene, box.width, box.height)).splitlines()
    ]  # fmt: skip
    assert sum(f"head code {CODE}" in line for line in lines) == 1
    assert any("WRAP-UP" in line for line in lines)
    assert any("what they did and did not do" in line for line in lines)
