"""``callmate forget``: an event, and all that holds its words, are gone; the chain still holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.ids import UlidSource
from callmate.store.lanes.scan import Health
from callmate.store.library import Library
from tests.desk.erasing import healths, holding, rich_case
from tests.desk.printed import Run
from tests.desk.shelving import Shop
from tests.desk.storytelling import Story
from tests.desk.support import on_disk


def test_a_note_and_what_was_added_to_it_are_gone(run: Run, root: Path) -> None:
    ids = rich_case()
    run("search", "frobnitz")
    assert any("search" in name for name in holding(root, "frobnitz"))
    said = run("forget", ids["case"], ids["note"], "--yes")
    assert said[0].startswith("Forgotten for good: 2 events")
    assert holding(root, "frobnitz") == []
    assert holding(root, "garply") and holding(root, "xyzzy"), "the others are as they were"
    assert healths(root) == {Health.WHOLE}
    run("search", "frobnitz", status=1)
    run("search", "garply")


def test_keys_and_drafts_of_a_note_go_with_it(run: Run, root: Path) -> None:
    person, world = on_disk(root)
    person.type("{space}nhunter{enter}nother{enter}ee").wait(2)
    case, note = person.case.id, next(one.id for one in person.facts if one.kind == "note")
    world.close()
    run("forget", case, note, "--yes")
    left = [event for event in Library(root, person.clock, UlidSource()).case(case).read()]
    assert "u" not in {event.body.get("character") for event in left}
    typed = {event.body.get("inserted") for event in left if event.kind == "draft"}
    assert "h" in typed and "u" not in typed, "the h of other is there"
    assert holding(root, '"text":"other"')


def test_what_was_typed_in_the_list_of_cases_goes_from_the_days_log(run: Run, root: Path) -> None:
    shop = Shop(root)
    shop.find("acme").type("{ctrl+y}")
    shop.person.type("r{ctrl+u}")
    shop.person.paste("Quuxtitle").type("{enter}").wait(2)
    shop.world.close()
    case = shop.ids["Acme"]
    where = holding(root, "quuxtitle")
    assert any(name.startswith("days") for name in where), "the test types where it means to"
    log = Library(root, shop.person.clock, UlidSource()).case(case).read()
    renamed = next(one.id for one in log if "Quuxtitle" in str(one.body))
    run("forget", case, renamed, "--yes")
    assert holding(root, "quuxtitle") == []


def test_what_repeats_the_words_goes_too(run: Run, root: Path) -> None:
    story = Story()
    case = story.case("Acme", "x")
    (ask,) = story.call(case, ("ask", {"what": "my frobnitz back"}))
    story.say(case, "denied", what="my frobnitz back", answers=ask)
    other = story.case("Bell", "y")
    for one in (case, other):
        quotes = {"case": case, "event": ask}
        story.call(one, ("note", {"text": "quoted: my frobnitz back", "quotes": quotes}))
    run("forget", case, ask, "--yes")
    assert holding(root, "frobnitz") == []


def test_an_event_of_a_call_that_was_moved_goes_from_the_files_it_is_in(
    run: Run, root: Path
) -> None:
    shop = Shop(root)
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.world.close()
    rows = run.rows("show", shop.ids["Bell"])
    rep = next(row[0] for row in rows if row[3] == "rep" and "sam" in row[5])
    run("forget", shop.ids["Bell"], rep, "--yes")
    assert not [one for one in holding(root, '"name":"sam') if one.startswith("cases")]
    assert healths(root) == {Health.WHOLE}


def test_it_asks_at_a_terminal(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = rich_case()
    answers = iter(["n\n", "y\n"])

    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return next(answers)

    monkeypatch.setattr("sys.stdin", Terminal())
    assert run("forget", ids["case"], ids["note"]) == ["Nothing was changed."]
    assert "1 event (note)" in run.said
    assert holding(root, "frobnitz")
    run("forget", ids["case"], ids["note"])
    assert holding(root, "frobnitz") == []


def test_a_damaged_lane_loses_no_other_byte(run: Run, root: Path) -> None:
    ids = rich_case()
    lane = next((root / "cases" / ids["case"]).glob("*.json"))
    before = lane.read_bytes().replace(b"garply", b"gorply", 1)
    lane.write_bytes(before)
    run("forget", ids["case"], ids["rep"], "--yes", status=1)
    assert "not whole" in run.said
    after = lane.read_bytes()
    assert b"Xyzzy" not in after and b"gorply" in after
    changed = [
        (one, other)
        for one, other in zip(before.split(b"\n"), after.split(b"\n"), strict=True)
        if one != other
    ]
    assert len(changed) == 1 and ids["rep"].encode() in changed[0][1]


def test_a_letter_that_repeats_it_is_named(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ids = rich_case()
    run("letter", ids["case"], "complaint", "--edit")
    said = run("forget", ids["case"], ids["promise"], "--yes")
    assert any("letters" in line and "repeats" in line for line in said)


def test_an_unknown_event_changes_nothing(run: Run, root: Path) -> None:
    ids = rich_case()
    run("forget", ids["case"], "01NOSUCHEVENT", "--yes", status=1)
    assert "No event of this case" in run.said
    run("forget", ids["case"], status=2)
