"""What one of the actions that put a case in order was, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from callmate.model.events import Event
from callmate.model.shelf.moves import JOINED, MERGED, MOVED
from callmate.model.spoken import brief

Body = Mapping[str, Any]

CLOSINGS: Final = {"resolved": "settled", "dropped": "given up", "reopened": "open again"}
LONGEST: Final = 24
"""Characters of a case's name."""
TELLS: Final[Mapping[str, Callable[[Body], str]]] = {
    MERGED: lambda body: "merged into another case",
    JOINED: lambda body: f"merged with {body.get('title') or 'another case'}",
    MOVED: lambda body: _moved(body),
    "pinned": lambda body: _pinned(body),
    "case_tagged": lambda body: f"tag {body.get('tag', '')}{'' if body.get('on') else ' off'}",
    "case_archived": lambda body: "put away" if body.get("on") else "taken out",
    "case_closed": lambda body: CLOSINGS.get(str(body.get("how")), "closed"),
    "case_set": lambda body: "new name",
}
"""By kind, what tells most first."""


def told(events: Iterable[Event]) -> str:
    """The events of one action in a case; a new name is not repeated, since it may be masked."""
    bodies = [(event.kind, {**event.body, "read_in": event.case}) for event in events]
    for kind, tell in TELLS.items():
        if words := dict.fromkeys(tell(body) for of, body in bodies if of == kind):
            return ", ".join(words)
    return ""


def _moved(body: Body) -> str:
    """Its number is the one it had in the case that it left, which is named where it went."""
    call = f"call {body['number']}" if body.get("number") else "a call"
    if body.get("to_case") == body["read_in"] and body.get("title"):
        return f"{call} of {brief(str(body['title']), LONGEST)} moved here"
    return f"{call} moved"


def _pinned(body: Body) -> str:
    pin = "pin" if body.get("on") else "unpin"
    return f"{pin} of an event" if body.get("target") else pin
