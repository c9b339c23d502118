"""A person's packs: they change the core by id, and what is wrong in them is named by its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from callmate.packs.loader import load

GOOD = """\
[[card]]
id = "praise"
class = "P4"
topic = "praise"
why = "People like to be thanked."
source = ["001"]
[[card.say]]
text = "Thank you[, {rep}]."
[[card.on]]
event = "kudos"
"""
CORE = load()


def loaded(folder: Path, text: str, name: str = "mine.toml") -> tuple[str, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return load(folder).problems


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert load(tmp_path / "none") == CORE


def test_a_card_is_added(tmp_path: Path) -> None:
    assert loaded(tmp_path, GOOD) == ()
    card = load(tmp_path).card("praise")
    assert card is not None
    assert (card.urgency, card.triggers[0].event) == (4, "kudos")
    assert len(load(tmp_path).cards) == len(CORE.cards) + 1


def test_a_rule_of_a_known_id_changes_only_what_it_says(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[[card]]\nid = "name"\nsay = [{ text = "Who is this?" }]\n') == ()
    old, new = CORE.card("name"), load(tmp_path).card("name")
    assert old is not None
    assert new is not None
    assert new.say[0].text == "Who is this?"
    assert (new.triggers, new.topic, new.why) == (old.triggers, old.topic, old.why)


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[[card]]\nid = "pitch"\noff = true\n') == ()
    assert load(tmp_path).card("pitch") is None
    problems = loaded(tmp_path, '[[card]]\nid = "pitsch"\noff = true\n')
    assert problems == (
        f"{tmp_path}/mine.toml, line 1, card 'pitsch': there is no such card to switch off.",
    )


@pytest.mark.parametrize(
    ("urgency", "before", "after"),
    [("P1", "calm", "opening"), ("P2", "unsure", "escalate"), ("P3", "object", "name")],
)
def test_a_card_of_ones_own_comes_before_those_of_its_class(
    tmp_path: Path, urgency: str, before: str, after: str
) -> None:
    """It is first for an event that raises both; only the card for one's own anger goes before."""
    assert loaded(tmp_path, GOOD.replace("P4", urgency)) == ()
    order = [card.id for card in load(tmp_path).cards]
    assert order.index(before) < order.index("praise") < order.index(after)
    mine = load(tmp_path).card("praise")
    assert mine is not None
    same = [card for card in CORE.cards if card.urgency == mine.urgency and card.id != "calm"]
    assert all(mine.rank < card.rank for card in same)


def test_a_rank_that_is_given_stands(tmp_path: Path) -> None:
    ranked = GOOD.replace('topic = "praise"', 'topic = "praise"\nrank = 70')
    assert loaded(tmp_path, ranked + '\n[[card]]\nid = "pitch"\nwhy = "No."\n') == ()
    packs = load(tmp_path)
    assert [card.rank for card in packs.cards if card.id in ("praise", "pitch")] == [16, 70]


def test_lines_and_sayings_are_changed_in_the_same_way(tmp_path: Path) -> None:
    line = '[[line]]\nid = "name"\ntext = "their name"\n'
    text = f'{line}[[saying]]\nid = "mine"\ntext = "Breathe."\nby = "me"\n'
    assert loaded(tmp_path, text) == ()
    packs = load(tmp_path)
    assert [line.text for line in packs.lines if line.id == "name"] == ["their name"]
    assert packs.sayings[-1].by == "me"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "message"),
    [
        ('event = "kudos"', 'event = "kudoz"', 10, "on.0.event", "did you mean 'kudos'?"),
        ('class = "P4"', 'class = "P5"', 3, "class", "input should be 'P1'"),
        ('why = "People like to be thanked."', "", 1, "why", "field required"),
        ('why = "People like to be thanked."', "why = 3", 5, "why", "valid string"),
        ("{rep}", "{repp}", 8, "say.0.text", "did you mean 'rep'?"),
        ("Thank you", "Thank\\u001byou", 8, "say.0.text", "control character"),
        ('topic = "praise"', 'topik = "thanks"', 4, "topik", "did you mean 'topic'?"),
        ('event = "kudos"', 'clock = "hold"\nafter = "soon"', 11, "on.0.after", "length of time"),
        ('event = "kudos"', 'clock = "holt"', 10, "on.0.clock", "did you mean 'hold'?"),
        ('event = "kudos"', "", 9, "on.0", "either an event or a clock"),
        (
            'event = "kudos"',
            'event = "kudos"\nwhen = { least = { "call.kudoz" = 1 } }',
            11,
            "on.0.when.least.call.kudoz",
            "no event 'kudoz'",
        ),
        (
            'event = "kudos"',
            'event = "kudos"\n[card.on.when]\nhas = ["case_nr"]',
            12,
            "on.0.when.has.0",
            "did you mean 'case_number'?",
        ),
        (
            'event = "kudos"',
            'event = "kudos"\nmatches = { txt = ["x"] }',
            9,
            "on.0",
            "no value of an event 'txt'",
        ),
        (
            'event = "kudos"',
            'event = "kudos"\nwhen = { within = { rap = "3m" } }',
            11,
            "on.0.when.within.rap",
            "did you mean 'rep'?",
        ),
        (
            'event = "kudos"',
            'event = "kudos"\nwhen = { about = { askk = ["fee"] } }',
            11,
            "on.0.when.about.askk",
            "did you mean 'ask'?",
        ),
        (
            'event = "kudos"',
            'event = "kudos"\nwhen = { about = { ask = [] } }',
            11,
            "on.0.when.about.ask",
            "at least 1 item",
        ),
        ('event = "kudos"', 'event = "kudos"\nafter = "3m"', 9, "on.0", "are for a clock"),
        ('event = "kudos"', 'clock = "hold"\nevery = "1s"', 9, "on.0", "half a minute or more"),
        ('class = "P4"', 'class = "P4"\nphase = "stick"', 4, "phase", "did you mean 'stuck'?"),
    ],
)
def test_a_fault_is_named_by_file_line_and_key(
    tmp_path: Path, old: str, new: str, line: int, key: str, message: str
) -> None:
    (problem,) = loaded(tmp_path, GOOD.replace(old, new))
    place = f"{tmp_path}/mine.toml, line {line}, card 'praise', key {key}: "
    assert problem.startswith(place), problem
    assert message in problem
    assert problem.endswith("; the rule is left out.")
    assert problem.count("\n") == 0
    assert load(tmp_path).cards == CORE.cards


