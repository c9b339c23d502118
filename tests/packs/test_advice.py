"""Each piece of advice has its place: a card, a checklist line, words, a record, or a reason."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

import pytest

from callmate.model.events import CALL_FACTS, CASE_FACTS
from callmate.packs.loader import load

Row = dict[str, str]

MAP = Path(__file__).resolve().parent.parent / "advice_map.csv"
CORE = load()


def read() -> list[Row]:
    with MAP.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read()


def test_every_piece_of_advice_has_a_place() -> None:
    assert list(ROWS[0]) == ["id", "place", "where", "note"]
    assert {row["id"] for row in ROWS} == {f"A{number:02}" for number in range(1, 97)}
    places = [(row["id"], row["place"], row["where"]) for row in ROWS]
    assert len(places) == len(set(places))


def test_what_has_no_place_has_none_at_all() -> None:
    """A reason why not stands for advice that is nowhere, or only where a record is left of it."""
    for row in ROWS:
        others = {other["place"] for other in ROWS if other["id"] == row["id"]} - {"none"}
        assert row["place"] != "none" or others <= {"record"}, row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['where']}")
def test_a_place_is_really_there(row: Row) -> None:
    where = row["where"]
    match row["place"]:
        case "card":
            assert CORE.card(where) is not None
        case "checklist":
            assert where in {line.id for line in CORE.lines}
        case "record" | "wording":
            assert is_attribute(where) or (row["place"] == "record" and is_recorded(where))
        case "none":
            assert not where
            assert len(row["note"]) > 30, "a reason, in a sentence"
        case _:
            pytest.fail(f"there is no such place: {row['place']}")


def is_recorded(where: str) -> bool:
    """``kind`` or ``kind.value``, as told in the tables of events."""
    kind, _, value = where.partition(".")
    told = {**CALL_FACTS, **CASE_FACTS}.get(kind, "")
    return bool(told) and value in told


def is_attribute(where: str) -> bool:
    """``module:name``."""
    module, _, name = where.partition(":")
    return bool(name) and hasattr(importlib.import_module(module), name)


def test_no_card_and_no_line_is_without_advice() -> None:
    placed = {(row["place"], row["where"]) for row in ROWS}
    for card in CORE.cards:
        assert ("card", card.id) in placed
    for line in CORE.lines:
        assert ("checklist", line.id) in placed
