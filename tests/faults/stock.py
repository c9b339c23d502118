"""T13: whatever callmate writes, TinyDB itself opens, and reads the same events out of it.

The twelve histories are imported, and typed in key by key, with a look at the files while they are
written; keys are pressed at random for a day; and all that a ``TailDB`` does is done to a stock
``TinyDB`` as well. Every fault of the other trials ends in the same comparison (see ``verdict``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from callmate.clock import ManualClock
from callmate.desk.doors.doors import import_script
from callmate.desk.play.steps import Paste, Press
from callmate.desk.world import StoredWorld
from callmate.exchange.script import Script, read_script
from callmate.ids import UlidSource
from callmate.model.events import Event
from callmate.model.fold import Fold
from callmate.store.casefile import LaneFolder, order
from callmate.store.lanes.chain import to_event
from callmate.store.lanes.lane import Site
from tests.desk.support import on_disk
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.verdict import against_stock, folders_of, lanes_in
from tests.model.support import HISTORIES
from tests.play.support import Played
from tests.store.test_taildb import STEPS, as_stock_does

KEYS: Final = (
    *"abcdefghijklmnopqrstuvwxyz", *"0123456789,.?", "space", "enter", "enter", "escape", "escape",
    "backspace", "tab", "up", "down",
)  # fmt: skip


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    outcome = Outcome(unit="files opened by TinyDB itself")
    imported(folder / "imported", outcome)
    say(f"histories imported: {outcome.tried} files")
    for history in HISTORIES[: effort.pick(2, len(HISTORIES))]:
        typed(folder / history.stem, read_script(history), effort.pick(40, 5), outcome)
        say(f"{history.stem} typed: {outcome.tried} files")
    for seed in range(effort.pick(1, 20)):
        day_of_keys(folder / f"day-{seed}", effort.seed * 1000 + seed, outcome)
    say(f"keys at random: {outcome.tried} files")
    steps = effort.pick(40, 2_000)
    side_by_side(steps, outcome)
    outcome.figures["runs of TailDB beside TinyDB, step by step"] = f"{steps:,}"
    return outcome


def imported(root: Path, outcome: Outcome) -> None:
    """All histories in one store; looked at while it is open, and closed."""
    clock, new_id = ManualClock(), UlidSource()
    world = StoredWorld(root, clock, new_id)
    for history in HISTORIES:
        import_script(world, read_script(history), clock.now(), new_id)
    compare(root, outcome)
    world.close()
    compare(root, outcome)


def typed(root: Path, script: Script, every: int, outcome: Outcome) -> None:
    """A history as a person would have typed it; looked at after every so many keys."""
    world = StoredWorld(root, ManualClock(), UlidSource())
    one = Played(script, world=world)
    for number, action in enumerate(one.player.run()):
        if isinstance(action, Press):
            one.desk.press(action.key, action.character, one.clock.now())
        elif isinstance(action, Paste):
            one.desk.paste(action.text, one.clock.now())
        if number % every == 0:
            for path in _lanes(root):
                _look(path, outcome)
    world.close()
    compare(root, outcome)


def day_of_keys(root: Path, seed: int, outcome: Outcome, keys: int = 300) -> None:
    """Keys pressed without sense, from nine in the morning on."""
    chance = random.Random(seed)
    person, world = on_disk(root)
    for _ in range(keys):
        person.clock.advance(chance.choice((0.1, 0.8, 5, 60)))
        person.press(chance.choice(KEYS))
    compare(root, outcome)
    world.close()
    compare(root, outcome)


def side_by_side(steps: int, outcome: Outcome) -> None:
    """Any operations on a ``TailDB`` and a ``TinyDB``, compared after each."""
    quiet = settings(
        max_examples=steps, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        quiet(given(st.lists(STEPS, max_size=25))(as_stock_does))()
    except AssertionError as error:
        outcome.fail(f"TailDB does not do what TinyDB does: {error}")


def compare(root: Path, outcome: Outcome) -> None:
    """Every lane of a store by TinyDB and by callmate; the cases as both of them read."""
    for folder, case in folders_of(root):
        if not all([_look(path, outcome) for path in lanes_in(folder)]):
            continue
        ours = LaneFolder(folder, case, Site("testdev1", root / "quarantine")).read()
        theirs = _by_stock(folder)
        outcome.acknowledged += len(ours)
        if theirs != ours:
            outcome.fail(f"TinyDB reads {len(theirs)} events in {folder.name}, we {len(ours)}")
        elif case and _state(case, theirs) != _state(case, ours):
            outcome.fail(f"what TinyDB reads of {folder.name} comes to another case")


def _lanes(root: Path) -> Iterator[Path]:
    return (path for folder, _ in folders_of(root) for path in lanes_in(folder))


def _look(path: Path, outcome: Outcome) -> bool:
    """Whether TinyDB opens a lane, and reads what callmate does."""
    outcome.tried += 1
    wrong = against_stock(path)
    for sentence in wrong:
        outcome.fail(sentence)
    return not wrong


def _by_stock(folder: Path) -> list[Event]:
    """The events of a folder's lanes, merged, read without a line of callmate's readers."""
    found: dict[str, Event] = {}
    for path in lanes_in(folder):
        with TinyDB(path, access_mode="r") as db:
            found |= {doc["id"]: to_event(doc) for doc in db.table("events")}
    return sorted(found.values(), key=order)


def _state(case: str, events: list[Event]) -> object:
    folded = Fold(case)
    folded.add(events)
    return folded.case, folded.facts
