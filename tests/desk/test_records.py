"""Lines for a terminal and for a pipe: columns, colours, the width of letters."""

from __future__ import annotations

import io

import pytest

from callmate.desk.doors.records import Cell, Look, cells, lines, look_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert look_of(Terminal()).colour
    assert not look_of(io.StringIO()).terminal
    monkeypatch.setenv("NO_COLOR", "1")
    assert look_of(Terminal()).terminal
    assert not look_of(Terminal()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not look_of(Terminal()).colour


def test_wide_letters_take_two_cells() -> None:
    assert [cells(text) for text in ("ab", "東京", "e\u0301", "👍")] == [2, 4, 1, 2]
    rows = [[Cell("東"), Cell("x")], [Cell("abc"), Cell("y")]]
    assert lines(rows, Look(True, False, 80)) == ["東   x", "abc  y"]
    assert lines([[Cell(""), Cell("x" * 90, "", ((0, 90),))]], Look(True, True, 40)) == [
        "x" * 39 + "…"
    ]
