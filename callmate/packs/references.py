"""Rules that speak of others: what they speak of must be there, or they are left out."""

from __future__ import annotations

from collections.abc import Iterator

from callmate.model.advice.values import Body, Channel, ClockRule, PlaceLaw, Rung, Sector
from callmate.model.rules import Card
from callmate.packs.book import Book
from callmate.packs.forms import Value

SPOKEN_OF = {"card": "the card", "clock": "the clock", "sources": "the source"}
SOURCED = (Body, Channel, ClockRule, PlaceLaw, Rung, Sector)


def check(book: Book) -> None:
    """Takes out rules that speak of what is not there, until none is left that does; one that was
    changed so is as it was before."""
    while True:
        known = {table: book.known(table) for table in SPOKEN_OF}
        known["rung"] = book.known("rung", "body")
        faulty = [
            (table, name, missing)
            for table, rules in book.rules.items()
            for name, rule in rules.items()
            if (missing := _missing(rule.value, known))
        ]
        if not faulty:
            return
        for table, name, missing in faulty:
            _take_out(book, table, name, missing)


def _take_out(book: Book, table: str, name: str, missing: str) -> None:
    rules = book.rules[table]
    rule = rules[name]
    book.problems.append(
        f"{rule.place}: it speaks of {missing}, which is not there; the rule is left out."
    )
    if rule.before is None:
        del rules[name]
    else:
        rules[name] = rule.before


def _missing(value: Value, known: dict[str, set[str]]) -> str:
    """What a rule speaks of that is not there, in words; empty if all is."""
    for table, name in _spoken_of(value):
        if name not in known[table]:
            return f"{SPOKEN_OF.get(table, 'the step')} {name!r}"
    return ""


def _spoken_of(value: Value) -> Iterator[tuple[str, str]]:
    """The tables and ids that a rule speaks of."""
    if isinstance(value, Card):
        conditions = [value.holds]
        conditions += [trigger.when for trigger in value.triggers]
        conditions += [say.when for say in value.say]
        yield from (("card", name) for one in conditions for name in (*one.shown, *one.unshown))
    if isinstance(value, Sector):
        yield from (("rung", name) for name in (*value.steps, *value.parallel))
    if isinstance(value, Sector | Rung):
        yield from (("clock", name) for name in value.clocks)
    if isinstance(value, SOURCED):
        yield from (("sources", name) for name in value.sources)
