"""How long the preparation, the wrap-up and the plan take to open, beside any other key."""

from __future__ import annotations

from typing import Final

from tests.bench.figures import Figure, at_most, median, shown, times
from tests.bench.keys import F5, type_singly
from tests.bench.runs import EMPTY, LIBRARY, Runs, sit
from tests.bench.stage import USEFUL
from tests.bench.terminal import Program

ESCAPE: Final = b"\x1b"
WAYS: Final = {
    "preparation": (F5, b"\x0f", ESCAPE),
    "wrap-up": (F5, b"z", b"v", ESCAPE),
    "plan": (F5, b"z", b"t", ESCAPE),
}
"""A mark to hold it against, what opens the page (the key before the last), and what closes it."""
OPENING: Final = -2


class Opening(Runs):
    """Opens each page again and again in a call that runs, at the largest store there is."""

    def figures(self) -> list[Figure]:
        """Opening → painted against a mark → painted of the same minutes; the first apart, since
        it loads what the page needs."""
        opened: dict[str, list[float]] = {name: [] for name in WAYS}
        marks: list[float] = []
        first: dict[str, list[float]] = {name: [] for name in WAYS}
        missed = 0
        kind = LIBRARY if LIBRARY in self.kinds else EMPTY
        for number in range(self.effort.rounds):
            self.say(f"pages {number + 1} of {self.effort.rounds}")
            with self.callmate(kind) as (program, _):
                program.time_of(USEFUL)
                sit(program, 2.0)
                for turn in range(max(2, self.effort.keys // 4)):
                    for name in WAYS:
                        mark, page = _open(program, name)
                        missed += mark is None or page is None
                        marks += [mark] if mark else []
                        into = opened if turn else first
                        into[name] += [page] if page else []
        floor = median(marks)
        found = [
            times(f"{name} opens → painted, {kind}, p50", median(opened[name]), "ms", floor, 1.5)
            for name in WAYS
        ]
        found += [
            shown(f"  the first time, {name}", median(first[name]), "ms", floor) for name in WAYS
        ]
        return [*found, at_most("  pages that did not open", missed, "", 0)]


def _open(program: Program, name: str) -> tuple[float | None, float | None]:
    """Milliseconds to the frame of a mark and to that of the page; None if none came."""
    answers = type_singly(program, WAYS[name])
    mark, page = answers[0].seconds, answers[OPENING].seconds
    return mark and mark * 1000, page and page * 1000
