"""What the tests of the doors share: a way to call ``callmate``, and cases to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate.paths import store_home
from tests.desk.printed import Run, three_cases


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """The command line turns the garbage collector off for a quick start."""
    yield
    gc.enable()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line."""
    return Run(capsys)


@pytest.fixture
def root() -> Path:
    """The folder of the store."""
    return store_home()


@pytest.fixture
def told() -> dict[str, str]:
    """Three cases in the store; the ids of what is looked for in them."""
    return three_cases()
