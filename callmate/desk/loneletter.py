"""One live letter alone in a field: the words, or the key? (``live.md``, rule 5.)"""

from __future__ import annotations

from typing import Final

from callmate.desk.commands import BY_ID, live_command
from callmate.desk.context import Context, Input
from callmate.desk.keymap import FIXED
from callmate.desk.view import Choice, OpenField, Strip
from callmate.model.events import NewEvent
from callmate.model.ledger import Entry, Ledger

SAID: Final = {"what": "words", "to": "department", "value": "number"}
"""What a person calls the value of a field, where its own name does not say it."""


def question(c: Context, opened: OpenField, text: str, target: str) -> Strip | None:
    """What to ask of a field closed with ``text``, which went to the event ``target``."""
    if opened.purpose == "time" or len(text) != 1 or c.call is None:
        return None
    spec = live_command(c.keymap.default(text), c.place)
    if spec is None or spec.id in FIXED:
        return None
    name = SAID.get(opened.name, opened.name)
    choices = (
        Choice("1", f"the {name}", "letter_text"),
        Choice("2", spec.label, "letter_live", spec.id),
    )
    return Strip(f"{text}: the {name}, or {spec.label}?", choices, target, at=opened.first)


def taken_back(c: Context, source: Input, target: str, command: str) -> list[NewEvent]:
    """It was the key of ``command``: the letter goes from the event it was kept in.

    A rep who has no other name than the letter never came, and the one before never left.
    """
    ledger = c.fold.ledger if c.fold else Ledger()
    entry = ledger.entries.get(target)
    if entry is None:
        return []
    call, letters = entry.event.call, c.keymap.spec(BY_ID[command]).keys
    if entry.event.body.get("name") in letters and "name" not in entry.details:
        return [c.event(source, "undo", call, targets=_with(ledger, entry))]
    body = entry.event.body
    values = {name: body.get(name, "") for name, said in entry.details.items() if said in letters}
    return [c.event(source, "detail", call, target=target, values=values)]


def _with(ledger: Ledger, entry: Entry) -> list[str]:
    """The event and all else that its input caused."""
    cause = entry.event.cause
    return [other.event.id for other in ledger.entries.values() if other.event.cause == cause]
