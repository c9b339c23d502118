"""The words of a case without its account number and other secrets, for whatever repeats them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from callmate.model.fold import Fold
from callmate.model.masking import masked, without
from callmate.model.requests import Answer, Ask, Instruction, Offer, Promise
from callmate.model.state import Case

OF_CASE: Final = frozenset({"case_opened", "case_set"})
"""Facts that say what is known of the case."""
SHOWN: Final = frozenset({"case", "head_code", "case_numbers"})
"""Numbers of a report that are never secrets, whatever they look like."""

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


def accounts_of(fold: Fold) -> tuple[str, ...]:
    """Every account number that the case was ever given."""
    given = (fact.body.get("values") for fact in fold.facts if fact.kind in OF_CASE)
    known = (values.get("account") for values in given if isinstance(values, Mapping))
    return tuple(dict.fromkeys(one for one in known if isinstance(one, str) and one))


def masked_report(report: Mapping[str, Any], accounts: Collection[str]) -> dict[str, Any]:
    """A report with all secrets masked in its words, to be read by others."""
    return {
        key: value if key in SHOWN else _masked(value, accounts) for key, value in report.items()
    }


def _masked(value: Any, accounts: Collection[str]) -> Any:
    if isinstance(value, str):
        return masked(value, accounts)
    if isinstance(value, Mapping):
        return {masked(key, accounts): _masked(one, accounts) for key, one in value.items()}
    return [_masked(one, accounts) for one in value] if isinstance(value, list | tuple) else value
