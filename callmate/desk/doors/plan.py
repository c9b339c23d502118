"""The plan of a case and what is known of a company, as text for the command line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.damage import Tell, damage_of, nobody
from callmate.desk.doors.doors import instant, store
from callmate.desk.learned import Learned
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.model.fold import Fold, fold
from callmate.model.granting import open_asks
from callmate.model.hiding import without_account
from callmate.model.insight.figurejson import when_json
from callmate.model.insight.slots import begun, when
from callmate.model.insight.whentext import best_line
from callmate.model.masking import without
from callmate.model.planning.companytext import company_json, company_parts
from callmate.model.planning.plan import Plan
from callmate.model.planning.plan import plan as plan_of
from callmate.model.planning.plantext import plan_json, plan_lines
from callmate.model.planning.rungs import ladder_of
from callmate.model.words import same_text
from callmate.paths import config_home
from callmate.text import show

WIDTH: Final = 80
LABEL: Final = 12
MOST_NAMED: Final = 5


def plan(case: str, as_json: bool, as_of: str | None, tell: Tell = nobody) -> str:
    """The plan of the next call of a case; ``tell`` hears that it is damaged. Raises CallmateError
    if there is no such case."""
    at = _at(as_of)
    with store(reading=True) as world:
        case_id = world.library.resolve(case)
        folded = fold(case_id, world.case(case_id).read())
        found, damage = _planned(world, folded, at), damage_of(world, case_id)
    tell(damage)
    title = without(folded.case.title, folded.case.known("account").strip())
    if as_json:
        about = {"case": case_id, "title": title, "as_of": at.isoformat()}
        return _json({**about, "damaged": damage or None, **plan_json(found)})
    lines = [
        line for one in plan_lines(found, at.date()) for line in _wrapped(one.label, one.words)
    ]
    return "\n".join([*_wrapped("", title, 0), "=" * WIDTH, *lines]) + "\n"


def company(name: str, as_json: bool, as_of: str | None) -> str:
    """What all cases with a company teach; the beginning of its name is enough. Raises
    CallmateError if there is none, or more than one begins so."""
    at = _at(as_of)
    with store(reading=True) as world:
        learned = Learned(world)
        learned.read(whole_name(world, name, "company"))
        folds = learned.folds
        if not folds:
            raise _unknown(name)
        known = learned.company(folds[0].case.known("company"), None, at)
        waited = when(begun(world.calls_made(known.name)))
    if as_json:
        values = {**company_json(known), "when": when_json(waited)}
        return _json({"as_of": at.isoformat(), **values})
    asks = dict.fromkeys(
        ask.what for one in folds for ask in open_asks(without_account(one.case)) if ask.what
    )
    parts = company_parts(known, [(ask, known.route(ask)) for ask in asks])
    best = best_line(waited)
    lines = [show(known.name), "=" * WIDTH]
    lines += _rows([(best.label, best.words)]) if best else ()
    for part in parts:
        lines += [part.name, *_rows((one.label, _both(one.words, one.right)) for one in part.lines)]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def whole_name(world: StoredWorld, name: str, door: str) -> str:
    """The one company whose name is this, or begins so. Raises CallmateError."""
    wanted = same_text(name)
    names = {same_text(row.company): row.company for row in world.cases() if row.company.strip()}
    found = [key for key in names if wanted and key.startswith(wanted)]
    if wanted in names or len(found) == 1:
        return names[wanted if wanted in names else found[0]]
    if not found:
        raise _unknown(name, door)
    lines = [f"{door}: {len(found)} companies begin with “{show(name)}”; give more of the name:"]
    lines += [f"  {show(names[key], ' ')}" for key in sorted(found)[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        lines.append(f"  and {len(found) - MOST_NAMED} more: callmate stats --company {name}")
    raise CallmateError("\n".join(lines))


def _unknown(name: str, door: str = "company") -> CallmateError:
    return CallmateError(f"{door}: there is no case with {show(name)}; see callmate list.")


def _planned(world: StoredWorld, folded: Fold, at: datetime) -> Plan:
    from callmate.packs.loader import load

    advice = load(config_home() / "packs").advice
    known = Learned(world).company(folded.case.known("company"), folded, at)
    return plan_of(folded.case, at, ladder_of(folded.case, advice), known)


def _at(as_of: str | None) -> datetime:
    return instant(as_of) if as_of else SystemClock().now().at


def _json(values: dict[str, Any]) -> str:
    from callmate.exchange import strictjson

    return strictjson.write(values, indent=1)


def _both(words: str, right: str) -> str:
    return f"{words}  {right}" if right else words


def _rows(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, words in pairs:
        yield from _wrapped(label, words)


def _wrapped(label: str, words: str, indent: int = LABEL) -> Iterator[str]:
    """A line and what did not fit in it, below its words; nothing in them is obeyed."""
    lead = f"{label:<{indent}}" if indent else ""
    pieces = textwrap.wrap(show(words), WIDTH - indent) or [""]
    yield f"{lead}{pieces[0]}".rstrip()
    for piece in pieces[1:]:
        yield f"{' ' * indent}{piece}"
