"""The packs that come with callmate: whole, few, speakable, and short enough for the pane."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from callmate.model.events import CALL_FACTS
from callmate.model.rules import (
    CLOCKS,
    FLAGS,
    HISTORIES,
    PHASES,
    PRESENCES,
    TEXTS,
    VALUES,
    Card,
    Packs,
)
from callmate.model.stuck import MONEY
from callmate.model.wording import NARROW, WIDE, fill, wrap
from callmate.packs.loader import load
from tests.cards.support import World
from tests.desk.support import Person

CORE = load()
TYPICAL = {
    **dict.fromkeys(VALUES, ""),
    "rep": "Christopher",
    "department": "customer options",
    "company": "Northgas",
    "outcome": "Gas turned back on today",
    "brief": "The meter was changed yesterday, and the gas was left off.",
    "promise": "someone out within 4 hours",
    "by": "22:20",
    "amount": "$1,028.10",
    "number": "123 456 78",
    "minutes": "120",
    "waited": "15 hours and 40 minutes",
    "told": "3 times",
    "passed_on": "twice",
    "objection": "it wipes my settings",
    "promised": "someone out within 4 hours",
    "promiser": "Christopher",
    "promised_by": "tomorrow 15:00",
    "cut_off": "earlier today",
    "cut_off_from": "Christopher",
}


def test_the_core_packs_are_without_fault() -> None:
    assert CORE.problems == ()


def test_there_are_at_most_25_cards() -> None:
    assert len(CORE.cards) <= 25


@pytest.mark.parametrize("card", CORE.cards, ids=lambda card: card.id)
def test_a_card_is_whole_and_fits(card: Card) -> None:
    assert card.why
    assert set(card.source) <= {"000", "001", "002", "003", "004"}
    assert card.source
    assert card.triggers
    assert card.say
    saying = max((f"{s.text} — {s.by}" for s in CORE.sayings), key=len)
    for say in card.say:
        for values in ({**TYPICAL, "saying": saying}, {**TYPICAL, "rep": "", "saying": saying}):
            words = fill(say.text, values)
            assert words.isprintable()
            assert "{" not in words
            assert "[" not in words
            assert "{saying}" in say.text or len(words.split()) <= 25, "more than a breath"
            for width, rows in (WIDE, NARROW):
                assert len(wrap(words, width)) <= rows, words


@pytest.mark.parametrize("card", CORE.cards, ids=lambda card: card.id)
def test_a_persons_words_stand_after_a_colon(card: Card) -> None:
    """Whatever they typed, with a capital or without, a noun or a whole sentence."""
    typed = re.compile(r"\{(outcome|promise|promised|objection)\}")
    for say in card.say:
        for found in typed.finditer(say.text):
            assert say.text[: found.start()].endswith(": "), say.text


@pytest.mark.parametrize("saying", CORE.sayings, ids=lambda saying: saying.id)
def test_a_saying_fits_with_its_author(saying: object) -> None:
    text = f"{getattr(saying, 'text', '')} — {getattr(saying, 'by', '')}"
    for width, rows in (WIDE, NARROW):
        assert len(wrap(text, width)) <= rows


def test_there_are_enough_sayings_for_a_long_call() -> None:
    assert len(CORE.sayings) >= 10
    assert len({saying.text for saying in CORE.sayings}) == len(CORE.sayings)


def test_the_checklist_has_two_pages_and_a_digit_for_each_line() -> None:
    assert 6 <= len(CORE.lines) <= 9
    assert {line.page for line in CORE.lines} == {"now", "end"}


@pytest.mark.parametrize("table", [CLOCKS, PRESENCES, FLAGS, HISTORIES, TEXTS, VALUES, PHASES])
def test_the_names_a_rule_may_use_are_told_beside_the_packs(table: dict[str, str]) -> None:
    told = resources.files("callmate.packs").joinpath("README.md").read_text(encoding="utf-8")
    for name, meaning in table.items():
        assert f"| `{name}` | {meaning} |\n" in told
    assert all(f"| `{kind}` | " in told for kind in CALL_FACTS)


def with_examples(folder: Path) -> Packs:
    """The packs with the examples of their README copied as they stand."""
    told = resources.files("callmate.packs").joinpath("README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", told, re.DOTALL)
    assert len(examples) == 3
    for number, example in enumerate(examples):
        (folder / f"{number}.toml").write_text(example, encoding="utf-8")
    return load(folder)


def test_the_examples_beside_the_packs_do_what_they_are_for(tmp_path: Path) -> None:
    packs = with_examples(tmp_path)
    assert packs.problems == ()
    world = World(packs)
    world.happens("call_start", 0)
    world.happens("rep", 5, name="Ann")
    world.happens("offer", 110, what="a credit of 30 pounds")
    assert world.card(110) == "no-new-contract"
    world.happens("hold_start", 200)
    world.until(800)
    assert world.card(800) == "wait-15"


def test_what_has_no_source_ends_in_no_empty_brackets(tmp_path: Path) -> None:
    person = Person()
    person.desk.parts.cards.use(with_examples(tmp_path), person.clock.now())
    person.type("{space}rAnn{enter}").wait(60).type("oa credit of 30 pounds{enter}").wait(3)
    shown = person.desk.parts.cards.shown
    assert shown is not None
    assert shown.words == "Thank you, Ann. Does that change my contract in any way?"
    assert shown.footer.endswith("why: A credit that binds you for two years is no credit.")


def test_the_cards_of_a_file_are_for_its_phase() -> None:
    for file in resources.files("callmate.packs").iterdir():
        if file.name.removesuffix(".toml") in PHASES:
            assert f'\nphase = "{file.name.removesuffix(".toml")}"\n' in file.read_text("utf-8")
    assert {card.phase for card in CORE.cards} == set(PHASES)


def test_the_opening_card_and_the_plan_mean_the_same_by_money() -> None:
    about = [say.when.about["ask"] for card in CORE.cards for say in card.say
             if "ask" in say.when.about]  # fmt: skip
    assert about == [MONEY]
