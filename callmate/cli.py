"""The doors. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from callmate import __version__
from callmate.errors import CallmateError, UsageError

DESCRIPTION: Final = (
    "Beside you while you phone customer support: one key logs a transfer, a rep's name, a hold,\n"
    "a promise or a refusal, the screen says what to ask next, and the log is your evidence.\n"
    "Without a command the screen opens; press ? there for all keys, ctrl+q to close it."
)
THEMES: Final = ("dark", "light")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a door; the exit status: 0, 1 for what went wrong, 2 for wrong use."""
    # Start-up makes few garbage; the app turns the collector on after its first paint.
    gc.disable()
    parser = _parser()
    options = parser.parse_args(argv)
    door: Callable[[argparse.Namespace], int] = getattr(options, "door", _screen)
    try:
        status = door(options)
        sys.stdout.flush()  # here, where a reader that has gone is expected
        return status
    except CallmateError as error:
        print(f"callmate: {_safe(str(error))}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        print(f"callmate: {_report_error(error)}", file=sys.stderr)
        return 1


def _safe(sentence: str) -> str:
    """A sentence that may repeat what was typed, as a terminal may have it."""
    from callmate.text import show

    return show(sentence, newline="\n")


def _report_error(error: Exception) -> str:
    """An error of ours, in a sentence; the details go to a file."""
    from callmate.clock import SystemClock
    from callmate.paths import store_home
    from callmate.ui.crash import describe, write_report

    report = store_home() / "crash.log"
    kind = type(error).__name__
    try:
        when = SystemClock().now().at.isoformat(timespec="seconds")
        write_report(report, when, describe(error))
    except OSError as problem:
        return (
            f"this went wrong inside callmate ({kind}), and {report} cannot be written: {problem}"
        )
    return f"this went wrong inside callmate ({kind}); nothing is lost, the details are in {report}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="callmate",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"callmate {__version__}")
    parser.add_argument(
        "--theme", choices=THEMES, default="dark", help="colours of the screen (default: dark)"
    )
    doors = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add(doors, "demo", _demo, "open the screen in mid-call, on a store that is thrown away")
    _add_play(doors)
    _add(doors, "list", _list, "list all cases, the latest first")
    report = _add(doors, "report", _report, "what a case came to: times, people, promises")
    report.add_argument("case", metavar="CASE", help="id or title of a case, or how it begins")
    report.add_argument("--json", action="store_true", help="print one JSON object")
    report.add_argument("--as-of", metavar="TIME", help="judge what is overdue at this time")
    report.add_argument("--private", action="store_true", help="show your own anger too")
    load = _add(doors, "import", _import, "make cases of case scripts (JSON files)")
    load.add_argument("files", nargs="+", metavar="FILE", type=Path)
    load.add_argument("--tz", metavar="ZONE", help="zone of the script's times (default: yours)")
    export = _add(doors, "export", _export, "write a case to standard output")
    export.add_argument("case", metavar="CASE", help="id or title of a case, or how it begins")
    export.add_argument("--format", choices=("script",), default="script")
    log = _add(doors, "log", _log, "log in the running call: log hold, log rep NAME …")
    log.add_argument("command", metavar="WHAT", help="hold, transfer, rep, note, promise …")
    log.add_argument("words", nargs="*", metavar="WORDS", help="name, department, text")
    _add(doors, "keys", _keys, "print all keys")
    _add(doors, "where", _where, "print where your data and settings are, and their problems")
    return parser


def _add_play(doors: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    play = _add(doors, "play", _play, "watch a case script being pressed, or log along with it")
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
    play.add_argument("--private", action="store_true", help="report your own anger too")


def _add(
    doors: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    door: Callable[[argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
    parser = doors.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    parser.set_defaults(door=door)
    return parser


def _screen(options: argparse.Namespace) -> int:
    from callmate.paths import config_home, store_home

    _prepare_terminal()
    from callmate.ui.run import open_screen

    return open_screen(store_home(), config_home(), options.theme)


def _prepare_terminal() -> None:
    """Refuse what cannot show the screen, and settle Textual's settings before it is imported."""
    from callmate.ui.environment import prepare, require_terminal

    prepare(os.environ)
    require_terminal(sys.__stdin__, sys.__stdout__, sys.__stderr__, os.environ)


def _demo(options: argparse.Namespace) -> int:
    import tempfile

    _prepare_terminal()
    from callmate.ui.demo import open_demo
    from callmate.ui.supervise import leave

    with tempfile.TemporaryDirectory(prefix="callmate-demo-", ignore_cleanup_errors=True) as folder:
        status = open_demo(Path(folder), options.theme)
    leave(status, at_once=True)


def _play(options: argparse.Namespace) -> int:
    import tempfile

    from callmate.desk.playdoor import prepare

    if options.log_along and options.report is not None:
        raise UsageError("--report: a practice has no report; leave out --log-along.")
    playback = prepare(
        options.file, options.speed, options.report, options.tz, options.as_of, options.private
    )
    _prepare_terminal()
    from callmate.text import show
    from callmate.ui.play import open_play
    from callmate.ui.practice import open_practice
    from callmate.ui.supervise import leave

    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="callmate-play-", ignore_cleanup_errors=True) as folder:
        if options.log_along:
            status, lines = open_practice(Path(folder), options.theme, playback)
        else:
            status = open_play(Path(folder), options.theme, playback)
    for line in lines:
        print(show(line))
    sys.stdout.flush()
    leave(status)


def _list(options: argparse.Namespace) -> int:
    from callmate.desk.doors import list_cases

    print(list_cases(), end="")
    return 0


def _report(options: argparse.Namespace) -> int:
    from callmate.desk.doors import report_case

    print(report_case(options.case, options.json, options.as_of, options.private))
    return 0


def _import(options: argparse.Namespace) -> int:
    from callmate.desk.doors import import_files

    for line in import_files(options.files, options.tz):
        print(line)
    return 0


def _export(options: argparse.Namespace) -> int:
    from callmate.desk.doors import export_case

    text, notice = export_case(options.case)
    sys.stdout.write(text)
    if notice:
        print(f"callmate: {notice}", file=sys.stderr)
    return 0


def _log(options: argparse.Namespace) -> int:
    from callmate.desk.doors import log_command

    print(_safe(log_command(options.command, " ".join(options.words))))
    return 0


def _keys(options: argparse.Namespace) -> int:
    from callmate.desk.doors import keys_table

    table, problems = keys_table()
    print(table, end="")
    for sentence in problems:
        print(f"callmate: {_safe(sentence)}", file=sys.stderr)
    return 0


def _where(options: argparse.Namespace) -> int:
    from callmate.desk.settings import read_settings
    from callmate.packs.loader import load
    from callmate.paths import config_home, store_home

    config = config_home()
    print(f"cases     {store_home()}")
    print(f"settings  {config}")
    print(f"packs     {config / 'packs'}")
    print(f"errors    {store_home() / 'crash.log'}")
    problems = (*read_settings(config).problems, *load(config / "packs").problems)
    if problems:
        print("\nproblems")
    for sentence in problems:
        print(f"  {_safe(sentence)}")
    return 0
