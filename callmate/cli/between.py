"""The doors for the time between the calls. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys

from callmate.cli.safely import complain


def due(options: argparse.Namespace) -> int:
    from callmate.desk.doors.due import due

    text, status = due(options.all, options.prompt, options.ics)
    sys.stdout.write(text)
    return status


def plan(options: argparse.Namespace) -> int:
    from callmate.desk.doors.plan import plan

    print(plan(options.case, options.json, options.as_of, complain))
    return 0


def company(options: argparse.Namespace) -> int:
    from callmate.desk.doors.plan import company

    print(company(options.name, options.json, options.as_of))
    return 0


def letter(options: argparse.Namespace) -> int:
    from callmate.desk.doors.letter import letter

    text, remarks = letter(
        options.case, options.form, options.out, options.edit, options.sources,
        options.reply_by, options.account, options.note, options.to, options.rep,
    )  # fmt: skip
    sys.stdout.write(text)
    sys.stderr.write(remarks)
    return 0


def show(options: argparse.Namespace) -> int:
    from callmate.desk.doors.records import look_of
    from callmate.desk.doors.showing import show_events

    look = look_of(sys.stdout)
    told = show_events(options.case, options.events, options.json, options.private, look, complain)
    sys.stdout.write(told)
    return 0
