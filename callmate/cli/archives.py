"""The doors of backup and restore. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.cli.safely import safe

if TYPE_CHECKING:
    Doors = argparse._SubParsersAction[argparse.ArgumentParser]

BACKUP: Final = "write all your cases and settings to one file"
IN_IT: Final = (
    "All cases, days, letters and what is known of companies, damaged bytes too, and your "
    "settings; no caches. It may be made while a call runs. It is read back before it bears its "
    "name, and never written over a file. What you have callmate forget later is still in it."
)
RESTORE: Final = "put a backup into a store that has no case yet"
HOW: Final = (
    "Everything is checked before anything is put in place; your settings are only put in where "
    "there are none. To add the cases of a backup to others: callmate import FILE."
)


def add(doors: Doors) -> None:
    """Their commands with their options."""
    for name, door, summary, epilog in (
        ("backup", backup, BACKUP, IN_IT),
        ("restore", restore, RESTORE, HOW),
    ):
        one = doors.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", epilog=epilog
        )
        one.add_argument("file", metavar="FILE", type=Path, help="the archive, a zip file")
        one.set_defaults(door=door)


def backup(options: argparse.Namespace) -> int:
    from callmate.desk.doors.archives import back_up

    told, notices = back_up(options.file)
    return _say(told, notices)


def restore(options: argparse.Namespace) -> int:
    from callmate.desk.doors.archives import restored

    told, notices = restored(options.file)
    _say(told, notices)
    return 0


def _say(told: str, notices: list[str]) -> int:
    """1 if something is to be looked at."""
    print(safe(told))
    for sentence in notices:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    return 1 if notices else 0
