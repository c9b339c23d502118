"""What was found damaged once stays so in the list, however its files look, until it is good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.desk.caches.builder import Builder, read_quickly
from callmate.paths import store_home
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.store.stamps import stamp_of
from tests.desk.printed import Run
from tests.desk.support import on_disk


def change(case: str, old: bytes = b'"Sam"', new: bytes = b'"Pam"') -> None:
    """Other words in the file of a case, which the index takes to be as they were."""
    root = store_home()
    (lane,) = (root / "cases" / case).glob("*.json")
    text = lane.read_bytes()
    assert old in text
    lane.write_bytes(text.replace(old, new, 1))
    index = Index(root / indexfile.NAME)
    index._change(("update cases set stamp=? where id=?", [(stamp_of(root, case), case)]))
    index.close()


def trouble_of(case: str) -> str:
    index = Index(store_home() / indexfile.NAME)
    row = index.case(case)
    index.close()
    assert row is not None
    return row.trouble


@pytest.mark.parametrize(
    "door", [("verify",), ("verify", "CASE"), ("show", "CASE"), ("plan", "CASE")]
)
def test_whoever_finds_it_has_the_list_keep_it(
    run: Run, told: dict[str, str], door: tuple[str, ...]
) -> None:
    run("list")
    case = told["sony"]
    change(case)
    assert trouble_of(case) == ""
    asked = tuple(case if word == "CASE" else word for word in door)
    run(*asked, status=1 if door[0] == "verify" else 0)
    assert trouble_of(case) != ""
    rows = [json.loads(line) for line in run("list", "--json")]
    assert [row["id"] for row in rows if row["trouble"]] == [case]
    change(case, b'"Pam"', b'"Sam"')
    run(*asked)
    assert trouble_of(case) == ""


def test_the_line_stays_made_of_the_same_files(run: Run, told: dict[str, str]) -> None:
    run("list")
    index = Index(store_home() / indexfile.NAME)
    before = index.stamp(told["sony"])
    assert before and index.set_trouble(told["sony"], "It is.")
    assert (index.stamp(told["sony"]), index.troubled()) == (before, frozenset({told["sony"]}))
    index.close()


def test_what_opens_it_on_the_screen_keeps_it(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{space}rsam{enter}npaid 12 pounds{enter}")
    case = person.case.id
    world.close()
    (lane,) = (tmp_path / "cases" / case).glob("*.json")
    lane.write_bytes(lane.read_bytes().replace(b"paid 12", b"paid 92"))
    again, world = on_disk(tmp_path, person.clock)
    world.index.set_trouble(case, "")
    again.desk.context.open(case, world.case(case))
    (row,) = world.cases()
    assert "event" in row.trouble
    world.close()


def test_the_builder_reads_with_care_what_was_found_damaged(
    run: Run, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("list")
    case, root = told["sony"], store_home()
    change(case)
    run("verify", case, status=1)
    index = Index(root / indexfile.NAME)
    index._change(("update cases set stamp='old'", [()]))
    index.close()
    builder = Builder(root)
    builder.build(lambda ids: iter([[read_quickly(root, one) for one in ids]]))
    builder.close()
    assert trouble_of(case) != "" and trouble_of(told["old"]) == ""


def test_no_code_is_given_to_programs_of_a_record_that_is_not_whole(
    run: Run, told: dict[str, str]
) -> None:
    def code() -> object:
        lines = run("verify", told["sony"], "--json", status=status)
        return json.loads("\n".join(lines))["cases"][0]["head_code"]

    status = 0
    assert code()
    change(told["sony"])
    status = 1
    assert code() is None
