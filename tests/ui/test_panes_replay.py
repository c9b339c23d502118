"""A replay on the screen: how it stood then, unmistakably a replay, and nothing live is moved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.ui.app import BESIDE_S, FRAME_S
from callmate.ui.regions import regions
from callmate.ui.scene import Scene, scene_of
from tests.cards.support import core
from tests.desk.support import MemoryWorld, Person
from tests.exchange.support import events_of
from tests.model.support import HISTORIES
from tests.ui.running import NARROW, SIZES, Screen, run
from tests.ui.support import PANES, full, words
from tests.ui.test_panes import SIZES as ALL_SIZES
from tests.ui.test_panes import TEXTS, check

ALL = pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
READ = "/{enter}{tab}{tab}"
"""Opens the first past case of the list, begins its replay and pauses it."""


def told(history: Path) -> list[NewEvent]:
    from callmate.exchange.script import read_script

    return events_of(read_script(history))


def looked_at(events: list[NewEvent], keys: str = READ) -> Person:
    """A desk on which no case is open, with one past case."""
    person = Person()
    person.desk.parts.cards.use(core(), person.clock.now())
    _, log = person.world.new_case()
    log.append(events)
    return person.type(keys)


def drawn(scene: Scene, name: str, size: tuple[int, int]) -> list[str]:
    box = regions(*size)[name]
    return words(PANES[name](scene, box.width, box.height)).split("\n")


def then(events: list[NewEvent], scene: Scene) -> Scene:
    """What the live screen would have shown: a desk that knows no more, at that very moment."""
    assert scene.replay is not None
    known = {fact.id for fact in scene.facts}
    clock = ManualClock(scene.now.at, scene.now.boot, scene.now.mono)
    world = MemoryWorld()
    case_id, log = world.new_case()
    log.append([event for event in events if event.id in known])
    desk = Desk(world, clock, UlidSource())
    desk.context.packs = core()
    desk.context.open(case_id, log)
    desk.parts.cards.use(core(), clock.now())
    return replace(scene_of(desk, size=scene.size), asked=())  # of other cases, and of today


@ALL
def test_at_every_event_the_screen_is_as_it_was(history: Path) -> None:
    events = told(history)
    person = looked_at(events)
    for _ in range(len(events)):
        for size in ALL_SIZES[::2]:
            scene = scene_of(person.desk, size=size)
            live = then(events, scene)
            assert scene.past and scene.case is not None and scene.case.calls
            for name, box in regions(*size).items():
                check(name, PANES[name](scene, box.width, box.height), box.width, box.height)
                same = name in ("facts", "aside") or (name == "checklist" and scene.call)
                if same:
                    assert drawn(scene, name, size) == drawn(live, name, size), name
            band, was = drawn(scene, "band", size), drawn(live, "band", size)
            assert band[:2] == was[:2]
            assert "REPLAY ‖ 10×" in band[2] and "KEYS ON" in was[2]
            head, *rows = drawn(scene, "timeline", size)
            assert head.startswith(" REPLAY ‖ 10× paused · call ")
            assert rows == drawn(live, "timeline", size)[-len(rows) :] or scene.call is None
        person.type("{right}")


@ALL
def test_beside_a_call_it_fits_the_pane(history: Path) -> None:
    person = looked_at(told(history), "{space}rTom{enter}/" + history.stem[3:6] + "{ctrl+u}")
    browsing = person.desk.parts.browsing
    while browsing.lister.state.chosen is None or browsing.lister.state.chosen.running:
        person.type("{down}")
    person.type("{enter}{tab}{tab}")
    for _ in range(12):
        scene = scene_of(person.desk)
        assert scene.replay is not None and not scene.past
        for width, height in ((80, 11), (78, 41), (40, 4), (60, 1)):
            lines = PANES["timeline"](scene, width, height)
            check("replay", lines, width, height)
            assert words(lines).startswith(" REPLAY ‖ 10×"[:width])
        person.type("{right}")


@settings(max_examples=12)
@given(text=TEXTS)
def test_no_text_leaves_its_rectangle(text: str) -> None:
    for keys in ("ee{escape}" + READ, READ, READ + "{right}{right}{right}{right}"):
        person = full(text).type(keys)
        assert person.desk.parts.browsing.replays.shown is not None
        scene = scene_of(person.desk)
        for size in ALL_SIZES:
            for name, box in regions(*size).items():
                lines = PANES[name](scene, box.width, box.height)
                check(f"{keys} {name}", lines, box.width, box.height)


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00+14:00", "2006-01-01", "soon"]
)
@pytest.mark.parametrize("then", ["2020-01-01T10:00:00+00:00", "9999-12-31T23:59:59-12:00"])
def test_whatever_its_dates_a_call_plays(when: str, then: str) -> None:
    now = ManualClock().now()
    facts = [("call_start", when), ("rep", when), ("hold_start", then), ("call_end", then)]
    events = [NewEvent("opened", "case_opened", now, {"values": {"company": "Acme"}})]
    for kind, at in facts:
        one = "call" if kind == "call_start" else kind
        events.append(NewEvent(one, kind, now, {"when": at}, "call"))
    person = looked_at(events)
    for key in ("{right}", "{right}", "{end}", "{home}", "{pagedown}", "{left}", "{tab}"):
        scene = scene_of(person.type(key).wait(10).desk)
        assert scene.past
        for name, box in regions(*NARROW).items():
            check(name, PANES[name](scene, box.width, box.height), box.width, box.height)


def test_a_hidden_screen_tells_nothing_of_it() -> None:
    person = looked_at(told(HISTORIES[3])).type("{right}{right}{ctrl+l}")
    scene = scene_of(person.desk)
    said = "\n".join("\n".join(drawn(scene, name, NARROW)) for name in regions(*NARROW))
    assert "Janice" not in said and "gas" not in said.lower()


def test_in_a_menu_of_then_it_says_what_to_press() -> None:
    facts: list[tuple[str, str, dict[str, Any], str | None]] = [
        ("opened", "case_opened", {"values": {"company": "Acme", "menu": "2, then 3"}}, None),
        ("call", "call_start", {}, "call"),
        ("menu", "ivr", {"text": "main"}, "call"),
        ("rep", "rep", {"name": "Sam"}, "call"),
    ]
    now = ManualClock().now()
    person = looked_at(
        [NewEvent(one, kind, now.shifted(10.0 * n), body, call)
         for n, (one, kind, body, call) in enumerate(facts)],
    )  # fmt: skip
    person.type("{right}")
    assert "menu 2, then 3" in "\n".join(drawn(scene_of(person.desk), "timeline", NARROW))


def test_no_row_moves_when_a_card_comes() -> None:
    person = looked_at(told(HISTORIES[3]), "{space}/gas company{enter}{tab}")
    heads = set()
    for _ in range(120):
        person.clock.advance(0.5)
        person.desk.parts.browsing.replays.turn()
        lines = PANES["timeline"](scene_of(person.desk), 80, 11)
        assert len(lines) == 11
        heads.add(tuple(role for _, role in lines[-2])[:1])
    assert heads == {("card",)}


def test_nobody_reads_a_card_of_then_aloud_in_the_call_that_runs() -> None:
    person = looked_at(told(HISTORIES[3]), "{space}/gas company{enter}{tab}{tab}")
    cards = set()
    for _ in range(12):
        cards.add(words(PANES["timeline"](scene_of(person.desk), 80, 11)[-2:]).strip())
        person.type("{right}")
    assert any(card.startswith("said then: ") for card in cards)
    assert all(card.startswith(("said then: ", "shown then, ")) for card in cards if card)


# the running app


def of_two_cases(screen: Screen) -> None:
    """The first history lies in the store, beside the call that runs."""
    _, log = screen.person.world.new_case()
    log.append(told(HISTORIES[3]))


CHANGING = {"timeline"}


def rolls(screen: Screen) -> bool:
    """Whether the timer of the picture runs."""
    return screen.app._film is not None


@pytest.mark.parametrize("size", SIZES)
def test_a_replay_beside_a_call_leaves_the_call_alone(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        of_two_cases(screen)
        person, app = screen.person, screen.app
        await screen.press("slash", *"gas", "enter", "tab")
        places, case = screen.places, list(person.log)
        running = app.desk.context.log
        assert running is not None
        before, written = screen.lines(), len(running.read())
        film = app._film
        assert film is not None, "the picture moves"
        screen.painted.clear()
        heads = set()
        for _ in range(5):
            person.clock.advance(1)  # the live clocks wait for their own second
            app._frame()
            heads.add(words([app._panes["timeline"].line_at(0)]))
            replaying = app.desk.parts.browsing.replays.shown
            assert replaying is not None
            replaying.press("step_on")
        after = screen.lines()
        assert len(heads) == 5
        assert {name for name in before if before[name] != after[name]} == CHANGING
        assert {name for name, _ in screen.painted} <= CHANGING
        assert screen.places == places
        assert len(running.read()) == written and list(person.log) == case
        await screen.press("escape")
        assert not rolls(screen) and film._task is None, "the timer is stopped"

    run(body, size, "{space}rtom{enter}h")


def test_the_timer_runs_only_while_the_picture_moves() -> None:
    async def body(screen: Screen) -> None:
        of_two_cases(screen)
        assert not rolls(screen)
        await screen.press("slash", *"gas", "enter")
        assert not rolls(screen)
        await screen.press("tab")
        assert rolls(screen)
        await screen.press("tab")
        assert not rolls(screen)
        await screen.press("right", "plus")
        assert not rolls(screen)
        assert "REPLAY ‖ 20×" in screen.text
        await screen.press("tab", "end", "down", "end")
        assert not rolls(screen), "at the very end it stands"

    run(body, NARROW)


def test_at_most_ten_frames_a_second() -> None:
    assert BESIDE_S >= FRAME_S >= 0.1


def test_a_live_key_paints_nothing_of_the_replay() -> None:
    async def body(screen: Screen) -> None:
        of_two_cases(screen)
        await screen.press("slash", *"gas", "enter", "tab")
        screen.person.clock.advance(0.2)
        head = screen.app._panes["timeline"].line_at(0)
        screen.painted.clear()
        await screen.pilot.press("h")
        assert "O N   H O L D" in screen.text
        assert "timeline" not in {name for name, _ in screen.painted}
        screen.app._frame()
        assert screen.app._panes["timeline"].line_at(0) != head

    run(body, NARROW, "{space}rtom{enter}")


def test_with_no_call_the_whole_screen_is_of_then() -> None:
    async def body(screen: Screen) -> None:
        of_two_cases(screen)
        places = screen.places
        await screen.press("slash", *"gas", "enter", "tab", "tab", "right", "right")
        assert screen.places == places
        text = screen.text
        assert "T A L K I N G" in text and "Janice" in text and "2006" in text
        assert "REPLAY" in text.split("\n")[2] and "saved" not in text
        await screen.press("space")
        assert "REPLAY" in screen.text and screen.person.desk.context.call is None

    run(body, NARROW)
