"""Beside the list of past cases: what follows the cursor is painted when the keys rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from callmate.ui.app import REST_S
from tests.desk.past import three_cases
from tests.ui.running import Screen, run


class Timers:
    """Stands in for the app's timers: they run when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def set(self, seconds: float, call: Callable[[], None]) -> Timers:
        self.waiting.append((seconds, call))
        return self

    def stop(self) -> None:
        self.waiting.clear()


def test_a_move_paints_the_list_and_a_rest_what_stands_beside_it() -> None:
    async def body(screen: Screen) -> None:
        three_cases(screen.person)
        timers = Timers()
        screen.person.desk.parts.browsing.lister.calm = True
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen.app, "set_timer", timers.set)
            await screen.press("slash", "down")
            assert [seconds for seconds, _ in timers.waiting] == [REST_S], "one timer, the last"
            assert "promised" not in screen.text
            screen.painted.clear()
            timers.waiting[0][1]()
            await screen.pilot.pause()
            assert "$40" in screen.text
            assert screen.painted
            timers.stop()
            screen.app.picture()
            assert not timers.waiting, "no timer runs while there is nothing to show"
            await screen.press("down", "escape")
            assert not timers.waiting, "nor once the list is closed"

    run(body)
