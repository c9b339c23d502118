"""What a case comes to, computed from its stored events alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from callmate.model.clashes import clashes_json
from callmate.model.figures import by_stint, figures, organisation
from callmate.model.fold import Fold
from callmate.model.marks import marks_json
from callmate.model.moment import Moment, elapsed_us, whole_seconds
from callmate.model.nextstep import next_step
from callmate.model.reasons import refused_json
from callmate.model.redial import redials_json
from callmate.model.scope import Scope, end_at
from callmate.model.shelf.pins import pinned_json
from callmate.model.shelf.shelving import lost_calls
from callmate.model.state import Call


def report(
    fold: Fold,
    as_of: datetime,
    private: bool = False,
    *,
    now: Moment | None = None,
    tips: Sequence[dict[str, Any]] | None = None,
    checklist: tuple[int, int] | None = None,
    said: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The report as JSON values; the names are those of the case script's description.

    ``as_of`` (aware) judges promises and, unless ``now`` is given, measures a running call.
    ``tips`` are the cards that were raised, ``checklist`` the lines (done, total) at the first
    call, ``said`` the share of cards said aloud (null if the person answered none); null where
    the caller did not work them out. Anger, moods and one's own conduct appear only if ``private``.
    ``head_code``, which anchors the end of the log, and ``damaged``, what is wrong with its files,
    are null: who read them puts them in.
    """
    case = fold.case
    ids = {call.id for call in case.calls}
    facts = tuple(fact for fact in fold.facts if fact.live and fact.call in ids)
    scope = Scope(case, case.calls, facts, now or Moment(as_of), as_of)
    found: dict[str, Any] = {
        "case": case.id,
        "title": case.title,
        "company": case.known("company") or None,
        "problem": case.known("problem") or None,
        "outcome_wanted": case.known("outcome") or None,
        "as_of": as_of.isoformat(),
        "head_code": None,
        "damaged": None,
        "missing": lost_calls(case, fold.facts),
        "pinned": pinned_json(case, fold.facts),
        **figures(scope),
        "stints": by_stint(scope),
        "marks": marks_json(case),
        "refused_with": refused_json(case),
        "contradicting": clashes_json(case, facts),
        "redials": redials_json(case),
        "tips": None if tips is None else list(tips),
        "cards_said": said,
        "checklist_at_first_call": None,
        "per_call": [_call(scope, call, number, private) for number, call in _numbered(scope)],
        "next_step": next_step(case, as_of),
    }
    if checklist is not None:
        found["checklist_at_first_call"] = {"done": checklist[0], "total": checklist[1]}
    if private:
        found |= _anger(scope)
        found["moods"] = [
            {"at": at.at.isoformat(), "mood": mood} for at, mood in case.around.moods if mood
        ]
        found["conduct"] = [
            {"call": number, **marks}
            for number, call in _numbered(scope)
            if (marks := case.around.conduct.get(call.id))
        ]
    return found


def _numbered(scope: Scope) -> list[tuple[int, Call]]:
    return list(enumerate(scope.calls, start=1))


def _call(scope: Scope, call: Call, number: int, private: bool) -> dict[str, Any]:
    part = scope.of_call(call)
    start, end = call.start.at, end_at(call, scope.now)
    row: dict[str, Any] = {
        "n": number,
        "id": call.id,
        "start": start.date().isoformat() if call.date_only else start.isoformat(),
        "end": None if call.running or call.date_only else end.isoformat(),
        "running": call.running,
        "direction": call.direction,
        "line": call.line,
        "organisation": organisation(scope.case, call) or None,
        "outcome": call.outcome or None,
        "result": scope.case.around.results.get(call.id),
        **figures(part),
    }
    return {**row, **_anger(part)} if private else row


def _anger(scope: Scope) -> dict[str, Any]:
    """How often and how long you were fuming; private."""
    count, total = 0, 0
    for call in scope.calls:
        since: Moment | None = None
        end = call.end or scope.now
        for mark in (fact for fact in scope.kind("anger") if fact.call == call.id):
            on = mark.body.get("on") is not False
            count += on
            if on and since is None:
                since = mark.moment
            elif not on and since is not None:
                total += elapsed_us(since, mark.moment)
                since = None
        total += elapsed_us(since, end) if since else 0
    return {"anger": count, "anger_seconds": whole_seconds(total)}
