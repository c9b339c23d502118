"""When two texts a person typed mean the same."""

from __future__ import annotations


def same_text(text: str) -> str:
    """A text folded for comparing asks and departments: case and runs of spaces do not count."""
    return " ".join(text.casefold().split())
