"""The door of the figures. What it needs is imported when it is opened."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Doors = argparse._SubParsersAction[argparse.ArgumentParser]

SUMMARY = "where the time went, when to call, how often no became yes"


def add(doors: Doors) -> None:
    """The command ``stats`` with its options."""
    one = doors.add_parser("stats", help=SUMMARY, description=f"{SUMMARY.capitalize()}.")
    one.set_defaults(door=stats)
    one.add_argument(
        "case",
        metavar="CASE",
        nargs="?",
        default="",
        help="of one case: its id or title, or how it begins",
    )
    one.add_argument("--company", metavar="NAME", default="", help="of the calls with a company")
    one.add_argument("--rep", metavar="NAME", default="", help="only reps of this name")
    one.add_argument("--json", action="store_true", help="print one JSON object")


def stats(options: argparse.Namespace) -> int:
    from callmate.desk.doors.figures import stats

    print(stats(options.case, options.company, options.rep, options.json))
    return 0
