"""The words in which something was refused, in letters and in the report."""

from __future__ import annotations

import pytest

from callmate.model.report import report
from callmate.model.report_text import render
from tests.exchange.letters import AS_OF, drafted, told
from tests.exchange.support import event


@pytest.mark.parametrize(
    ("words", "told_as"),
    [
        (["the system will not let her before a meter read"],
         ": “the system will not let her before a meter read”"),
        (["not before a read", "a read", "ask billing"], ": “not before a read” and “ask billing”"),
        (["one", "two", "three"], ": “two” and “three”"),
        # the ask once more
        ([""], ""), (["Corrected  bill"], ""), (["a bill corrected"], ""), (["no"], ""),
    ],
)  # fmt: skip
def test_the_words_of_a_refusal_are_quoted_where_they_say_more(
    words: list[str], told_as: str
) -> None:
    refusals = [event("denied", 2, what=one) for one in words]
    fold = told(event("ask", 1, what="corrected bill"), *refusals)
    count = " three times" if len(words) == 3 else ""
    text = drafted(fold).text
    assert f"corrected bill. This was refused{count} on 2 March 2026{told_as}." in text


def test_refusals_nobody_asked_for_are_no_words_for_another() -> None:
    fold = told(event("denied", 1, what="a discount"), event("denied", 2, what="a voucher"))
    assert report(fold, AS_OF)["refused_with"] == []


def test_the_report_has_the_words_of_a_refusal_beside_what_was_asked() -> None:
    asked = event("ask", 1, what="refund")
    found = report(told(asked, event("denied", 2, what="not without a receipt")), AS_OF)
    assert found["refused_with"] == [{"what": "refund", "words": "not without a receipt"}]
    assert "refused: refund – “not without a receipt”" in render(found)
    again = report(told(asked, event("denied", 2, what="the refund")), AS_OF)
    assert again["refused_with"] == []