def test_a_faulty_change_leaves_the_core_rule_as_it_was(tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, GOOD + '\n[[card]]\nid = "name"\nclass = "urgent"\n')
    assert ", line 14, card 'name', key class: " in problem
    packs = load(tmp_path)
    assert packs.card("name") == CORE.card("name")
    assert packs.card("praise") is not None


def test_the_second_of_several_triggers_is_found(tmp_path: Path) -> None:
    text = GOOD + '[[card.on]]\nevent = "granted"\n[[card.on]]\nevent = "grant"\n'
    (problem,) = loaded(tmp_path, text)
    assert ", line 14, card 'praise', key on.2.event: " in problem


def test_a_card_that_speaks_of_a_missing_card_is_left_out(tmp_path: Path) -> None:
    text = GOOD.replace('event = "kudos"', 'event = "kudos"\nwhen = { unshown = ["openning"] }')
    (problem,) = loaded(tmp_path, text)
    assert problem == (
        f"{tmp_path}/mine.toml, line 1, card 'praise': it speaks of the card 'openning', "
        "which is not there; the rule is left out."
    )
    assert load(tmp_path).cards == CORE.cards


def test_text_in_a_long_string_is_not_taken_for_a_rule(tmp_path: Path) -> None:
    text = GOOD.replace(
        'why = "People like to be thanked."', 'why = """\nid\n[[card]]\nclass = 3"""'
    ).replace('class = "P4"', 'class = "P9"')
    problems = loaded(tmp_path, text)
    assert any(", line 3, card 'praise', key class" in problem for problem in problems)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[[card]\n", "is not TOML"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[[crad]]\nid = 'x'\n", "there is no table 'crad'"),
        (b"card = 3\n", "there is no table 'card'"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"x = " + b"1" * 5000, "is not TOML"),
        (b"x = 2026-13-45\n", "is not TOML"),
        (b"# " + b"x" * (1 << 20), "larger than a pack can be"),
        (b"card = [3]\n", "card must be written as [[card]]"),
        (b"[[card]]\nclass = 'P1'\n", "card None, key id: field required"),
        (b"[[card]]\nid = 3\n", "card 3, key id: input should be a valid string"),
        (b"[[card]]\nid = 'Bad Card'\n", "key id: write lower case words joined by '-'"),
    ],
)
def test_a_faulty_file_does_not_stop_the_others(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    packs = load(tmp_path)
    assert len(packs.problems) == 1
    assert f"{tmp_path}/a.toml" in packs.problems[0]
    assert message in packs.problems[0]
    assert packs.card("praise") is not None


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    os.mkfifo(tmp_path / "b.toml")
    (tmp_path / "c.toml").write_text(GOOD, encoding="utf-8")
    packs = load(tmp_path)
    assert [problem.partition(" is ")[0] for problem in packs.problems] == [
        f"{tmp_path}/a.toml",
        f"{tmp_path}/b.toml",
    ]
    assert packs.card("praise") is not None


def test_an_id_twice_in_a_file_is_named(tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, GOOD + GOOD)
    assert ", line 11, card 'praise': the id is there twice" in problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.toml").chmod(0)
    (problem,) = load(tmp_path).problems
    assert "a.toml cannot be read: Permission denied" in problem
