"""Scripts as nobody would write them, for hypothesis: valid, and odd in every way allowed."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from callmate.exchange.form import FIELDS
from callmate.exchange.script import Script
from tests.exchange.support import script

TEXTS = (
    "refund", "Refund", "  refund ", "gas back on", "h", "z", "x", "", "a\nb", "tab\there",
    "\x1b[31mred", "@14:05 later", "refund by 2026-03-03", "someone out within 4 hours",
    "back by noon, or by 5pm", "Janice, x12", "é日本語 🙂", "“quoted”", "x" * 320, "1",
    "$20 credit",    "customer service", "billing", "[?62;22c", "refund by", "none", "  ", "a@b.de",
)  # fmt: skip
OUTCOMES = ("disconnected", "denied", "granted", "promised", "h", "", "visit arranged", "\x07")
RESULTS = ("granted", "refused", "none", "none on duty", "callback", "refused twice", "", "odd")
DUES = (
    "2026-03-02", "2026-03-03", "2026-03-02T12:00", "2026-03-02T09:00", "2027-01-01T22:20:30",
    "2026-03-05T17:00+05:00", "2025-01-01",
)  # fmt: skip
UNKNOWN = ("weather", "closing", "supervisor_end", "rep_end", "card", "undo", "line", "key")
MINUTES = (0, 0, 0.5, 1, 1, 1.0001, 2, 3.333333, 5, 20, 90, 700)
STARTS = (
    "2026-03-02T09:00", "2026-03-02T09:00", "2026-03-02T09:01", "2026-03-02T10:00:30.5",
    "2026-03-02", "2026-03-02", "2026-03-03T23:50", "2026-03-29T01:30", "2026-03-01T08:00Z",
)  # fmt: skip

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "outcome": st.sampled_from(OUTCOMES),
    "result": st.sampled_from(RESULTS),
    "by": st.sampled_from(DUES),
    "kept": st.booleans(),
    "on": st.booleans(),
    "n": st.integers(0, 4),
    "amount": st.sampled_from(("$20", "20 %", 20, 19.99)),
    "value": st.sampled_from(("12345678", "A-1", 4417, "h")),
    "kind": st.sampled_from(("ticket", "order", "")),
    "state": st.sampled_from(("", "open", "done", "not_done", "tried", "objected")),
}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """One event: any type there is, with any of its values, null or not there at all."""
    kind = draw(st.sampled_from((*FIELDS, *FIELDS, *UNKNOWN)))
    made: dict[str, Any] = {"type": kind, "t_min": draw(st.sampled_from(MINUTES))}
    for name in FIELDS.get(kind, ("what", "text", "answers", "n")):
        value = VALUES.get(name, st.sampled_from(TEXTS))
        told = draw(st.one_of(st.just(...), st.none(), value, value, value))
        if told is not ...:
            made[name] = told
    if draw(st.integers(0, 5)) == 0:
        made["note"] = draw(st.sampled_from(TEXTS))
    return made


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    """A call: with or without an end, a length, a time of day."""
    told = draw(st.lists(events(), max_size=9))
    call: dict[str, Any] = {"start": draw(st.sampled_from(STARTS)), "events": _possible(told)}
    if draw(st.booleans()):
        call["direction"] = draw(st.sampled_from(("out", "in")))
    if draw(st.booleans()):
        call["line"] = draw(st.integers(1, 3))
    if draw(st.integers(0, 3)) == 0:
        call["organisation"] = draw(st.sampled_from((*TEXTS, None)))
    if draw(st.integers(0, 2)) == 0:
        call["duration_min"] = draw(st.sampled_from((*MINUTES, None)))
    return call


def _possible(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without ends of what had not begun: those are refused before anything is played."""
    kept: list[dict[str, Any]] = []
    order = sorted(range(len(told)), key=lambda row: (told[row]["t_min"], row))
    begun: set[str] = set()
    rows: set[int] = set()
    for row in order:
        kind = str(told[row]["type"])
        if kind.endswith("_start"):
            begun.add(kind)
        if kind in ("hold_end", "pitch_end") and kind.replace("end", "start") not in begun:
            continue
        rows.add(row)
    kept.extend(told[row] for row in sorted(rows))
    return kept


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """A whole script."""
    texts = st.sampled_from(TEXTS)
    top: dict[str, Any] = {
        name: draw(texts)
        for name in ("company", "problem", "outcome_wanted", "country", "final_state")
        if draw(st.booleans())
    }
    top |= {"company": top.get("company"), "outcome_wanted": top.get("outcome_wanted")}
    return script(*draw(st.lists(calls(), max_size=4)), **top)
