"""Sentences that may repeat what was typed, for a terminal."""

from __future__ import annotations

import sys


def safe(sentence: str) -> str:
    """As a terminal may have it: no control sequence reaches it."""
    from callmate.text import show

    return show(sentence, newline="\n")


def complain(sentence: str) -> None:
    """Say something beside what is printed; nothing for ""."""
    if sentence:
        print(f"callmate: {safe(sentence)}", file=sys.stderr)
