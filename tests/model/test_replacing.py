"""The quick ``replace`` does what that of dataclasses does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Loose:
    first: int = 1
    second: int = 2


@dataclass(frozen=True, slots=True)
class Checked:
    first: int = 1
    second: int = 2

    def __post_init__(self) -> None:
        assert self.second < 9


@dataclass(frozen=True, slots=True)
class Further(Call):
    more: tuple[str, ...] = ()


@pytest.mark.parametrize("value", [Loose(), Checked()])
def test_a_class_that_it_would_make_wrongly_is_an_error(value: Loose | Checked) -> None:
    with pytest.raises(TypeError):
        replace(value, second=9)


def test_fields_of_a_class_below_another_are_kept() -> None:
    call = Phone().do("start").fold.case.calls[0]
    values = {one.name: getattr(call, one.name) for one in dataclasses.fields(Call)}
    further = Further(**values, more=("x",))
    assert replace(further, outcome="done") == dataclasses.replace(further, outcome="done")
