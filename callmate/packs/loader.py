"""Reads the packs: what comes with callmate, then a person's own, which change it by id.

Imports pydantic: to be imported after the first paint. One faulty rule is left out and named;
everything else stands.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from callmate.model.rules import PHASES, Card, Condition, Line, Packs, Saying
from callmate.packs.places import Places
from callmate.packs.schema import FORMS

MOST_CARDS: Final = 40
"""The cards that come with callmate, and room for a person's own."""

OWN_RANKS: Final = {"P1": 9, "P2": 19, "P3": 49, "P4": 59}
"""Where a person's own card stands without a rank: before those of its class that come with
callmate. Of these only the card for one's own anger goes before."""

LARGEST_FILE: Final = 1 << 20
"""Bytes; a pack is read whole at every start."""

Value = Card | Line | Saying
V = TypeVar("V", Card, Line, Saying)


@dataclass(frozen=True, slots=True)
class _Source:
    """A pack's text and the name it is called by in a message."""

    name: str
    text: str
    own: bool = False
    """Whether the person wrote it; else it came with callmate."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One rule as it was read: where from, in which table, as which of it, and in what phase."""

    source: _Source
    places: Places
    table: str
    index: int
    raw: Mapping[str, Any]
    phase: str = ""

    @property
    def id(self) -> object:
        return self.raw.get("id")

    @property
    def place(self) -> str:
        line = self.places.of(self.table, self.index)
        return f"{self.source.name}, line {line}, {self.table} {self.id!r}"

    def over(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The rule's keys laid over those of an earlier rule of its id."""
        phase = {"phase": self.phase} if self.phase and self.table == "card" else {}
        own = {key: value for key, value in self.raw.items() if key != "off"}
        return {**old, **phase, **own}


@dataclass(slots=True)
class _Rule:
    """A rule as it stands after all packs so far: its raw keys, its value, where it was written,
    and the one of the same id that it changed."""

    raw: dict[str, Any]
    value: Value
    place: str
    before: _Rule | None = None


@dataclass(slots=True)
class _Book:
    """Rules by table and id, in the order they first came, and what was wrong."""

    rules: dict[str, dict[str, _Rule]] = field(default_factory=lambda: {t: {} for t in FORMS})
    problems: list[str] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    """Cards switched off: a rule may still speak of them, they are just never shown."""

    def values(self, table: str, kind: type[V]) -> tuple[V, ...]:
        rules = self.rules[table].values()
        return tuple(rule.value for rule in rules if isinstance(rule.value, kind))


def load(user_folder: Path | None = None) -> Packs:
    """All packs; a file of ``user_folder`` extends or changes the built-in rules by their ids."""
    book = _Book()
    for source in _built_in():
        _read(book, source)
    for source in _of_user(book, user_folder):
        _read(book, source)
    _check_references(book)
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
    )


def _built_in() -> Iterator[_Source]:
    folder = resources.files("callmate.packs")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield _Source(file.name, file.read_text(encoding="utf-8"))


def _of_user(book: _Book, folder: Path | None) -> Iterator[_Source]:
    if folder is None or not folder.is_dir():
        return
    try:
        files = sorted(folder.glob("*.toml"))
    except OSError as error:
        book.problems.append(f"The packs folder {folder} cannot be read: {error.strerror}.")
        return
    for file in files:
        try:
            if not file.is_file():
                book.problems.append(f"{file} is not a file that can be read; it is left out.")
            elif file.stat().st_size > LARGEST_FILE:
                book.problems.append(f"{file} is larger than a pack can be; it is left out.")
            else:
                yield _Source(str(file), file.read_text(encoding="utf-8"), own=True)
        except OSError as error:
            book.problems.append(f"{file} cannot be read: {error.strerror}.")
        except UnicodeDecodeError:
            book.problems.append(f"{file} is not UTF-8 text; save it as UTF-8.")


