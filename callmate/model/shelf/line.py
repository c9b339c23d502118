"""A case's line in the list as it reads once the case was put in order, without its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from callmate.model.masking import without
from callmate.model.shelf.moves import MERGED, MOVED
from callmate.model.shelf.shelving import Noted
from callmate.model.summary import CLOSED, CaseSummary
from callmate.model.words import same_text


def put_in_order(row: CaseSummary, noted: Iterable[Noted], account: str = "") -> CaseSummary:
    """What can be told at once; the rest is as it was, until the case is read again. The
    ``account`` is masked in its name."""
    for kind, body in noted:
        row = _noted(row, kind, body)
    return replace(row, title=without(row.title, account)) if account else row


def _noted(row: CaseSummary, kind: str, body: Mapping[str, Any]) -> CaseSummary:
    match kind:
        case "case_set":
            told = {key: body["values"].get(key) for key in ("title", "company")}
            return replace(row, **{key: value for key, value in told.items() if value})
        case "pinned" if body["target"] == "":
            return replace(row, pinned=body["on"])
        case "case_tagged":
            others = tuple(tag for tag in row.tags if same_text(tag) != same_text(body["tag"]))
            return replace(row, tags=(*others, body["tag"]) if body["on"] else others)
        case "case_archived" if body["on"]:
            return _away(row, body["why"])
        case "case_archived":
            return replace(row, archived="")
        case "case_closed":
            return _closed(row, CLOSED.get(body["how"], "open"))
        case kind if kind == MERGED:
            return _away(row, "merged")
        case kind if kind == MOVED:
            return _moved(row, body)
    return row


def _away(row: CaseSummary, why: str) -> CaseSummary:
    """What is put away asks for nothing."""
    return replace(row, archived=why, tasks=(), next_at="")


def _closed(row: CaseSummary, state: str) -> CaseSummary:
    """A settled case asks only for what was promised by a day."""
    if state == "open":
        return replace(row, state=state)
    tasks = tuple(task for task in row.tasks if task.kind == "promise_due" and task.due)
    dues = [task.due for task in tasks if task.due]
    return replace(row, state=state, tasks=tasks, next_at=min(dues).isoformat() if dues else "")


def _moved(row: CaseSummary, body: Mapping[str, Any]) -> CaseSummary:
    if body["from_case"] == row.id:
        return replace(row, calls=max(0, row.calls - 1))
    if body["to_case"] != row.id:
        return row
    began = body["began"]
    return replace(
        row, calls=row.calls + 1, state=row.state or "open",
        opened_at=row.opened_at or began, last_at=row.last_at or began,
    )  # fmt: skip
