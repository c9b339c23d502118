"""The doors that open a screen. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from callmate.errors import UsageError


def screen(options: argparse.Namespace) -> int:
    from callmate.paths import config_home, store_home

    _prepare_terminal()
    from callmate.ui.run import open_screen

    return open_screen(store_home(), config_home(), options.theme)


def browse(options: argparse.Namespace) -> int:
    from callmate.paths import config_home, store_home

    _prepare_terminal()
    from callmate.ui.run import open_screen

    query = " ".join(word.strip() for word in options.query)
    return open_screen(store_home(), config_home(), options.theme, query)


def _prepare_terminal() -> None:
    """Refuse what cannot show the screen, and settle Textual's settings before it is imported."""
    from callmate.ui.environment import prepare, require_terminal

    prepare(os.environ)
    require_terminal(sys.__stdin__, sys.__stdout__, sys.__stderr__, os.environ)


def demo(options: argparse.Namespace) -> int:
    import tempfile

    _prepare_terminal()
    from callmate.ui.demo import open_demo
    from callmate.ui.supervise import leave

    with tempfile.TemporaryDirectory(prefix="callmate-demo-", ignore_cleanup_errors=True) as folder:
        status = open_demo(Path(folder), options.theme)
    leave(status, at_once=True)


def play(options: argparse.Namespace) -> int:
    import tempfile

    from callmate.desk.play.door import prepare

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
