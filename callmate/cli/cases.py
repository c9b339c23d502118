"""The doors of past cases, made for pipes. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from callmate.cli.safely import safe

if TYPE_CHECKING:
    from callmate.desk.doors.cases import Printed

    Doors = argparse._SubParsersAction[argparse.ArgumentParser]

QUERY: Final = """\
A QUERY is words (each may be the beginning of one; all must occur), "phrases",
-words to leave out, and fields:
  company: rep: dept: asked: refused: granted: offered: note: number: tag:
  promise:broken  (or kept, open, overdue, or words of it)
  state:open      (not settled: refused ones too; or closed, resolved, dropped,
                  refused, granted, running, damaged;
                  archived, practice, merged; any: those put away, too)
  is:pinned  overdue:yes  money:>100
  before: after: in: a day: 2026, 2026-03, 14/3/2026, march, last spring, 3 weeks
What cannot be understood in it is said, and the rest is looked for.
"""
EXIT: Final = "The exit status is 0 if something was found, 1 if nothing, 2 for wrong use."
QUERIES: Final = ("list", "search", "browse")
"""Commands that take a query."""
SORTS: Final = ("latest", "next", "overdue", "money", "hours", "company")
MOST: Final = 200


def add(doors: Doors) -> None:
    """The commands ``list`` and ``search`` with their options."""
    one = _command(
        doors, "list", "list cases: all, or those that a query asks for", list_,
        "In a pipe the columns are parted by tabs: id, day of the last activity, state,\n"
        "next date, marks, time on the phone, money, calls, company, title.",
    )  # fmt: skip
    one.add_argument("query", metavar="QUERY", nargs="*", help="what the cases must be like")
    one.add_argument("--sort", choices=SORTS, default=SORTS[0], help="what comes first")
    one.add_argument("--archived", action="store_true", help="also what was put away")
    other = _command(
        doors, "search", "search all that was said, asked, promised and noted", search,
        "In a pipe the columns are parted by tabs: case, event, time, company, title,\n"
        "number of the call, rep, words. callmate show CASE EVENT prints such an event;\n"
        "a case found by its own words (matter, wish) has none.",
    )  # fmt: skip
    other.add_argument("query", metavar="QUERY", nargs="+", help="what to look for")
    other.add_argument(
        "--most", metavar="N", type=int, default=MOST, help=f"so many at most (default: {MOST})"
    )
    for each in (one, other):
        each.add_argument("--json", action="store_true", help="print one JSON object a line")


def with_left_out(arguments: Sequence[str]) -> list[str]:
    """The arguments of callmate with each ``-word`` of a query fit to be told from an option:
    none has a space before its dash."""
    found = list(arguments)
    at = next((at for at, word in enumerate(found) if word in QUERIES), len(found))
    if all(word.startswith("-") for word in found[:at]) or found[:at:2] == ["--theme"]:
        found[at + 1 :] = [f" {word}" if _leaves_out(word) else word for word in found[at + 1 :]]
    return found


def _leaves_out(word: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and word not in ("-", "-h")


def _command(
    doors: Doors, name: str, summary: str, door: object, columns: str
) -> argparse.ArgumentParser:
    parser = doors.add_parser(
        name, help=summary, description=f"{summary.capitalize()}.",
        epilog=f"{QUERY}\n{columns}\n{EXIT}", formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.set_defaults(door=door)
    return parser


def list_(options: argparse.Namespace) -> int:
    from callmate.desk.doors.cases import list_cases
    from callmate.desk.doors.records import look_of

    look = look_of(sys.stdout)
    return _print(
        list_cases(options.query, options.sort, options.archived, options.json, look, _tell)
    )


def search(options: argparse.Namespace) -> int:
    from callmate.desk.doors.cases import search
    from callmate.desk.doors.records import look_of
    from callmate.errors import UsageError

    if options.most < 1:
        raise UsageError("--most: give a number from 1 on.")
    look = look_of(sys.stdout)
    return _print(search(options.query, options.most, options.json, look, _tell))


def _print(printed: Printed) -> int:
    """Data to standard output, what is said beside it to the other one."""
    for sentence in printed.said:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    for line in printed.lines:
        print(line)
    return printed.status


def _tell(sentence: str) -> None:
    """One line that is written over and over, for who looks on."""
    if sys.stderr.isatty():
        print(f"\r{safe(sentence)}\x1b[K", end="\r", file=sys.stderr, flush=True)
