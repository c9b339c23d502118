"""Scripts in a few words, imported at a fixed moment."""

from __future__ import annotations

import json
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from callmate.clock import ManualClock
from callmate.exchange.importing import to_events
from callmate.exchange.script import Script, parse_script, read_script
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from tests.model.support import folded


def event(kind: str, t_min: float, /, **values: Any) -> dict[str, Any]:
    return {"type": kind, "t_min": t_min, "t_basis": "stated", **values}


def call(*events: dict[str, Any], start: str = "2026-03-02T09:00", **values: Any) -> dict[str, Any]:
    return {"n": 1, "start": start, "direction": "out", "line": 1, **values, "events": list(events)}


def document(*calls: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {
        "schema": "callmate-acceptance-case/1",
        "id": "test",
        "company": "Acme",
        "outcome_wanted": "refund",
        **values,
        "calls": list(calls),
    }


def script(*calls: dict[str, Any], **values: Any) -> Script:
    data = json.dumps(document(*calls, **values)).encode()
    return parse_script(data, "test.json")


def events_of(one: Script, zone: tzinfo | None = UTC) -> list[NewEvent]:
    return to_events(one, ManualClock().now(), zone, UlidSource())


def imported(one: Script | Path, zone: tzinfo | None = UTC) -> Fold:
    """The fold of a script, or of the one in a file."""
    return folded(events_of(read_script(one) if isinstance(one, Path) else one, zone))
