"""``callmate letter`` and ``callmate show``: the draft, its file, its editor, its events."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from callmate.cli import main
from callmate.clock import SystemClock
from callmate.desk.doors.doors import import_files, store
from callmate.desk.drafting import save_new
from callmate.desk.ports import Saved
from callmate.desk.world import StoredWorld
from callmate.exchange.letter import Draft
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold, fold
from callmate.paths import config_home, store_home
from tests.desk.support import stored
from tests.model.support import HISTORIES

CASE = "gas"
FILE = next(path for path in HISTORIES if path.name.startswith("13"))


@pytest.fixture(autouse=True)
def gas() -> str:
    """The id of history 13 in the store."""
    return import_files([FILE], None)[0].split()[0]


def kinds(case_id: str) -> list[str]:
    with store() as world:
        return [event.kind for event in world.case(case_id).read()]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str, int]:
    status = main(words)
    caught = capsys.readouterr()
    return caught.out, caught.err, status


def editor(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_draft_is_printed_and_leaves_no_trace(
    capsys: pytest.CaptureFixture[str], gas: str
) -> None:
    before = kinds(gas)
    out, err, status = run(capsys, "letter", CASE, "comp")
    assert status == 0
    assert "refused twice by Janice" in out
    assert "missing" not in out
    assert "1 missing: account or their number." in err
    assert kinds(gas) == before


def test_it_is_written_to_a_new_file_and_the_log_says_so(
    capsys: pytest.CaptureFixture[str], gas: str, tmp_path: Path
) -> None:
    path = tmp_path / "letter.md"
    out, _, status = run(capsys, "letter", CASE, "complaint", "--out", str(path))
    assert (out, status) == (f"{path}\n", 0)
    assert "\\[your name\\]" in path.read_text(encoding="utf-8")
    with store() as world:
        letters = fold(gas, world.case(gas).read()).case.around.letters
        assert [one.form for one in letters] == ["complaint"]
    _, err, status = run(capsys, "letter", CASE, "complaint", "--out", str(path))
    assert status == 1
    assert "is there already" in err
    assert kinds(gas).count("letter") == 1


@pytest.mark.parametrize("word", ["poem", "x", ""])
def test_a_form_that_is_not_there_is_named_with_those_that_are(
    capsys: pytest.CaptureFixture[str], word: str
) -> None:
    out, err, status = run(capsys, "letter", CASE, word)
    assert (out, status) == ("", 2)
    assert "complaint, follow-up, thank-you, regulator" in err


@pytest.mark.parametrize("when", ["2026-02-30", "yesterday", "soon", "1999-01-01", ""])
def test_a_day_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], when: str) -> None:
    _, err, status = run(capsys, "letter", CASE, "complaint", "--reply-by", when)
    assert status == 2
    assert "is no time to come" in err


def test_an_ending_that_means_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    _, err, status = run(capsys, "letter", CASE, "complaint", "--out", "letter.docx")
    assert status == 2
    assert ".txt, .md, .eml" in err


def test_the_editor_opens_the_file_and_the_tone_is_checked_afterwards(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = editor(tmp_path / "my editor", 'echo "You IDIOTS!!" >> "$2"')
    monkeypatch.setenv("EDITOR", f"'{command}' --wait")
    out, err, status = run(capsys, "letter", CASE, "complaint", "--edit")
    assert status == 0
    path = Path(out.strip())
    assert path.parent == store_home() / "letters"
    assert path.read_text(encoding="utf-8").endswith("You IDIOTS!!\n")
    assert "Tone: an insult: “IDIOTS”." in err
    assert "Tone: exclamation marks read as shouting: “!!”." in err


@pytest.mark.parametrize(
    ("told", "said"),
    [("no-such-editor", "cannot be started"), ("'", "cannot be started"), ("false", "status 1")],
)
def test_an_editor_that_fails_is_named_and_the_letter_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, told: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", told)
    _, err, status = run(capsys, "letter", CASE, "complaint", "--edit")
    assert status == 1
    assert said in err
    assert len(list((store_home() / "letters").iterdir())) == 1


def test_own_forms_are_used_and_their_faults_named(capsys: pytest.CaptureFixture[str]) -> None:
    folder = config_home() / "packs" / "letters"
    folder.mkdir(parents=True)
    (folder / "bank.j2").write_text("To my bank: {{ problem }}\n")
    (folder / "complaint.j2").write_text("{{ oops }}\n")
    out, err, _ = run(capsys, "letter", CASE, "bank")
    assert out == "To my bank: Meter replaced, gas left off\n"
    out, err, status = run(capsys, "letter", CASE, "complaint")
    assert status == 0
    assert "complaint.j2, line 1: 'oops' is undefined" in err
    assert "refused twice by Janice" in out


def test_a_fault_in_another_form_is_no_matter_of_this_letter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = config_home() / "packs" / "letters"
    folder.mkdir(parents=True)
    (folder / "bank.j2").write_bytes(b"\xe9")
    (folder / "lawyer.j2").write_text("{# needs: moonlight #}Hello")
    _, err, status = run(capsys, "letter", CASE, "complaint")
    assert status == 0
    assert "bank" not in err and "lawyer" not in err
    _, err, status = run(capsys, "letter", CASE, "bank")
    assert status == 2
    assert "bank.j2 is not UTF-8 text; save it as UTF-8." in err
    out, err, _ = run(capsys, "letter", CASE, "lawyer")
    assert out == "Hello\n"
    assert "lawyer.j2: no letter has a value “moonlight” to need" in err
    out, _, _ = run(capsys, "where")
    assert "moonlight" in out


def test_thanks_go_to_whom_one_says(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, status = run(capsys, "letter", CASE, "thank-you", "--rep", "porsche", "--to", "Bob")
    assert status == 0
    assert "To: Bob\n" in out
    assert "Please pass my thanks on to Porsche" in out
    _, err, status = run(capsys, "letter", CASE, "thank-you", "--rep", "janice")
    assert status == 2
    assert "--rep: the log has no help from “janice”; it has: Porsche." in err
    _, err, status = run(capsys, "letter", CASE, "complaint", "--rep", "porsche")
    assert (status, "--rep: the form “complaint” thanks nobody." in err) == (2, True)


def test_thanks_wait_for_no_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, err, status = run(capsys, "letter", CASE, "thank-you", "--reply-by", "3 weeks")
    assert status == 2
    assert "--reply-by: the form “thank-you” asks for no answer." in err
    path = tmp_path / "thanks.txt"
    run(capsys, "letter", CASE, "thank-you", "--rep", "Porsche", "--out", str(path))
    with store() as world:
        case_id = world.library.resolve(CASE)
        letter = fold(case_id, world.case(case_id).read()).case.around.letters[-1]
    assert (letter.form, letter.reply_by) == ("thank-you", "")


def test_where_names_the_faults_of_own_forms(capsys: pytest.CaptureFixture[str]) -> None:
    folder = config_home() / "packs" / "letters"
    folder.mkdir(parents=True)
    (folder / "bank.j2").write_text("fine\n{% if %}\n")
    (folder / "Bad.j2").write_text("x")
    out, _, status = run(capsys, "where")
    assert status == 0
    assert "bank.j2, line 2: " in out
    assert "Bad.j2: name it with lower case words" in out


def test_the_account_and_notes_go_in_only_if_asked(
    capsys: pytest.CaptureFixture[str], gas: str
) -> None:
    clock = SystemClock()
    with store() as world:
        known = {"values": {"account": "7788-4417"}}
        note = NewEvent(UlidSource()(), "note", clock.now(), {"text": "they laughed"})
        told = NewEvent(UlidSource()(), "case_set", clock.now(), known)
        world.case(gas).append([told, note])
    out, _, _ = run(capsys, "letter", CASE, "complaint")
    assert "My account: ···4417" in out
    assert "laughed" not in out
    out, _, _ = run(capsys, "letter", CASE, "complaint", "--account", "--note", note.id)
    assert "My account: 7788-4417" in out
    assert "they laughed" in out
    shown, _, _ = run(capsys, "show", CASE, told.id)
    assert "···4417" in shown
    assert "7788" not in shown


def test_every_source_is_an_event_that_show_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, _, _ = run(capsys, "letter", CASE, "regulator", "--sources")
    ids = [line.strip() for line in out.splitlines() if line.startswith("    ")]
    assert len(ids) > 8
    shown, _, status = run(capsys, "show", CASE, *ids)
    assert status == 0
    assert [line.split()[0] for line in shown.splitlines() if line[:1] == "0"] == ids
    assert "what           someone out within 4 hours" in shown
    assert "happened       Wednesday 4 January 2006, 18:26:00 (told afterwards)" in shown


def test_show_lists_the_facts_with_their_ids(capsys: pytest.CaptureFixture[str]) -> None:
    out, _, _ = run(capsys, "show", CASE)
    lines = [line for line in out.splitlines() if not line.startswith("#")]
    assert any("promise: someone out within 4 hours" in line for line in lines)
    shown, _, _ = run(capsys, "show", CASE, lines[3].split()[0][-6:].lower())
    assert shown.startswith(lines[3].split()[0])


def test_show_tells_what_was_written_down_of_a_case_and_masks_numbers(
    capsys: pytest.CaptureFixture[str], gas: str
) -> None:
    clock, new_id = SystemClock(), UlidSource()
    values = ({"account": "7788-4417", "phone": "0800 1"}, {"account": "9911-2203", "phone": ""})
    with store() as world:
        for given in values:
            event = NewEvent(new_id(), "case_set", clock.now(), {"values": given})
            world.case(gas).append([event])
        note = NewEvent(new_id(), "question", clock.now(), {"text": "why is 7788-4417 closed?"})
        world.case(gas).append([note])
    out, _, _ = run(capsys, "show", CASE)
    assert "case set account ···4417, phone 0800 1" in out
    assert "case set account ···2203, phone (empty)" in out
    assert "question: why is ···4417 closed?" in out
    assert "7788" not in out


def test_show_of_an_id_that_is_none_or_many_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for word, said in (("zzz", "No event of this case has"), ("0", "events of this case have")):
        out, err, status = run(capsys, "show", CASE, word)
        assert (out, status) == ("", 1)
        assert said in err


def test_a_letter_that_the_log_could_not_note_is_kept_and_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Saved(1, 0, 1, "No space left on device.")
    monkeypatch.setattr(StoredWorld, "saved", lambda self: full)
    path = tmp_path / "letter.txt"
    out, err, status = run(capsys, "letter", CASE, "complaint", "--out", str(path))
    assert (out, status) == ("", 1)
    assert f"The letter is in {path}" in err and "No space left" in err
    assert path.read_text(encoding="utf-8")


def test_the_name_of_a_letter_holds_no_account(tmp_path: Path) -> None:
    problem = {
        "company": "Acme", "problem": "account 1234 4321 998 locked", "account": "12344321998",
    }  # fmt: skip
    now = SystemClock().now()
    folded = Fold("case")
    folded.add([stored(NewEvent("a", "case_opened", now, {"values": problem}), "case", 1)])
    drafted = Draft("complaint", "text\n", (), 0, (), ())
    path = save_new(folded, drafted, tmp_path, now.at)
    assert path.name.endswith("-acme-account-1998-locked-complaint.txt")
