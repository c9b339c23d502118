"""What each state of a call is called on the screen: its glyph, its word and its role."""

from __future__ import annotations

from typing import Final

State = tuple[str, str, str]

STATES: Final[dict[str, State]] = {
    "hold": ("‖", "ON HOLD", "state.hold"),
    "pitch": ("$", "SALES PITCH", "state.wait"),
    "transfer": ("→", "TRANSFER", "state.wait"),
    "supervisor": ("▲", "MANAGER", "state.wait"),
    "menu": ("#", "MENU", "state.wait"),
    "rep": ("●", "TALKING", "state.talk"),
    "waiting": ("…", "WAITING", "state.wait"),
}
IDLE: Final[State] = ("○", "IDLE", "state.idle")
LATE: Final[State] = ("○", "IDLE", "state.closing")
PAUSED: Final = "‖"
PLAYING: Final = "▶"
CLOSING: Final[State] = ("■", "ENDING?", "state.closing")


def replay_mark(speed: int, playing: bool) -> str:
    """``REPLAY ▶ 10×``: what nobody is to take for a live call."""
    return f"REPLAY {PLAYING if playing else PAUSED} {speed}×"
