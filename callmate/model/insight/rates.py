"""How often something came out well: shares that are silent where too little is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from callmate.model.insight.sums import Sums

ENOUGH: Final = 3
"""Of fewer cases nothing can be said."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. ``name`` is for programs, ``label`` and ``about`` are to be read."""

    name: str
    label: str
    about: str
    yes: int
    of: int

    @property
    def is_enough(self) -> bool:
        return self.of >= ENOUGH

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where too little is known."""
        return self.yes / self.of if self.is_enough else None

    @property
    def words(self) -> str:
        """``2 of 6``; ``too few to say (2)``."""
        return f"{self.yes} of {self.of}" if self.is_enough else too_few(self.of)


def too_few(count: int) -> str:
    """What is said in place of a figure of so few."""
    return f"too few to say ({count})"


def rates(found: Sums) -> tuple[Rate, ...]:
    """What came of refusals and of promises. A promise of which nobody has said yet whether it
    was kept counts for neither."""
    return (
        Rate("granted_later", "no to yes", "granted after a refusal",
             found.turned, found.refused),
        Rate("again_same", "same rep", "a yes, the same rep again",
             found.same_yes, found.same),
        Rate("again_other", "other rep", "a yes, another rep asked",
             found.other_rep_yes, found.other_rep),
        Rate("again_manager", "manager", "a yes, a manager asked",
             found.manager_yes, found.manager),
        Rate("promises_kept", "promises", "kept",
             found.kept, found.kept + found.broken),
    )  # fmt: skip
