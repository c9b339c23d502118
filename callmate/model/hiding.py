"""The words of a case without its account number, for whatever repeats them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from callmate.model.masking import without
from callmate.model.requests import Answer, Ask, Instruction, Offer, Promise
from callmate.model.state import Case

_Said = TypeVar("_Said", Answer, Ask, Instruction, Offer, Promise)


def without_account(case: Case) -> Case:
    """The case with the account masked in what was asked, answered, offered, promised and told to
    do. What is stored, and what is known of the case, stay as they are."""
    account = case.known("account").strip()
    if not account:
        return case
    return replace(
        case,
        asks=tuple(_asked(ask, account) for ask in case.asks),
        offers=tuple(_hidden(one, account) for one in case.offers),
        promises=tuple(_hidden(one, account) for one in case.promises),
        instructions=tuple(_hidden(one, account) for one in case.instructions),
    )


def _asked(ask: Ask, account: str) -> Ask:
    answers = tuple(_hidden(answer, account) for answer in ask.answers)
    return replace(_hidden(ask, account), answers=answers)


def _hidden(said: _Said, account: str) -> _Said:
    shown = without(said.what, account)
    return said if shown == said.what else replace(said, what=shown)
