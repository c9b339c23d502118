"""Two windows on one store, and ``callmate log`` from a shell: all write, all see it live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import documents, events, keys, lane_files, of_kind
from tests.e2e.window import READY, callmate

pytestmark = pytest.mark.terminal

SOON = 5.0
"""Bound on what another window has to show within a few seconds."""


def test_a_second_window_shows_the_call_and_both_log_in_lanes_of_their_own(
    window: Open, home: Path
) -> None:
    first = window()
    first.press(" ").see("W A I T I N G")
    first.press("rsarah\r").see("rep sarah")
    second = window(ready="T A L K I N G").see("sarah", "call 1")
    first.press("nfrom the first\r").see("from the first")
    second.see("from the first", seconds=SOON)
    second.press("nfrom the second\r").see("from the second")
    first.see("from the second", seconds=SOON)
    second.press("h").see("O N   H O L D")
    first.see("O N   H O L D", seconds=SOON)
    first.rest(0.75).press("h").see("T A L K I N G")
    second.see("T A L K I N G", seconds=SOON)
    case = [path for path in lane_files(home) if path.parts[-3] == "cases"]
    assert len(case) == 2
    for path in case:
        assert {event["lane"] for event in documents(path)} == {path.stem}
    first.quit()
    second.see("T A L K I N G").press("g").see("granted")
    second.quit()
    facts = [event["kind"] for event in of_kind(home, "note", "hold_start", "hold_end", "granted")]
    assert facts == ["note", "note", "hold_start", "hold_end", "granted"]
    assert len({event["id"] for event in events(home)}) == len(events(home))


def test_what_one_window_is_typing_is_not_taken_from_it_by_the_other(
    window: Open, home: Path
) -> None:
    first = window()
    first.press(" ").see("W A I T I N G")
    first.press("n").see("TYPING note").send("half").see("half")
    second = window(ready="call 1")
    second.press("\x1bOQ").see("O N   H O L D")
    first.see("O N   H O L D", "TYPING note: half", seconds=SOON)
    first.send(" and whole\r").see("· half and whole")
    second.see("half and whole", seconds=SOON)
    assert len(of_kind(home, "note")) == 1


def test_a_third_window_takes_the_lowest_free_lane(window: Open, home: Path) -> None:
    first, second = window(), window()
    first.press("?").see("ALL KEYS")
    second.press("?").see("ALL KEYS")
    first.quit()
    third = window()
    third.press("?").see("ALL KEYS")
    second.quit()
    third.quit()
    lanes = {event["lane"][-2:] for event in events(home)}
    assert lanes == {"-1", "-2"}
    assert keys(home).count("question_mark") == 3


def test_log_from_a_shell_reaches_the_running_window(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G")
    assert "logged: rep" in callmate(home, "log", "rep", "Sarah", "O’Neil,", "options")
    screen.see("T A L K I N G", "rep Sarah O’Neil, options", seconds=SOON)
    callmate(home, "log", "hold")
    screen.see("O N   H O L D", seconds=SOON)
    screen.press("h").see("T A L K I N G")
    callmate(home, "log", "note", "[/b] \x1b[2J wiped?")
    screen.see("· [/b] ␛[2J wiped?", seconds=SOON)
    callmate(home, "log", "transfer", "billing")
    screen.see("T R A N S F E R", "→ transfer to billing", seconds=SOON)
    kinds = [event["kind"] for event in of_kind(home, "rep", "hold_start", "hold_end", "transfer")]
    assert kinds == ["rep", "hold_start", "hold_end", "transfer"]
    assert [event["body"]["source"] for event in of_kind(home, "command")] == ["log"] * 4


def test_log_from_a_shell_begins_a_call_that_the_window_takes_up(window: Open, home: Path) -> None:
    screen = window()
    callmate(home, "log", "start")
    screen.see("W A I T I N G", seconds=SOON)
    callmate(home, "log", "rep", "Sarah")
    screen.see("T A L K I N G", "rep Sarah", seconds=SOON)
    screen.press("nheard\r").see("heard")
    assert len(of_kind(home, "call_start")) == 1


def test_a_call_ended_in_one_window_is_over_in_the_other(window: Open) -> None:
    first = window()
    first.press(" ").see("W A I T I N G")
    second = window(ready="W A I T I N G")
    first.press("e").see("E N D I N G ?")
    second.see("E N D I N G ?", seconds=SOON)
    second.press("e").see("I D L E")
    first.see("I D L E", READY, seconds=SOON)
