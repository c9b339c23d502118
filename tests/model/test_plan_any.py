"""A plan and a company are made of any log whatever: they never fail, and always read as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from callmate.model.events import CALL_FACTS, CASE_FACTS, NewEvent
from callmate.model.moment import Moment
from callmate.model.nextstep import next_step
from callmate.model.planning.company import company
from callmate.model.planning.companytext import company_json, company_parts
from callmate.model.planning.plan import plan
from callmate.model.planning.plantext import ladder_lines, plan_json, plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.packs.loader import load
from tests.model.support import folded

ADVICE = load().advice
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
DATES = (
    "", "2026-03-03", "2026-03-03T10:00", "2026-03-03T10:00+02:00", "20260303T100000", "0001-01-01",
    "9999-12-31", "9999-12-31T23:59+00:00", "2026-02-30", "tomorrow", "1e9",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(("", " ", "refund", "REFUND  ", "$5", "billing", "\x1b[31mred", "a" * 400)),
    st.text(max_size=12),
)
IDS = st.sampled_from([f"e{n}" for n in range(8)])
BODY = st.fixed_dictionaries(
    {},
    optional={
        "what": WORDS, "text": WORDS, "name": WORDS, "department": WORDS, "to": WORDS,
        "value": st.one_of(WORDS, st.booleans(), st.none()), "amount": WORDS, "why": WORDS,
        "by": st.sampled_from(DATES), "until": st.sampled_from(DATES),
        "reply_by": st.sampled_from(DATES), "result": st.sampled_from(("refused", "none", "all")),
        "state": st.sampled_from(("", "done", "planned", "replied")), "kept": st.booleans(),
        "outcome": st.sampled_from(("", "resolved", "disconnected", "unsure rep")),
        "form": st.sampled_from(("complaint", "odd")), "mark": st.sampled_from(("listened", "x")),
        "rung": st.sampled_from(("written-complaint", "fcc", "nothing")), "rep": IDS,
        "how": st.sampled_from(("resolved", "dropped", "reopened", "odd")), "about": IDS,
        "answers": IDS, "n": st.one_of(st.integers(-3, 10**9), WORDS),
        "values": st.dictionaries(
            st.sampled_from(("company", "country", "sector", "place", "outcome", "fair")),
            st.one_of(WORDS, st.integers(), st.none()), max_size=4,
        ),
    },
)  # fmt: skip
KINDS = sorted([*CALL_FACTS, *CASE_FACTS, "unheard_of"])
EVENT = st.tuples(st.sampled_from(KINDS), BODY, st.integers(0, 3))
ZONES = (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))


def log_of(told: list[tuple[str, dict[str, Any], int]]) -> list[NewEvent]:
    """Events a minute apart, each of one of the first calls, if there is one."""
    calls = [n for n, (kind, _, _) in enumerate(told) if kind == "call_start"] or [0]
    return [
        NewEvent(f"e{n}", kind, Moment(BEGIN + timedelta(minutes=n)), body,
                 f"e{calls[call % len(calls)]}")
        for n, (kind, body, call) in enumerate(told)
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(EVENT, max_size=14),
    st.integers(-400, 4000),
    st.sampled_from(ZONES),
)
@example([("call_start", {}, 0), ("letter", {"form": "complaint"}, 0),
          ("letter_sent", {"answers": "e1", "reply_by": "9999-12-31"}, 0)], 9, UTC)  # fmt: skip
@example([("call_start", {}, 0), ("cool_off", {"until": "9999-12-31"}, 0)], 9, ZONES[2])
@example([("call_start", {}, 0), ("cool_off", {"until": "0001-01-01"}, 0)], 9, ZONES[1])
def test_any_log_has_a_plan(
    told: list[tuple[str, dict[str, Any], int]], minutes: int, zone: timezone
) -> None:
    as_of = (BEGIN + timedelta(minutes=minutes)).astimezone(zone)
    fold = folded([NewEvent("open", "case_opened", Moment(BEGIN)), *log_of(told)])
    known = company(fold.case.known("company"), [fold], as_of)
    found = plan(fold.case, as_of, ladder_of(fold.case, ADVICE), known)
    assert plan_lines(found, as_of.date())[0].words
    assert ladder_lines(found, as_of.date(), next(one.step.id for one in found.ladder))
    assert len(company_parts(known, [("refund", known.route("refund"))])) == 4
    json.dumps([plan_json(found), company_json(known)])
    assert next_step(fold.case, as_of)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENT, max_size=14))
def test_what_is_private_is_not_in_a_plan(told: list[tuple[str, dict[str, Any], int]]) -> None:
    """Anger may call for a break, but the words of it go nowhere."""
    private: list[tuple[str, dict[str, Any], int]] = [
        ("anger", {"on": True, "text": "SECRETWORD"}, 0),
        ("mood", {"mood": "angry", "text": "SECRETWORD"}, 0),
        ("conduct", {"about": "e0", "mark": "SECRETWORD", "value": False}, 0),
    ]
    fold = folded(log_of([("call_start", {}, 0), *told, *private]))
    as_of = BEGIN + timedelta(hours=1)
    known = company(fold.case.known("company"), [fold], as_of)
    found = plan(fold.case, as_of, ladder_of(fold.case, ADVICE), known)
    assert "SECRETWORD" not in str((plan_json(found), company_json(known)))
