"""Letters drafted from a history, or from a case made in a few words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from callmate.clock import ManualClock
from callmate.exchange.letter import Draft, draft
from callmate.ids import UlidSource
from callmate.model.events import CALL_FACTS, NewEvent
from callmate.model.fold import Fold
from callmate.model.letter.facts import Choices, letter_facts
from callmate.model.letter.forms import form_of
from callmate.packs.templates import load_forms
from tests.exchange.support import call, event, imported, script
from tests.model.support import HISTORIES, folded

AS_OF = datetime(2026, 3, 2, 12, tzinfo=UTC)
BUILT_IN = load_forms()


def drafted(fold: Fold, form: str = "complaint", **choices: Any) -> Draft:
    given = {"form": form, "reply_by": "2026-03-16", **choices}
    kind = BUILT_IN.forms[form]
    return draft(kind, letter_facts(fold, Choices(**given), AS_OF, others=kind.to_others))


def history(number: str) -> Fold:
    return imported(next(path for path in HISTORIES if path.name.startswith(number)))


def case_of(*facts: tuple[str, dict[str, Any]]) -> Fold:
    """A case of these facts; those of a call are in one call of ten seconds."""
    clock = ManualClock()
    new_id = UlidSource(milliseconds=lambda: 1_600_000_000_000, entropy=bytes)
    start = NewEvent(new_id(), "call_start", clock.now(), {"direction": "out"})
    made = [
        NewEvent(new_id(), kind, clock.now(), body, start.id if kind in CALL_FACTS else None)
        for kind, body in facts
    ]
    clock.advance(10)
    end = NewEvent(new_id(), "call_end", clock.now(), {}, start.id)
    return folded([replace(start, call=start.id), *made, end])


def known(**values: str) -> tuple[str, dict[str, Any]]:
    return ("case_opened", {"values": values})


def in_form(text: str, fold: Fold, **choices: Any) -> str:
    """The text of an own form."""
    form = form_of("mine", "mine.j2", text, own=True)
    facts = letter_facts(fold, Choices("mine", **choices), AS_OF, others=form.to_others)
    return draft(form, facts).text


def told(*events: dict[str, Any], **values: Any) -> Fold:
    """A case of one call with these events."""
    return imported(script(call(event("rep", 0), *events, duration_min=30), **values))
