"""A person's own channels, places, steps and sources: added, changed, switched off, and named by
file, line and key where something is wrong; the rest always stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.advice.channels import channel_for
from callmate.model.advice.ladders import ladder
from callmate.model.advice.recording import recording_line
from callmate.packs.loader import load

CORE = load()

GOOD = """\
as_of = 2026-12-01

[[channel]]
id = "meter"
name = "A meter reading"
channel = "email"
words = ["meter reading"]
country = "GB"
days = 14
from = "the bill"
why = "a photo goes with it."
sources = ["mine"]

[[place]]
id = "ie"
code = "IE"
name = "Ireland"
rule = "one-party"
treat_as = "one-party"
cite = "an Act"
note = "A note."
sources = ["mine"]

[[body]]
id = "ie-comreg"
name = "ComReg"
kind = "regulator"
country = "IE"
do = "Complain first."
wait_days = 10
wait_since = 2026-04-08

[[sector]]
id = "ie-phone"
name = "Phones"
sectors = ["phone"]
country = "IE"
steps = ["rep", "ie-comreg"]

[[clock]]
id = "ie-answer"
who = "the company"
what = "answer"
country = "IE"
cite = "an Act"
business_days = 10
from = "your letter"

[sources.mine]
title = "My own calls"
dated = 2026-11-30
"""


def problems(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return load(folder).problems


def test_rules_of_ones_own_are_added(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == ()
    advice = load(tmp_path).advice
    channel = channel_for(advice, "a meter reading", "GB")
    assert channel is not None
    assert (channel.id, channel.days, channel.starts) == ("meter", 14, "the bill")
    assert recording_line(advice, "Ireland", "Ireland").ask is False
    assert [step.id for step in ladder(advice, "phone", "Ireland")] == ["rep", "ie-comreg"]
    assert advice.bodies["ie-comreg"].wait_since == "2026-04-08"
    assert advice.clocks["ie-answer"].business_days == 10
    source = advice.sources["mine"]
    assert (source.dated, source.read) == ("2026-11-30", "2026-12-01")
    assert len(advice.channels) == len(CORE.advice.channels) + 1


def test_a_known_id_changes_only_what_is_given(tmp_path: Path) -> None:
    text = '[[place]]\nid = "us-tx"\ntreat_as = "all-party"\n[sources.fcba]\ntitle = "The Act"\n'
    assert problems(tmp_path, text) == ()
    advice = load(tmp_path).advice
    old = next(place for place in CORE.advice.places if place.id == "us-tx")
    new = next(place for place in advice.places if place.id == "us-tx")
    assert (new.treat_as, new.cite, new.sources) == ("all-party", old.cite, old.sources)
    assert recording_line(advice, "Texas", "Ohio").ask
    assert not recording_line(CORE.advice, "Texas", "Ohio").ask
    assert advice.sources["fcba"].title == "The Act"
    assert advice.sources["fcba"].dated == CORE.advice.sources["fcba"].dated
    assert advice.sources["fcba"].read == "2026-11-21"


def test_what_is_switched_off_leaves_the_others_alone(tmp_path: Path) -> None:
    text = (
        '[[channel]]\nid = "repair"\noff = true\n[[body]]\nid = "fcc"\noff = true\n'
        '[[clock]]\nid = "fcba-ack"\noff = true\n[[rung]]\nid = "retention"\noff = true\n'
        "[sources.techwalla]\noff = true\n"
    )
    assert problems(tmp_path, text) == ()
    advice = load(tmp_path).advice
    chosen = channel_for(advice, "repair", "US")
    assert chosen is not None
    assert chosen.id == "anything-else"
    steps = ladder(advice, "telecom", "US")
    assert {"fcc", "retention"}.isdisjoint(step.id for step in steps)
    assert len(steps) == len(ladder(CORE.advice, "telecom", "US")) - 2
    assert [clock.id for clock in steps[-1].clocks] == [
        "fcba-notice",
        "fcba-resolve",
        "card-claims",
    ]
    assert len(advice.sectors) == len(CORE.advice.sectors)
    negotiation = next(one for one in advice.channels if one.id == "price-negotiation")
    assert advice.cite(negotiation.sources) == "Forever War (cable bill negotiation) (2021-11)"


@pytest.mark.parametrize(
    ("old", "new", "line", "table", "rule", "key", "message"),
    [
        ('"email"', '"e-mail"', 6, "channel", "meter", "channel", "did you mean 'email'?"),
        ('"email"', "3", 6, "channel", "meter", "channel", "valid string"),
        ('country = "GB"', 'country = "UK"', 8, "channel", "meter", "country", "write GB"),
        ('country = "GB"', 'country = "gb"', 8, "channel", "meter", "country", "two capital"),
        ("days = 14", "days = -1", 9, "channel", "meter", "days", "greater than or equal to 0"),
        ("days = 14", "days = 99999", 9, "channel", "meter", "days", "less than or equal to 3660"),
        ("days = 14", 'days = "14"', 9, "channel", "meter", "days", "valid integer"),
        ('from = "the bill"\n', "", 3, "channel", "meter", "id", "say in `from` what the days"),
        ('from = "the bill"', 'form = "a bill"', 10, "channel", "meter", "form", "mean 'from'?"),
        ('why = "a photo goes with it."', 'why = " "', 11, "channel", "meter", "why", "is empty"),
        ("a photo", "a \\u001bphoto", 11, "channel", "meter", "why", "control character"),
        ('"meter reading"', "3", 7, "channel", "meter", "words.0", "valid string"),
        ('code = "IE"', 'code = "Ireland"', 16, "place", "ie", "code", "the code of the place"),
        ('rule = "one-party"', 'rule = "two-party"', 18, "place", "ie", "rule", "no rule"),
        ('cite = "an Act"\nnote', "note", 14, "place", "ie", "cite", "field required"),
        ("2026-04-08", '"2026-02-30"', 31, "body", "ie-comreg", "wait_since", "there is no day"),
        ("2026-04-08", '"2026-04"', 31, "body", "ie-comreg", "wait_since", "is no day"),
        ('steps = ["rep", "ie-comreg"]', "steps = []", 38, "sector", "ie-phone", "steps", "item"),
        ('["phone"]', '["Phone Company"]', 36, "sector", "ie-phone", "sectors.0", "lower case"),
        ("business_days = 10", "business_day = 10", 46, "clock", "ie-answer", "business_day",
         "did you mean 'business_days'?"),
        ("dated = 2026-11-30", 'dated = "2026-13"', 51, "source", "mine", "dated", "no day"),
        ("dated = 2026-11-30", 'dated = "last May"', 51, "source", "mine", "dated", "is no date"),
        ("dated = 2026-11-30", "date = 2026-11-30", 51, "source", "mine", "date", "'dated'?"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_file_line_and_key(
    tmp_path: Path, old: str, new: str, line: int, table: str, rule: str, key: str, message: str
) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    place = f"{tmp_path}/mine.toml, line {line}, {table} {rule!r}, key {key}: "
    assert found[0].startswith(place), found
    assert message in found[0]
    assert all(one.endswith("; the rule is left out.") for one in found)
    advice = load(tmp_path).advice
    assert {one.id for one in CORE.advice.channels} <= {one.id for one in advice.channels}
    assert len(advice.places) >= len(CORE.advice.places)


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "missing"),
    [
        ('["rep", "ie-comreg"]', '["rap"]', 33, "sector 'ie-phone'", "the step 'rap'"),
        ('sources = ["mine"]', 'sources = ["yours"]', 3, "channel 'meter'", "the source 'yours'"),
        ('steps = ["rep", "ie-comreg"]', 'steps = ["rep"]\nclocks = ["noon"]', 33,
         "sector 'ie-phone'", "the clock 'noon'"),
    ],
)  # fmt: skip
def test_a_rule_that_speaks_of_what_is_missing_is_left_out(
    tmp_path: Path, old: str, new: str, line: int, place: str, missing: str
) -> None:
    (problem,) = problems(tmp_path, GOOD.replace(old, new, 1))
    assert problem == (
        f"{tmp_path}/mine.toml, line {line}, {place}: it speaks of {missing}, which is not there; "
        "the rule is left out."
    )


def test_a_faulty_change_leaves_the_rule_as_it_was(tmp_path: Path) -> None:
    text = (
        '[[sector]]\nid = "us-bank"\nsteps = ["rep", "moon"]\n[[place]]\nid = "us-tx"\nrule = 1\n'
    )
    assert len(problems(tmp_path, text)) == 2
    advice = load(tmp_path).advice
    assert advice == CORE.advice


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("as_of = 'today'\n", "write as_of as a day without quotes"),
        ("as_of = 2026-11-21T10:00:00\n", "write as_of as a day without quotes"),
        ("as_of = 2026-02-30\n", "is not TOML"),
        ("[sources]\nmine = 3\n", "write a source as [sources.mine]"),
        ("sources = 3\n", "write each source as [sources.name]"),
        ("[[sources]]\nid = 'x'\n", "write each source as [sources.name]"),
        ("[sources.Mine]\ntitle = 'x'\n", "source 'Mine', key id: write lower case words"),
        ("[sources.mine]\n", "line 1, source 'mine', key title: field required"),
        ("\n[sources.gone]\noff = true\n", "line 2, source 'gone': there is no such source"),
        ("[[country]]\nid = 'x'\n", "there is no table 'country'"),
    ],
)
def test_a_faulty_file_does_not_stop_the_others(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "z.toml").write_text(GOOD, encoding="utf-8")
    (problem,) = problems(tmp_path, text)
    assert f"{tmp_path}/mine.toml" in problem
    assert message in problem
    assert "ie-comreg" in load(tmp_path).advice.bodies


def test_the_line_is_right_after_a_table_within_a_card(tmp_path: Path) -> None:
    """A source's header holds a dot, as that of a card's parts does; neither is taken for both."""
    text = (
        '[[card]]\nid = "name"\n[[card.say]]\ntext = "Who is this?"\n\n'
        '[sources.one]\ntitle = "One"\n\n[sources.two]\ntitel = "Two"\n'
    )
    (problem,) = problems(tmp_path, text)
    assert ", line 10, source 'two', key titel: " in problem


def test_an_advice_is_there_even_without_packs() -> None:
    from callmate.model.rules import Packs

    advice = Packs().advice
    assert channel_for(advice, "refund") is None
    assert ladder(advice, "bank", "US") == ()
    assert recording_line(advice, "Texas").ask
