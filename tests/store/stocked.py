"""A small store with something of everything, for tests of what takes all of it away and back."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from pathlib import Path

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.model.events import Event
from callmate.store.archives.receiving import Received, receive
from callmate.store.library import Library
from tests.store.support import Maker, make_library

CASES = ("01JNB0000000000000000000CA", "01JNB0000000000000000000CB")
TEXTS = ("an ünïcode word", "}}", "\x1b]0;title\x07", "", "𝄞" * 50)


def stocked(root: Path, config: Path | None = None) -> dict[str, list[Event]]:
    """Make it; the events of each case."""
    make = Maker()
    library = Library(root, make.clock, make.ids)
    found = {}
    for case_id in CASES:
        case = library.case(case_id)
        events = case.append([make("case_opened"), *(make(text=text) for text in TEXTS)])
        case.forget([events[3].id])
        case.append([make("a_kind_of_tomorrow", values={"deep": [1, None, True]})])
        case.close()
        found[case_id] = library.case(case_id).read()
    days = library.days()
    days.append([make("key", key="n", command="start")])
    days.close()
    library.remember_company("Acmé", {"phone": "1"})
    library.close()
    for name, text in (("letters/acme.md", "Dear Sir"), ("quarantine/a-1.bin", "\0half")):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    (root / "index.sqlite").write_bytes(b"a cache")
    if config is not None:
        (config / "packs").mkdir(parents=True)
        (config / "config.toml").write_text("[keys]\n")
        (config / "packs" / "mine.toml").write_text("# mine\n")
    return found


def events_of(root: Path) -> dict[str, list[Event]]:
    """All events of all cases of a store."""
    library = Library(root, ManualClock(), UlidSource())
    try:
        return {one: library.case(one).read() for one in sorted(library.each_case())}
    finally:
        library.close()


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name there, but caches and the device's id."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.name not in ("index.sqlite", "device", "reserve")
    }


def day_events(root: Path) -> list[Event]:
    library = Library(root, ManualClock(), UlidSource())
    try:
        return library.days().open_day(date.fromisoformat(os.listdir(root / "days")[0])).read()
    finally:
        library.close()


def taken(root: Path, path: Path) -> dict[str, Received]:
    library = make_library(root)
    try:
        return {one.case: one for one in receive(library, path)}
    finally:
        library.close()


def lane_in(saved: Path, case: str = CASES[0]) -> tuple[str, bytes]:
    with zipfile.ZipFile(saved) as pack:
        name = next(one for one in pack.namelist() if one.startswith(f"cases/{case}/"))
        return name, pack.read(name)
