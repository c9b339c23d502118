"""What can be asked of callmate on the command line, and which door each command opens."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate import __version__
from callmate.cli import archives, between, care, cases, figures, proofs, screens, texts

DESCRIPTION: Final = (
    "Beside you while you phone customer support: one key logs a transfer, a rep's name, a hold,\n"
    "a promise or a refusal, the screen says what to ask next, and the log is your evidence.\n"
    "Without a command the screen opens; press ? there for all keys, ctrl+q to close it."
)
THEMES: Final = ("dark", "light")
CASE: Final = "id or title of a case, or how it begins"
FORMS: Final = ("complaint", "follow-up", "thank-you", "regulator")

if TYPE_CHECKING:
    Doors = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """All commands with their options; ``door`` of what it parses is the function to call."""
    whole = argparse.ArgumentParser(
        prog="callmate",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"callmate {__version__}")
    whole.add_argument(
        "--theme", choices=THEMES, default="dark", help="colours of the screen (default: dark)"
    )
    whole.set_defaults(door=screens.screen)
    doors = whole.add_subparsers(title="commands", metavar="COMMAND")
    _add(doors, "demo", screens.demo, "open the screen in mid-call, on a store that is thrown away")
    _add_play(doors)
    browse = _add(doors, "browse", screens.browse, "open the screen in the list of past cases")
    browse.add_argument("query", metavar="QUERY", nargs="*", help="what to look for, as after /")
    cases.add(doors)
    report = _add(doors, "report", texts.report, "what a case came to: times, people, promises")
    report.add_argument("case", metavar="CASE", help=CASE)
    report.add_argument("--json", action="store_true", help="print one JSON object")
    report.add_argument("--as-of", metavar="TIME", help="judge what is overdue at this time")
    report.add_argument(
        "--private", action="store_true", help="your own anger, mood and conduct too"
    )
    load = _add(
        doors, "import", texts.import_, "make cases of case scripts, or take in those of archives"
    )
    load.epilog = (
        "A script is a JSON file; if one of several cannot be imported, none is. An archive is the "
        "zip file of a backup or of an exported case: its events are added to those that are here, "
        "and what contradicts them is refused. The exit status is 1 if anything was refused or is "
        "damaged."
    )
    load.add_argument("files", nargs="+", metavar="FILE", type=Path)
    load.add_argument("--tz", metavar="ZONE", help="zone of the script's times (default: yours)")
    export = _add(doors, "export", texts.export, "write a case to standard output, or as evidence")
    export.add_argument("case", metavar="CASE", help=CASE)
    export.add_argument(
        "--format", choices=("script", "ics", "evidence"), default="script",
        help="a script to import again (default), a calendar of what is due, or an archive that "
        "anyone can check with the small program in it",
    )  # fmt: skip
    export.add_argument("--out", metavar="FILE", type=Path, help="the new file of the evidence")
    _add_between(doors)
    figures.add(doors)
    for part in (proofs, archives, care):
        part.add(doors)
    log = _add(doors, "log", texts.log, "log in the running call: log hold, log rep NAME …")
    log.add_argument("command", metavar="WHAT", help="hold, transfer, rep, note, promise …")
    log.add_argument("words", nargs="*", metavar="WORDS", help="name, department, text")
    _add(doors, "keys", texts.keys, "print all keys")
    _add(doors, "where", texts.where, "print where your data and settings are, and their problems")
    return whole


def _add_between(doors: Doors) -> None:
    due = _add(
        doors, "due", between.due,
        "what is due or overdue; the exit status is 3 if anything is, 0 if nothing",
    )  # fmt: skip
    due.add_argument("--all", action="store_true", help="what is due later, too")
    due.add_argument("--prompt", action="store_true", help="a few words for a shell prompt")
    due.add_argument("--ics", metavar="FILE", type=Path, help="write it all as a calendar file")
    plan = _add(doors, "plan", between.plan, "the next call of a case: what to ask, whom, how")
    company = _add(doors, "company", between.company, "a company: departments, people, score")
    plan.add_argument("case", metavar="CASE", help=CASE)
    company.add_argument("name", metavar="NAME", help="the company, as you call it")
    for one in (plan, company):
        one.add_argument("--json", action="store_true", help="print one JSON object")
        one.add_argument("--as-of", metavar="TIME", help="judge what is overdue at this time")
    letter = _add(doors, "letter", between.letter, "draft a letter from the log of a case")
    letter.add_argument("case", metavar="CASE", help=CASE)
    letter.add_argument(
        "form", metavar="FORM", help=f"{', '.join(FORMS)}, or a form of your own packs"
    )
    letter.add_argument("--reply-by", metavar="WHEN", help="by when you ask for an answer")
    letter.add_argument("--to", default="", help="whom it is to, if not the company")
    letter.add_argument(
        "--rep", metavar="NAME", default="", help="whom to thank, of those who helped"
    )
    letter.add_argument("--out", metavar="FILE", type=Path, help="write it to a new file")
    letter.add_argument("--edit", action="store_true", help="open it in your editor first")
    letter.add_argument("--account", action="store_true", help="put your account number in full")
    letter.add_argument(
        "--note", metavar="EVENT", action="append", default=[], help="put in a note of yours"
    )
    letter.add_argument("--sources", action="store_true", help="which event each fact is from")
    show = _add(doors, "show", between.show, "the events of a case, or some of them, with ids")
    show.usage = "callmate show [-h] [--json] [--private] CASE [EVENT ...]"
    show.epilog = (
        "In a pipe the columns are parted by tabs: event, time, number of the call, kind, whether "
        "it is struck out, words. What an EVENT holds is told in lines to read."
    )
    show.add_argument("case", metavar="CASE", nargs="?", default="", help=CASE)
    show.add_argument(
        "events", metavar="EVENT", nargs="*", help="id of an event, or how it begins or ends"
    )
    show.add_argument(
        "--json", action="store_true", help="print one JSON object a line, the case first"
    )
    show.add_argument("--private", action="store_true", help="your own anger, mood and conduct too")


def _add_play(doors: Doors) -> None:
    play = _add(
        doors, "play", screens.play, "watch a case script being pressed, or log along with it"
    )
    play.add_argument("file", metavar="FILE", type=Path, help="case script (JSON)")
    play.add_argument(
        "--speed", default="1", metavar="N",
        help="1 to 600: so many times faster than it happened (default: 1); no pause is over 2 s",
    )  # fmt: skip
    play.add_argument(
        "--log-along",
        action="store_true",
        help="practice: you press the keys, and see the score; a moment stands for 3 to 6 s, with "
        "--speed for less, but never under 1.5 s",
    )
    play.add_argument(
        "--report", metavar="FILE", type=Path,
        help="close the screen at the end and write the report (JSON) to a file",
    )  # fmt: skip
    play.add_argument("--tz", metavar="ZONE", help="zone of the script's times (default: yours)")
    play.add_argument("--as-of", metavar="TIME", help="judge what is overdue at this time")
    play.add_argument("--private", action="store_true", help="your own anger, mood and conduct too")


def _add(
    doors: Doors,
    name: str,
    door: Callable[[argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
    parser = doors.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.set_defaults(door=door)
    return parser
