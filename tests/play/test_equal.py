"""What is played comes to what is imported, for the twelve histories and for any other script."""

from __future__ import annotations

from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.play.keys import OWN
from callmate.desk.play.player import BESIDE, PASSED_OVER
from callmate.exchange.script import Script, read_script
from callmate.model.fold import Fold
from tests.model.support import HISTORIES
from tests.play.scripts import scripts
from tests.play.support import PACKS, Played, imported, played, report_of, state_of

ZONES = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"))

TOLD = {
    ("ask", "n"), ("repeat_story", "n"), ("promise", "kept"), ("supervisor_asked", "result"),
}  # fmt: skip
"""What no key can tell in the twelve histories, besides notes: the kind of fact and its value."""


def facts_of(fold: Fold) -> list[tuple[Any, ...]]:
    """What happened: kind, call, instant, whether by rule, and what it says."""
    numbers = {call.id: number for number, call in enumerate(fold.case.calls)}
    return [
        (fact.kind, numbers[fact.call], fact.moment.at, fact.auto, _said(dict(fact.body)))
        for fact in fold.facts
        if fact.live and fact.kind not in PASSED_OVER
    ]


def _said(body: dict[str, Any]) -> dict[str, Any]:
    """What a body says. By when something was promised may be spelled in two ways."""
    left_out = OWN | {"by", "due"}
    told = {name: value for name, value in body.items() if name not in left_out}
    return {name: value for name, value in told.items() if value not in (None, "")}


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_history_played_reads_like_one_imported(history: Path, zone: tzinfo) -> None:
    script = read_script(history)
    one, other = played(script, zone), imported(script, zone)
    assert facts_of(one) == facts_of(other)
    assert state_of(one) == state_of(other)
    assert report_of(one) == report_of(other)


@given(scripts(), st.sampled_from(ZONES))
def test_any_script_played_reads_like_one_imported(script: Script, zone: tzinfo) -> None:
    one, other = played(script, zone), imported(script, zone)
    assert facts_of(one) == facts_of(other)
    assert state_of(one) == state_of(other)
    assert report_of(one) == report_of(other)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_a_history_is_told_by_keys(history: Path) -> None:
    player = Played(read_script(history), packs=PACKS)
    fold = player.run()
    log = player.memory.logs["case-1"].events
    kinds = {fact.id: fact.kind for fact in fold.facts}
    told = {event.id for event in log if event.kind == "command"}
    by_command = {event.kind for event in log if event.cause in told}
    assert by_command <= {"case_set", "detail", "undo"}, "a fact was told that a key can write"
    withdrawn = {fact.kind for fact in fold.facts if not fact.live}
    assert withdrawn <= BESIDE | {"supervisor_end"}, "a key wrote what the script does not tell"
    details = {
        (kinds[event.body["target"]], name)
        for event in log
        if event.kind == "detail" and event.cause in told
        for name in event.body["values"]
    }
    assert {one for one in details if one[1] != "note"} <= TOLD | {("supervisor_end", "auto")}


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_each_key_has_exactly_the_time_of_its_event(history: Path) -> None:
    player = Played(read_script(history), packs=PACKS)
    player.run()
    instants = {step.at for step in player.player.steps}
    keys = [event for event in player.memory.logs["case-1"].events if event.kind == "key"]
    assert keys
    assert {event.moment.at for event in keys} == instants
    assert {event.boot for event in keys} == {"play"}
    first = keys[0].moment
    for event in keys:
        passed = (event.moment.at - first.at).total_seconds()
        assert (event.moment.mono - first.mono) / 1e9 == pytest.approx(passed, abs=1e-6)
