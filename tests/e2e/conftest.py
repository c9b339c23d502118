"""A store for each test, windows on it, and what must be so of every store afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.e2e.stored import lane_files, open_with_stock
from tests.e2e.window import READY, Window


class Open(Protocol):
    """Opens a window on the test's store and waits until its keys are live."""

    def __call__(self, *arguments: str, ready: str = READY, **options: Any) -> Window: ...


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where the store will be. Afterwards stock TinyDB opens every lane, and nothing crashed."""
    store = tmp_path / "store"
    yield store
    if store.is_dir():
        open_with_stock(store)
        assert lane_files(store) or not list(store.rglob("*.json"))
        assert not (store / "crash.log").exists(), (store / "crash.log").read_text()


@pytest.fixture
def window(home: Path) -> Iterator[Open]:
    """Opens windows; whatever is left of them is ended after the test."""
    opened: list[Window] = []

    def open_one(*arguments: str, ready: str = READY, **options: Any) -> Window:
        opened.append(Window(options.pop("home", home), *arguments, **options))
        return opened[-1].see(ready)

    yield open_one
    for each in opened:
        each.finish()
