"""Doors in a pipeline: queries in parts, readers that go, disks that are full."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from callmate.cli import main
from tests.desk.printed import Run


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("***", "“***” has no letter or figure that could be looked up."),
        ("before:xyz", "is no day that can be understood"),
        ("money:abc", "money: wants a sum"),
        ('"', "A quotation mark stands alone"),
    ],
)
def test_a_query_of_which_nothing_is_understood_finds_nothing(
    run: Run, told: dict[str, str], query: str, sentence: str
) -> None:
    for door in ("list", "search"):
        assert run(door, query, status=1) == []
        assert sentence in run.said
        assert run.said.endswith("That leaves nothing to look for.\n")
        assert run(door, "credit", query)
        assert sentence in run.said


def test_a_word_is_left_out_without_quotes_around_it(run: Run, told: dict[str, str]) -> None:
    (hit,) = run.rows("search", "credit", "-was", "--most", "5")
    assert hit[1] == told["promise"]
    assert len(run.rows("--theme", "light", "search", "-credit", "-note:they")) > 1
    assert run.said == "callmate: This only says what to leave out: add a word to look for.\n"
    assert run("list", "-h")[0].startswith("usage: callmate list")
    run("list", "--nosuch", status=2)
    run("report", "-x", status=2)


def test_a_reader_that_goes_ends_it_quietly(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return handle.fileno()

    with (tmp_path / "out").open("w") as handle:
        monkeypatch.setattr("sys.stdout", Gone())
        said = io.StringIO()
        monkeypatch.setattr("sys.stderr", said)
        assert main(["search", "credit"]) == 128 + signal.SIGPIPE
        assert said.getvalue() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_is_full_is_told_in_a_sentence(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        said = io.StringIO()
        monkeypatch.setattr("sys.stderr", said)
        assert main(["list"]) == 1
    assert said.getvalue().startswith("callmate: cannot write what was asked for: ")
    assert said.getvalue().count("\n") == 1


def test_the_screen_is_opened_with_the_same_query(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def screen(home: Path, config: Path, theme: str, query: str = "") -> int:
        opened.append(query)
        return 0

    monkeypatch.setattr("callmate.cli.screens._prepare_terminal", lambda: None)
    monkeypatch.setattr("callmate.ui.run.open_screen", screen)
    assert main(["browse", "in:2025", "-refused"]) == 0
    assert opened == ["in:2025 -refused"]
