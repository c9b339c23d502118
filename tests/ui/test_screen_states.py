"""The running app through a call: what the terminal shows in each state, and what never moves."""

from __future__ import annotations

import pytest

from callmate.desk.play.rehearsal import split
from tests.ui.running import SIZES, Screen, run

SHEET = "{ctrl+n}acme{tab}{enter}{enter}gas on{tab}{tab}gas is off{escape}"
"""A case with its company, the outcome wanted and the brief."""


@pytest.mark.parametrize("size", SIZES)
def test_a_call_from_its_start_to_the_receipt(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        places = screen.places

        async def step(keys: str, *shown: str) -> None:
            await screen.press(*keys.split())
            for words in shown:
                assert words in screen.text, (keys, words)
            assert screen.places == places, keys

        await screen.press(*("space" if key == " " else key for key in split(SHEET)))
        await step("space r j o enter", "T A L K I N G", "jo 0:0")
        await step("a enter", "? asked: gas on")
        await step("x", "✗ refused")
        await step("h", "O N   H O L D", "gas is off")
        await step("z", "line 2", "forget")
        await step("z", "W A I T I N G", "line 1 ON HOLD 0:", "acme · tab", "line 2 · ")
        await step("tab", "O N   H O L D", "line 2 WAITING 0:")
        await step("h q", "“jo refused at", "q the next one")
        await step("escape z r", "● REC 0:0")
        await step("f", "KEYS ON *")
        await step("p c a l l space w i t h i n space 4 h enter", "◆ promise: call")
        await step("tab e e", "T A L K I N G")
        await step("e e escape", "PROMISE DUE IN", "refused 1×", "left", "z o: how did it")
        await step("z o r e f u s e d enter", "PROMISE DUE IN")
        assert "z o: how did it" not in screen.text

    run(body, size)


WAITING = "{space}rJo{enter}pcall within 4h{enter}ee{escape}" + "{ctrl+n}other{escape}zy1"
"""A promise, and another case that is over since."""


def test_what_other_cases_wait_for_shows_when_a_second_has_passed() -> None:
    async def body(screen: Screen) -> None:
        assert "promised" not in screen.text
        screen.app._tick()
        await screen.pilot.pause()
        assert "◆ acme" in screen.text
        assert "left" in screen.text
        assert "PROMISE DUE IN" in screen.text
        screen.app.durable()
        await screen.pilot.pause()
        assert "PROMISE DUE IN" in screen.text
        await screen.press("space")
        assert "PROMISE DUE IN" not in screen.text

    run(body, (80, 24), SHEET + WAITING)
