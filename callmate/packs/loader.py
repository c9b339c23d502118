"""Reads the packs: what comes with callmate, then a person's own, which change it by id.

Imports pydantic: to be imported after the first paint. One faulty rule is left out and named;
everything else stands.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from callmate.model.advice.values import (
    Advice,
    Body,
    Channel,
    ClockRule,
    PlaceLaw,
    Rung,
    Sector,
    Source,
)
from callmate.model.rules import PHASES, Card, Line, Packs, Saying
from callmate.packs import references
from callmate.packs.book import Book, Given, Rule
from callmate.packs.files import PackFile, built_in, of_user
from callmate.packs.forms import FORMS
from callmate.packs.places import Places

MOST_CARDS: Final = 40
"""The cards that come with callmate, and room for a person's own."""

OWN_RANKS: Final = {"P1": 9, "P2": 19, "P3": 49, "P4": 59}
"""Where a person's own card stands without a rank: before those of its class that come with
callmate. Of these only the card for one's own anger goes before."""


def load(user_folder: Path | None = None) -> Packs:
    """All packs; a file of ``user_folder`` extends or changes the built-in rules by their ids."""
    book = Book()
    for file in built_in():
        _read(book, file)
    for file in of_user(book.problems, user_folder):
        _read(book, file)
    references.check(book)
    cards = sorted(book.values("card", Card), key=lambda card: card.rank)
    if len(cards) > MOST_CARDS:
        left_out = ", ".join(card.id for card in cards[MOST_CARDS:])
        book.problems.append(
            f"There are more than {MOST_CARDS} cards; these are left out: {left_out}. "
            "Switch some off with off = true."
        )
    return Packs(
        tuple(cards[:MOST_CARDS]),
        book.values("line", Line),
        book.values("saying", Saying),
        tuple(book.problems),
        _advice(book),
    )


def _advice(book: Book) -> Advice:
    return Advice(
        channels=book.values("channel", Channel),
        places=book.values("place", PlaceLaw),
        rungs=book.by_id("rung", Rung),
        bodies=book.by_id("body", Body),
        sectors=book.values("sector", Sector),
        clocks=book.by_id("clock", ClockRule),
        sources=book.by_id("sources", Source),
    )


def _read(book: Book, file: PackFile) -> None:
    try:
        tables = tomllib.loads(file.text)
    except RecursionError:
        book.problems.append(f"{file.name} is nested too deeply; the file is left out.")
        return
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        book.problems.append(f"{file.name} is not TOML: {error}; the file is left out.")
        return
    places = Places(file.text)
    phase, as_of = _phase(book, file, tables), _as_of(book, file, tables)
    for table, rules in tables.items():
        ids: set[str] = set()
        for index, raw in _rules(book, file, table, rules):
            _take(book, Given(file, places, table, index, raw, phase, as_of), ids)


def _rules(
    book: Book, file: PackFile, table: str, rules: object
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rules of a table with their place in it; what is none is named."""
    if table == "sources" and isinstance(rules, dict):
        for name, raw in rules.items():
            if isinstance(raw, dict):
                yield 0, {**raw, "id": name}
            else:
                book.problems.append(f"{file.name}: write a source as [sources.{name}].")
    elif table == "sources":
        book.problems.append(f"{file.name}: write each source as [sources.name].")
    elif table not in FORMS or not isinstance(rules, list):
        known = ", ".join(f"[[{name}]]" for name in FORMS if name != "sources")
        book.problems.append(
            f"{file.name}: there is no table {table!r}; use {known} or [sources.name]."
        )
    else:
        for index, raw in enumerate(rules):
            if isinstance(raw, dict):
                yield index, raw
            else:
                book.problems.append(f"{file.name}: {table} must be written as [[{table}]].")


def _as_of(book: Book, file: PackFile, tables: dict[str, Any]) -> str:
    """The day on which a file's sources were looked up, where it says so at its top."""
    day = tables.pop("as_of", None)
    if day is None or type(day) is date:
        return day.isoformat() if day else ""
    book.problems.append(f"{file.name}: write as_of as a day without quotes, such as 2026-04-08.")
    return ""


def _phase(book: Book, file: PackFile, tables: dict[str, Any]) -> str:
    """The phase that a file's cards are for, where it says so at its top."""
    phase = tables.pop("phase", "")
    if not isinstance(phase, str) or (phase and phase not in PHASES):
        known = ", ".join(PHASES)
        book.problems.append(f"{file.name}: there is no phase {phase!r}; use {known}.")
        return ""
    return phase


def _take(book: Book, given: Given, ids: set[str]) -> None:
    """One rule into the book: checked alone, laid over an earlier one of the same id."""
    rules, rule_id = book.rules[given.table], given.id
    if not isinstance(rule_id, str):
        _add(book, given)
        return
    if rule_id in ids:
        book.problems.append(f"{given.place}: the id is there twice; the second is left out.")
        return
    ids.add(rule_id)
    off = given.raw.get("off", False)
    if not isinstance(off, bool):
        book.problems.append(f"{given.place}, key off: write true or false; the rule is left out.")
    elif not off:
        _add(book, given)
    elif rules.pop(rule_id, None) is None:
        book.problems.append(f"{given.place}: there is no such {given.what} to switch off.")
    else:
        book.off[given.table].add(rule_id)


def _add(book: Book, given: Given) -> None:
    rules = book.rules[given.table]
    old = rules.get(given.id) if isinstance(given.id, str) else None
    merged = given.over(old.raw if old else {})
    try:
        value = FORMS[given.table].model_validate(_ranked(given, merged)).value()
    except ValidationError as error:
        book.problems.append(_sentence(given, error))
        return
    book.off[given.table].discard(value.id)
    rules[value.id] = Rule(merged, value, given.place, old)


def _ranked(given: Given, merged: dict[str, Any]) -> dict[str, Any]:
    """A person's own card that gives no rank comes before those of its class."""
    urgency = merged.get("class")
    if given.table != "card" or not given.file.own or not isinstance(urgency, str):
        return merged
    rank = OWN_RANKS.get(urgency)
    return merged if rank is None else {"rank": rank, **merged}


def _sentence(given: Given, error: ValidationError) -> str:
    """What is wrong with a rule, in one sentence: file, line, rule, key."""
    errors = error.errors(include_url=False)
    # A key that is not known explains one that is missing, not the other way round.
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    path = [part for part in first["loc"] if part != "[key]"]
    line = given.line(path)
    key = ".".join(str(part) for part in path) or "id"
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    message = message[:1].lower() + message[1:]
    if first["type"] == "string_pattern_mismatch":
        message = "write lower case words joined by '-'"
    if first["type"] == "extra_forbidden":
        message = f"there is no such key{_nearest(given.table, path)}"
    return (
        f"{given.file.name}, line {line}, {given.what} {given.id!r}, key {key}: {message}; "
        "the rule is left out."
    )


def _nearest(table: str, path: list[int | str]) -> str:
    """A hint at the key that was meant, for those of the rule itself."""
    known = [form.alias or name for name, form in FORMS[table].model_fields.items()]
    near = difflib.get_close_matches(str(path[-1]), known, n=1) if len(path) == 1 else []
    return f"; did you mean {near[0]!r}?" if near else ""
