"""What ``callmate verify`` found, as JSON values."""

from __future__ import annotations

from typing import Any

from callmate.desk.doors.verifying import Verified
from callmate.store.proof.anchors import Coded, codes
from callmate.store.proof.heads import code_of
from callmate.store.proof.verifying import FolderChecked, LaneChecked


def record_of(verified: Verified) -> dict[str, Any]:
    found = verified.found
    point = found and {
        "case": found[0].folder.name, "lane": found[1].step.lane, "n": found[1].step.n,
        "event": found[1].step.id, "at": found[1].step.at, "call": found[1].step.call or None,
        "later": found[1].later,
    }  # fmt: skip
    return {
        "verdict": ("good", "problem", "unreadable")[verified.status],
        "cases": [_folder_record(one, bool(verified.asked)) for one in verified.cases],
        "days": [_folder_record(one, False) for one in verified.days],
        "library": [_folder_record(one, False) for one in verified.library],
        "gone": [
            {"case": one.case, "title": one.title, "last_at": one.last_at} for one in verified.gone
        ],
        "quarantine": verified.quarantine,
        "code_given": verified.code is not None,
        "code_found": point,
    }


def _folder_record(folder: FolderChecked, with_codes: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "folder": folder.folder.name, "good": folder.is_good, "problem": folder.problem or None,
        "events": folder.events, "forgotten": folder.forgotten,
        "lanes": [_lane_record(lane) for lane in folder.lanes],
    }  # fmt: skip
    if with_codes:
        record["head_code"] = (folder.is_good and code_of(folder.heads)) or None
        record["calls"] = [_coded_record(one) for one in codes(folder)]
    return record


def _lane_record(lane: LaneChecked) -> dict[str, Any]:
    trouble = lane.trouble
    return {
        "file": lane.path.name, "lane": lane.lane or None, "events": lane.good,
        "forgotten": lane.forgotten, "beyond": lane.beyond,
        "first_at": lane.first_at or None, "last_at": lane.last_at or None,
        "trouble": trouble and {
            "kind": trouble.kind, "event": trouble.n or None, "line": trouble.line or None,
            "at": trouble.at or None, "says": f"{trouble.told()}.",
        },
    }  # fmt: skip


def _coded_record(coded: Coded) -> dict[str, Any]:
    return {
        "call": coded.end.call or None, "began": coded.began or None, "ended": coded.end.at,
        "head_code": coded.code,
    }  # fmt: skip
