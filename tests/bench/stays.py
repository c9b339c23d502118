"""A long call: memory, idling, bursts of keys and pastes, beside the bare app's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from tests.bench.figures import Figure, at_most, median, plus, times
from tests.bench.keys import ENTER, OPEN_NOTE, letters, paste, tail, type_fast
from tests.bench.runs import BARE, EMPTY, FULL, Runs, sit
from tests.bench.stage import BARE_READY, USEFUL, Home
from tests.bench.terminal import Program

BURST: Final = 200
RATE: Final = 100.0
PASTED: Final = 2000
AFTER_START_S: Final = 5.0
HOUR_NOTES: Final = 40
NOTE_LENGTH: Final = 30


@dataclass
class Long:
    """Memory in MiB after the start and after an hour's keys; per cent of a core with no key."""

    start: list[float] = field(default_factory=list)
    hour: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)


@dataclass
class Burst:
    """Milliseconds from the last key, or the paste, until it was painted; what got lost."""

    last: list[float] = field(default_factory=list)
    pasted: list[float] = field(default_factory=list)
    lost: int = 0
    lost_characters: int = 0


class Stays(Runs):
    """Memory and idling share their runs, which are made when first asked for."""

    # memory and idling

    @cached_property
    def long(self) -> dict[str, Long]:
        """A call of an hour, its keys typed fast."""
        long = {kind: Long() for kind in self.kinds}
        for number in range(max(1, self.effort.rounds // 2)):
            self.say(f"memory and idling {number + 1}")
            for kind in self.kinds:
                if kind == BARE:
                    with self.bare() as program:
                        self._stay(program, BARE_READY, long[kind])
                else:
                    with self.callmate(kind) as (program, _):
                        self._stay(program, USEFUL, long[kind])
        return long

    def _stay(self, program: Program, ready: str, into: Long) -> None:
        program.time_of(ready)
        sit(program, AFTER_START_S)
        begin = program.usage()
        into.start.append(begin.rss_mib)
        sit(program, self.effort.idle_s)
        end = program.usage()
        into.idle.append((end.cpu_s - begin.cpu_s) / (end.at - begin.at) * 100)
        for number in range(HOUR_NOTES if self.effort is FULL else 2):
            text = letters(NOTE_LENGTH, number)
            done = tail(text) if ready == USEFUL else f"last: {text[-1]}"
            type_fast(program, OPEN_NOTE.decode() + text, RATE, done)
            program.write(ENTER)
            program.settle(0.1)
        sit(program, 2.0)
        into.hour.append(program.usage().rss_mib)

    def memory(self) -> list[Figure]:
        """Resident size."""
        bare, found = self.long[BARE], []
        for kind in self.kinds[1:]:
            one = self.long[kind]
            found += [
                plus(f"RSS after start, {kind}", median(one.start), "MiB", median(bare.start), 25),
                plus(f"RSS after an hour's call, {kind}", median(one.hour), "MiB",
                     median(bare.hour), 25),
            ]  # fmt: skip
        return found

    def idling(self) -> list[Figure]:
        """The processor while a call runs and nobody types."""
        bare, found = median(self.long[BARE].idle), []
        for kind in self.kinds[1:]:
            value = median(self.long[kind].idle)
            found += [
                times(f"CPU with no keys, {kind}", value, "%", bare, 2),
                at_most(f"CPU with no keys, {kind}, of a core", value, "%", 1),
            ]
        return found

    # bursts

    def bursts(self) -> list[Figure]:
        """Many keys at once, and a long paste, also on a slow disk."""
        slow = "+20 ms"
        kinds = [*self.kinds] + ([slow] if self.stage.shim else [])
        found = {kind: Burst() for kind in kinds}
        for number in range(self.effort.bursts):
            self.say(f"bursts {number + 1} of {self.effort.bursts}")
            for kind in kinds:
                self._burst(kind, found[kind], slow)
        bare, figures = found[BARE], []
        for kind in kinds[1:]:
            one = found[kind]
            figures += [
                at_most(f"burst, {kind}: keys lost", one.lost, "", 0),
                times(f"burst, {kind}: last key → painted", median(one.last), "ms",
                      median(bare.last), 2),
                at_most(f"paste, {kind}: characters lost", one.lost_characters, "", 0),
                times(f"paste, {kind}: → painted", median(one.pasted), "ms",
                      median(bare.pasted), 2),
            ]  # fmt: skip
        return figures

    def _burst(self, kind: str, into: Burst, slow: str) -> None:
        text, block = letters(BURST), letters(PASTED, 13)
        if kind == BARE:
            with self.bare() as program:
                program.time_of(BARE_READY)
                sit(program, 2.0)
                into.last.append(type_fast(program, text, RATE, rf"keys {BURST} ") * 1000)
                program.settle(0.5, 2.0)
                into.pasted.append(paste(program, block, tail(block)) * 1000)
            return
        shim = self.stage.log() if kind == slow else None
        extra = shim.environment(20) if shim else None
        with self.callmate(EMPTY if kind == slow else kind, extra) as (program, home):
            program.time_of(USEFUL)
            sit(program, 2.0)
            before = len(_keys(home))
            program.write(OPEN_NOTE)
            program.settle(0.3, 2.0)
            into.last.append(type_fast(program, text, RATE, tail(text)) * 1000)
            program.settle(0.5, 2.0)
            into.pasted.append(paste(program, block, tail(block)) * 1000)
            program.write(ENTER)
            program.settle(0.5, 2.0)
            into.lost += BURST + 2 - (len(_keys(home)) - before)
            kept = [doc["body"]["text"] for doc in home.documents if doc["kind"] == "paste"]
            into.lost_characters += 0 if kept == [block] else PASTED


def _keys(home: Home) -> list[str]:
    return [doc["body"]["key"] for doc in home.documents if doc["kind"] == "key"]
