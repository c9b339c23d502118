"""What a person's own packs may add, change and switch off."""

from __future__ import annotations

from pathlib import Path

from callmate.model.rules import SECOND, Trigger
from callmate.packs.loader import MOST_CARDS, load
from tests.packs.test_loader import CORE, GOOD, loaded


def test_a_person_may_add_fifteen_cards_and_no_more(tmp_path: Path) -> None:
    room = MOST_CARDS - len(CORE.cards)
    assert room >= 15
    many = "".join(GOOD.replace("praise", f"praise-{n}") for n in range(room))
    assert loaded(tmp_path, many) == ()
    (problem,) = loaded(tmp_path, many + GOOD)
    assert problem.startswith(f"There are more than {MOST_CARDS} cards; these are left out: ")
    assert len(load(tmp_path).cards) == MOST_CARDS


def test_a_file_may_say_for_what_phase_its_cards_are(tmp_path: Path) -> None:
    assert loaded(tmp_path, f'phase = "stuck"\n{GOOD}[[card]]\nid = "name"\nrank = 51\n') == ()
    packs = load(tmp_path)
    assert [card.phase for card in packs.cards if card.id in ("praise", "name")] == ["stuck"] * 2
    assert loaded(tmp_path, f'phase = "stuck"\n{GOOD}phase = "offer"\n') == (
        f"{tmp_path}/mine.toml, line 12, card 'praise', key on.0.phase: "
        "there is no such key; the rule is left out.",
    )
    for wrong in ('"stuk"', "3", '["stuck"]'):
        (problem,) = loaded(tmp_path, f"phase = {wrong}\n{GOOD}")
        assert "there is no phase" in problem
        assert "opening, during, offer, stuck" in problem
        assert load(tmp_path).card("praise") is not None


def test_a_rule_may_speak_of_a_card_that_was_switched_off(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[[card]]\nid = "settle"\noff = true\n') == ()
    assert load(tmp_path).card("case-number") is not None


def test_off_is_true_or_false(tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, '[[card]]\nid = "settle"\noff = "yes"\n')
    assert problem.startswith(f"{tmp_path}/mine.toml, line 1, card 'settle', key off: ")
    assert load(tmp_path).cards == CORE.cards


def test_a_changed_card_that_speaks_of_a_missing_one_is_as_it_was(tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, '[[card]]\nid = "name"\nholds = { shown = ["nmae"] }\n')
    assert "speaks of the card 'nmae'" in problem
    assert load(tmp_path).cards == CORE.cards


def test_the_limit_of_the_ear_is_six_lines(tmp_path: Path) -> None:
    """The example of the README: ten minutes instead of fifteen."""
    text = """\
[[card]]
id = "wait-15"
[[card.on]]
clock = "quiet"
after = "10m"
lasts = "1m"
"""
    assert text.count("\n") == 6
    assert loaded(tmp_path, text) == ()
    old, new = CORE.card("wait-15"), load(tmp_path).card("wait-15")
    assert old is not None
    assert new is not None
    assert new.triggers == (Trigger(clock="quiet", after=600 * SECOND, lasts=60 * SECOND),)
    assert (new.say, new.topic, new.phase) == (old.say, old.topic, "hold")
