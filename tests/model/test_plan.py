"""The plan of the next call: of the twelve histories as written down from their files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from callmate.model.fold import Fold
from callmate.model.planning.plan import Plan
from callmate.model.planning.plantext import plan_lines
from tests.exchange.support import call, event, imported, script
from tests.model.planned import DAY, planned
from tests.model.support import EXPECTED_PLANS, HISTORIES


def of_history(name: str, calls: int | None = None, as_of: str = "") -> Plan:
    """The plan of a history, or of its first calls only."""
    path = next(one for one in HISTORIES if one.name.startswith(name))
    fold = imported(path)
    if calls is not None:
        ids = {one.id for one in fold.case.calls[:calls]}
        events = [entry.event for entry in fold.ledger.entries.values()]
        kept = [one for one in events if one.call is None or one.call in ids]
        kept = [one for one in kept if one.kind != "call_start" or one.id in ids]
        fold = Fold(fold.case.id)
        fold.add(kept)
    return planned(fold, datetime.fromisoformat(as_of))


def told(found: Plan) -> dict[str, Any]:
    """A plan in the form of the files that say what is expected."""
    return {
        "settled": found.settled,
        "asks": [[one.what, one.asked, one.denied] for one in found.asks],
        "supervisor_first": bool(found.supervisor),
        "talking_spent": bool(found.spent),
        "names_missing": found.names_missing,
        "ask_for": [one.name for one in found.whom],
        "route": list(found.route.stops) if found.route else None,
        "break_until": found.rest.until.isoformat() if found.rest else None,
        "asked_for": list(found.asked_for),
        "sector": found.sector,
        "rung": found.rung.step.id if found.rung else None,
    }


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_the_plan_is_the_one_of_the_file(history: Path) -> None:
    expected = json.loads((EXPECTED_PLANS / history.name).read_text(encoding="utf-8"))
    found = planned(imported(history), datetime.fromisoformat(expected["as_of"]))
    quoted = expected["plan"].pop("quotes")
    assert told(found) == expected["plan"]
    for words in quoted:
        assert any(words in one for one in found.quotes), words


def test_a_supervisor_comes_first_once_a_call_was_spent_and_got_it() -> None:
    """Refused twice by one rep; the next call asks for a manager at once, and it is granted."""
    before = of_history("13", calls=1, as_of="2006-01-04T18:16+00:00")
    assert before.supervisor == "“turn the gas back on” was refused twice"
    assert before.first.startswith("Call again and ask for the next level first")
    assert [one.denied for one in before.asks] == [2]
    after = of_history("13", as_of="2006-01-04T18:30+00:00")
    assert (after.supervisor, after.asks) == ("", ())
    assert after.first.startswith("Wait for “someone out within 4 hours”, due 22:20")


def test_a_bad_call_asks_for_a_break_until_the_next_day() -> None:
    found = of_history("13", calls=1, as_of="2006-01-04T18:16+00:00").rest
    assert found is not None
    assert (found.until.isoformat(), found.chosen) == ("2006-01-05", False)
    assert found.why == "that call took 45 minutes and settled nothing"
    assert of_history("13", calls=1, as_of="2006-01-05T18:16+00:00").rest is None


def test_seven_broken_promises_change_the_channel() -> None:
    found = of_history("22", as_of="2022-04-01T00:00+00:00")
    assert found.spent == "seven promises were broken"
    assert found.first == (
        "Change the channel: seven promises were broken. Next: put it in writing."
    )
    assert found.rung is not None
    assert found.rung.opens.isoformat() == "2022-04-01"


def test_a_dead_end_is_named_while_there_is_something_to_ask() -> None:
    found = of_history("27", as_of="2003-07-12T12:00+00:00")
    assert found.avoid == ("lost baggage",)
    lines = plan_lines(found, datetime(2003, 7, 12, tzinfo=UTC).date())
    assert [one.words for one in lines if one.label == "dead end"] == [
        "lost baggage: refuses, and passes nobody on."
    ]
    assert lines[-1].words.endswith("not legal advice. Nothing is sent from here.")


def test_who_helped_is_thanked_once_it_is_settled() -> None:
    settled = of_history("30", as_of="2005-04-26T00:00+00:00")
    assert settled.thanks
    labels = [one.label for one in plan_lines(settled, DAY.date())]
    assert labels == ["next", "granted", "thanks"]
    assert not of_history("13", as_of="2006-01-04T23:20+00:00").thanks


def test_a_first_refusal_of_money_is_routine() -> None:
    found = of_history("16", as_of="2010-08-15T00:00+00:00")
    assert found.supervisor == ""
    assert found.asks[0].how.startswith("A first no is routine")
    other = planned(imported(script(call(event("ask", 1, what="an engineer"),
                                         event("denied", 2)))))  # fmt: skip
    assert other.supervisor == "“an engineer” was refused once"


def test_another_case_with_the_company_shows_the_way() -> None:
    old = next(imported(path) for path in HISTORIES if path.name.startswith("33"))
    new = imported(script(company="Comcast", outcome_wanted="Waive the visit fee"))
    found = planned(new, others=[old])
    assert found.route is not None
    assert found.route.stops == ("outsourced billing", "Comcast USA billing")
    assert not found.route.same
    assert found.rung is None
    assert found.first == "Make the first call."