def _read(book: _Book, source: _Source) -> None:
    try:
        tables = tomllib.loads(source.text)
    except RecursionError:
        book.problems.append(f"{source.name} is nested too deeply; the file is left out.")
        return
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        book.problems.append(f"{source.name} is not TOML: {error}; the file is left out.")
        return
    places = Places(source.text)
    phase = _phase(book, source, tables)
    for table, rules in tables.items():
        if table not in FORMS or not isinstance(rules, list):
            known = ", ".join(f"[[{name}]]" for name in FORMS)
            book.problems.append(f"{source.name}: there is no table {table!r}; use {known}.")
            continue
        ids: set[str] = set()
        for index, raw in enumerate(rules):
            if isinstance(raw, dict):
                _take(book, _Given(source, places, table, index, raw, phase), ids)
            else:
                book.problems.append(f"{source.name}: {table} must be written as [[{table}]].")


def _phase(book: _Book, source: _Source, tables: dict[str, Any]) -> str:
    """The phase that a file's cards are for, where it says so at its top."""
    phase = tables.pop("phase", "")
    if not isinstance(phase, str) or (phase and phase not in PHASES):
        known = ", ".join(PHASES)
        book.problems.append(f"{source.name}: there is no phase {phase!r}; use {known}.")
        return ""
    return phase


def _take(book: _Book, given: _Given, ids: set[str]) -> None:
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
        book.problems.append(f"{given.place}: there is no such {given.table} to switch off.")
    elif given.table == "card":
        book.off.add(rule_id)


def _add(book: _Book, given: _Given) -> None:
    rules = book.rules[given.table]
    old = rules.get(given.id) if isinstance(given.id, str) else None
    merged = given.over(old.raw if old else {})
    try:
        value = FORMS[given.table].model_validate(_ranked(given, merged)).value()
    except ValidationError as error:
        book.problems.append(_sentence(given, error))
        return
    book.off.discard(value.id)
    rules[value.id] = _Rule(merged, value, given.place, old)


def _ranked(given: _Given, merged: dict[str, Any]) -> dict[str, Any]:
    """A person's own card that gives no rank comes before those of its class."""
    urgency = merged.get("class")
    if given.table != "card" or not given.source.own or not isinstance(urgency, str):
        return merged
    rank = OWN_RANKS.get(urgency)
    return merged if rank is None else {"rank": rank, **merged}


def _sentence(given: _Given, error: ValidationError) -> str:
    """What is wrong with a rule, in one sentence: file, line, rule, key."""
    errors = error.errors(include_url=False)
    # A key that is not known explains one that is missing, not the other way round.
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    path = [part for part in first["loc"] if part != "[key]"]
    line = given.places.of(given.table, given.index, path)
    key = ".".join(str(part) for part in path) or "id"
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    message = message[:1].lower() + message[1:]
    if first["type"] == "string_pattern_mismatch":
        message = "write lower case words joined by '-'"
    if first["type"] == "extra_forbidden":
        message = f"there is no such key{_nearest(given.table, path)}"
    return (
        f"{given.source.name}, line {line}, {given.table} {given.id!r}, key {key}: {message}; "
        "the rule is left out."
    )


def _nearest(table: str, path: list[int | str]) -> str:
    """A hint at the key that was meant, for those of the rule itself."""
    known = [form.alias or name for name, form in FORMS[table].model_fields.items()]
    near = difflib.get_close_matches(str(path[-1]), known, n=1) if len(path) == 1 else []
    return f"; did you mean {near[0]!r}?" if near else ""


def _check_references(book: _Book) -> None:
    """Cards that speak of a card that is not there are left out, until none is left that does;
    a card that was changed so is as it was before."""
    rules = book.rules["card"]
    while True:
        known = rules.keys() | book.off
        faulty = [(i, missing) for i, rule in rules.items() if (missing := _missing(rule, known))]
        if not faulty:
            return
        for card_id, missing in faulty:
            book.problems.append(
                f"{rules[card_id].place}: it speaks of the card {missing!r}, which is not there; "
                "the rule is left out."
            )
            before = rules.pop(card_id).before
            if before is not None:
                rules[card_id] = before


def _missing(rule: _Rule, known: Set[str]) -> str:
    card = rule.value
    if not isinstance(card, Card):
        return ""
    conditions = [
        card.holds,
        *(trigger.when for trigger in card.triggers),
        *(say.when for say in card.say),
    ]
    named = (name for condition in conditions for name in _cards_in(condition))
    return next((name for name in named if name not in known), "")


def _cards_in(condition: Condition) -> tuple[str, ...]:
    return (*condition.shown, *condition.unshown)
