"""What callmate works in: versions, clock, settings, terminal."""

from __future__ import annotations

import codecs
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

from callmate import __version__
from callmate.model.events import FORMAT_VERSION
from callmate.store.checkup.finding import Finding, broken, look, ok
from callmate.text import show

LEAST: Final = (40, 10)
"""Columns and rows below which the screen shows no more than a line."""
GLYPHS: Final = "✓◆●▸…"
"""Signs of the screen that a terminal may draw two cells wide."""
AHEAD: Final = timedelta(minutes=5)
OLDEST: Final = 2025
"""The clock was never right before this year: callmate is younger."""


def look_around(config: Path, last_at: str, now: datetime) -> Iterator[Finding]:
    """All of it; ``last_at`` is when the last event was written (RFC 3339)."""
    yield from _versions()
    yield _clock(last_at, now)
    yield from _settings(config)
    yield from look_at_terminal(sys.__stdin__, sys.__stdout__, os.environ)


def _versions() -> Iterator[Finding]:
    import sqlite3
    from importlib.metadata import version

    told = {
        "callmate": __version__, "Python": platform.python_version(),
        "Textual": version("textual"), "TinyDB": version("tinydb"),
        "SQLite": sqlite3.sqlite_version, "format": FORMAT_VERSION,
    }  # fmt: skip
    yield ok("versions", ", ".join(f"{name} {number}" for name, number in told.items()))
    try:
        sqlite3.connect(":memory:").execute("create virtual table found using fts5(words)")
    except sqlite3.Error:
        yield look("search", "This Python's SQLite has no FTS5.", "Search needs another Python.")


def _clock(last_at: str, now: datetime) -> Finding:
    said = f"It is {now:%Y-%m-%d %H:%M:%S %z}"
    if now.year < OLDEST:
        return broken("clock", f"{said}: that cannot be.", "Set the clock of this computer.")
    last = datetime.fromisoformat(last_at) if last_at else now
    if last > now + AHEAD:
        return look(
            "clock", f"{said}; the last event was written at {last:%Y-%m-%d %H:%M:%S %z}.",
            "Set the clock, here or where that was written. Order and durations hold all the same.",
        )  # fmt: skip
    return ok("clock", f"{said}.")


def _settings(config: Path) -> Iterator[Finding]:
    from callmate.desk.settings import read_settings
    from callmate.packs.loader import load

    problems = (*read_settings(config).problems, *load(config / "packs").problems)
    for sentence in problems:
        yield look("settings", show(sentence, " "), f"The files are in {config}.")
    if not problems:
        yield ok("settings", f"{config}")


def look_at_terminal(
    stdin: TextIO | None, stdout: TextIO | None, env: Mapping[str, str]
) -> Iterator[Finding]:
    """Encoding, colours, size, and how wide signs are drawn."""
    encoding = stdout.encoding if stdout else "none"
    if not _is_utf8(encoding):
        yield broken("locale", f"Text goes out as {encoding}.", "LC_ALL=C.UTF-8 callmate")
    else:
        yield ok("locale", "UTF-8")
    if stdin is None or stdout is None or not (stdin.isatty() and stdout.isatty()):
        yield ok("terminal", "There is none here; the screen needs one.")
        return
    yield from _abilities(env)
    size = shutil.get_terminal_size()
    if size.columns < LEAST[0] or size.lines < LEAST[1]:
        yield look(
            "size", f"{size.columns}×{size.lines} is too small for the screen.",
            f"Make the window {LEAST[0]}×{LEAST[1]} or larger, 80×24 to see all.",
        )  # fmt: skip
    else:
        yield ok("size", f"{size.columns}×{size.lines}")
    yield _glyphs(stdin, stdout)


def _abilities(env: Mapping[str, str]) -> Iterator[Finding]:
    term = env.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        yield broken(
            "terminal", f"TERM is {show(term) or 'not set'}: nobody can paint on it.",
            "Use another terminal, or set TERM to what it is (xterm-256color).",
        )  # fmt: skip
        return
    if env.get("NO_COLOR"):
        colours = "no colours (NO_COLOR is set)"
    elif env.get("COLORTERM") in ("truecolor", "24bit"):
        colours = "all colours"
    else:
        colours = "256 colours" if "256" in term else "16 colours"
    yield ok("terminal", f"{show(term)}, {colours}")


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def _glyphs(stdin: TextIO, stdout: TextIO) -> Finding:
    from callmate.desk.doors.cursor import drawn

    width = drawn(GLYPHS, stdin.fileno(), stdout.fileno())
    if width is None:
        return ok("signs", "The terminal does not say how wide it draws them.")
    if width == len(GLYPHS):
        return ok("signs", "Each is one cell wide.")
    return look(
        "signs", f"The terminal draws {GLYPHS} in {width} cells, not in {len(GLYPHS)}.",
        "Have it draw ambiguous characters narrow, or columns stand out of line.",
    )  # fmt: skip
