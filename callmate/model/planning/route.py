"""The best way in: through whom one came to somebody who granted this, or a thing like it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callmate.model.likeness import LIKE, alike
from callmate.model.words import same_text


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
