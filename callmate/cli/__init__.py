"""The doors. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence

from callmate.cli.parser import parser
from callmate.cli.safely import safe
from callmate.errors import CallmateError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a door; the exit status: 0, 1 for what went wrong, 2 for wrong use."""
    # Start-up makes few garbage; the app turns the collector on after its first paint.
    gc.disable()
    options = parser().parse_args(argv)
    door: Callable[[argparse.Namespace], int] = options.door
    try:
        status = door(options)
        sys.stdout.flush()  # here, where a reader that has gone is expected
        return status
    except CallmateError as error:
        print(f"callmate: {safe(str(error))}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        print(f"callmate: {_report_error(error)}", file=sys.stderr)
        return 1


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
