"""What a start has to bring back to the screen, by the files alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

from tests.e2e.lives import BACK_TAB, CTRL_O, ESCAPE, LAST_LINE, TAB, shown_mark
from tests.e2e.stored import Document, half_typed
from tests.e2e.window import READY, Window

Place = Literal["new", "prepared", "calling", "over"]
LABELS: Final = {
    "Company": "company", "Phone to dial": "phone", "Menu path": "menu", "Their hours": "hours",
    "Problem": "problem", "Kind": "kind", "Outcome wanted": "outcome", "At the least": "least",
    "Order": "order", "Statement": "statement", "Facts": "facts", "Brief": "brief",
    "Your idea": "plan",
}  # fmt: skip
"""The lines of the preparation that show their value as it was typed."""
MARKS: Final = ("listened", "knew", "sided", "time", "owned")
CONDUCT: Final = ("polite", "honest", "no_threats")
RESULTS: Final = ("all", "least", "part", "nothing", "open")
CYCLE: Final = (True, False, None)
"""What one digit after the other makes of a mark."""
SAID: Final = {None: "", True: "yes", False: "no"}


def place(stored: Sequence[Document]) -> Place:
    """Where a case stands."""
    kinds = Counter(event["kind"] for event in stored)
    if not kinds["call_start"]:
        return "prepared" if stored else "new"
    return "calling" if kinds["call_start"] > kinds["call_end"] else "over"


def held(stored: Sequence[Document]) -> bool:
    kinds = Counter(event["kind"] for event in stored)
    return kinds["hold_start"] > kinds["hold_end"]


def check(window: Window, stored: list[Document]) -> None:
    """See all that a start on these events has to bring back; AssertionError if it does not."""
    half, where = half_typed(stored), place(stored)
    window.see("▸ TYPING" if half else READY)
    window.until(lambda: half[-20:] in window.line("▸ TYPING"), f"the half-typed {half[-20:]}")
    if where == "prepared":
        _prepared(window, stored, bool(half))
    elif where == "calling":
        _calling(window, stored)
    elif where == "over":
        _over(window, stored, bool(half))


def _prepared(window: Window, stored: list[Document], half: bool) -> None:
    """Every section of the preparation says what was given, the line that is typed in aside."""
    values: dict[str, str] = {}
    for event in stored:
        if event["kind"] == "case_set":
            values |= event["body"]["values"]
    if half:
        return _lines(window, values)
    for number in range(1, 6):
        window.press(TAB if number > 1 else CTRL_O).see(f"{number}/5 ", "TYPING")
        _lines(window, values)
    window.press(ESCAPE).see(READY)


def _lines(window: Window, values: dict[str, str]) -> None:
    for line in window.screen.display:
        found = re.match(r" [! ](\S.{14}) (.*)", line)
        key = LABELS.get(found[1].strip()) if found else None
        value = values.get(key, "") if key else ""
        assert found is None or found[2].startswith(value[:40]), (key, value, window.text)


def _calling(window: Window, stored: Sequence[Document]) -> None:
    """The hold goes on from its own beginning, not from the new start."""
    window.see("call 1")
    if held(stored):
        began = [event for event in stored if event["kind"] == "hold_start"][-1]
        window.see("O N   H O L D", f"since {began['at'][11:19]}")


def _over(window: Window, stored: Sequence[Document], half: bool) -> None:
    """The wrap-up stands there; unless own words are being typed, each of its steps is read."""
    window.see("I D L E", "WRAP-UP", *(["TYPING did and did not"] if half else []))
    marks = expected_marks(stored)
    if half:
        return
    while "WRAP-UP 1/3" not in window.text:
        before = window.line("WRAP-UP")
        window.press(BACK_TAB).see_gone(before)
    for step, digits in marks.items():
        if step > 1:
            window.press(TAB)
        window.see(f"WRAP-UP {step}/3", LAST_LINE[step])
        for digit, words in digits.items():
            shown = shown_mark(window, digit)
            assert shown == words, f"{digit} says {shown!r}, not {words!r}:\n{window.text}"


def expected_marks(stored: Sequence[Document]) -> dict[int, dict[str, str]]:
    """By step and digit what the pages of the wrap-up have to show."""
    told: dict[str, bool | None] = {}
    result = ""
    for event in stored:
        body = event["body"]
        if event["kind"] in ("rep_mark", "conduct"):
            told[body["mark"]] = body["value"]
        elif event["kind"] == "result":
            result = body["result"]
        elif event["kind"] == "detail" and "result" in body["values"]:
            result = body["values"]["result"]  # given anew

    def said(names: Sequence[str]) -> dict[str, str]:
        return {str(at): SAID[told.get(name)] for at, name in enumerate(names, start=1)}

    results = {str(at): "●" if name == result else "" for at, name in enumerate(RESULTS, 1)}
    return {1: said(MARKS), 2: results, 3: said(CONDUCT)}


def out_of_turn(stored: Sequence[Document]) -> list[str]:
    """Marks whose values do not follow each other as digit after digit makes them."""
    values: dict[str, list[bool | None]] = {}
    for event in stored:
        if event["kind"] in ("rep_mark", "conduct"):
            values.setdefault(event["body"]["mark"], []).append(event["body"]["value"])
    return [
        f"{name} went {told}"
        for name, told in values.items()
        if told != [CYCLE[at % len(CYCLE)] for at in range(len(told))]
    ]
