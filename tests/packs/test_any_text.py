"""Whatever stands in a person's pack, the rest of the packs is there, and the faults are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callmate.packs.forms import FORMS
from callmate.packs.loader import load

CORE = load()
WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), st.text(max_size=5),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.sampled_from("ab"), st.integers()),
    st.sampled_from(["card", "3m", "P1", "rep", "opening", "call.ask", "{rep}", "[", "name"]),
)  # fmt: skip
KEYS = sorted(
    {form.alias or name for one in FORMS.values() for name, form in one.model_fields.items()}
    | {"off", "phase", "strange"}
)
RULES = st.dictionaries(st.sampled_from(KEYS), WRONG, max_size=6)
FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def toml(value: Any) -> str:
    """A value as TOML writes it; what TOML cannot write becomes a text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    return json.dumps(value if value is not None else "none")


@FOLDER
@given(st.lists(st.tuples(st.sampled_from(sorted(FORMS)), RULES), max_size=4))
def test_any_rules(tmp_path: Path, rules: list[tuple[str, dict[str, Any]]]) -> None:
    text = "".join(
        f"[[{table}]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in rule.items())
        for table, rule in rules
    )
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    packs = load(tmp_path)
    assert all(problem.count("\n") == 0 for problem in packs.problems)
    named = {rule["id"] for _, rule in rules if isinstance(rule.get("id"), str)}
    assert {card.id for card in CORE.cards} - {card.id for card in packs.cards} <= named
    core, advice = CORE.advice, packs.advice
    assert {one.id for one in core.places} - {one.id for one in advice.places} <= named
    assert core.bodies.keys() - advice.bodies.keys() <= named


@FOLDER
@given(st.text(max_size=200))
def test_any_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8", errors="replace")
    assert load(tmp_path).cards == CORE.cards


@pytest.mark.parametrize("card", CORE.cards, ids=lambda card: card.id)
def test_every_card_can_be_switched_off(tmp_path: Path, card: Any) -> None:
    (tmp_path / "mine.toml").write_text(f'[[card]]\nid = "{card.id}"\noff = true\n', "utf-8")
    packs = load(tmp_path)
    assert packs.problems == ()
    assert packs.card(card.id) is None
    assert len(packs.cards) == len(CORE.cards) - 1
