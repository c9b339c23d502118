"""Every yes and no of a case with what came before it: refused before, and who says it now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from callmate.model.fold import Fold
from callmate.model.requests import Answer, Ask
from callmate.model.state import Case
from callmate.model.words import same_text

By = Literal["", "same", "other", "manager"]

_MANAGES: Final = re.compile(r"\b(?:supervisor|manager|team lead(?:er)?)s?\b")
"""Words of a department that say that a manager speaks."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. ``by`` is empty for what was not refused before, else who gave it: the ``same``
    rep as the last no, an ``other`` one, or a ``manager``."""

    call: str
    rep: str
    granted: bool
    by: By = ""
    first_no: bool = False
    first_yes: bool = False
    """Whether it is the first yes to what was refused before."""

    def names(self) -> Iterator[str]:
        """What it counts for."""
        yield "granted" if self.granted else "denied"
        if self.first_no:
            yield "refused"
        if self.first_yes:
            yield "turned"
        if self.by:
            yield self.by
            if self.granted:
                yield f"{self.by}_yes"


def answers_of(fold: Fold) -> dict[str, list[Given]]:
    """The answers of each call."""
    found: dict[str, list[Given]] = {}
    if not any(ask.answers for ask in fold.case.asks):
        return found
    managed = frozenset(_managed(fold))
    for ask in fold.case.asks:
        for given in _given(fold.case, ask, managed):
            found.setdefault(given.call, []).append(given)
    return found


def _given(case: Case, ask: Ask, managed: frozenset[str]) -> Iterator[Given]:
    refused: Answer | None = None
    """The last no since the last yes."""
    ever, turned = False, False
    for answer in ask.answers:
        by = _by(case, refused, answer, managed) if refused else ""
        first_yes = answer.granted and ever and not turned
        first_no = not answer.granted and not ever
        yield Given(answer.call, answer.rep, answer.granted, by, first_no, first_yes)
        ever, turned = ever or not answer.granted, turned or first_yes
        refused = None if answer.granted else answer


def _by(case: Case, before: Answer, answer: Answer, managed: frozenset[str]) -> By:
    if answer.id in managed:
        return "manager"
    if answer.rep == before.rep and (answer.rep or answer.call == before.call):
        return "same"
    names = [rep.name if (rep := case.rep(one.rep)) else "" for one in (before, answer)]
    was, now = (same_text(name) for name in names)
    return "same" if was and was == now else "other"


def _managed(fold: Fold) -> Iterator[str]:
    """The answers given while a manager was on the line: reached, or come after being granted."""
    there: dict[str, bool] = {}
    coming: dict[str, bool] = {}
    for fact in fold.facts:
        if not fact.live:
            continue
        call = fact.call
        match fact.kind:
            case "supervisor_reached":
                there[call] = coming[call] = True
            case "supervisor_asked" | "supervisor_end":
                if same_text(fact.text("result")) == "granted":
                    coming[call] = True
            case "rep":
                said = _MANAGES.search(same_text(fact.text("department")))
                there[call] = coming.pop(call, False) or said is not None
            case "transfer" | "rep_end":
                if there.get(call):
                    there[call] = coming[call] = False
            case "granted" | "denied":
                if there.get(call):
                    yield fact.id
