"""R4 and R5 over any stream of events: how often cards may come, counted from the log alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callmate.model.pacing import HANDS_BUSY
from callmate.model.replay import Tip, replay
from callmate.model.rules import SECOND, Card, Packs, Trigger
from callmate.model.state import STATE_ORDER, Call
from tests.cards.support import World, core, moment

KINDS = ("rep", "denied", "granted", "promise", "hold", "pitch", "verification", "transfer",
         "supervisor_asked", "ask", "anger", "calmed")  # fmt: skip

streams = st.lists(st.tuples(st.integers(1, 400), st.sampled_from(KINDS)), min_size=1, max_size=60)


def busy_packs() -> Packs:
    """The core cards and five more that want to speak all the time, of classes P3 and P4."""
    extra = tuple(
        Card(
            f"extra-{number}", 3 + number % 2, f"extra-{number}", core().cards[0].say, "why", (),
            (Trigger(clock="talk", after=30 * SECOND, every=20 * SECOND),), rank=70,
        )
        for number in range(5)
    )  # fmt: skip
    return replace(core(), cards=(*core().cards, *extra))


def played(stream: list[tuple[int, str]]) -> tuple[World, list[Tip], int]:
    world = World(busy_packs())
    world.start(0)
    at = 0
    for number, (gap, kind) in enumerate(stream):
        at += gap
        call = world.fold.case.calls[0]
        match kind:
            case "hold" | "pitch":
                end = call.state("hold" if kind == "hold" else "pitch")
                world.fact(f"{kind}_end" if end else f"{kind}_start", at)
            case "anger" | "calmed":
                world.fact("anger", at, on=kind == "anger")
            case _:
                world.fact(kind, at, what=f"refund {number}")
    until = at + 1200
    return world, replay("case", world.fold.facts, world.packs, moment(until)), until


def talk_clock(call: Call, until: int) -> Callable[[float], float]:
    """Seconds talked up to a second, from the spans of the finished case."""
    spans = [(s.kind, s.start.mono / 1e9, s.end.mono / 1e9 if s.end else until) for s in call.spans]
    edges = sorted({0.0, float(until), *(a for _, a, _ in spans), *(b for _, _, b in spans)})
    stretches = []
    for begin, end in pairwise(edges):
        kinds = {kind for kind, a, b in spans if a <= begin and end <= b}
        first = next((kind for kind in STATE_ORDER if kind in kinds), "waiting")
        if first == "rep":
            stretches.append((begin, end))
    return lambda at: sum(max(0.0, min(at, end) - begin) for begin, end in stretches)


def second(tip: Tip) -> float:
    return tip.at.mono / 1e9


@given(streams)
def test_r4_cards_are_few_in_any_stretch_of_talk(stream: list[tuple[int, str]]) -> None:
    world, tips, until = played(stream)
    talk = talk_clock(world.fold.case.calls[0], until)
    cards = {card.id: card for card in world.packs.cards}
    counted = [(talk(second(tip)), cards[tip.card]) for tip in tips if not cards[tip.card].line]
    evidence = [at for at, card in counted if card.urgency >= 3]
    advice = [at for at, card in counted if card.urgency == 4]
    assert_at_most(1, 90, evidence)
    assert_at_most(3, 600, evidence)
    assert_at_most(8, 900, [at for at, _ in counted])
    assert_at_most(1, 600, advice)


def assert_at_most(most: int, stretch: float, times: list[float]) -> None:
    for first, last in zip(times, times[most:], strict=False):
        assert last - first >= stretch - 1e-3, times


@given(streams)
def test_r5_cards_and_topics_keep_their_distance(stream: list[tuple[int, str]]) -> None:
    world, tips, _ = played(stream)
    cards = {card.id: card for card in world.packs.cards}
    shown = [tip for tip in tips if not cards[tip.card].line and not cards[tip.card].each_rep]
    for card in cards:
        times = [second(tip) for tip in shown if tip.card == card]
        assert len(times) <= 2
        assert_at_most(1, 600, times)
    for topic in {card.topic for card in cards.values()}:
        assert_at_most(1, 300, [second(t) for t in shown if cards[t.card].topic == topic])
    starts = [rep.start.mono / 1e9 for rep in world.fold.case.reps]
    for card in (card for card, rule in cards.items() if rule.each_rep):
        times = [second(tip) for tip in tips if tip.card == card]
        for start, end in zip(starts, [*starts[1:], float("inf")], strict=False):
            heard = [at for at in times if start <= at < end]
            assert len(heard) <= 2
            assert_at_most(1, 600, heard)


@given(streams)
def test_r10_evidence_and_advice_come_only_in_talk(stream: list[tuple[int, str]]) -> None:
    world, tips, until = played(stream)
    talk = talk_clock(world.fold.case.calls[0], until)
    pitches = [span for span in world.fold.case.calls[0].spans if span.kind == "pitch"]
    for tip in tips:
        card = next(card for card in world.packs.cards if card.id == tip.card)
        at = second(tip)
        in_pitch = any(
            s.start.mono / 1e9 <= at <= (s.end.mono / 1e9 if s.end else until) for s in pitches
        )
        if card.urgency >= 3 and not card.line and not in_pitch:
            assert talk(at + 0.5) > talk(at)


@given(streams)
def test_replay_of_a_part_is_the_first_part_of_the_replay(stream: list[tuple[int, str]]) -> None:
    """What is shown now never depends on what comes later."""
    world, tips, _ = played(stream)
    part = len(world.fold.facts) // 2
    limit = world.fold.facts[part].moment if part else moment(0)
    before = [fact for fact in world.fold.facts if fact.moment.mono < limit.mono]
    again = replay("case", before, world.packs, limit)
    assert again == tips[: len(again)]
    still_held_back = limit.mono - HANDS_BUSY * 1000
    assert all(tip.at.mono >= still_held_back for tip in tips[len(again) :])
