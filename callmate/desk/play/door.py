"""What ``callmate play`` needs before and after the screen: the script checked, the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from callmate.clock import SystemClock
from callmate.desk.doors.doors import instant, report_on, zone_of
from callmate.desk.play.steps import begins_at
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError, UsageError
from callmate.ids import UlidSource
from callmate.model.events import Event, NewEvent
from callmate.model.fold import fold
from callmate.model.rules import Packs
from callmate.paths import config_home

SPEEDS: Final = range(1, 601)


@dataclass(frozen=True, slots=True)
class Playback:
    """A script that can be played: its case as import would write it, and the packs in force."""

    imported: list[NewEvent]
    packs: Packs
    begins: datetime
    speed: int
    report: Path | None
    judged: datetime
    private: bool


def prepare(
    file: Path, speed: str, report: Path | None, zone: str | None, as_of: str | None, private: bool
) -> Playback:
    """Read and check everything before the screen opens. Raises UsageError."""
    from callmate.exchange.importing import to_events
    from callmate.exchange.script import read_script
    from callmate.packs.loader import load

    told = _speed(speed)
    where = zone_of(zone)
    judged = instant(as_of) if as_of else SystemClock().now().at
    if report is not None:
        _check_report(report)
    now = SystemClock().now()
    imported = to_events(read_script(file), now, where, UlidSource())
    packs = load(config_home() / "packs")
    begins = begins_at(imported) or now.at
    return Playback(imported, packs, begins, told, report, judged, private)


def _speed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) in SPEEDS):
        raise UsageError(f"--speed: expected a whole number from 1 to 600, got “{text}”.")
    return int(text)


def _check_report(report: Path) -> None:
    if report.is_dir():
        raise UsageError(f"--report: {report} is a folder; give the name of a file.")
    if not report.parent.is_dir():
        raise UsageError(f"--report: there is no folder {report.parent}; make it first.")


def read_case(root: Path, case_id: str) -> list[Event]:
    """The events of a case as they stand on the disk."""
    world = StoredWorld(root, SystemClock(), UlidSource())
    try:
        return world.case(case_id).read()
    finally:
        world.close()


def write_report(playback: Playback, case_id: str, events: list[Event]) -> None:
    """Write the report of what was played, as ``callmate report --json`` prints it."""
    from callmate.exchange import strictjson

    if playback.report is None:
        return
    found = report_on(fold(case_id, events), playback.packs, playback.judged, playback.private)
    try:
        playback.report.write_text(f"{strictjson.write(found, indent=1)}\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise CallmateError(f"--report: {playback.report}: {reason}.") from error
