"""The demo's call, pressed key by key through the real key path, as if it had just happened.

The first call comes from the demo script (a published history, the names changed); the second is
pressed here, its keys dated back from now, so that the screen opens in the middle of it.
"""

from __future__ import annotations

from typing import Final

from callmate.desk.desk import Desk

NAMED: Final = {" ": "space", ",": "comma", ".": "full_stop", "@": "at", "/": "slash"}
AGO_S: Final = 380
"""How long before now the second call began, in seconds."""

KEYS: Final[tuple[tuple[float, str], ...]] = (
    (0, "{space}"),
    (4, "rDana, customer service{enter}"),
    (30, "m"),
    (38, "x2"),
    (60, "h"),
    (240, "h"),
    (272, "nmeter changed yesterday, told it all again{enter}"),
    (330, "a{enter}"),
    (360, "psomeone out within four hours{enter}"),
)
"""Seconds into the call, and what is pressed: letters as they are, other keys in braces."""


def press_all(desk: Desk, keys: tuple[tuple[float, str], ...] = KEYS, ago: float = AGO_S) -> None:
    """Press the keys of a call that began ``ago`` seconds before now."""
    start = desk.context.clock.now().shifted(-ago)
    for seconds, text in keys:
        at = start.shifted(seconds)
        for number, key in enumerate(split(text)):
            character = key if len(key) == 1 else " " if key == "space" else None
            desk.press(NAMED.get(key, key), character, at.shifted(number * 0.8))


def split(text: str) -> list[str]:
    """``h{enter}`` as ``h`` and ``enter``."""
    keys: list[str] = []
    rest = text
    while rest:
        if rest[0] == "{":
            name, _, rest = rest[1:].partition("}")
            keys.append(name)
        else:
            keys.append(rest[0])
            rest = rest[1:]
    return keys
