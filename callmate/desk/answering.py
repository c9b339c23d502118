"""Who answers: another person than before, somebody met already, and whether it is the place meant.

Read-only but for :func:`other_person`, whose events the caller writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from callmate.desk.context import Context, Input
from callmate.desk.view import OpenField
from callmate.model.apply import landed
from callmate.model.decide import CLOSES, closures
from callmate.model.entry import parse
from callmate.model.events import NewEvent
from callmate.model.hiding import without_account
from callmate.model.moment import Moment, local
from callmate.model.promises import standing
from callmate.model.spoken import SOMETHING
from callmate.model.state import Case, Rep
from callmate.model.summary import Known
from callmate.model.words import same_text
from callmate.text import fold as fold_text


def other_person(c: Context, source: Input, opened: OpenField, text: str) -> list[NewEvent] | None:
    """A name after a hold: another person than before is a new stint, from the key's time.

    None if the field is not about somebody who was offered by name.
    """
    case = c.case
    call = case.call(opened.call or "") if case else None
    rep = case.rep(opened.target) if case else None
    if call is None or rep is None or not rep.name or not opened.offered:
        return None
    if not text:
        return []
    values = dict(parse("rep", text, opened.opened).values)
    name = str(values.get("name") or "")
    if not name or fold_text(name) == fold_text(rep.name):
        values.pop("name", None)
        return [c.event(source, "detail", call.id, target=rep.id, values=values)]
    at = c.deciding(source)
    stamp = {"when": opened.opened.at.isoformat(), "mono": opened.opened.mono}
    ended = [
        replace(event, body={**event.body, **stamp}) for event in closures(at, call, CLOSES["rep"])
    ]
    return [*ended, at.event("rep", call.id, **values, **stamp), *_typed_away(c, source, opened)]


def _typed_away(c: Context, source: Input, opened: OpenField) -> list[NewEvent]:
    """What was typed is of the new rep: it is not to stand in the old one's field again."""
    held = c.fold.drafts.text(opened.target, opened.name) if c.fold else ""
    if not held:
        return []
    where = {"entry": opened.target, "field": opened.name, "position": 0}
    return [c.event(source, "draft", opened.call, **where, removed=held, inserted="")]


def is_unchanged(c: Context, opened: OpenField, text: str) -> bool:
    """Whether the words of an event were opened and left as they were."""
    entry = c.fold.ledger.entries.get(opened.target) if c.fold else None
    return entry is not None and not entry.draft and entry.fact().text(opened.name) == text


def arrived(case: Case, rep: Rep, department: str) -> Iterator[str]:
    """Of a stint that a transfer led to: whether this is where one was sent, or was before."""
    sent = next((one for one in case.transfers if one.id == rep.after_transfer), None)
    if sent is None:
        return
    if sent.to and not department:
        yield f"Landed in: {sent.to}? d corrects it."
    elif sent.to and same_text(sent.to) != same_text(department):
        yield f"Sent to {sent.to}, landed in {department}; d corrects."
    yield from _back_again(case, rep, department or sent.to)


def _back_again(case: Case, rep: Rep, department: str) -> Iterator[str]:
    """From A to B and to A again: the way, when one is back in A."""
    until = rep.start.at
    passed = [one for one in case.transfers if one.call == rep.call and one.start.at <= until]
    if len(passed) < 2:
        return
    first, second = passed[-2].from_department, landed(case, passed[-2])
    way = [same_text(first), same_text(second), same_text(department)]
    if all(way) and way[0] == way[2] != way[1]:
        yield f"Back in {first}: {first} → {second} → {department}."


def met(case: Case, rep: Rep | None, name: str, now: Moment) -> str:
    """What is known from this case of a person by that name; empty if they were not met in it."""
    case = without_account(case)
    key = fold_text(name)
    before = [
        one for one in case.reps
        if key and fold_text(one.name) == key and (rep is None or one.id != rep.id)
    ]  # fmt: skip
    if not before:
        return ""
    last = before[-1]
    at = local(last.start.at)
    when = f"{at:%H:%M}" if at.date() == local(now.at).date() else f"{at:%Y-%m-%d}"
    ids = {one.id for one in before}
    answers = [answer for answer, _ in case.answers if answer.rep in ids]
    came = [
        f"{'granted' if answer.granted else 'refused'} {answer.what}".rstrip()
        for answer in sorted(answers, key=lambda one: one.moment.at)
    ]
    made = [
        f"promised {promise.what or SOMETHING}: {standing(promise, now.at)[0]}"
        for promise in case.promises
        if promise.rep in ids
    ]
    said = "; ".join([*came[-1:], *made]) or "nothing noted"
    return f"{last.name}: you last spoke at {when} ({said})."


def known_of(known: Known) -> str:
    """The same of somebody met in another case of the company."""
    came = known.last_result or "nothing noted"
    return f"{known.value}: you last spoke on {known.last_at[:10]} ({came})."
