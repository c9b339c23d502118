"""R4 to R7 and R10 over any stream of the whole vocabulary, on two lines, with undo, as shown live.

Counted from the stored cards alone; a card whose cause was undone counts for nothing, as in R13.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.cards import Hand
from callmate.model.events import CALL_FACTS
from callmate.model.replay import replay
from callmate.model.rules import Card
from callmate.model.state import STATE_ORDER, Call
from tests.cards.support import World, moment
from tests.cards.test_rates import assert_at_most, busy_packs

BY_RULE = {"call_start", "rep_end", "transfer_end", "ivr_end"}
KINDS = sorted(set(CALL_FACTS) - BY_RULE) + ["undo", "turn", "calmed"]
WORDS = ("a refund", "a visit", "or I will sue", "")
PAIRED = {"hold_end": "hold", "pitch_end": "pitch", "instruction_end": "instruction"}
STARTS = {"hold_start": "hold", "pitch_start": "pitch"}

steps = st.tuples(
    st.integers(1, 400), st.integers(1, 2), st.sampled_from(KINDS), st.sampled_from(WORDS)
)
streams = st.lists(steps, min_size=1, max_size=40)


@dataclass(frozen=True)
class Came:
    """A card that came: when, in which call, and what the talk clock of the case then read."""

    at: float
    card: Card
    call: str
    talk: float


def play(stream: list[tuple[int, int, str, str]]) -> World:
    world = World(busy_packs())
    on_line: dict[int, str] = {}
    points: list[str] = []
    at = 0.0
    for gap, line, kind, what in [(1, 1, "rep", ""), (1, 1, "rep", "Ann"), *stream]:
        at += gap
        world.run_to(at)
        world.hand = Hand(key=moment(at))
        call = world.fold.case.call(on_line.get(line, ""))
        if call is None or not call.running:
            on_line[line] = world.start(at, line=line)
        elif kind == "undo":
            world.write("undo", at, call.id, targets=[points.pop()] if points else [])
        else:
            done = act(world, call, kind, what, at)
            if kind in ("denied", "granted", "ask", "verification", "kudos", "unsure"):
                points.append(done)
        world.look(at)
    world.run_to(at + 1200)
    return world


def act(world: World, call: Call, kind: str, what: str, at: float) -> str:
    """One fact as a key would write it: a state is not begun twice, nor ended before it began."""
    for ends, state in PAIRED.items():
        if kind == ends and not any(span.kind == state for span in call.open):
            kind = "note"
    for begins, state in STARTS.items():
        if kind == begins and any(span.kind == state for span in call.open):
            kind = f"{state}_end"
    if kind == "turn":
        kind = "line"
    if kind == "call_end" and call.closing:
        # Its end would be stamped back to the closing key, and what was shown since with it.
        world.fact("resume", at, call.id)
    if kind in ("anger", "calmed"):
        return world.fact("anger", at, call.id, on=kind == "anger")
    words = {"name": what} if kind == "rep" else {"what": what, "text": what, "how": "end"}
    return world.fact(kind, at, call.id, **words)


def shown(world: World) -> list[Came]:
    cards = {card.id: card for card in world.packs.cards}
    came = []
    for fact in world.fold.case.cards:
        cause = world.fold.ledger.entries.get(fact.text("cause").partition("+")[0])
        counts = fact.text("answer") == "shown" and not fact.body.get("resumed")
        if counts and (cause is None or cause.live):
            at = fact.moment.mono / 1e9
            card = cards[fact.text("card")]
            came.append(Came(at, card, fact.text("for_call"), 0))
    reading = talk_clock(world, max((one.at for one in came), default=0) + 1)
    return [Came(one.at, one.card, one.call, reading(one.at)) for one in came]


def talk_clock(world: World, until: float) -> Callable[[float], float]:
    """Seconds talked on any line up to a second; between calls the clock goes on."""
    talked, edges = [], {0.0, until}
    spans: list[tuple[float, float, bool]] = []
    for call in world.fold.case.calls:
        for start, end, kind in states(call, until):
            spans.append((start, end, kind == "rep"))
            edges |= {start, end}
    for start, end in pairwise(sorted(edges)):
        around = [talks for a, b, talks in spans if a <= start and end <= b]
        if any(around) or not around:
            talked.append((start, end))
    return lambda at: sum(max(0.0, min(at, end) - start) for start, end in talked)


def states(call: Call, until: float) -> Iterator[tuple[float, float, str]]:
    """What a call spent its seconds in, stretch by stretch."""

    def second(one: object) -> float:
        return getattr(one, "mono", until * 1e9) / 1e9

    spans = [(span.kind, second(span.start), second(span.end)) for span in call.spans]
    whole = (second(call.start), second(call.end))
    edges = sorted({*whole, *(s for _, s, _ in spans), *(e for _, _, e in spans)})
    for start, end in pairwise(edges):
        kinds = {kind for kind, a, b in spans if a <= start and end <= b}
        yield start, end, next((kind for kind in STATE_ORDER if kind in kinds), "waiting")


@settings(max_examples=60)
@given(streams)
def test_r4_and_r5_hold_for_what_was_shown(stream: list[tuple[int, int, str, str]]) -> None:
    came = [one for one in shown(play(stream)) if not one.card.line]
    evidence = [one.talk for one in came if one.card.urgency >= 3]
    assert_at_most(1, 90, evidence)
    assert_at_most(3, 600, evidence)
    assert_at_most(8, 900, [one.talk for one in came])
    assert_at_most(1, 600, [one.talk for one in came if one.card.urgency == 4])
    own = [one for one in came if not one.card.each_rep]
    for call in {one.call for one in own}:
        for card in {one.card.id for one in own}:
            times = [one.at for one in own if one.call == call and one.card.id == card]
            assert len(times) <= 2
            assert_at_most(1, 600, times)
        for topic in {one.card.topic for one in own}:
            times = [one.at for one in own if one.call == call and one.card.topic == topic]
            assert_at_most(1, 300, times)


@settings(max_examples=60)
@given(streams)
def test_r6_and_r7_a_card_has_its_time(stream: list[tuple[int, int, str, str]]) -> None:
    """Only an urgent card replaces one that is younger than four seconds, and none stays longer
    than 45 seconds, unless keys came just then."""
    world = play(stream)
    keys = [fact.moment.mono / 1e9 for fact in world.fold.facts if fact.kind != "card"]
    cards = {card.id: card for card in world.packs.cards}
    on_screen: tuple[float, str] | None = None
    for fact in world.fold.case.cards:
        at, card = fact.moment.mono / 1e9, cards[fact.text("card")]
        if fact.text("answer") != "shown":
            on_screen = None
            continue
        if on_screen is not None:
            young = at - on_screen[0] < 4
            assert not young or card.urgency == 1
            busy = any(at - 2 - 1e-3 <= key <= at for key in keys)
            assert busy or at - on_screen[0] <= 45 + 1e-3
        on_screen = at, card.id


@settings(max_examples=60)
@given(streams)
def test_r10_and_r13_hold_on_two_lines(stream: list[tuple[int, int, str, str]]) -> None:
    """Evidence and advice only where one talks, no card for a call that is over."""
    world = play(stream)
    until = moment(10**6).mono / 1e9
    by_call = {call.id: list(states(call, until)) for call in world.fold.case.calls}
    for one in shown(world):
        around = {kind for start, end, kind in by_call[one.call] if start <= one.at <= end}
        assert around, "a card for a call that was over"
        if one.card.urgency >= 3 and not one.card.line:
            assert around & {"rep", "pitch"}


@settings(max_examples=60)
@given(streams)
def test_r14_live_and_replay_are_one_list(stream: list[tuple[int, int, str, str]]) -> None:
    world = play([step for step in stream if step[2] != "undo"])
    until = moment(world.second)
    replayed = replay("case", world.fold.facts, world.packs, until)
    live = [
        (fact.text("card"), fact.text("for_call"))
        for fact in world.fold.case.cards
        if fact.text("answer") == "shown" and not fact.body.get("resumed")
    ]
    assert live == [(tip.card, tip.call) for tip in replayed]
    assert [tip.at.mono for tip in replayed] == sorted(tip.at.mono for tip in replayed)
