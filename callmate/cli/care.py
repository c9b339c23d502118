"""The doors of doctor, forget and purge. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from callmate.cli.safely import safe

if TYPE_CHECKING:
    from callmate.desk.doors.erasing import Ask, Outcome

    Doors = argparse._SubParsersAction[argparse.ArgumentParser]

BEYOND = (
    "Erased blocks of a disk, backups, copies on other machines and letters that you printed are "
    "out of reach."
)


STATUS = (
    "The exit status is 1 if something is broken (✗), else 0: what is to be looked at (!) harms "
    "nothing by itself."
)
FOLDER = (
    "remove its folder, too, so that the list does not know the case any more; only importing it "
    "again brings it back"
)


def add(doors: Doors) -> None:
    """Their commands with their options."""
    one = _add(doors, "doctor", "look over the store, the disk and the terminal")
    one.epilog = STATUS
    one.add_argument("--repair", action="store_true", help="mend what can be mended without risk")
    one.add_argument("--json", action="store_true", help="print one JSON object a line")
    one.set_defaults(door=doctor)
    one = _add(
        doors, "forget", "take events of a case away for good, with all that holds their words"
    )
    one.epilog = BEYOND
    one.add_argument("case", metavar="CASE", help="id or title of a case, or how it begins")
    one.add_argument(
        "events", metavar="EVENT", nargs="+", help="id of an event, as callmate show prints it"
    )
    one.set_defaults(door=forget)
    other = _add(doors, "purge", "take every word of a whole case away for good")
    other.epilog = BEYOND
    other.add_argument("case", metavar="CASE", help="id or title of a case, or how it begins")
    other.add_argument("--folder", action="store_true", help=FOLDER)
    other.add_argument(
        "--company", action=argparse.BooleanOptionalAction, default=None,
        help="what is known of its company, too, if no other case is with it",
    )  # fmt: skip
    other.set_defaults(door=purge)
    for each in (one, other):
        each.add_argument("--yes", action="store_true", help="do it without asking")
        each.add_argument(
            "--any-device", action="store_true",
            help="also in files of another device, which must not write them any more",
        )  # fmt: skip


def _add(doors: Doors, name: str, summary: str) -> argparse.ArgumentParser:
    return doors.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")


def doctor(options: argparse.Namespace) -> int:
    from callmate.desk.doors.doctor import doctor

    lines, is_well = doctor(options.repair, options.json)
    for line in lines:
        print(line)
    return 0 if is_well else 1


def forget(options: argparse.Namespace) -> int:
    from callmate.desk.doors.forgetting import forget

    return _said(forget(options.case, options.events, _asker(options.yes), options.any_device))


def purge(options: argparse.Namespace) -> int:
    from callmate.desk.doors.purging import Wish, purge

    company = False if options.yes and options.company is None else options.company
    wish = Wish(options.folder, company, options.any_device)
    return _said(purge(options.case, wish, _asker(options.yes)))


def _asker(yes: bool) -> Ask:
    """Who answers: the person at the terminal, unless --yes did."""
    from callmate.errors import UsageError

    def ask(question: str) -> bool:
        if yes:
            return True
        if not sys.stdin.isatty():
            raise UsageError(f"{question} Nobody can be asked here: say --yes.")
        print(f"{safe(question)} [y/n] ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    return ask


def _said(outcome: Outcome) -> int:
    """What was done to standard output, what could not be to the other; 1 if there is any."""
    for sentence in outcome.done:
        print(safe(sentence))
    for sentence in outcome.left:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    return 1 if outcome.left else 0
