"""Showing events of a case: what each says, when it happened, when it was written, what changed it.

This is how a statement of a letter is traced to the log. Account numbers and other secrets are
masked here as on the screen.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.damage import Tell, damage_of, nobody
from callmate.desk.doors.doors import store
from callmate.desk.doors.records import Look, flat
from callmate.errors import CallmateError, UsageError
from callmate.model.dates import whole_day
from callmate.model.events import INPUTS, PRIVATE, TEXTS, Event
from callmate.model.fold import Fold, fold
from callmate.model.hiding import OF_CASE, accounts_of
from callmate.model.ledger import Entry
from callmate.model.masking import masked
from callmate.model.moment import Moment, local
from callmate.model.spoken import counted
from callmate.model.state import Fact
from callmate.model.summary import CaseSummary, summarise
from callmate.model.timeline import FORGOTTEN, Row, called, hms, is_emptied, is_visible, row
from callmate.text import mask, show

PIPE: Final = Look()
LABEL: Final = 14
WIDTH: Final = 80
NOT_SHOWN: Final = frozenset(
    {"auto", "source", "row", "of", "mono", "when", "script", "script_id", "script_digest"}
)
"""Values that tell of the import or the clock rather than of what happened."""


def show_events(
    case: str,
    wanted: Sequence[str],
    as_json: bool = False,
    private: bool = False,
    look: Look = PIPE,
    tell: Tell = nobody,
) -> str:
    """The events with these ids (whole, or how they begin or end); if none is named, all facts, a
    line each: on a terminal below the head of the case, in a pipe in columns parted by tabs. One's
    own anger, mood and conduct only on demand. ``tell`` hears that it is damaged. Raises
    CallmateError."""
    if not case:
        raise UsageError("show: which case? callmate show CASE [EVENT …]; see callmate list.")
    with store(reading=True) as world:
        case_id = world.library.resolve(case)
        events = world.case(case_id).read()
        summary, damage = world.index.case(case_id), damage_of(world, case_id)
    folded = fold(case_id, events)
    summary = replace(summary or summarise(folded), trouble=damage)
    tell(damage)
    known = {event.id: event for event in events}
    found = [known[find_id(known, text)] for text in wanted]
    if not private:
        _refuse_private(folded, found)
    told = [fact for fact in folded.facts if _is_told(fact, private)]
    if as_json:
        return _as_json(folded, summary, told, found if wanted else None)
    if not wanted:
        read = look.terminal
        lines = (
            (*_head(folded, summary), *_listed(folded, told)) if read else _columns(folded, told)
        )
        return "".join(f"{line}\n" for line in lines)
    return "\n".join(_told(folded, event) for event in found)


def _refuse_private(folded: Fold, events: Sequence[Event]) -> None:
    for event in events:
        if _is_private(folded, event):
            raise CallmateError(
                f"Event {event.id} is private (your own anger, mood or conduct): "
                "--private shows it."
            )


def _is_private(folded: Fold, event: Event) -> bool:
    """Whether it is private, or a key, a text or a correction of what is."""
    entries, body = folded.ledger.entries, event.body
    about = (entries.get(str(body.get(name))) for name in ("target", "entry"))
    kinds = {event.kind, body.get("command"), *(one.event.kind for one in about if one)}
    return not PRIVATE.isdisjoint(kinds)


def _head(folded: Fold, row: CaseSummary) -> Iterator[str]:
    """What the case is, in a few lines."""
    now = SystemClock().now().at
    calls = f"{counted(row.calls, 'call')}, {hms(row.spent_at(now))} on the phone"
    told = {
        "": row.title, "id": row.id, "company": row.company, "state": row.state, "calls": calls,
        "wanted": row.wanted, "money": row.stake, "tags": ", ".join(row.tags),
        "put away": row.archived, "damaged": row.trouble,
    }  # fmt: skip
    for label, words in told.items():
        if words:
            said = masked(show(words, " "), accounts_of(folded))
            yield f"# {label:<8} {said}" if label else f"# {said}"


def _as_json(
    folded: Fold, row: CaseSummary, told: Sequence[Fact], events: Sequence[Event] | None
) -> str:
    """An object a line: first the case as ``callmate list --json`` has it, then the events."""
    from callmate.desk.doors.cases import case_record
    from callmate.exchange import strictjson

    if events is None:
        records = [_fact_record(folded, fact) for fact in told]
    else:
        records = [_event_record(folded, event) for event in events]
    case = case_record(row, SystemClock().now().at)
    case["wanted"] = masked(row.wanted, accounts_of(folded))
    of = {"case": folded.case.id}
    return "".join(f"{strictjson.write(one)}\n" for one in (case, *(of | one for one in records)))


def _event_record(folded: Fold, event: Event) -> dict[str, Any]:
    entry = folded.ledger.entries.get(event.id)
    if entry is None:
        return {"id": event.id, "at": event.at, "kind": event.kind, "written_at": event.at}
    return _fact_record(folded, entry.fact()) | {"written_at": event.at}


def _fact_record(folded: Fold, fact: Fact) -> dict[str, Any]:
    line = row(folded.case, fact, fact.moment)
    words = f"{line.label} {masked(line.words, accounts_of(folded))}".strip()
    return {
        "id": fact.id, "at": fact.moment.at.isoformat(), "kind": fact.kind,
        "call": int(_call(folded, fact) or 0) or None, "words": words,
        "struck": line.struck, "values": dict(_pairs(folded, fact.body)),
    }  # fmt: skip


def find_id(ids: Mapping[str, object], text: str) -> str:
    """The one id that begins or ends so. Raises CallmateError."""
    sought = text.strip().upper()
    if sought in ids:
        return sought
    found = [one for one in ids if sought and (one.startswith(sought) or one.endswith(sought))]
    if len(found) == 1:
        return found[0]
    said = f"{len(found)} events of this case have" if found else "No event of this case has"
    raise CallmateError(
        f"{said} an id that begins or ends with “{text}”; see the ids with: callmate show CASE"
    )


def _listed(folded: Fold, told: Sequence[Fact]) -> Iterator[str]:
    """A line each, to be read."""
    for fact, line, at, said in _said(folded, told):
        struck = " (struck out)" if line.struck else ""
        yield f"{fact.id}  {at}  {line.glyph} {said}{struck}"


def _columns(folded: Fold, told: Sequence[Fact]) -> Iterator[str]:
    """A line each for programs: event, time, number of the call, kind, whether it is struck out,
    words."""
    for fact, line, at, said in _said(folded, told):
        struck = "struck out" if line.struck else ""
        yield "\t".join((fact.id, at, _call(folded, fact), fact.kind, struck, flat(said)))


def _said(folded: Fold, told: Sequence[Fact]) -> Iterator[tuple[Fact, Row, str, str]]:
    """Each fact with its line of the timeline, when it was, and what it says."""
    accounts = accounts_of(folded)
    for fact in told:
        line = row(folded.case, fact, fact.moment)
        words = masked(show(line.words), accounts)
        if fact.kind in OF_CASE:
            words = show(_known(folded, fact), " ")
        label = called(fact.kind) if fact.kind in OF_CASE else line.label
        said = " ".join(part for part in (label, words) if part)
        yield fact, line, f"{local(fact.moment.at):%Y-%m-%d %H:%M:%S}", said


def _is_told(fact: Fact, private: bool) -> bool:
    hidden = fact.kind in PRIVATE and not private
    return not hidden and (is_visible(fact) or fact.kind in OF_CASE)


def _known(folded: Fold, fact: Fact) -> str:
    """What was written down of the case: ``company Acme, account ····1234``."""
    values = fact.body.get("values")
    given = values.items() if isinstance(values, Mapping) else ()
    return ", ".join(
        f"{key.replace('_', ' ')} {_value(folded, key, value) if value else '(empty)'}"
        for key, value in given
        if key not in NOT_SHOWN and (value or fact.kind != "case_opened")
    )


def _told(folded: Fold, event: Event) -> str:
    entry = folded.ledger.entries.get(event.id)
    lines = [f"{event.id}  {show(called(event.kind))}"]
    if entry is None:
        lines += _row("written", _time(event.moment))
        lines += _raw(folded, event)
    else:
        lines += _fact(folded, entry)
    lines += _row("stored", f"file {event.lane}, entry {event.n}")
    return "\n".join(lines) + "\n"


def _fact(folded: Fold, entry: Entry) -> Iterator[str]:
    fact = entry.fact()
    about = " (told afterwards)" if fact.late else " (corrected)" if entry.amended else ""
    yield from _row("happened", f"{_time(fact.moment)}{about}")
    yield from _row("written", _time(entry.event.moment))
    yield from _row("call", _call(folded, fact))
    yield from _values(folded, fact.body)
    if is_emptied(folded.case, fact):
        yield from _row("words", FORGOTTEN)
    state = "taken back" if entry.undone else "struck out" if entry.struck else ""
    yield from _row("state", state)
    for event in entry.corrections:
        yield from _row("changed by", f"{event.id} {event.kind}, {_time(event.moment)}")


def _raw(folded: Fold, event: Event) -> Iterator[str]:
    """An event that is no fact: a key, a draft, a correction."""
    if event.kind in INPUTS or event.kind in TEXTS:
        yield from _row("command", str(event.body.get("command") or ""))
        yield from _row("", "What was typed here is not shown.")
        return
    body = dict(event.body)
    values = body.pop("values", None)
    yield from _values(folded, {**body, **(values if isinstance(values, dict) else {})})


def _values(folded: Fold, body: Mapping[str, Any]) -> Iterator[str]:
    for key, value in _pairs(folded, body):
        yield from _row(key.replace("_", " "), value)


def _pairs(folded: Fold, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a fact holds, masked; values within ``values`` stand beside the others."""
    for key, value in body.items():
        if key == "values" and isinstance(value, Mapping):
            yield from _pairs(folded, value)
        elif key not in NOT_SHOWN and value is not None and value != "":
            yield key, _value(folded, key, value)


def _value(folded: Fold, key: str, value: object) -> str:
    if key == "account":
        return mask(value) if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return masked(text, accounts_of(folded))


def _call(folded: Fold, fact: Fact) -> str:
    numbers = {call.id: n for n, call in enumerate(folded.case.calls, start=1)}
    return str(numbers[fact.call]) if fact.call in numbers else ""


def _time(moment: Moment) -> str:
    at: datetime = local(moment.at)
    return f"{whole_day(at.date())}, {at:%H:%M:%S}"


def _row(label: str, words: str) -> Iterator[str]:
    if words:
        first = f"  {show(label)[:LABEL]:<{LABEL}} "
        yield from textwrap.wrap(
            show(words, " "), WIDTH, initial_indent=first, subsequent_indent=" " * len(first)
        )
