"""A company as lines to read, in parts that each fit a look; and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from callmate.model.marks import of_five
from callmate.model.planning.company import DEAD_END, Company, Department, Edge, KnownRep
from callmate.model.planning.plantext import route_words
from callmate.model.planning.route import Route
from callmate.model.planning.scorecard import Scorecard
from callmate.model.planning.tally import Tally
from callmate.model.roles import Role
from callmate.model.spoken import counted, times, told
from callmate.model.timeline import hms

UNNAMED: Final = "?"


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """One line; ``right`` stands at the other edge."""

    label: str
    words: str
    role: Role = "text"
    right: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines under one heading."""

    name: str
    lines: tuple[CompanyLine, ...]


def company_parts(known: Company, ways: Iterable[tuple[str, Route | None]]) -> tuple[Part, ...]:
    """The map, who may do what, the people, the scorecard. ``ways`` are asks and the way for each.

    A part about which nothing is known says so, and what would fill it.
    """
    return (
        Part("MAP", tuple(_map(known, ways))),
        Part("WHO MAY DO WHAT", tuple(_departments(known.departments))),
        Part("PEOPLE", tuple(_people(known.reps))),
        Part("SCORECARD", tuple(_card(known.card))),
    )


def _map(known: Company, ways: Iterable[tuple[str, Route | None]]) -> Iterator[CompanyLine]:
    for ask, route in ways:
        if route is not None:
            yield CompanyLine("way in", f"for “{ask}”: {route_words(route)}", "ok")
    for edge in known.edges:
        yield _edge(edge)
    for name in known.dead_ends:
        yield CompanyLine("dead end", f"{name}: {DEAD_END}", "error")
    if known.loops:
        yield CompanyLine("loop", f"sent round in a circle {times(known.loops)}", "warn")
    entries = [one.name for one in known.departments if one.entry]
    if entries:
        yield CompanyLine("answers", ", ".join(entries))
    if not known.edges and not entries:
        yield CompanyLine("", "No map yet: transfers and departments you note will draw it.", "dim")


def _edge(edge: Edge) -> CompanyLine:
    count = f"×{edge.count}" if edge.count > 1 else ""
    words = f"{edge.source or UNNAMED} → {edge.target or UNNAMED}"
    if edge.reached:
        return CompanyLine("reached", words, "ok", count)
    aimed = edge.aimed or UNNAMED
    if edge.target == edge.aimed:
        return CompanyLine("missed", f"{words}: nobody answered there", "error", count)
    return CompanyLine("missed", f"{words}, not {aimed}", "error", count)


def _departments(departments: Iterable[Department]) -> Iterator[CompanyLine]:
    found = False
    for one in departments:
        found = True
        said = list(_said(one.tally))
        yield CompanyLine("", one.name, "strong" if said else "text", one.tally.of_five)
        yield from said
    if not found:
        yield CompanyLine("", "No department is known by name yet.", "dim")


def _said(tally: Tally) -> Iterator[CompanyLine]:
    if tally.granted:
        yield CompanyLine("granted", told(tally.granted), "ok")
    if tally.denied:
        yield CompanyLine("refused", told(tally.refusals), "error")
    if tally.kept or tally.broken:
        words = f"{tally.kept} kept, {tally.broken} broken"
        yield CompanyLine("promises", words, "warn" if tally.broken else "ok")


def _people(reps: Iterable[KnownRep]) -> Iterator[CompanyLine]:
    found = False
    for rep in reps:
        found = True
        where = f" · {rep.department}" if rep.department else ""
        yield CompanyLine("", f"{rep.name}{where}{_did(rep)}", "text", rep.tally.of_five)
    if not found:
        yield CompanyLine("", "Nobody's name is known yet: ask for it, and r notes it.", "dim")


def _did(rep: KnownRep) -> str:
    tally = rep.tally
    counts = (
        (len(tally.granted), "granted"), (len(tally.denied), "refused"),
        (tally.kept, "kept"), (tally.broken, "broken"),
    )  # fmt: skip
    parts = [f"{name} {count}" for count, name in counts if count]
    parts += ["praised"] if rep.praised else []
    return f" · {', '.join(parts)}" if parts else ""


def _card(card: Scorecard) -> Iterator[CompanyLine]:
    if not card.calls:
        yield CompanyLine("", "No call yet.", "dim")
        return
    held = f"{hms(card.hold_seconds)} of {hms(card.call_seconds)}"
    longest = f", the longest {hms(card.longest_hold_seconds)}" if card.hold_seconds else ""
    yield CompanyLine("calls", f"{card.calls} in {counted(card.cases, 'case')}")
    yield CompanyLine("on hold", held + longest, "warn" if card.hold_seconds else "ok")
    repeats = f"{card.retellings}× told it all again, {card.verifications}× asked who you are"
    yield CompanyLine("repeats", repeats)
    yield CompanyLine("cut off", f"{card.disconnects}×", "error" if card.disconnects else "text")
    yield _promises(card)
    yield _callbacks(card)
    asked = f"asked for {card.managers_asked}×, reached {card.managers_reached}×"
    yield CompanyLine("manager", asked)
    if card.marks:
        yield CompanyLine("marks", of_five(card.marks_yes, card.marks))


def _callbacks(card: Scorecard) -> CompanyLine:
    """How often they said that they would call, and what came of it as far as it is noted."""
    offered, broken = card.callbacks_offered, card.callbacks_broken
    words = [f"offered {offered}×"]
    words += [f"{card.callbacks_kept} kept"] if card.callbacks_kept else []
    if broken:
        words.append("all broken" if broken == offered > 1 else f"{broken} broken")
    return CompanyLine("call-back", ", ".join(words), "error" if broken else "text")


def _promises(card: Scorecard) -> CompanyLine:
    if not card.promises_made:
        return CompanyLine("promises", "none made")
    late = f", {card.promises_overdue} overdue" if card.promises_overdue else ""
    words = f"{card.promises_kept} kept, {card.promises_broken} broken{late}"
    bad = card.promises_broken or card.promises_overdue
    return CompanyLine("promises", f"{words} of {card.promises_made}", "error" if bad else "ok")


def company_json(known: Company) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "name": known.name,
        "map": [
            {"from": one.source or None, "aimed": one.aimed or None, "to": one.target or None,
             "count": one.count, "reached": one.reached}
            for one in known.edges
        ],
        "loops": known.loops,
        "dead_ends": list(known.dead_ends),
        "departments": [
            {"name": one.name, "answers_first": one.entry, **_tally_json(one.tally)}
            for one in known.departments
        ],
        "reps": [
            {"name": one.name, "department": one.department or None, "praised": one.praised,
             "last": one.last.isoformat(), **_tally_json(one.tally)}
            for one in known.reps
        ],
        "asked_for": list(known.asked_for),
        "scorecard": asdict(known.card),
    }  # fmt: skip


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "granted": tally.granted, "denied": tally.denied, "promises_kept": tally.kept,
        "promises_broken": tally.broken, "stints": tally.stints,
        "marks_yes": tally.yes, "marks": tally.marks,
    }  # fmt: skip
