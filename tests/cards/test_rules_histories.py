"""Cards never nag: R14 and R15: the same list in replay, on the histories."""

from __future__ import annotations

import pytest

from callmate.model.cards import Hand, Shown
from callmate.model.replay import replay
from tests.cards.support import World, core, history, moment

ALL = ["01", "04", "12", "13", "14", "16", "20", "21", "22", "27", "30", "33"]

# R14


@pytest.mark.parametrize("name", ALL)
def test_r14_the_live_screen_shows_what_replay_shows(name: str) -> None:
    """Each fact a key, and a look each second, with nobody to answer the cards."""
    world, _ = history(name)
    replayed = [(tip.card, tip.call) for tip in replay("case", world.fold.facts, core())]
    live = World(**world.fold.case.info)
    live.second = -1
    for fact in world.fold.facts:
        if fact.kind == "case_opened":
            continue
        at = fact.moment.mono / 1e9
        if live.judge.active() is not None:
            live.until(at, inclusive=False)
        live.write_as(fact)
        if not fact.auto:
            live.hand = Hand(key=fact.moment)
            live.look(at)
    stored = [fact for fact in live.fold.case.cards if fact.text("answer") == "shown"]
    first_times = [fact for fact in stored if not fact.body.get("resumed")]
    assert [(fact.text("card"), fact.text("for_call")) for fact in first_times] == replayed


def test_r14_the_figures_of_the_histories() -> None:
    counts = {}
    for name in ("13", "20", "21"):
        world, calls = history(name)
        tips = replay("case", world.fold.facts, core())
        counts[name] = [[tip.card for tip in tips if tip.call == call] for call in calls]
    assert len(counts["13"][0]) <= 6
    assert len(counts["13"][1]) <= 5
    assert sum(card.startswith("wait") for card in counts["20"][0]) == 4
    assert len(counts["21"][0]) == 19


@pytest.mark.parametrize("name", ALL)
def test_r14_evidence_and_advice_keep_twenty_seconds_distance(name: str) -> None:
    world, _ = history(name)
    tips = replay("case", world.fold.facts, core())
    for one, other in zip(tips, tips[1:], strict=False):
        apart = (other.at.at - one.at.at).total_seconds()
        assert apart >= 20 or {card_class(one.card), card_class(other.card)} <= {1, 2}


def card_class(card_id: str) -> int:
    card = core().card(card_id)
    assert card is not None
    return card.urgency


# R15


def test_r15_history_13_call_1_escalates_ten_minutes_after_the_refusal() -> None:
    world, calls = history("13")
    tips = replay("case", world.fold.facts, core())
    times = [(tip.at.mono / 1e9) for tip in tips if tip.call == calls[0] and tip.card == "escalate"]
    assert times[0] == pytest.approx(15 * 60, abs=10)


def test_r15_history_13_call_2_opens_with_the_supervisor() -> None:
    world, calls = history("13")
    tips = replay("case", world.fold.facts, core())
    first = next(tip for tip in tips if tip.call == calls[1])
    assert (first.card, first.at) == ("opening", moment(50 * 60))
    second_call = World(outcome="Gas turned back on today")
    second_call.happens("call_start", 0)
    second_call.happens("rep", 5, name="Janice")
    second_call.happens("denied", 100, what="return visit")
    second_call.happens("call_end", 200)
    second_call.happens("call_start", 3000)
    shown = second_call.pane(3000)
    assert isinstance(shown, Shown)
    assert shown.words.startswith("Hello, could I please speak with a supervisor?")


def test_r15_history_04_has_at_most_one_card_between_the_two_holds() -> None:
    world, calls = history("04")
    tips = replay("case", world.fold.facts, core())
    between = [
        tip for tip in tips if tip.call == calls[0] and 17 * 60 <= tip.at.mono / 1e9 <= 18 * 60
    ]
    assert len(between) <= 1
