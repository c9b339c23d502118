"""What the tests of the doors share: a way to call ``callmate``, and cases to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.desk.printed import Run, three_cases


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Calls the command line, which turns the garbage collector off for a quick start."""
    yield Run(capsys)
    gc.enable()


@pytest.fixture
def told() -> dict[str, str]:
    """Three cases in the store; the ids of what is looked for in them."""
    return three_cases()
