"""Reading numbers out of bodies that may hold anything."""

from __future__ import annotations


def as_int(value: object, default: int) -> int:
    """A whole number from a body; ``default`` for anything else (true is not a number)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default
