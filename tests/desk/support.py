"""A person at the desk: keys pressed on a clock set by hand, and what came to be stored.

``Person`` works on any world; ``MemoryWorld`` keeps events in lists and remembers each single
write, so that a test can say what was written together.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.desk.pages.page import Page
from callmate.desk.play.rehearsal import NAMED, split
from callmate.desk.ports import World
from callmate.desk.world import StoredWorld
from callmate.ids import NewId, UlidSource
from callmate.model.events import Event
from callmate.model.state import Call, Case, Fact
from tests.desk.memory import MemoryLog as MemoryLog
from tests.desk.memory import MemoryWorld as MemoryWorld
from tests.desk.memory import stored as stored

GAP_S = 0.8
"""Between two keys: slower than typing into the wrong window, slower than a stutter."""

NAMES = {**NAMED, "?": "question_mark"}


class Person:
    """Presses keys. All times come from one clock that only this person moves."""

    def __init__(
        self,
        world: World | None = None,
        clock: ManualClock | None = None,
        new_id: NewId | None = None,
    ) -> None:
        self.clock = clock or ManualClock()
        self.memory = MemoryWorld()
        self.world: World = world or self.memory
        if isinstance(self.world, MemoryWorld):
            self.world.clock = self.clock
        self.desk = Desk(self.world, self.clock, new_id or UlidSource())
        self.desk.start()

    def type(self, keys: str, gap: float = GAP_S) -> Person:
        """``rsarah{enter}``: letters as they are, other keys in braces, ``gap`` seconds apart."""
        for key in split(keys):
            self.clock.advance(gap)
            self.press(key)
        return self

    def press(self, key: str) -> Person:
        """One key, now."""
        character = key if len(key) == 1 else " " if key == "space" else None
        self.desk.press(NAMES.get(key, key), character, self.clock.now())
        return self

    def paste(self, text: str) -> Person:
        self.clock.advance(GAP_S)
        self.desk.paste(text, self.clock.now())
        return self

    def wait(self, seconds: float) -> Person:
        """Let time pass with the desk's clock ticking, as it does once a second."""
        whole = min(120, int(seconds))
        self.clock.advance(seconds - whole)
        for _ in range(whole):
            self.clock.advance(1)
            self.desk.tick()
        return self

    # what is there now

    @property
    def case(self) -> Case:
        case = self.desk.context.case
        assert case is not None, "no case is open"
        return case

    @property
    def call(self) -> Call:
        call = self.desk.context.call
        assert call is not None, "no call is running"
        return call

    def on_the_phone(self) -> bool:
        return self.desk.context.call is not None

    @property
    def states(self) -> set[str]:
        """Which states of the call are open."""
        return {span.kind for span in self.call.open}

    @property
    def typed(self) -> str | None:
        """What stands in the field; None if none is open."""
        field = self.desk.view.field
        return field.line.text if field else None

    @property
    def said(self) -> str:
        """The sentence on the screen."""
        message = self.desk.view.message
        return message.text if message else ""

    @property
    def asked(self) -> str:
        """The question of the strip."""
        strip = self.desk.view.strip
        return strip.prompt if strip else ""

    # what is stored

    @property
    def log(self) -> list[Event]:
        """The open case's events as they stand in its file."""
        log = self.desk.context.log
        return log.read() if log else []

    @property
    def day(self) -> list[Event]:
        return self.world.day(self.clock.now()).read()

    @property
    def facts(self) -> list[Fact]:
        """The live facts of the case, in the order they happened."""
        fold = self.desk.context.fold
        facts = fold.facts if fold else []
        return [fact for fact in facts if fact.live and fact.kind != "case_opened"]

    @property
    def kinds(self) -> list[str]:
        """Their kinds."""
        return [fact.kind for fact in self.facts]

    def fact(self, kind: str) -> Fact:
        """The one live fact of a kind."""
        found = [fact for fact in self.facts if fact.kind == kind]
        assert len(found) == 1, f"{len(found)} facts of kind {kind}"
        return found[0]

    def events(self, *kinds: str) -> list[Event]:
        return [event for event in self.log if event.kind in kinds]


def texts_of(events: Iterable[Event]) -> str:
    """All that bodies say, for looking up what must not be there."""
    return "\n".join(str(event.body) for event in events)


def on_disk(root: Path, clock: ManualClock | None = None) -> tuple[Person, StoredWorld]:
    """A person at a desk whose world is a store folder."""
    clock = clock or ManualClock()
    new_id = UlidSource()
    world = StoredWorld(root, clock, new_id)
    return Person(world, clock, new_id), world


def page(person: Person) -> Page:
    """The page that stands there."""
    shown = person.desk.parts.between.pages.shown
    assert shown is not None, "no page is open"
    return shown
