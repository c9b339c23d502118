"""The doors. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import Final, TextIO

from callmate.cli.cases import with_left_out
from callmate.cli.parser import parser
from callmate.cli.safely import safe
from callmate.errors import CallmateError

READER_GONE: Final = 128 + signal.SIGPIPE
"""The exit status that a shell gives a program whose reader has gone."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a door; the exit status: 0, 1 for what went wrong or was not there, 2 for wrong use."""
    # Start-up makes few garbage; the app turns the collector on after its first paint.
    gc.disable()
    options = parser().parse_args(with_left_out(sys.argv[1:] if argv is None else argv))
    door: Callable[[argparse.Namespace], int] = options.door
    _spell_out(sys.stdout)
    try:
        status = door(options)
        sys.stdout.flush()  # here, where a reader that has gone is expected
        return status
    except CallmateError as error:
        print(f"callmate: {safe(str(error))}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        _let_go_of_output()
        return READER_GONE
    except Exception as error:
        if isinstance(error, OSError) and _is_of_output(error):
            _let_go_of_output()
            print(f"callmate: cannot write what was asked for: {error.strerror}.", file=sys.stderr)
            return 1
        print(f"callmate: {_report_error(error)}", file=sys.stderr)
        return 1


def _spell_out(stream: TextIO) -> None:
    """A terminal that knows few letters gets the others as their codes."""
    if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")


def _is_of_output(error: OSError) -> bool:
    """Whether it was standard output that could not be written. The doors print and do nothing
    else with files: an error that is raised in one itself comes from there."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and str(at.tb_frame.f_globals.get("__name__")).startswith(__name__)


def _let_go_of_output() -> None:
    """Nothing more is written there, at the end of the program either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_error(error: Exception) -> str:
    """An error of ours, in a sentence; the details go to a file. What may not be read or
    written is for its owner to mend."""
    if isinstance(error, PermissionError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or error}; see what callmate doctor says of it"
    from callmate.clock import SystemClock
    from callmate.paths import store_home
    from callmate.ui.crash import describe, write_report

    report = store_home() / "crash.log"
    kind = type(error).__name__
    try:
        when = SystemClock().now().at.isoformat(timespec="seconds")
        write_report(report, when, describe(error))
    except OSError:  # where nothing can be written the first error says what to mend
        return f"this went wrong inside callmate ({kind}); see what callmate doctor says"
    return f"this went wrong inside callmate ({kind}); nothing is lost, the details are in {report}"
