"""The quick ``replace`` does what that of dataclasses does."""

from __future__ import annotations

import dataclasses

import pytest

from callmate.model.replacing import replace
from callmate.model.state import Call, Case
from tests.model.live import Phone


def test_it_changes_what_is_named_and_nothing_else() -> None:
    case = Phone().do("start").do("rep", name="Sam").fold.case
    for changes in ({}, {"seq": 9}, {"focus": "", "reps": (), "info": {"company": "SONY"}}):
        after = replace(case, **changes)
        assert after == dataclasses.replace(case, **changes)
        assert type(after) is Case and after is not case
    call = case.calls[0]
    assert replace(call, outcome="done") == dataclasses.replace(call, outcome="done")
    assert isinstance(replace(call), Call)


def test_a_field_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        replace(Case("x"), seqq=1)
