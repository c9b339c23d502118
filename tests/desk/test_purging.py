"""``callmate purge``: afterwards no byte of the store has a word of the case."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.cli import main
from callmate.clock import ManualClock, SystemClock
from callmate.ids import UlidSource
from callmate.store.lanes.scan import Health
from callmate.store.library import Library
from tests.desk.erasing import KEPT, WORDS, healths, holding, rich_case, told
from tests.desk.printed import Run
from tests.desk.shelving import Shop
from tests.desk.storytelling import Story


def library(root: Path) -> Library:
    return Library(root, ManualClock(), UlidSource())


def remember(root: Path, name: str, **values: str) -> None:
    store = library(root)
    store.remember_company(name, values)
    store.close()


def test_no_byte_of_the_store_has_a_word_of_it_afterwards(
    run: Run, root: Path, tmp_path: Path
) -> None:
    ids = rich_case()
    remember(root, "Quuxcorp", facts="frobnitz")
    run("letter", ids["case"], "complaint", "--out", str(tmp_path / "elsewhere.txt"))
    run("search", "frobnitz")
    assert set(told(root)) == set(WORDS), "the test looks where the words are"
    caches = {name.split(".")[0] for name in told(root)["frobnitz"] if "sqlite" in name}
    assert caches == {"search"} and "index.sqlite" in str(told(root)["zyzzyva"])
    run("purge", ids["case"], "--yes", "--company")
    assert told(root) == {}
    assert healths(root) == {Health.WHOLE}
    assert holding(root, KEPT), "the other case is as it was"


def test_it_is_in_no_list_afterwards(run: Run, root: Path) -> None:
    ids = rich_case()
    run("purge", ids["case"], "--yes")
    for listed in (run("list", "--archived"), run("list", "state:any"), run("due", "--all")):
        assert not any(ids["case"] in line for line in listed)
    assert any(ids["other"] in line for line in run("list"))
    run("search", "grault", status=1)
    run("search", "after:2000", "company:bellco")
    assert run.said == ""


def test_verify_says_how_many_are_gone_and_that_the_rest_is_as_it_was(run: Run, root: Path) -> None:
    ids = rich_case()
    run("forget", ids["case"], ids["note"], "--yes")
    assert "2" in next(line for line in run("verify", ids["case"]) if "forgotten" in line)
    run("purge", ids["case"], "--yes")
    assert "8" in next(line for line in run("verify", ids["case"]) if "forgotten" in line)
    run("verify")


def test_the_store_can_be_purged_again(run: Run, root: Path) -> None:
    ids = rich_case()
    run("purge", ids["case"], "--yes")
    again = run("purge", ids["case"], "--yes")
    assert again[0].startswith("Purged: 0 events")


def test_the_folder_goes_too_and_the_day_notes_it(run: Run, root: Path) -> None:
    ids = rich_case()
    run("purge", ids["case"], "--yes", "--folder", "--company")
    assert not (root / "cases" / ids["case"]).exists()
    assert told(root) == {}
    today = SystemClock().now().at.date()
    noted = [one for one in library(root).days().open_day(today).read() if one.kind == "command"]
    assert noted[-1].body["values"]["case"] == ids["case"]


def test_letters_in_the_store_go_and_others_stay(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ids = rich_case()
    run("letter", ids["case"], "complaint", "--edit")
    run("letter", ids["other"], "complaint", "--edit")
    assert len(list((root / "letters").iterdir())) == 2
    said = run("purge", ids["case"], "--yes", "--company")
    assert any("letter" in line and "deleted" in line for line in said)
    assert len(list((root / "letters").iterdir())) == 1
    assert told(root) == {}


def test_damaged_bytes_of_it_go_from_the_quarantine(run: Run, root: Path) -> None:
    ids = rich_case()
    lane = next((root / "cases" / ids["case"]).glob("*.json"))
    with lane.open("r+b") as file:
        file.seek(-3, 2)
        file.write(b',\n"99": {"at":"2026-01-01T00:00:00","body":{"text":"frobnitz gra')
    run("report", ids["case"])
    log = library(root).case(ids["case"])
    log.ready()
    log.close()
    assert list((root / "quarantine").iterdir())
    run("purge", ids["case"], "--yes", "--company")
    assert told(root) == {}
    assert not list((root / "quarantine").iterdir())


def test_a_damaged_lane_goes_and_is_told(run: Run, root: Path) -> None:
    ids = rich_case()
    lane = next((root / "cases" / ids["case"]).glob("*.json"))
    lane.write_bytes(lane.read_bytes().replace(b"frobnitz", b"frobnicz", 1))
    said = run("purge", ids["case"], "--yes", "--company")
    assert any("was damaged, and was removed" in line for line in said)
    assert told(root) == {}


def test_what_other_cases_are_with_is_kept(run: Run, root: Path) -> None:
    story = Story()
    ids = rich_case(story)
    story.case("Bellco", "a second one")
    remember(root, "Bellco", phone="555 0100")
    said = run("purge", ids["other"], "--yes", "--company")
    assert any("Bellco is kept" in line for line in said)
    assert library(root).company("Bellco")["phone"] == "555 0100"


def test_a_call_that_was_moved_here_goes_and_one_that_was_moved_away_stays(
    run: Run, root: Path
) -> None:
    shop = Shop(root)
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.world.close()
    run("purge", shop.ids["Bell"], "--yes")
    for word in ("sam", "kim"):
        assert not [one for one in holding(root, f'"name":"{word}') if one.startswith("cases")]
    assert healths(root) == {Health.WHOLE}
    listed = run("list")
    assert any("Acme" in line for line in listed) and not any("Bell" in line for line in listed)


def test_a_call_that_was_moved_away_stays(run: Run, root: Path) -> None:
    shop = Shop(root)
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.world.close()
    run("purge", shop.ids["Acme"], "--folder", "--yes", status=1)
    assert "has to stay" in run.said
    said = run("purge", shop.ids["Acme"], "--yes")
    assert any("stays there" in line for line in said)
    assert holding(root, "acme bill") == []
    report = "\n".join(run("report", shop.ids["Bell"]))
    assert "sam" in report and "kim" in report
    again = run("purge", shop.ids["Acme"], "--yes")
    assert again[0].startswith("Purged: 0 events")
    assert "sam" in "\n".join(run("report", shop.ids["Bell"]))


def test_what_a_stopped_writer_left_half_written_goes_too(run: Run, root: Path) -> None:
    ids = rich_case()
    lane = next((root / "cases" / ids["case"]).glob("*.json"))
    lane.with_name(f".{lane.name}.999999999.tmp").write_bytes(lane.read_bytes())
    run("purge", ids["case"], "--yes", "--company")
    assert told(root) == {}


def test_notes_of_other_cases_that_quote_it_go_too(run: Run, root: Path) -> None:
    story = Story()
    ids = rich_case(story)
    quotes = {"case": ids["case"], "event": ids["note"]}
    story.call(ids["other"], ("note", {"text": "you said frobnitz", "quotes": quotes}))
    story.call(ids["other"], ("note", {"text": "you said plugh"}))
    run("purge", ids["case"], "--yes", "--company")
    assert told(root) == {}
    assert "you said plugh" in "".join(run("show", ids["other"]))


def test_a_window_that_writes_it_is_in_the_way(run: Run, root: Path) -> None:
    ids = rich_case()
    store = library(root)
    log = store.case(ids["case"])
    log.ready()
    run("purge", ids["case"], "--yes", status=1)
    assert "close it first" in run.said
    assert holding(root, "frobnitz"), "nothing was changed"
    log.close()
    store.close()


def test_another_devices_file_is_left_to_it_unless_told(run: Run, root: Path) -> None:
    ids = rich_case()
    (root / "device").write_text("abcdefgh\n")
    run("purge", ids["case"], "--yes", status=1)
    assert "another device" in run.said
    run("purge", ids["case"], "--yes", "--any-device", "--company")
    assert told(root) == {}


def test_nobody_at_a_terminal_says_yes(run: Run, root: Path) -> None:
    ids = rich_case()
    run("purge", ids["case"], status=2)
    assert "--yes" in run.said
    assert main(["forget", ids["case"], ids["note"]]) == 2
    assert holding(root, "frobnitz")
