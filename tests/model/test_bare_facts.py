"""Facts with a part missing or strange: an ask without words, a promise without owner, an amount
in any form. Plan, agenda, letter, calendar and company stand, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.model.advice.channels import channel_for, guess_sector
from callmate.model.agenda import tasks
from callmate.model.events import CALL_FACTS, CASE_FACTS, NewEvent
from callmate.model.fold import Fold
from callmate.model.letter.facts import Choices, letter_facts
from callmate.model.moment import Moment
from callmate.model.planning.company import company
from callmate.model.planning.plan import plan
from callmate.model.planning.plantext import plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.model.summary import duties, summarise
from tests.model.support import folded
from tests.model.test_bad_dates import NOW, advice

CALL = f"01K{2:023}"


def event(n: int, kind: str, call: str | None = CALL, /, **body: object) -> NewEvent:
    moment = Moment(NOW - timedelta(hours=2) + timedelta(seconds=n))
    return NewEvent(f"01K{n:023}", kind, moment, body, call)


def called(*facts: tuple[str, dict[str, object]], **known: object) -> Fold:
    """A call of these facts with one rep, and the case's own values."""
    made = [event(1, "case_set", None, **known), event(2, "call_start", direction="out")]
    made.append(event(3, "rep"))
    made += [event(n, kind, CALL, **body) for n, (kind, body) in enumerate(facts, start=4)]
    return folded([*made, event(len(made) + 1, "call_end")])


def stands(fold: Fold) -> list[str]:
    """All that is made from a case; the kinds of its tasks."""
    known = company(fold.case.known("company"), [fold], NOW)
    found = plan(fold.case, NOW, ladder_of(fold.case, advice()), known)
    assert plan_lines(found, NOW.date())
    for form in ("complaint", "follow-up", "thank-you", "regulator"):
        letter_facts(fold, Choices(form), NOW)
    assert duties([summarise(fold)], NOW) is not None
    return [task.kind for task in tasks(fold.case, NOW)]


def test_an_ask_without_words_counts_as_an_ask() -> None:
    fold = called(("ask", {}), ("denied", {}), ("ask", {"what": ""}), ("granted", {"what": None}))
    stands(fold)
    assert fold.case.calls[0].count("ask") == 2


def test_a_promise_without_owner_words_or_time_is_still_a_task() -> None:
    kinds = stands(called(("promise", {}), ("promise", {"what": "refund", "owner": ""})))
    assert kinds.count("promise_undated") == 2


AMOUNTS = [
    "$1,028.10", "1.028,10 €", "1 028,10 EUR", "£40", "40 pounds", "-5", "0", "NaN", "1e400",
    "¥3000", "١٢٣", "$" + "9" * 400, "forty", "", "[b]", "\x1b[2J", "=1+1", "½", "$-0.00",
]  # fmt: skip


@pytest.mark.parametrize("amount", AMOUNTS, ids=lambda text: ascii(text)[:20])
def test_an_amount_in_any_form_is_kept_as_it_came(amount: str) -> None:
    fold = called(
        ("ask", {"what": f"refund {amount}"}),
        ("offer", {"what": f"a credit of {amount}", "amount": amount}),
        ("promise", {"what": amount}),
        outcome=f"refund of {amount}", least=amount, company=amount,
    )  # fmt: skip
    stands(fold)
    assert [one.amount for one in fold.case.offers] == [amount]
    assert fold.case.promises[0].what == amount


@pytest.mark.parametrize("kind", sorted({*CALL_FACTS, *CASE_FACTS}))
@pytest.mark.parametrize("body", [{}, {"what": 3, "text": [], "by": {}, "answers": 7, "n": "x"}])
def test_any_fact_without_its_parts(kind: str, body: dict[str, object]) -> None:
    stands(called(("ask", {"what": "refund"}), ("denied", {}), (kind, body), ("promise", {})))


@pytest.mark.parametrize("value", ["", " ", "x" * 5000, "[b]", "\x1b[2J", "\ud83d", "‮", "refund\n"])
@pytest.mark.parametrize("key", ["kind", "sector", "country", "company", "place", "problem"])
def test_any_words_of_the_preparation(key: str, value: str) -> None:
    fold = called(("ask", {"what": "refund"}), **{key: value})
    stands(fold)
    assert channel_for(advice(), value, value) is not None
    assert isinstance(guess_sector(advice(), value), str)
    assert ladder_of(fold.case, advice()).steps
