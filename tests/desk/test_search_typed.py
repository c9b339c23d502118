"""What was typed finds what was made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.past import listing, three_cases
from tests.desk.support import Person, on_disk


@pytest.mark.parametrize("words", ["friday", "credit friday", "promise:friday"])
def test_the_day_that_was_typed_finds_the_promise(words: str, tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    three_cases(person).wait(2)
    assert world.finder.settle(30)
    for one in (three_cases(), person):
        (hit,) = hits(one, words)
        assert hit == "promise: credit of $40 by 6 Mar 2026"
    world.close()


def hits(person: Person, words: str) -> list[str]:
    return [doc.words for doc in listing(person.type("/" + words)).hits]
