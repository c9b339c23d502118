"""The strip of case actions and its line on the screen, over the list and beside a call."""

from __future__ import annotations

import re

from tests.ui.running import NARROW, Screen, run

CALLS = (
    "{ctrl+n}Sony{enter}{escape}{space}rsam{enter}ee{escape}{escape}"
    "{ctrl+n}Bell{enter}{escape}{space}rkim{enter}"
)


def test_the_strip_stands_where_the_keys_stand_and_nothing_else_moves() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash")
        places, before = screen.places, screen.lines()
        await screen.press("ctrl+y")
        after = screen.lines()
        assert screen.places == places
        assert {name for name in after if after[name] != before[name]} <= {"band", "field", "keys"}
        assert "Put in order: Bell" in screen.text
        for label in ("r rename", "t tag", "m merge", "v move a call", "u nothing to take back"):
            assert label in screen.text
        await screen.press("escape")
        assert "rename" not in screen.text and "TYPING find" in screen.text

    run(body, NARROW, CALLS)


def test_its_line_says_what_it_is_for_and_why_it_cannot_be() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", "ctrl+y", "m")
        assert "A call runs in Bell: it can be merged when that is over." in screen.text
        await screen.press("down", "ctrl+y", "t", "t", "a", "x")
        assert "TYPING tag, or one to take off: tax" in screen.text
        assert "esc leave it" in screen.text
        await screen.press("enter")
        assert "Tagged tax: tag:tax finds it." in screen.text and "TYPING find" in screen.text

    run(body, NARROW, CALLS)


def test_a_name_is_no_markup_and_no_control_sequence() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", "ctrl+y", "r", "ctrl+u")
        screen.person.desk.paste("[bold]x\x1b]0;y\x07", screen.person.clock.now())
        await screen.press("enter", "ctrl+y")
        assert "Put in order: [bold]x" in screen.text and "\x1b" not in screen.text

    run(body, NARROW, CALLS)


def test_the_privacy_screen_hides_which_case_and_whose_call_it_is() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("space", "r", "j", "o", "enter", "e", "e", "slash", "ctrl+l", "ctrl+y")
        assert "Put in order" in screen.text and "Bell" not in screen.text
        await screen.press("v")
        assert "Which call?" in screen.text
        assert "jo" not in screen.text and "kim" not in screen.text

    run(body, NARROW, CALLS + "ee{escape}{escape}")


def test_the_line_says_which_call_is_moved_but_not_on_the_privacy_screen() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", "ctrl+y", "v", "1")
        assert "TYPING move call 1, " in screen.text and ", kim, to: " in screen.text
        assert "+ name: a new case" in screen.text and "esc leave it" in screen.text
        await screen.press("ctrl+l")
        assert "TYPING move call 1: " in screen.text and "kim" not in screen.text

    run(body, NARROW, CALLS + "ee{escape}{escape}")


def test_nine_calls_to_choose_from_have_room_on_a_narrow_screen() -> None:
    async def body(screen: Screen) -> None:
        await screen.press("slash", "ctrl+y", "v")
        below = screen.text.partition("Which call?")[2]
        assert re.findall(r"(\d) \d+ [A-Z][a-z]{2} \d\d:\d\d\b", below) == list("123456789")

    again = " rkim{enter}ee{escape}{escape}"
    run(body, NARROW, CALLS + "ee{escape}{escape}" + again * 8)
