"""What is worked out from a case is kept until the case changes: it is a frozen value."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from callmate.model.state import Case

V = TypeVar("V")


class Kept(Generic[V]):
    """Remembers one value: that of the case and the key it was asked for last."""

    def __init__(self) -> None:
        self._case: Case | None = None
        self._key: Hashable = None
        self._value: V | None = None

    def of(self, case: Case, key: Hashable, make: Callable[[], V]) -> V:
        """The value, made anew only for another case or key."""
        if self._value is None or case is not self._case or key != self._key:
            self._case, self._key, self._value = case, key, make()
        return self._value
