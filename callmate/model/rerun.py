"""A past call once more: what the case, its facts and its cards were at any instant of it.

An instant is so many microseconds into a call. Going to one costs the same wherever it lies and
from wherever one comes; nothing is written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from callmate.model.fold import Fold
from callmate.model.moment import Moment, elapsed_us
from callmate.model.replay import Player, begin
from callmate.model.rules import Packs
from callmate.model.state import ENDS, Fact
from callmate.model.timeline import is_visible

KEPT_EVERY: Final = 32
"""Facts between two places from which the cards can go on."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One call as a line of time.

    ``first`` is the place of its start among the facts of the case; ``offsets`` are the
    microseconds from there to it and to each fact after it, never running backwards, up to the
    last one of the call. Facts of the case, or of another line, stand between them.
    """

    call: str
    first: int
    facts: Sequence[Fact]
    offsets: Sequence[int]

    @property
    def length(self) -> int:
        """Microseconds to its last fact."""
        return self.offsets[-1]

    @property
    def steps(self) -> Iterator[int]:
        """The instants at which something happened that one can see."""
        seen = -1
        for fact, offset in zip(self.facts, self.offsets, strict=True):
            if offset > seen and fact.live and (is_visible(fact) or fact.kind in ENDS):
                seen = offset
                yield offset

    def count(self, offset: int) -> int:
        """How many facts of the case had happened by then."""
        return self.first + max(1, bisect_right(self.offsets, offset))

    def moment(self, offset: int) -> Moment:
        """That instant on the clocks of the time, which stand where no calendar reaches."""
        at = max(1, bisect_right(self.offsets, offset)) - 1
        passed = offset - self.offsets[at]
        try:
            return self.facts[at].moment.shifted(passed / 1e6)
        except OverflowError:
            return self.facts[at].moment

    def before(self, offset: int) -> int | None:
        """The last instant before this one at which something happened."""
        steps = list(self.steps)
        at = bisect_left(steps, offset)
        return steps[at - 1] if at else None

    def after(self, offset: int) -> int | None:
        """The first instant after this one at which something happened."""
        steps = list(self.steps)
        at = bisect_right(steps, offset)
        return steps[at] if at < len(steps) else None

    def offset_of(self, fact_id: str) -> int | None:
        """When a fact of this stretch happened."""
        places = enumerate(self.facts)
        at = next((place for place, fact in places if fact.id == fact_id), None)
        return None if at is None else self.offsets[at]


def stretches(fold: Fold) -> list[Stretch]:
    """The calls of a case in the order they began; one that was taken back is none."""
    places: dict[str, list[int]] = {call.id: [] for call in fold.case.calls}
    for at, fact in enumerate(fold.facts):
        if fact.live and fact.call in places and fact.kind != "card":
            places[fact.call].append(at)
    return [_stretch(fold.facts, call, found) for call, found in places.items() if found]


def _stretch(facts: Sequence[Fact], call: str, places: Sequence[int]) -> Stretch:
    first = next((at for at in places if facts[at].id == call), places[0])
    last = _last(facts, call, first, places)
    within = facts[first : last + 1]
    offsets: list[int] = []
    for fact in within:
        passed = elapsed_us(within[0].moment, fact.moment)
        offsets.append(max(passed, offsets[-1] if offsets else 0))
    return Stretch(call, first, within, offsets)


def _last(facts: Sequence[Fact], call: str, first: int, places: Sequence[int]) -> int:
    """Where it ended; what was added to it days later is not of its time."""
    ends = (at for at in places if at > first and facts[at].kind == "call_end")
    return next(ends, max(first, places[-1]))


class Judged:
    """The cards of a case at any place of it, worked out as far as they were asked for.

    ``player`` at a place is that of a replay from the very first fact. A far place is come to in
    portions, so that nobody waits for it: ``ready`` says whether it is reached.
    """

    def __init__(self, fold: Fold, packs: Packs) -> None:
        self._facts = fold.facts
        self._kept: list[Player] = [begin(fold.case.id, packs)]
        self._ahead = self._kept[0].copy()
        self._judged = 0
        self._here: Player | None = None
        self._count = -1
        self._at: Moment | None = None

    def ready(self, count: int) -> bool:
        """Whether the cards after so many facts are known."""
        return self._judged >= count

    def work(self, count: int, most: int) -> None:
        """Go on towards so many facts, by ``most`` facts at once."""
        last = min(count, self._judged + most)
        for fact in self._facts[self._judged : last]:
            self._ahead.follow(fact)
            self._judged += 1
            if self._judged % KEPT_EVERY == 0:
                self._kept.append(self._ahead.copy())

    def player(self, count: int, now: Moment) -> Player:
        """The replay after so many facts, at a moment not before the last of them."""
        here = self._here
        back = self._at is not None and elapsed_us(now, self._at) > 0
        if here is None or count < self._count or (count == self._count and back):
            mark = min(count // KEPT_EVERY, len(self._kept) - 1)
            here, self._count = self._kept[mark].copy(), mark * KEPT_EVERY
        for fact in self._facts[self._count : count]:
            here.follow(fact)
        here.run_to(now, through=True)
        self._here, self._count, self._at = here, count, now
        return here
