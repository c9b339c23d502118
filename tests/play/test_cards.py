"""The cards of a playback: shown at the deadlines, the same list as replay's, at any speed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from callmate.desk.play.steps import Wait
from callmate.exchange.script import Script, read_script
from callmate.model.fold import Fold
from callmate.model.replay import replay
from callmate.ui.play import LONGEST_PAUSE_S, pause_s
from tests.exchange.support import call, event, script
from tests.model.support import HISTORIES
from tests.play.scripts import scripts
from tests.play.support import PACKS, Played, imported


def shown(fold: Fold) -> list[tuple[str, int]]:
    """The cards that were put on the screen, each with the number of its call."""
    numbers = {call.id: number for number, call in enumerate(fold.case.calls, start=1)}
    return [
        (fact.text("card"), numbers[fact.text("for_call")])
        for fact in fold.facts
        if fact.kind == "card" and fact.text("answer") == "shown" and not fact.body.get("resumed")
    ]


def replayed(fold: Fold) -> list[tuple[str, int]]:
    """The cards that a case raises when nobody answers, in the same form."""
    numbers = {call.id: number for number, call in enumerate(fold.case.calls, start=1)}
    return [(tip.card, numbers[tip.call]) for tip in replay(fold.case.id, fold.facts, PACKS)]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_cards_of_a_history_are_those_of_replay(history: Path) -> None:
    script = read_script(history)
    assert shown(Played(script, packs=PACKS).run()) == replayed(imported(script))


@given(scripts())
def test_the_cards_of_any_script_are_those_of_replay(script: Script) -> None:
    assert shown(Played(script, packs=PACKS).run()) == replayed(imported(script))


def test_a_card_that_time_alone_brings_comes_at_its_second() -> None:
    long_hold = script(
        call(
            event("rep", 0, name="Ann"), event("hold_start", 1), event("hold_end", 40),
            event("call_end", 41),
        )
    )  # fmt: skip
    fold = Played(long_hold, packs=PACKS).run()
    waits = {
        fact.text("card"): fact.moment.at.strftime("%H:%M:%S")
        for fact in fold.facts
        if fact.kind == "card" and fact.text("answer") == "shown"
    }
    assert waits["wait-5"] == "09:06:00"


@pytest.mark.parametrize("speed", [1, 60, 600])
def test_no_gap_takes_more_than_two_seconds(speed: int) -> None:
    history = next(path for path in HISTORIES if path.stem.startswith("21-"))
    player = Played(read_script(history), packs=PACKS).player
    waits = [action for action in player.run() if isinstance(action, Wait)]
    gaps = {wait.gap for wait in waits}
    for gap in gaps:
        mine = [wait for wait in waits if wait.gap == gap]
        assert sum(wait.us for wait in mine) == gap
        paused = sum(pause_s(wait, speed) for wait in mine)
        assert paused == pytest.approx(min(LONGEST_PAUSE_S, gap / 1e6 / speed))
