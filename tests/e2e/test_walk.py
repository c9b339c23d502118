"""From a new case to a resolved one by keys alone at 80×24; and killed after each of its steps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Open
from tests.e2e.stored import Document, events
from tests.e2e.walk import WALK, again, walk
from tests.e2e.window import NARROW, callmate

pytestmark = pytest.mark.terminal

TOLD = {
    "case_set", "question", "question_end", "mood", "rep_mark", "rep_line", "conduct", "result",
    "letter", "cool_off", "case_closed", "call_start", "rep", "ask", "denied", "granted",
    "promise", "promise_kept", "supervisor_asked", "supervisor_end", "supervisor_reached",
    "hold_start", "hold_end", "call_end",
}  # fmt: skip
"""Kinds that say what the person did; keys, drafts and cards depend on when it was killed."""

IDS = {"about", "rep", "answers", "of", "when", "mono", "entry", "target"}
"""Values that are another event's id, or a time."""


def told(home: Path) -> Counter[str]:
    """Every fact with all that was learned of it, without ids and times."""
    found: dict[str, Document] = {}
    for event in events(home, "cases/*"):
        if event["kind"] in TOLD:
            found[event["id"]] = {"kind": event["kind"], **event["body"]}
        elif event["kind"] == "detail" and event["body"]["target"] in found:
            found[event["body"]["target"]] |= event["body"]["values"]
    return Counter(_words(fact) for fact in found.values())


def _words(fact: dict[str, Any]) -> str:
    return str(sorted((key, str(value)) for key, value in fact.items() if key not in IDS))


def test_from_new_to_resolved_and_killed_at_every_step(tmp_path: Path, window: Open) -> None:
    plain, killed = tmp_path / "plain", tmp_path / "killed"
    screen = window(home=plain, size=NARROW)
    for step in WALK:
        walk(screen, step)
    screen.quit()
    assert "resolved" in callmate(plain, "list")
    assert callmate(plain, "due") == "Nothing is due.\n"
    assert list((plain / "letters").iterdir())

    screen = window(home=killed, size=NARROW)
    for step in WALK:
        walk(screen, step)
        screen.kill()
        screen.close_terminal()
        screen = again(window(home=killed, size=NARROW, ready=step.found[0]), step)
    screen.quit()
    assert told(killed) == told(plain)
    assert "resolved" in callmate(killed, "list")
