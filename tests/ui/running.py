"""The app under Textual on a desk in memory, and all it paints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.ids import UlidSource
from callmate.ui.app import CallmateApp
from callmate.ui.widgets.pane import Pane
from tests.desk.support import MemoryWorld, Person

WIDE, NARROW = (160, 48), (80, 24)
SIZES = [WIDE, NARROW]
Painted = list[tuple[str, tuple[Region, ...]]]
Body = Callable[["Screen"], Awaitable[None]]


class Screen:
    """The running app, its desk, and what has been painted since ``painted`` was cleared."""

    def __init__(self, app: CallmateApp, person: Person, pilot: Pilot[None]) -> None:
        self.app, self.person, self.pilot = app, person, pilot
        self.painted: Painted = []

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.person.clock.advance(1)
            await self.pilot.press(key)
        await self.pilot.pause()

    @property
    def text(self) -> str:
        """What the terminal shows."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in rows)

    @property
    def places(self) -> dict[str, tuple[int, int, int, int]]:
        """Where each pane stands, for those that are shown."""
        return {
            pane.id or "": (pane.region.x, pane.region.y, pane.region.width, pane.region.height)
            for pane in self.app.query(Pane)
            if pane.region.area
        }

    def lines(self) -> dict[str, list[object]]:
        return {pane.id or "": list(pane._lines) for pane in self.app.query(Pane)}


def run(body: Body, size: tuple[int, int] = WIDE, keys: str = "") -> None:
    """Start the app on a desk in memory, and let ``body`` use it."""

    async def main() -> None:
        # Real time stamps on keys are later than this clock's, so its own time counts.
        clock = ManualClock(mono=1)
        person = Person(MemoryWorld(), clock)
        person.type(keys)
        person.desk = Desk(person.world, clock, UlidSource())
        app = CallmateApp(person.desk)
        person.desk.parts.browsing.lister.calm = False  # no picture comes later by a timer
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screen = Screen(app, person, pilot)
            with pytest.MonkeyPatch.context() as patch:
                refresh = Pane.refresh

                def seen(pane: Pane, *regions: Region, **more: bool) -> Pane:
                    screen.painted.append((pane.id or "", regions))
                    return refresh(pane, *regions, **more)

                patch.setattr(Pane, "refresh", seen)
                await body(screen)

    asyncio.run(main())


def pressed(screen: Screen) -> list[str]:
    """The keys that were written, in any file, in their order."""
    world = screen.person.world
    assert isinstance(world, MemoryWorld)
    writes = world.writes
    return [event.body["key"] for _, made in writes for event in made if event.kind == "key"]
