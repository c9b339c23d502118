"""Reading numbers and ids out of bodies that may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def as_int(value: object, default: int) -> int:
    """A whole number from a body; ``default`` for anything else (true is not a number)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def target_ids(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The events a correction speaks of: its ``targets``, else its ``target``."""
    targets = body.get("targets")
    found = targets if isinstance(targets, (list, tuple)) and targets else [body.get("target")]
    return tuple(target for target in found if isinstance(target, str))
