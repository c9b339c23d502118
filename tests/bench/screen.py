"""Start-up and single keys of the running program, beside the bare app's of the same minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from tests.bench.figures import Figure, at_most, median, p99, plus, shown, times
from tests.bench.keys import ENTER, FACTS, OPEN_NOTE, Answer, letters, type_singly
from tests.bench.runs import BARE, EMPTY, LIBRARY, Runs, sit
from tests.bench.shim import covering
from tests.bench.stage import BARE_READY, USEFUL
from tests.bench.terminal import Program

FIRST_KEYS: Final = 8
DELAYS_MS: Final = (0.0, 5.0, 20.0)


@dataclass
class Typed:
    """What single keys came to, in milliseconds and bytes."""

    facts: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    terminal: list[float] = field(default_factory=list)
    durable: list[float] = field(default_factory=list)
    synced: list[float] = field(default_factory=list)
    unanswered: int = 0

    @property
    def all(self) -> list[float]:
        return self.facts + self.words


class Screen(Runs):
    """Start-up and keys; the keys are typed once, when first asked for."""

    # start-up

    def start(self) -> list[Figure]:
        """Start-up to useful paint."""
        spent: dict[str, list[float]] = {kind: [] for kind in self.kinds}
        first: dict[str, list[float]] = {kind: [] for kind in self.kinds}
        for number in range(self.effort.starts + 1):
            self.say(f"start {number}")
            for kind in self.kinds:
                ready, answered = self._start_once(kind)
                if number:  # the first of each only warms the disk's cache
                    spent[kind].append(ready)
                    first[kind].append(answered)
        bare = median(spent[BARE])
        found = [times("start to useful paint, at 0", median(spent[EMPTY]), "ms", bare, 1.5)]
        if LIBRARY in spent:
            value = median(spent[LIBRARY])
            found.append(times("start to useful paint, at the library", value, "ms", bare, 1.7))
        for kind in self.kinds[1:]:
            name = f"slowest of the first {FIRST_KEYS} keys → painted, {kind}"
            found.append(shown(name, median(first[kind]), "ms", median(first[BARE])))
        return found

    def _start_once(self, kind: str) -> tuple[float, float]:
        """Milliseconds from exec to useful paint, and of the slowest of the first keys."""
        if kind == BARE:
            with self.bare() as program:
                return _ready_and_first(program, BARE_READY)
        with self.callmate(kind) as (program, _):
            return _ready_and_first(program, USEFUL)

    # keys

    @cached_property
    def typed(self) -> dict[str, Typed]:
        """Single keys by kind of run; ``+N ms`` is the program at 0 on a slower disk."""
        delays = [f"+{delay:g} ms" for delay in DELAYS_MS if self.stage.shim]
        typed = {kind: Typed() for kind in [*self.kinds, *delays]}
        for number in range(self.effort.rounds):
            self.say(f"keys {number + 1} of {self.effort.rounds}")
            for kind in self.kinds:
                self._type(kind, typed[kind])
            for delay, name in zip(DELAYS_MS, delays, strict=False):
                self._type_durable(delay, typed[name])
        return typed

    def _type(self, kind: str, into: Typed) -> None:
        if kind == BARE:
            with self.bare() as program:
                program.time_of(BARE_READY)
                self._take(program, into)
        else:
            with self.callmate(kind) as (program, _):
                program.time_of(USEFUL)
                self._take(program, into)

    def _take(self, program: Program, into: Typed) -> list[Answer]:
        sit(program, 2.0)
        count = self.effort.keys
        facts = type_singly(program, [FACTS[number % len(FACTS)] for number in range(count)])
        type_singly(program, [OPEN_NOTE])
        words = type_singly(program, [letter.encode() for letter in letters(count)])
        type_singly(program, [ENTER])
        for answers, milliseconds in ((facts, into.facts), (words, into.words)):
            milliseconds += [one.seconds * 1000 for one in answers if one.seconds is not None]
        into.terminal += [float(one.bytes_painted) for one in facts + words]
        into.unanswered += sum(one.seconds is None for one in facts + words)
        return facts + words

    def _type_durable(self, delay: float, into: Typed) -> None:
        shim = self.stage.log()
        assert shim is not None
        with self.callmate(EMPTY, shim.environment(delay)) as (program, home):
            program.time_of(USEFUL)
            answers = self._take(program, into)
        syncs = shim.syncs()
        for answer in answers:
            sync = covering(syncs, answer.pressed, home.root / "cases")
            if sync is not None:
                into.durable.append((sync.end - answer.pressed) * 1000)
                into.synced.append((sync.end - sync.begin) * 1000)

    def keys(self) -> list[Figure]:
        """Key → painted and key → durable."""
        typed = self.typed
        bare = typed[BARE]
        found = []
        for kind in self.kinds[1:]:
            one = typed[kind]
            found += [
                times(f"key → painted, {kind}, p50", median(one.all), "ms", median(bare.all), 1.3),
                times(f"key → painted, {kind}, p99", p99(one.all), "ms", p99(bare.all), 2),
                shown(f"  of a fact, {kind}, p50", median(one.facts), "ms", median(bare.facts)),
                shown(f"  of a letter, {kind}, p50", median(one.words), "ms", median(bare.words)),
                at_most(f"  keys that painted nothing, {kind}", one.unanswered, "", 0),
            ]
        return found + self._durable()

    def _durable(self) -> list[Figure]:
        if not self.stage.shim:
            return []
        found, swift = [], median(self.typed["+0 ms"].all)
        for delay in DELAYS_MS:
            name = f"+{delay:g} ms"
            one = self.typed[name]
            found.append(
                plus(f"key → durable, {name}, p50 (floor: the sync)", median(one.durable), "ms",
                     median(one.synced), 5)
            )  # fmt: skip
            if delay:
                found.append(
                    times(f"key → painted, {name}, p50 (floor: +0 ms)", median(one.all), "ms",
                          swift, 1.15)
                )  # fmt: skip
        return found

    def terminal_bytes(self) -> list[Figure]:
        """What a key makes the program send to the terminal."""
        bare = median(self.typed[BARE].terminal)
        value = median(self.typed[EMPTY].terminal)
        return [at_most("bytes to the terminal a key, p50", value, "B", 8192, bare)]


def _ready_and_first(program: Program, ready: str) -> tuple[float, float]:
    """Milliseconds to the ready screen, and of the slowest of the keys typed from then on."""
    painted = program.time_of(ready)
    slowest = 0.0
    for _ in range(FIRST_KEYS):
        mark = len(program.frames)
        pressed = program.write(FACTS[0])
        while len(program.frames) == mark and not program.ended:
            program.pump(0.02)
            while program.pump(0.004):
                pass
            program.interpret()
        slowest = max(slowest, program.frames[mark] - pressed)
        program.settle(0.04, 0.1)
    return (painted - program.started) * 1000, slowest * 1000
