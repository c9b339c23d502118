"""What one of the actions that put a case in order was, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from callmate.model.events import Event
from callmate.model.shelf.moves import JOINED, MERGED, MOVED

Body = Mapping[str, Any]

CLOSINGS: Final = {"resolved": "settled", "dropped": "given up", "reopened": "open again"}
TELLS: Final[Mapping[str, Callable[[Body], str]]] = {
    MERGED: lambda body: "merged into another case",
    JOINED: lambda body: f"merged with {body.get('title') or 'another case'}",
    MOVED: lambda body: "a call moved",
    "pinned": lambda body: _pinned(body),
    "case_tagged": lambda body: f"tag {body.get('tag', '')}{'' if body.get('on') else ' off'}",
    "case_archived": lambda body: "put away" if body.get("on") else "taken out",
    "case_closed": lambda body: CLOSINGS.get(str(body.get("how")), "closed"),
    "case_set": lambda body: "new name",
}
"""By kind, what tells most first."""


def told(events: Iterable[Event]) -> str:
    """The events of one action in a case; a new name is not repeated, since it may be masked."""
    found = tuple(events)
    for kind, tell in TELLS.items():
        if words := dict.fromkeys(tell(event.body) for event in found if event.kind == kind):
            return ", ".join(words)
    return ""


def _pinned(body: Body) -> str:
    pin = "pin" if body.get("on") else "unpin"
    return f"{pin} of an event" if body.get("target") else pin
