"""What came of being with a rep or in a department, counted over calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callmate.model.marks import of_five
from callmate.model.reasons import refusal
from callmate.model.requests import Answer, Ask, Promise


@dataclass(slots=True)
class Tally:
    """What came of the stints with a rep or in a department. ``yes`` of ``marks`` were good."""

    granted: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """The same as ``denied`` to be read: what was refused and, where they differ, their words."""
    kept: int = 0
    broken: int = 0
    waiting: int = 0
    """Promises of which nobody has said yet whether they were kept."""
    yes: int = 0
    marks: int = 0
    stints: int = 0

    @property
    def score(self) -> float:
        """The share of good marks, 0 to 1; one half where none was given."""
        return self.yes / self.marks if self.marks else 0.5

    @property
    def of_five(self) -> str:
        return of_five(self.yes, self.marks)

    def answered(self, answer: Answer, ask: Ask) -> None:
        """One more yes or no to an ask."""
        (self.granted if answer.granted else self.denied).append(answer.what or ask.what)
        if not answer.granted:
            self.refusals.append(refusal(answer, ask))

    def marked(self, marks: Mapping[str, bool]) -> None:
        """One more stint, and the marks it was given."""
        self.stints += 1
        self.marks += len(marks)
        self.yes += sum(marks.values())

    def promised(self, promise: Promise) -> None:
        """One more promise, by how it stands."""
        self.kept += promise.kept is True
        self.broken += promise.kept is False
        self.waiting += promise.kept is None
