"""The README says what is true."""

from __future__ import annotations

from tests.readme import README, with_keys


def test_the_table_of_keys_is_the_registry() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_keys(text), "run: python -m tests.readme"


def test_every_picture_it_shows_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    shown = [part.split(")")[0] for part in text.split("](screenshots/")[1:]]
    assert shown
    assert all((README.parent / "screenshots" / name).is_file() for name in shown)


def test_every_test_it_names_for_a_promise_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    named = [part.split(")")[0] for part in text.split("](tests/")[1:]]
    assert len(named) > 20
    assert not [name for name in named if not (README.parent / "tests" / name).is_file()]
