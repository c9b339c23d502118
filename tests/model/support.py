"""Folds made without a store: what a lane adds to events is added here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold, fold
from tests.conftest import ROOT

CASE = "01JAAAAAAAAAAAAAAAAAAAAAAA"
LANE = "abcdefgh-0"
HISTORIES = sorted((ROOT / "tests" / "cases").glob("[0-9]*.json"))
EXPECTED_PLANS = ROOT / "tests" / "cases" / "expected_plan"
"""What each history says of its plan and its company, written down from the file alone."""


def expected_of(history: Path) -> Path:
    """Where the figures of a history stand that were written down from the file alone."""
    return history.parent / "expected" / history.name


def written(made: Iterable[NewEvent], first: int = 1, lane: str = LANE) -> list[Event]:
    """Events as a lane would have stored them, numbered from ``first``."""
    return [
        Event(
            id=event.id,
            n=n,
            lane=lane,
            case=CASE,
            kind=event.kind,
            at=event.moment.at.isoformat(),
            boot=event.moment.boot,
            mono=event.moment.mono,
            clock=f"{n:012x}-0000",
            call=event.call,
            cause=event.cause,
            body=event.body,
        )
        for n, event in enumerate(made, start=first)
    ]


def folded(made: Iterable[NewEvent]) -> Fold:
    """The fold of new events."""
    return fold(CASE, written(made))
