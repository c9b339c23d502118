"""Rules while they are read: one as it is given, one as it stands, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from callmate.packs.files import PackFile
from callmate.packs.forms import FORMS, Value
from callmate.packs.places import Places

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Given:
    """One rule as it was read: where from, in which table, as which of it, and in what phase.

    ``as_of`` is the day on which the file's sources were looked up, ISO 8601; else empty.
    """

    file: PackFile
    places: Places
    table: str
    index: int
    raw: Mapping[str, Any]
    phase: str = ""
    as_of: str = ""

    @property
    def id(self) -> object:
        return self.raw.get("id")

    @property
    def header(self) -> str:
        """What stands in the brackets over the rule: a source has its id there."""
        return f"sources.{self.id}" if self.table == "sources" else self.table

    def line(self, path: list[int | str] | None = None) -> int:
        return self.places.of(self.header, self.index, path or ())

    @property
    def what(self) -> str:
        """What the rule is, in a message."""
        return "source" if self.table == "sources" else self.table

    @property
    def place(self) -> str:
        return f"{self.file.name}, line {self.line()}, {self.what} {self.id!r}"

    def over(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The rule's keys laid over those of an earlier rule of its id."""
        added: dict[str, Any] = {}
        if self.phase and self.table == "card":
            added["phase"] = self.phase
        if self.as_of and self.table == "sources":
            added["read"] = self.as_of
        own = {key: value for key, value in self.raw.items() if key != "off"}
        return {**old, **added, **own}


@dataclass(slots=True)
class Rule:
    """A rule as it stands after all packs so far: its raw keys, its value, where it was written,
    and the one of the same id that it changed."""

    raw: dict[str, Any]
    value: Value
    place: str
    before: Rule | None = None


@dataclass(slots=True)
class Book:
    """Rules by table and id, in the order they first came, and what was wrong."""

    rules: dict[str, dict[str, Rule]] = field(default_factory=lambda: {t: {} for t in FORMS})
    problems: list[str] = field(default_factory=list)
    off: dict[str, set[str]] = field(default_factory=lambda: {t: set() for t in FORMS})
    """Rules switched off: another may still speak of them, they are just never used."""

    def values(self, table: str, kind: type[V]) -> tuple[V, ...]:
        rules = self.rules[table].values()
        return tuple(rule.value for rule in rules if isinstance(rule.value, kind))

    def by_id(self, table: str, kind: type[V]) -> dict[str, V]:
        rules = self.rules[table].items()
        return {name: rule.value for name, rule in rules if isinstance(rule.value, kind)}

    def known(self, *tables: str) -> set[str]:
        """The ids of all rules of some tables, those switched off too."""
        return {name for table in tables for name in (*self.rules[table], *self.off[table])}
