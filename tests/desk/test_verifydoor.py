"""``callmate verify``: what it says, what it prints for programs, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from callmate.desk.logs import CaseLog
from callmate.paths import store_home
from callmate.store.proof import verifying
from callmate.store.proof.heads import code_of
from tests.desk.printed import Run
from tests.desk.shelving import Shop
from tests.desk.support import on_disk


def lane_of(case: str) -> Path:
    (path,) = (store_home() / "cases" / case).glob("*.json")
    return path


def change(path: Path, before: bytes = b"Sam", after: bytes = b"Pam") -> None:
    text = path.read_bytes()
    assert before in text
    path.write_bytes(text.replace(before, after, 1))


def heads(case: str) -> str:
    return code_of(verifying.check_folder(store_home() / "cases" / case, case).heads)


def test_a_whole_store_is_good(run: Run, told: dict[str, str]) -> None:
    lines = run("verify")
    assert lines[0] == "good: all is as it was written"
    assert lines[1].startswith("  3 cases with ")
    assert lines[-1] == "It helps to show that the record was not changed later."
    assert "shows only by a head code you noted" in lines[-2]
    assert run.said == ""


def test_with_no_store_there_is_nothing_to_verify(run: Run) -> None:
    assert run("verify") == ["There is nothing to verify yet."]
    assert not store_home().exists()


def test_a_change_is_named_with_file_line_and_time(run: Run, told: dict[str, str]) -> None:
    path = lane_of(told["sony"])
    change(path)
    for case in ((), ("sony",), (told["sony"],)):
        lines = run("verify", *case, status=1)
        assert lines[0] == "1 problem:"
        assert lines[1].startswith(f"  {told['sony']}/{path.name}, line ")
        assert "was changed: what it says is not what was written" in lines[1]
        assert lines[1].endswith(" events behind it hold by themselves.")
        assert "It helps to show" not in "".join(lines)
    assert run("verify", told["old"])[0].startswith("good")


def test_what_cannot_be_read_has_a_status_of_its_own(run: Run, told: dict[str, str]) -> None:
    lane_of(told["old"]).write_bytes(b"")
    assert "it is empty." in run("verify", status=2)[1]
    (store_home() / "cases" / told["acme"] / "link.json").symlink_to("/etc/passwd")
    assert any("is not a plain file" in line for line in run("verify", "acme", status=2))
    run("verify", "no such case", status=2)
    run("verify", "--code", "1234", status=2)
    assert "is no head code" in run.said


def test_a_store_that_cannot_be_listed_is_said(run: Run, told: dict[str, str]) -> None:
    days = store_home() / "days"
    if days.is_dir():
        days.rename(days.with_name("elsewhere"))
    days.write_text("no folder")
    lines = run("verify", status=2)
    assert any("days cannot be read (Not a directory)" in line for line in lines)
    assert any(" cases with " in line for line in lines)


def test_one_case_lists_its_lanes_and_the_codes_of_its_calls(
    run: Run, told: dict[str, str]
) -> None:
    text = "\n".join(run("verify", "sony"))
    assert f"  {lane_of(told['sony']).name}: " in text
    assert f"  head code {heads(told['sony'])}, as it stands now" in text


def call_ended(minutes: int = 5) -> str:
    """A call in a store of its own; the code as its window has it."""
    person, world = on_disk(store_home())
    person.type("{space}")
    person.clock.advance(minutes * 60)
    person.type("rSam{enter}ee")
    log = world.case(person.case.id)
    assert isinstance(log, CaseLog)
    code = code_of(log.file.heads())
    world.close()
    return code


def test_the_code_of_a_calls_end_is_found(run: Run) -> None:
    code = call_ended()
    lines = run("verify", "--code", code.lower().replace("-", " "))
    found = next(line for line in lines if line.startswith("The code is that of case "))
    assert "the call begun 2026-03-02 09:0" in found and " came later." in found
    (case,) = (store_home() / "cases").iterdir()
    assert any(code in line and "when the call ended" in line for line in run("verify", case.name))
    record = json.loads("\n".join(run("verify", case.name, "--json", "--code", code)))
    assert record["verdict"] == "good" and record["code_found"]["case"] == case.name
    assert code in [call["head_code"] for call in record["cases"][0]["calls"]]


def test_an_end_that_was_cut_off_shows_by_the_code_alone(run: Run) -> None:
    call_ended()
    (case,) = (store_home() / "cases").iterdir()
    code = heads(case.name)
    path = lane_of(case.name)
    lines = path.read_bytes().rstrip(b"} \n").split(b",\n")
    path.write_bytes(b",\n".join(lines[:-2]) + b"}}\n")
    assert run("verify")[0].startswith("good")
    lines_told = run("verify", "--code", code, status=1)
    assert any(line.startswith("No point of this record has the code") for line in lines_told)
    record = json.loads("\n".join(run("verify", "--json", "--code", code, status=1)))
    assert record["code_given"] and record["code_found"] is None


def test_what_could_not_be_tried_is_said(
    run: Run, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from callmate.desk.doors import verifying as door
    from callmate.store.proof.anchors import Search

    monkeypatch.setattr(door, "find", lambda folder, code: Search(None, whole=False))
    lines = run("verify", "sony", "--code", "0000-0000-0000", status=1)
    assert "Not every order in which several files may have been read could be tried." in lines


def test_json_names_the_trouble(run: Run, told: dict[str, str]) -> None:
    change(lane_of(told["sony"]))
    record = json.loads("\n".join(run("verify", "--json", status=1)))
    assert record["verdict"] == "problem"
    bad = [one for one in record["cases"] if not one["good"]]
    assert [one["folder"] for one in bad] == [told["sony"]]
    trouble = bad[0]["lanes"][0]["trouble"]
    assert trouble["kind"] == "altered" and trouble["line"] == trouble["event"] + 1
    assert trouble["says"].endswith(".")


def test_days_the_library_and_quarantine_are_verified_too(run: Run) -> None:
    call_ended()
    home = store_home()
    (home / "quarantine").mkdir()
    (home / "quarantine" / "a-b-0123.bin").write_bytes(b"x")
    lines = run("verify")
    assert any(line.startswith("  1 day with ") for line in lines)
    assert "set aside as damaged, in quarantine: a-b-0123.bin" in lines
    (day,) = (home / "days").rglob("*.json")
    change(day, b'"key":', b'"yek":')
    assert f"{day.parent.name}/{day.name}, line " in run("verify", status=1)[1]


def test_cases_that_share_a_call_are_verified_together(run: Run) -> None:
    shop = Shop(store_home())
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    ids = dict(shop.ids)
    shop.world.close()
    bell = next(id_ for name, id_ in ids.items() if "bell" in name.casefold())
    acme = next(id_ for name, id_ in ids.items() if "acme" in name.casefold())
    lines = run("verify", bell)
    assert f"case {acme}, which it shares calls with:" in lines
    path = next((store_home() / "cases" / acme).glob("*.json"))
    change(path, b'"kind":"call_start"', b'"kind":"call_stort"')
    assert acme in run("verify", bell, status=1)[1]
    last = run("verify", acme, "--code", heads(bell), status=1)[-1]
    assert last.startswith(f"The code is that of case {bell}")


def test_forgotten_words_are_counted(run: Run, told: dict[str, str]) -> None:
    from tests.store.support import make_library

    library = make_library(store_home())
    case = library.case(told["sony"])
    assert case.forget([told["note"]]) == 1
    case.close()
    library.close()
    assert "  of 1 event you had the words forgotten; their places are kept" in run("verify")
