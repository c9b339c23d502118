"""The user's whole day by keys alone, in real terminals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import Expected, check_order, events, keys, of_kind, when
from tests.e2e.tmux import TmuxWindow
from tests.e2e.window import NARROW, WIDE, callmate

pytestmark = pytest.mark.terminal

CTRL_N, ESCAPE, DOWN = "\x0e", "\x1b", "\x1b[B"
ENTER, TAB = "\r", "\t"
SECTIONS = ("COMPANY", "THE MATTER", "HAVE READY")
SHEET = (
    ("company", "Acme Gas", ENTER),
    ("phone", "0800 555 19", TAB),
    ("problem", "meter left off", ENTER),
    ("kind", "", ENTER),
    ("outcome", "gas back on today", TAB),
    ("account", "7730229144", ENTER),
)
"""The lines of the preparation that are typed, each with the key that leaves it."""
KEY_NAMES = {ENTER: "enter", TAB: "tab"}
HOLD_AGAIN = 0.75
"""Seconds after which a second h is no stutter."""

FACTS = [
    Expected("case_opened", "A", {}),
    *(
        Expected("case_set", KEY_NAMES[left], {"values": {name: value}})
        for name, value, left in SHEET
        if value
    ),
    Expected("call_start", "space", {"direction": "out"}),
    Expected("rep", "r", {}),
    Expected("detail", "enter", {"values": {"name": "sarah", "department": "options"}}),
    Expected("ask", "a", {"what": "gas back on today"}),
    Expected("denied", "x", {"what": "gas back on today"}),
    Expected("hold_start", "h", {}),
    Expected("hold_end", "h", {}),
    Expected("rep_end", "t", {"auto": True}),
    Expected("transfer", "t", {}),
    Expected("detail", "enter", {"values": {"to": "billing"}}),
    Expected("transfer_end", "r", {"auto": True}),
    Expected("rep", "r", {}),
    Expected("detail", "enter", {"values": {"name": "tom"}}),
    Expected("promise", "p", {}),
    Expected("detail", "enter", {}),
    Expected("closing", "e", {"how": "end"}),
    Expected("rep_end", "e", {"auto": True}),
    Expected("call_end", "e", {}),
    Expected("wrapped_up", "escape", {"how": "skipped"}),
]


class Terminal(Protocol):
    """What the day needs of a terminal: a pty of ours and one of tmux both have it."""

    def see(self, *words: str) -> Any: ...
    def see_gone(self, words: str) -> Any: ...
    def send(self, raw: str) -> Any: ...
    def press(self, keys: str) -> Any: ...
    def rest(self, seconds: float) -> Any: ...


def prepare(terminal: Terminal) -> None:
    """Three sections of the preparation, the rest of it left out."""
    sections = iter(enumerate(SECTIONS, start=1))
    number, name = next(sections)
    for _, value, left in SHEET:
        terminal.see(f"{number}/5 {name}", "TYPING")
        terminal.send(value)
        terminal.send(left)
        if left == TAB:
            number, name = next(sections)
    terminal.press(ESCAPE)
    terminal.see_gone(f"{number}/5 {name}")


def whole_day(terminal: Terminal) -> None:
    """A case, a call with two reps, its end, and the case found and read again."""
    terminal.see("I D L E", "No case is open.")
    terminal.press(CTRL_N)
    prepare(terminal)
    terminal.see("Acme Gas", "WANT gas back on today")
    terminal.press(" ")
    terminal.see("W A I T I N G", "call 1", "···9144")
    terminal.press("r")
    terminal.see("T A L K I N G", "TYPING rep's name")
    terminal.send("sarah, options\r")
    terminal.see("▸ rep sarah, options")
    terminal.press("a")
    terminal.see("TYPING asked for", "gas back on today")
    terminal.send("\r")
    terminal.see("? asked: gas back on today")
    terminal.press("x")
    terminal.see("✗ refused: gas back on today")
    terminal.press("h")
    terminal.see("O N   H O L D", "‖ hold")
    terminal.rest(HOLD_AGAIN)
    terminal.press("h")
    terminal.see("T A L K I N G")
    terminal.press("t")
    terminal.see("T R A N S F E R", "TYPING transferred to")
    terminal.send("billing\r")
    terminal.see("→ transfer to billing")
    terminal.press("r")
    terminal.see("T A L K I N G")
    terminal.send("tom\r")
    terminal.see("▸ rep tom")
    terminal.press("p")
    terminal.see("TYPING promise")
    terminal.send("someone out by 14:00\r")
    terminal.see("◆ promise: someone out", "14:00")
    terminal.press("e")
    terminal.see("E N D I N G ?", "e again")
    terminal.press("e")
    terminal.see("I D L E", "WRAP-UP 1/", "sarah, options", "esc later")
    terminal.press(ESCAPE)
    terminal.see_gone("WRAP-UP 1/")
    terminal.see("I D L E", "■ call ended")
    terminal.press("/")
    terminal.see("PAST CASES", "1 of 1", "TYPING find")
    terminal.send("acme nowhere")
    terminal.see("0 of 1", "has these words")
    terminal.send("\x7f" * len(" nowhere"))
    terminal.see("TYPING find: acme", "Acme Gas: meter left off", "WANT gas back", "◆ someone out")
    terminal.send("\r")
    terminal.see("READ ONLY  Acme Gas: meter left off", "call 1", "rep tom")
    terminal.send(DOWN)
    terminal.see("READ ONLY  Acme Gas: meter left off", "rep tom", "■ call ended")
    terminal.press(ESCAPE)
    terminal.see("PAST CASES")
    terminal.press(ESCAPE)
    terminal.see_gone("PAST CASES")
    terminal.see("■ call ended", "KEYS ON")


def check_store(home: Path) -> None:
    """Each fact once, in order, caused by its key and at its time; no key is missing."""
    check_order(home, FACTS)
    promise = of_kind(home, "promise")[0]
    words = next(e for e in of_kind(home, "detail") if e["body"]["target"] == promise["id"])
    assert words["body"]["values"]["what"].startswith("someone out")
    assert words["body"]["values"]["by"].endswith("T14:00+00:00")
    end = of_kind(home, "call_end")[0]
    assert end["body"]["when"] == of_kind(home, "closing")[0]["at"]
    prepared = [value for _, value, _ in SHEET]
    fields = [*prepared, "sarah, options", "", "billing", "tom", "someone out by 14:00"]
    alone = ["ctrl+n", "escape", *" raxhhtrpee", "escape", "/", "enter", "down"]
    alone += ["escape", "escape", "ctrl+q"]
    searched = len("acme nowhere") + len(" nowhere")
    assert len(keys(home)) == sum(len(each) + 1 for each in fields) + len(alone) + searched


def check_report(home: Path) -> None:
    """The report's figures are those of the keys' times."""
    report = json.loads(callmate(home, "report", "--json", "Acme"))
    at = {event["kind"]: when(event) for event in events(home)}
    start, hold, back = at["call_start"], at["hold_start"], at["hold_end"]
    moved, landed = at["transfer"], at["transfer_end"]
    assert report["title"] == "Acme Gas: meter left off"
    assert (report["calls"], report["transfers"], report["reps"]) == (1, 1, 2)
    assert list(report["reps_by_result"]) == ["sarah", "tom"]
    assert report["asks"] == [{"what": "gas back on today", "asked": 1, "denied": 1, "granted": 0}]
    assert report["promises"][0]["what"].startswith("someone out")
    assert report["promises"][0]["rep"] == "tom"
    first_rep = when(of_kind(home, "rep")[0])
    talk = (hold - first_rep) + (moved - back) + (at["closing"] - landed)
    expected = {
        "call_seconds": at["closing"] - start,
        "hold_seconds": back - hold,
        "talk_seconds": talk,
        "waiting_seconds": (first_rep - start) + (landed - moved),
    }
    for name, seconds in expected.items():
        assert abs(report[name] - seconds) <= 0.51, (name, report[name], seconds)
    assert report["per_call"][0]["running"] is False


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "160x48"])
def test_a_whole_day_by_keys_alone(window: Open, home: Path, size: tuple[int, int]) -> None:
    terminal = window(size=size)
    whole_day(terminal)
    terminal.quit()
    check_store(home)
    check_report(home)


def test_a_whole_day_in_tmux(tmp_path: Path, home: Path) -> None:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed: the day in tmux is not tried here")
    terminal = TmuxWindow(home, tmp_path / "tmux.socket", NARROW)
    try:
        whole_day(terminal)
        terminal.quit()
    finally:
        terminal.finish()
    check_store(home)
    check_report(home)


def test_the_demo_is_a_live_call_on_a_store_that_is_thrown_away(window: Open, home: Path) -> None:
    screen = window("demo", size=WIDE)
    screen.see("T A L K I N G", "call 2", "◆ promise")
    screen.press("ntried it\r").see("· tried it")
    screen.press("/").see("PAST CASES").press(ESCAPE).see_gone("PAST CASES")
    screen.close_terminal()
    screen.wait_end()
    assert not home.exists()
    assert not list(home.parent.glob("callmate-demo-*"))
