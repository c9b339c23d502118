"""The company's map as the calls drew it: who passes on to whom, and who may decide what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from callmate.model.apply import landed, reached
from callmate.model.scope import Scope, distinct
from callmate.model.state import Rep
from callmate.model.words import same_text


def edges(scope: Scope) -> list[dict[str, Any]]:
    """From where to where transfers went, how often, and whether that was where they aimed.

    ``from`` and ``to`` are null where no department was told.
    """
    found: dict[tuple[str, str, bool], dict[str, Any]] = {}
    for transfer in scope.transfers:
        source, target = transfer.from_department, landed(scope.case, transfer)
        hit = reached(scope.case, transfer)
        edge = found.setdefault(
            (same_text(source), same_text(target), hit),
            {"from": source or None, "to": target or None, "count": 0, "reached": hit},
        )
        edge["count"] += 1
    return list(found.values())


def loops(scope: Scope) -> int:
    """How often a call was passed from A to B and on to A again."""
    count = 0
    for call in scope.calls:
        passed = [transfer for transfer in scope.transfers if transfer.call == call.id]
        if not passed:
            continue
        places = [passed[0].from_department, *(landed(scope.case, one) for one in passed)]
        names = [same_text(place) for place in places]
        count += sum(
            bool(a and b) and a == c and a != b
            for a, b, c in zip(names, names[1:], names[2:], strict=False)
        )
    return count


def results(scope: Scope) -> Iterator[tuple[Rep, str, str]]:
    """What came of the reps on the line: (rep, ``granted`` / ``denied`` / ``promised``, words)."""
    reps = {rep.id: rep for rep in scope.case.reps}
    for ask in scope.case.asks:
        for answer in scope.answers(ask):
            rep = reps.get(answer.rep)
            if rep:
                result = "granted" if answer.granted else "denied"
                yield rep, result, answer.what or ask.what
    for promise in scope.promises:
        rep = reps.get(promise.rep)
        if rep:
            yield rep, "promised", promise.what


def by_rep(scope: Scope) -> dict[str, dict[str, list[str]]]:
    """What each named rep granted, denied and promised; one entry a name however often met."""
    names = {same_text(name): name for name in distinct(rep.name for rep in scope.reps)}
    table: dict[str, dict[str, list[str]]] = {
        name: {"granted": [], "denied": [], "promised": []} for name in names.values()
    }
    for rep, result, what in results(scope):
        name = names.get(same_text(rep.name))
        if name is not None:
            table[name][result].append(what)
    return table


def authority(scope: Scope) -> dict[str, dict[str, list[str]]]:
    """What each department granted and denied, each wording once."""
    said: dict[str, dict[str, list[str]]] = {}
    spelled: dict[str, str] = {}
    for rep, result, what in results(scope):
        if not rep.place.strip() or result == "promised":
            continue
        name = spelled.setdefault(same_text(rep.place), rep.place)
        row = said.setdefault(name, {"granted": [], "denied": []})
        row[result] = distinct([*row[result], what])
    return said
