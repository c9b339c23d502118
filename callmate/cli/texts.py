"""The doors that print. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
import sys

from callmate.cli.safely import complain, safe
from callmate.errors import UsageError


def report(options: argparse.Namespace) -> int:
    from callmate.desk.doors.doors import report_case

    # What is read tells of damage itself; what is for programs might not be read.
    tell = complain if options.json else None
    print(report_case(options.case, options.json, options.as_of, options.private, tell))
    return 0


def import_(options: argparse.Namespace) -> int:
    from callmate.desk.doors.archives import import_archives, is_archive, look_over
    from callmate.desk.doors.doors import import_files

    archives = [file for file in options.files if is_archive(file)]
    scripts = [file for file in options.files if file not in archives]
    look_over(archives)
    for line in import_files(scripts, options.tz) if scripts else ():
        print(line)
    lines, notices, bad = import_archives(archives)
    for line in lines:
        print(line)
    for sentence in notices:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    return 1 if bad else 0


def export(options: argparse.Namespace) -> int:
    if options.format == "evidence":
        return evidence(options)
    if options.out is not None:
        raise UsageError("--out is for --format evidence; else print to a file: … > FILE")
    if options.format == "ics":
        return calendar(options)
    from callmate.desk.doors.doors import export_case

    text, notice = export_case(options.case)
    sys.stdout.write(text)
    if notice:
        print(f"callmate: {safe(notice)}", file=sys.stderr)
    return 0


def evidence(options: argparse.Namespace) -> int:
    """An archive that others can check."""
    from callmate.desk.doors.evidence import export_evidence

    if options.out is None:
        raise UsageError("--format evidence: say which new file to write: --out FILE.zip")
    for sentence in export_evidence(options.case, options.out):
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    print(safe(str(options.out)))
    return 0


def calendar(options: argparse.Namespace) -> int:
    """What is due in one case, for a calendar."""
    from callmate.desk.doors.due import calendar_of

    sys.stdout.write(calendar_of(options.case))
    return 0


def log(options: argparse.Namespace) -> int:
    from callmate.desk.doors.doors import log_command

    print(safe(log_command(options.command, " ".join(options.words))))
    return 0


def keys(options: argparse.Namespace) -> int:
    from callmate.desk.doors.doors import keys_table

    table, problems = keys_table()
    print(table, end="")
    for sentence in problems:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
    return 0


def where(options: argparse.Namespace) -> int:
    from callmate.desk.settings import read_settings
    from callmate.exchange.letter import faults
    from callmate.packs.loader import load
    from callmate.packs.templates import load_forms
    from callmate.paths import config_home, store_home

    config = config_home()
    print(f"cases     {store_home()}")
    print(f"settings  {config}")
    print(f"packs     {config / 'packs'}")
    print(f"errors    {store_home() / 'crash.log'}")
    letters = faults(load_forms(config / "packs" / "letters"))
    problems = (*read_settings(config).problems, *load(config / "packs").problems, *letters)
    if problems:
        print("\nproblems")
    for sentence in problems:
        print(f"  {safe(sentence)}")
    return 0
