"""The best way in: through whom one came to somebody who granted this, or a thing like it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callmate.model.words import same_text

LIKE: Final = 0.49
"""The share of the shorter text's words that two asks must have in common to be alike."""
_WORD: Final = re.compile(r"[\w.,$€£%']+")
_SMALL: Final = (
    "a an and as at back be by can do for from get i in into is it its me my no not now of off on "
    "or our out please so that the them then there this to today up us was we when where why will "
    "with without you your"
)
_NO_WORDS: Final = frozenset(_SMALL.split())
"""Words that say nothing of what an ask is about."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A yes: to which ask, in what words, by whom and where."""

    ask: str
    words: str
    department: str
    rep: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Route:
    """Where to be put through to, first to last, and what was granted at its end.

    ``stops`` are departments; empty where nobody said which one it was. ``same`` tells an ask in
    the same words from one that is only like it.
    """

    stops: tuple[str, ...]
    grant: Grant
    same: bool


def alike(one: str, other: str) -> float:
    """How much two asks have in common: 1 for the same words, 0 for none."""
    if same_text(one) == same_text(other):
        return 1.0 if one.strip() else 0.0
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second)) * 0.999


def _words(text: str) -> frozenset[str]:
    """The words that carry a text, without their commonest endings."""
    found = (word.strip(".,'") for word in _WORD.findall(same_text(text)))
    return frozenset(_stem(word) for word in found if word and word not in _NO_WORDS)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def best(ask: str, grants: Iterable[Grant], paths: Mapping[str, tuple[str, ...]]) -> Route | None:
    """The way to who granted this ask, or the one most like it; the newest of equal ones.

    ``paths`` are the ways to each department by its folded name. None if nothing alike was ever
    granted by somebody who can be found again.
    """
    found = [
        (alike(ask, one.ask), one) for one in grants if one.department.strip() or one.rep.strip()
    ]
    close = [(score, one) for score, one in found if score >= LIKE]
    if not close:
        return None
    score, grant = max(close, key=lambda each: (each[0], each[1].at))
    place = grant.department
    stops = paths.get(same_text(place), (place,)) if place.strip() else ()
    return Route(stops, grant, score == 1.0)


def ways(
    entries: Sequence[str], passed: Iterable[tuple[str, str, bool]], spelled: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The shortest way to each place from where calls come in.

    Places are folded names, the empty one a desk that nobody named; ``passed`` are the places
    that a transfer led from and to, and whether it arrived where it aimed: a way over one that
    did not is taken only where there is no other. ``spelled`` says how a place is written.
    """
    moves = list(passed)
    begin = dict.fromkeys(["", *entries])
    found: dict[str, tuple[str, ...]] = {one: _named((one,), spelled) for one in begin}
    for usable in ([one for one in moves if one[2]], moves):
        queue = deque(sorted(found, key=lambda place: len(found[place])))
        while queue:
            here = queue.popleft()
            for source, target, _ in usable:
                if source == here and target not in found:
                    found[target] = (*found[here], *_named((target,), spelled))
                    queue.append(target)
    del found[""]
    return found


def _named(places: Iterable[str], spelled: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(spelled.get(place, place) for place in places if place)
