"""kill -9 at random moments while keys are typed into a real terminal.

The quick form runs with the tests. The full form:

    python -m tests.e2e.kills --times 500

The rounds follow each other on one store: first a case is prepared, then there is a call, then it
is wrapped up. Each round opens the screen, which has to show all that the rounds before came to
(the line half typed, the lines given, the call and its hold clock, the marks of the wrap-up);
types on at random; and kills the program at a random moment. A key counts as acknowledged once
the file held it before the kill, or once the screen had shown what it did: every such key must be
in the file afterwards.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from tests.e2e.lives import Calling, Life, Preparing, Scene, Wrapping
from tests.e2e.stored import Document, events, half_typed, lane_files, open_with_stock
from tests.e2e.takenup import check, held, out_of_turn, place
from tests.e2e.window import Window

SCENES: Final[tuple[tuple[type[Scene], int], ...]] = (
    (Preparing, 8), (Calling, 9), (Wrapping, 8),
)  # fmt: skip
"""What the rounds of a store are spent on, and how many of them."""
ROUNDS_A_STORE: Final = sum(rounds for _, rounds in SCENES)
"""Rounds after which a new store is begun, so that its files stay of a life's size."""


@dataclass
class Tally:
    """What a series of kills came to."""

    kills: int = 0
    rounds: Counter[str] = field(default_factory=Counter)
    """By what they were spent on."""
    typed: int = 0
    acknowledged: int = 0
    echoed: int = 0
    kept: int = 0
    ticked: int = 0
    half_typed: Counter[str] = field(default_factory=Counter)
    """Half-typed texts that were taken up, by where the case stood."""
    on_hold: int = 0
    stock_events: int = 0
    wrong: list[str] = field(default_factory=list)


class Kills:
    """Rounds on one store after the other."""

    def __init__(self, root: Path, seed: int) -> None:
        self.home, self._root, self._chance = root, root, random.Random(seed)
        self.tally = Tally()

    def run(self, times: int) -> Tally:
        for number in range(times):
            if number % ROUNDS_A_STORE == 0:
                self.home = self._root / f"store-{number}"
            self._round(number)
            if (number + 1) % ROUNDS_A_STORE == 0 or number + 1 == times:
                self._last_look()
        return self.tally

    def _wrong(self, number: int, words: str) -> None:
        self.tally.wrong.append(f"round {number}: {words}")

    # a life

    def _start(self, number: int) -> Window:
        stored = events(self.home) if self.home.exists() else []
        window = Window(self.home)
        try:
            check(window, stored)
        except AssertionError as error:
            self._wrong(number, f"not taken up ({half_typed(stored)=}): {error}")
        self.tally.half_typed[place(stored)] += bool(half_typed(stored))
        self.tally.on_hold += place(stored) == "calling" and held(stored)
        return window

    def _round(self, number: int) -> None:
        before = {event["id"] for event in events(self.home)} if self.home.exists() else set()
        window = self._start(number)
        life = Life(number, before)
        kind = scene_of(number)
        self.tally.rounds[kind.__name__] += 1
        try:
            kind(self.home, self._chance, window, life).run()
            # Somewhere between the write of the last piece and its echo.
            until = monotonic() + self._chance.random() * 0.02
            while monotonic() < until:
                window.read(0.001)
            window.kill()
        except AssertionError as error:
            self._wrong(number, f"{kind.__name__} did not go on: {error}")
        finally:
            window.finish()
        self._check(life)

    # afterwards

    def _check(self, life: Life) -> None:
        tally, number = self.tally, life.number
        stored = events(self.home)
        fresh = [event for event in stored if event["id"] not in life.before]
        lost = (life.before | life.seen) - {event["id"] for event in stored}
        if lost:
            self._wrong(number, f"{len(lost)} events were in the file and are gone")
        letters, digits = typed(fresh, ("words:", "sheet:")), typed(fresh, ("page",), "12345")
        if not life.letters.startswith(letters) or len(letters) < len(life.echo):
            self._wrong(number, f"{life.echo!r} echoed of {life.letters!r}, stored {letters!r}")
        if not life.digits.startswith(digits) or len(digits) < life.ticked:
            self._wrong(number, f"{life.ticked} of {life.digits!r} shown, stored {digits!r}")
        texts = given(fresh)
        for text in life.kept:
            if not any(one.endswith(text) for one in texts):
                self._wrong(number, f"{text!r} was left and went on, but nothing holds it")
        self._check_parted(number, stored)
        for words in out_of_turn(stored):
            self._wrong(number, words)
        tally.kills += 1
        tally.typed += life.keys
        tally.acknowledged += len(life.seen - life.before)
        tally.echoed += len(life.echo)
        tally.kept += len(life.kept)
        tally.ticked += life.ticked
        tally.stock_events += open_with_stock(self.home) - len(life.before)
        if (self.home / "quarantine").exists():
            tally.wrong += [f"round {number}: {p}" for p in (self.home / "quarantine").iterdir()]

    def _check_parted(self, number: int, stored: list[Document]) -> None:
        """A key that changes something is never parted from the change it made."""
        causes = {event["cause"] for event in stored}
        results = [event["cause"] for event in stored if event["kind"] == "result"]
        for event in stored:
            body = event["body"]
            if event["kind"] != "key" or len(body["key"]) != 1 or event["id"] in causes:
                continue
            if body["focus"].startswith(("words:", "sheet:")):
                self._wrong(number, f"the key {body['key']} has no draft")
            elif body["focus"] == "page" and body["key"] not in ("6", *(results and "345")):
                # Only own words that are opened again, or a result that stands already, change
                # nothing.
                self._wrong(number, f"the digit {body['key']} has no mark")

    def _last_look(self) -> None:
        """After the last kill the screen comes up whole once more."""
        window = self._start(self.tally.kills)
        window.finish()
        if not lane_files(self.home):
            self._wrong(self.tally.kills, "there is no lane at all")


def scene_of(number: int) -> type[Scene]:
    """What a round is spent on."""
    left = number % ROUNDS_A_STORE
    for kind, rounds in SCENES:
        if left < rounds:
            return kind
        left -= rounds
    raise AssertionError("the scenes fill a store")


def typed(stored: list[Document], focus: tuple[str, ...], among: str = "") -> str:
    """The printed keys that were pressed there, in their order."""
    return "".join(
        event["body"]["key"] for event in stored
        if event["kind"] == "key" and event["body"]["focus"].startswith(focus)
        and len(event["body"]["key"]) == 1 and (not among or event["body"]["key"] in among)
    )  # fmt: skip


def given(stored: list[Document]) -> list[str]:
    """All texts that were kept."""
    bodies = [event["body"] for event in stored if event["kind"] not in ("key", "draft")]
    values = [value for body in bodies for value in body.get("values", {}).values()]
    return [*map(str, values), *(body.get("text") or body.get("mood", "") for body in bodies)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--times", type=int, default=500, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = Kills(Path(folder), options.seed).run(options.times)
    spent = ", ".join(f"{count} {name.lower()}" for name, count in tally.rounds.items())
    print(
        f"{tally.kills} kills ({spent}), {tally.typed} keys typed, {tally.acknowledged} events "
        f"seen in the file, {tally.echoed} letters, {tally.kept} kept texts and {tally.ticked} "
        f"digits shown before a kill, {tally.half_typed.total()} half-typed texts "
        f"({dict(tally.half_typed)}) and {tally.on_hold} holds taken up, {tally.stock_events} "
        f"events read by stock TinyDB, {len(tally.wrong)} wrong"
    )
    print("\n".join(tally.wrong), file=sys.stderr)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
