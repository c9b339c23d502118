"""The doors of verify and of evidence. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from callmate.cli.safely import safe

if TYPE_CHECKING:
    Doors = argparse._SubParsersAction[argparse.ArgumentParser]

SUMMARY: Final = "look whether anything that was logged was changed since"
EPILOG: Final = (
    "The first entry that was changed, left out, put in or moved is named by file, line and time. "
    "The exit status is 0 if all is as it was written, 1 if not, 2 if it cannot be read. A head "
    "code, as the screen shows it when a call ends, tells up to where the record is the one it was "
    "made of."
)


def add(doors: Doors) -> None:
    """The command ``verify`` with its options."""
    one = doors.add_parser(
        "verify", help=SUMMARY, description=f"{SUMMARY.capitalize()}.", epilog=EPILOG
    )
    one.set_defaults(door=verify)
    one.add_argument(
        "case", metavar="CASE", nargs="?", default="",
        help="of one case: its id or title, or how it begins (default: all that is stored)",
    )  # fmt: skip
    one.add_argument("--code", metavar="CODE", help="a head code that you noted")
    one.add_argument("--json", action="store_true", help="print one JSON object")


def verify(options: argparse.Namespace) -> int:
    from callmate.desk.doors.verifying import verify

    told, status = verify(options.case, options.code, options.json, _progress)
    if sys.stderr.isatty():
        print("\x1b[K", end="", file=sys.stderr, flush=True)
    print(told if options.json else safe(told))
    return status


def _progress(sentence: str) -> None:
    """One line that is written over and over, for who looks on."""
    if sys.stderr.isatty():
        print(f"{safe(sentence)}\x1b[K", end="\r", file=sys.stderr, flush=True)
