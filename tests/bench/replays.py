"""A past call that plays at 60× beside a running one: what it costs the live keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.bench.figures import Figure, median, p99, plus, shown, times
from tests.bench.keys import ENTER, F2, type_singly
from tests.bench.lists import DOWN, SLASH, Running
from tests.bench.runs import LIBRARY, Runs
from tests.bench.shim import covering
from tests.bench.terminal import Program

TAB, PLUS = b"\t", b"+"
FASTEST: Final = 5
"""Times that ``+`` is pressed to be sure of the highest speed."""
PLAYING: Final = r"60×"
HOLDS: Final = (r"O N   H O L D", r"T A L K I N G")
BETWEEN_S: Final = 0.85
"""The same key again at once is taken for a slip."""
UNEVEN_S: Final = 0.4
GOLDEN: Final = 0.618
"""So much longer at most is a pause, each another: equal ones would fall in step with the pictures
of the replay, and meet all of them or none."""
KEYS: Final = 24
IDLE_S: Final = 3.0


@dataclass
class Live:
    """Milliseconds of a live key, and per cent of a core with no key."""

    painted: list[float] = field(default_factory=list)
    durable: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    rss: list[float] = field(default_factory=list)


class Replays(Runs):
    """Hold on, hold off: each is seen in the band, whatever else moves on the screen."""

    def figures(self) -> list[Figure]:
        """Live keys beside a replay against the same keys without."""
        beside, alone = Live(), Live()
        for number in range(self.effort.rounds):
            self.say(f"replay {number + 1} of {self.effort.rounds}")
            for into in (alone, beside):
                self._round(into, replay=into is beside)
        found = [
            times("key → painted beside a replay at 60×, p50 (floor: without)",
                  median(beside.painted), "ms", median(alone.painted), 1.3),
            shown("  p99", p99(beside.painted), "ms", p99(alone.painted)),
            shown("  CPU meanwhile, with no keys", median(beside.idle), "%", median(alone.idle)),
            plus("  RSS (floor: without)", median(beside.rss), "MiB", median(alone.rss), 40),
        ]  # fmt: skip
        if beside.durable and alone.durable:
            found.insert(2, times(
                "key → durable beside a replay at 60×, p50 (floor: without)",
                median(beside.durable), "ms", median(alone.durable), 1.15,
            ))  # fmt: skip
        return found

    def _round(self, into: Live, replay: bool) -> None:
        shim = self.stage.log()
        with Running(self, LIBRARY, shim) as program:
            root = self.stage.library
            assert root is not None
            if replay:
                type_singly(program, [SLASH, DOWN, ENTER])
                type_singly(program, [TAB, *[PLUS] * FASTEST])
                program.time_of(PLAYING)
            begin = program.usage()
            program.settle(IDLE_S, IDLE_S)
            end = program.usage()
            into.idle.append((end.cpu_s - begin.cpu_s) / (end.at - begin.at) * 100)
            pressed = self._keys(program, into)
            into.rss.append(program.usage().rss_mib)
        for at in pressed:
            sync = covering(shim.syncs(), at, root / "cases") if shim else None
            if sync is not None:
                into.durable.append((sync.end - at) * 1000)

    def _keys(self, program: Program, into: Live) -> list[float]:
        pressed = []
        for number in range(KEYS):
            at = program.write(F2)
            into.painted.append((program.time_of(HOLDS[number % 2]) - at) * 1000)
            pressed.append(at)
            pause = BETWEEN_S + UNEVEN_S * (number * GOLDEN % 1)
            program.settle(pause, pause)
        return pressed
