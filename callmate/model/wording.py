"""The words of a card with what is true now in them, made to fit the pane."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from callmate.model.conditions import holds
from callmate.model.rules import Card, Say, Saying
from callmate.model.situation import View
from callmate.model.values import value_of

WIDE: Final = (44, 8)
"""Columns and rows of the card's words on a large screen."""
NARROW: Final = (76, 3)
"""Columns and rows of the card's words at 80×24."""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")


def names_in(text: str) -> tuple[str, ...]:
    """The values a text speaks of."""
    return tuple(_NAME.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its values in place; parts in brackets only where all their values are known."""

    def part(found: re.Match[str]) -> str:
        known = all(values.get(name) for name in names_in(found[1]))
        return found[1] if known else ""

    return _NAME.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(part, text))


def words_of(card: Card, view: View, saying: Saying | None = None) -> str:
    """What a card says in a situation; empty if it has nothing to say in it."""
    fitting = (fill(say.text, _values(say.text, view, saying)) for say in fitting_says(card, view))
    if not card.compose:
        return next((text for text in fitting if text), "")
    chosen = ""
    for text in fitting:
        longer = f"{chosen} {text}".strip()
        if not chosen or _fits(longer):
            chosen = longer
    return chosen


def _values(text: str, view: View, saying: Saying | None) -> dict[str, str]:
    """The values a text names; a saying is given with its author."""
    values = {name: value_of(view, name) for name in names_in(text) if name != "saying"}
    values["saying"] = f"{saying.text} \u2014 {saying.by}" if saying else ""
    return values


def why_of(card: Card, view: View) -> str:
    """Why a card says what it says in a situation."""
    fitting = list(fitting_says(card, view))
    meant = fitting if card.compose else fitting[:1]
    return next((say.why for say in meant if say.why), card.why)


def is_aloud(card: Card, view: View, saying: Saying | None = None) -> bool:
    """Whether what a card says in a situation is to be said to somebody."""
    fitting = fitting_says(card, view)
    said = (say for say in fitting if fill(say.text, _values(say.text, view, saying)))
    return next((say.aloud for say in said), True)


def fitting_says(card: Card, view: View) -> Iterator[Say]:
    """The parts of a card's words that fit a situation; of a card that is not composed, the first
    is meant, unless there is nothing in it."""
    fits = False
    for say in card.say:
        if not (say.otherwise and fits) and holds(say.when, view):
            fits = True
            yield say


def _fits(text: str) -> bool:
    return all(len(wrap(text, width)) <= rows for width, rows in (WIDE, NARROW))


def wrap(text: str, width: int) -> list[str]:
    """A text broken at its spaces; a longer word is broken where the line ends."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width):
        joined = f"{line} {word}" if line else word
        if len(joined) > width:
            lines.append(line)
            line = word
        else:
            line = joined
    return [*lines, line] if line else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), width):
            yield word[start : start + width]
