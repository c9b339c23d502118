"""``callmate import`` of several files, and names that more than one case begins with."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from callmate.store.fs import Fs
from tests.desk.printed import Run
from tests.desk.storytelling import Story
from tests.exchange.support import call, document, event


def written(folder: Path, name: str, note: str = "it rang", **top: str) -> str:
    """A script of one call in a file; its path."""
    one = document(call(event("rep", 1), event("note", 2, value=note), event("call_end", 3)))
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**one, "id": name, "title": name, **top}))
    return str(path)


def test_one_file_that_cannot_be_imported_keeps_all_out_and_each_is_told(
    run: Run, tmp_path: Path
) -> None:
    good, foreign, lost = written(tmp_path, "good"), tmp_path / "foreign.json", tmp_path / "lost"
    foreign.write_text('{"name": "some package"}')
    assert run("import", good, str(foreign), str(lost), status=2) == []
    first, second, last = run.said.splitlines()
    assert first.startswith("callmate: foreign.json: ")
    assert second == f"{lost}: No such file or directory; expected a case script in JSON"
    assert last == "Nothing was imported: 2 of the 3 files must be mended or left out."
    assert run("list", status=1) == []


def test_one_that_was_imported_with_other_words_keeps_all_out(run: Run, tmp_path: Path) -> None:
    old = written(tmp_path, "old")
    run("import", old)
    written(tmp_path, "old", note="it never rang")
    assert run("import", written(tmp_path, "new"), old, status=2) == []
    assert "was imported before with other content" in run.said
    assert "Nothing was imported: 1 of the 2 files" in run.said
    assert len(run("list")) == 1


def test_two_files_with_one_id_keep_all_out(run: Run, tmp_path: Path) -> None:
    one = written(tmp_path, "one")
    two = written(tmp_path, "two", note="another", id="one")
    assert run("import", one, two, status=2) == []
    assert run.said.startswith("callmate: two.json: id: one is the id of one.json, too")
    assert run("list", status=1) == []
    assert len(set(run("import", one, one))) == 1


def test_one_file_alone_has_one_sentence(run: Run, tmp_path: Path) -> None:
    run("import", str(tmp_path / "lost"), status=2)
    assert len(run.said.splitlines()) == 1


def test_a_case_that_the_disk_does_not_take_is_not_called_imported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fs: Fs, fd: int, data: bytes, offset: int) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    run("import", written(tmp_path, "first"))
    with monkeypatch.context() as patch:
        patch.setattr(Fs, "pwrite", refuse)
        assert run("import", written(tmp_path, "one"), status=1) == []
        assert run.said.startswith("callmate: Not saved: The disk is read-only: make it writable.")
    assert len(run("list")) == 1


def test_cases_that_begin_alike_are_listed_a_line_each_with_their_days(run: Run) -> None:
    story = Story()
    cases = [story.case("Sony", f"Rebate {number}") for number in range(7)]
    story.say(cases[0], "note", text="still nothing")
    assert run("report", "sony", status=1) == []
    head, *lines, more = run.said.splitlines()
    assert head == "callmate: 7 cases begin with “sony”; give more of the title, or an id:"
    assert len(lines) == 5
    for line in lines:
        case, day, title = line.split(maxsplit=2)
        assert case in cases and title == f"Sony: Rebate {cases.index(case)}"
        assert day == run.rows("list", title)[0][1]
    assert more == "  and 2 more: callmate list sony"
