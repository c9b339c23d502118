"""A case as evidence: what is in it, that it is checked, and that it can be taken in again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from callmate.desk.doors import evidence
from callmate.desk.doors.verifying import kin_of
from callmate.desk.logs import read_raw
from callmate.paths import store_home
from callmate.store.proof.heads import code_of
from callmate.store.proof.verifying import check_folder
from tests.conftest import ROOT
from tests.desk.printed import ACCOUNT, Run
from tests.desk.shelving import Shop
from tests.desk.storytelling import Story
from tests.store.support import make_library

FILE = "case.zip"


def exported(run: Run, tmp_path: Path, case: str = "sony") -> Path:
    target = tmp_path / FILE
    assert run("export", case, "--format", "evidence", "--out", str(target)) == [str(target)]
    return target


def unpacked(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def manifest(archive: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unpacked(archive)["manifest.json"])
    return found


def checked(*arguments: object) -> subprocess.CompletedProcess[str]:
    script = ROOT / "callmate" / "exchange" / "verify_case.py"
    command = [sys.executable, "-I", str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def heads(case: str) -> str:
    return code_of(check_folder(store_home() / "cases" / case, case).heads)


def test_what_is_in_it(run: Run, told: dict[str, str], tmp_path: Path) -> None:
    archive = exported(run, tmp_path)
    files = unpacked(archive)
    (lane,) = (store_home() / "cases" / told["sony"]).glob("*.json")
    name = f"lanes/{told['sony']}/{lane.name}"
    assert sorted(files) == [
        "READ ME.txt", name, "manifest.json", "report.txt", "verify_case.py",
    ]  # fmt: skip
    assert files[name] == lane.read_bytes().rstrip(b" \n") + b"\n"
    assert files["verify_case.py"] == evidence.checker()
    about = manifest(archive)["about"]
    code = heads(told["sony"])
    assert (about["case"], about["head_code"], about["borrowed_from"]) == (told["sony"], code, [])
    assert code in files["READ ME.txt"].decode() and code in files["report.txt"].decode()
    assert f"The head code of the log is {code}." in run.said
    assert "The archive holds all that was logged in this case" in run.said
    for text in (*files.values(), run.said.encode()):
        assert b" proves" not in text and b"tamper" not in text


def test_its_read_me_says_what_is_checked_and_how(
    run: Run, told: dict[str, str], tmp_path: Path
) -> None:
    archive = exported(run, tmp_path)
    read_me = unpacked(archive)["READ ME.txt"].decode()
    assert "they alone are checked, and covered by a head code" in read_me
    assert "report.txt\nretells them" in read_me
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    for form in ("verify_case.py .", "verify_case.py THIS.zip --list", "THIS.zip --code CODE"):
        assert form in read_me
    command = [sys.executable, "-I", "verify_case.py", ".", "--list"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "a credit of $40" in done.stdout
    (folder / "report.txt").write_text("another\n")
    done = checked(folder)
    assert done.returncode == 1 and "report.txt: is not the file that was exp" in done.stdout


def test_it_is_checked_by_the_program_in_it(run: Run, told: dict[str, str], tmp_path: Path) -> None:
    archive = exported(run, tmp_path)
    code = heads(told["sony"])
    done = checked(archive, "--code", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"the head code is {code}" in done.stdout and "did not know 0 events" in done.stdout
    files = unpacked(archive)
    name = next(name for name in files if name.startswith("lanes/"))
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as packed:
        for each, data in files.items():
            packed.writestr(each, data.replace(b"Sam", b"Pam") if each == name else data)
    done = checked(changed)
    assert done.returncode == 1
    assert f"{name}: is not the file that was exported" in done.stdout
    assert f"{name}: PROBLEM, line " in done.stdout


CARD = "4111 1111 1111 1111"
SECRETS = (CARD, "123-45-6789", ACCOUNT)


@pytest.fixture
def secretive() -> str:
    """A case with secrets in what was noted, asked for, and in the account; its id."""
    story = Story()
    case = story.case("Sony", "Rebate", outcome=f"$40 back to {CARD}", account=ACCOUNT)
    story.call(
        case,
        ("note", {"text": f"ssn 123-45-6789, account {ACCOUNT}"}),
        ("ask", {"what": f"the money back on {CARD}"}),
        ("case_number", {"value": "4111111111111111"}),
    )
    return case


def test_its_report_hides_what_its_files_hold(run: Run, secretive: str, tmp_path: Path) -> None:
    archive = exported(run, tmp_path, secretive)
    files = unpacked(archive)
    report = files["report.txt"].decode()
    page = "\n".join(run("report", secretive))
    lane = next(data for name, data in files.items() if name.startswith("lanes/")).decode()
    for secret in SECRETS:
        assert secret in lane and secret not in report and secret not in page
    for text in (report, page):
        assert "ssn [hidden], account ···4417" in text and "the money back on ···1111" in text
        assert text.count("4111111111111111") == 2  # their number for the case is told
    assert CARD in "\n".join(run("report", secretive, "--json"))
    shown = "\n".join(run("show", secretive))
    assert "ssn [hidden]" in shown and "removed" not in shown
    run("export", secretive, "--format", "evidence", "--out", str(tmp_path / "again.zip"))
    assert "cards and other secrets in full" in run.said


def test_its_report_says_when_it_was_made_and_by_which_clock(
    run: Run, secretive: str, tmp_path: Path
) -> None:
    report = unpacked(exported(run, tmp_path, secretive))["report.txt"].decode()
    assert re.search(r"\nas it stood +[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5} \+00:00\n", report)
    assert re.search(r"\n  [A-Z][a-z]+day [0-9]+ [A-Z][a-z]+ [0-9]{4}, UTC\+00:00\n", report)
    assert re.search(r"\n  1\. [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5} \+00:00  ", report)


def test_a_changed_case_has_no_head_code(run: Run, told: dict[str, str], tmp_path: Path) -> None:
    (lane,) = (store_home() / "cases" / told["sony"]).glob("*.json")
    assert "\nhead code" in "\n".join(run("report", "sony"))
    lane.write_bytes(lane.read_bytes().replace(b"Sam", b"Pam"))
    run.any("export", told["sony"], "--format", "evidence", "--out", str(tmp_path / FILE))
    assert "head code of the log" not in run.said
    files = unpacked(tmp_path / FILE)
    assert b"head code of the record was" not in files["READ ME.txt"]
    assert b"\nhead code" not in files["report.txt"]
    assert "the head code is" not in checked(tmp_path / FILE).stdout


def test_it_is_never_written_over_anything_or_into_the_store(
    run: Run, told: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / FILE
    target.write_text("mine")
    run("export", "sony", "--format", "evidence", "--out", str(target), status=1)
    assert "is there already" in run.said and target.read_text() == "mine"
    inside = store_home() / "cases" / FILE
    run("export", "sony", "--format", "evidence", "--out", str(inside), status=1)
    assert not inside.exists()
    run("export", "sony", "--format", "evidence", status=2)
    assert "--out FILE.zip" in run.said
    run("export", "sony", "--out", str(tmp_path / "script"), status=2)
    assert not (tmp_path / "script").exists()


def test_it_is_taken_in_again_as_it_was(
    run: Run, told: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = exported(run, tmp_path)
    code = heads(told["sony"])
    before = json.loads("\n".join(run("report", "sony", "--json", "--as-of", "2026-03-02")))
    monkeypatch.setenv("CALLMATE_HOME", str(tmp_path / "other"))
    run("import", str(archive))
    after = json.loads("\n".join(run("report", "sony", "--json", "--as-of", "2026-03-02")))
    assert after == before and before["head_code"] == code
    assert run("verify", told["sony"], "--code", code)[0].startswith("good")
    again = tmp_path / "again.zip"
    run("export", "sony", "--format", "evidence", "--out", str(again))
    lanes = {name: data for name, data in unpacked(archive).items() if name.startswith("lanes/")}
    assert lanes.items() <= unpacked(again).items()


def test_a_case_brings_the_files_of_calls_it_borrowed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(store_home())
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    ids = dict(shop.ids)
    shop.world.close()
    bell = next(id_ for name, id_ in ids.items() if "bell" in name.casefold())
    acme = next(id_ for name, id_ in ids.items() if "acme" in name.casefold())
    archive = exported(run, tmp_path, bell)
    assert manifest(archive)["about"]["borrowed_from"] == [acme]
    assert {name.split("/")[1] for name in unpacked(archive) if name.startswith("lanes/")} == {
        bell, acme,
    }  # fmt: skip
    assert f"Some of its calls were written in {acme}" in run.said
    assert checked(archive).returncode == 0
    before = run("report", bell, "--as-of", "2026-03-02")
    other = tmp_path / "acme.zip"
    run("export", acme, "--format", "evidence", "--out", str(other))
    assert manifest(other)["about"]["borrowed_from"] == []
    assert kin_of(store_home(), acme) == {bell} and kin_of(store_home(), bell) == {acme}
    monkeypatch.setenv("CALLMATE_HOME", str(tmp_path / "other"))
    run("import", str(archive))
    assert run("report", bell, "--as-of", "2026-03-02") == before


def test_a_damaged_lane_goes_along_as_it_is(run: Run, told: dict[str, str], tmp_path: Path) -> None:
    (lane,) = (store_home() / "cases" / told["sony"]).glob("*.json")
    lane.write_bytes(lane.read_bytes().replace(b"Sam", b"Pam", 1))
    archive = exported(run, tmp_path)
    name = f"lanes/{told['sony']}/{lane.name}"
    assert f"{name} is damaged, and in it as it is: " in run.said
    assert list(manifest(archive)["about"]["damaged"]) == [name]
    assert unpacked(archive)[name] == lane.read_bytes()
    assert checked(archive).returncode == 1


def test_forgotten_words_are_not_in_it(run: Run, told: dict[str, str], tmp_path: Path) -> None:
    library = make_library(store_home())
    case = library.case(told["sony"])
    case.forget([told["note"]])
    case.close()
    events = {event.id: event for event in read_raw(library, told["sony"])}
    library.close()
    assert events[told["note"]].body == {}
    archive = exported(run, tmp_path)
    assert all(b"my account is" not in data for data in unpacked(archive).values())
    done = checked(archive)
    assert done.returncode == 0 and "of 1 the words were removed" in done.stdout


def test_other_exports_tell_the_code_too(run: Run, told: dict[str, str]) -> None:
    code = heads(told["sony"])
    run("export", "sony")
    assert f"Its log's head code is {code}." in run.said
    assert f"head code of the log: {code}" in run("letter", "sony", "complaint", "--sources")
    assert any(line.split() == ["head", "code", code] for line in run("report", "sony"))


def test_a_checker_that_is_missing_is_said(
    run: Run, told: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "CHECKER", "gone.py")
    target = tmp_path / FILE
    run("export", "sony", "--format", "evidence", "--out", str(target), status=1)
    assert "install callmate anew" in run.said and not target.exists()
