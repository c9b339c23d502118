"""kill -9 at random moments while keys are typed into a real terminal.

The quick form runs with the tests. The full form:

    python -m tests.e2e.kills --times 500

The rounds follow each other on one store. Each opens the screen, which has to show the running
call, its hold clock and the half-typed text of the round before; types on at random; and kills
the program at a random moment. A key counts as acknowledged once the file held it before the
kill, or once the screen had echoed it: every such key must be in the file afterwards.
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

from tests.e2e.stored import Document, events, lane_files, open_with_stock
from tests.e2e.window import READY, Window

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROUNDS_A_STORE = 25
"""Rounds after which a new store is begun, so that its files stay of a life's size."""

HOLD = "\x1bOQ"


@dataclass
class Tally:
    """What a series of kills came to."""

    kills: int = 0
    typed: int = 0
    acknowledged: int = 0
    echoed: int = 0
    half_typed: int = 0
    on_hold: int = 0
    stock_events: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Round:
    """One life of the program: what was typed, and what was seen before it died."""

    number: int
    before: set[str]
    seen: set[str] = field(default_factory=set)
    echo: str = ""
    letters: str = ""


class Kills:
    """Rounds on one store."""

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

    # what the next start has to show

    def _expected(self) -> tuple[bool, bool, str]:
        """Whether a call runs, whether it is on hold, and the half-typed text, from the files."""
        stored = events(self.home)
        kinds = Counter(event["kind"] for event in stored)
        running = kinds["call_start"] > kinds["call_end"]
        held = kinds["hold_start"] > kinds["hold_end"]
        return running, held, half_typed(stored) if running else ""

    def _start(self, number: int) -> Window:
        running, held, half = self._expected() if self.home.exists() else (False, False, "")
        window = Window(self.home)
        try:
            window.see("TYPING" if half else READY)
            if running:
                window.see("O N   H O L D" if held else "call 1")
                self._check_clock(number, window, held)
            if half:
                window.see(half[-20:])
        except AssertionError as error:
            self._wrong(number, f"not taken up ({running=} {held=} {half=}): {error}")
        self.tally.half_typed += bool(half)
        self.tally.on_hold += running and held
        return window

    def _check_clock(self, number: int, window: Window, held: bool) -> None:
        """The hold goes on from its own beginning, not from the new start."""
        if not held:
            return
        began = [event for event in events(self.home) if event["kind"] == "hold_start"][-1]
        since = began["at"][11:19]
        if f"since {since}" not in window.text:
            self._wrong(number, f"the hold began at {since}, the screen says:\n{window.text}")

    # a life

    def _round(self, number: int) -> None:
        before = events(self.home)
        window = self._start(number)
        life = Round(number, {event["id"] for event in before})
        try:
            if not before:
                window.press(" ").see("W A I T I N G")
            self._type(window, life)
            window.kill()
        finally:
            window.finish()
        self._check(window, life)

    def _type(self, window: Window, life: Round) -> None:
        """Notes with a hold now and then, in pieces of random size, until a random moment."""
        chance = self._chance
        last_key = chance.randrange(6, 60)
        typed = 0
        if "TYPING" in window.text and chance.random() < 0.3:
            window.send("\r").see_gone("TYPING")
            self.tally.typed += 1
        if "TYPING" not in window.text:
            window.press("n").see("TYPING note")
            self.tally.typed += 1
        while typed < last_key:
            piece = "".join(chance.choices(LETTERS, k=chance.randint(1, 6)))
            window.send(piece)
            life.letters += piece
            typed += len(piece)
            self.tally.typed += len(piece)
            self._observe(window, life)
            if chance.random() < 0.08:
                window.send(HOLD)
                self.tally.typed += 1
        # Somewhere between the write of the last piece and its echo.
        until = monotonic() + chance.random() * 0.02
        while monotonic() < until:
            window.read(0.001)

    def _observe(self, window: Window, life: Round) -> None:
        """Wait sometimes for the echo; look sometimes at the file: both acknowledge keys."""
        if self._chance.random() < 0.5:
            echo = life.letters[-6:]
            window.see(echo)
            life.echo = life.letters
        if self._chance.random() < 0.3:
            life.seen = {event["id"] for event in events(self.home)}

    # afterwards

    def _check(self, window: Window, life: Round) -> None:
        tally, number = self.tally, life.number
        tally.kills += 1
        stored = events(self.home)
        ids = {event["id"] for event in stored}
        lost = (life.before | life.seen) - ids
        if lost:
            self._wrong(number, f"{len(lost)} events were in the file and are gone")
        letters = "".join(
            event["body"]["key"] for event in stored
            if event["kind"] == "key" and event["body"]["focus"] == "words:text"
            and len(event["body"]["key"]) == 1
        )  # fmt: skip
        kept = [n for n in range(len(life.letters) + 1) if letters.endswith(life.letters[:n])]
        written = max(kept)
        if written < len(life.echo):
            self._wrong(number, f"echoed {life.echo!r}, stored only {life.letters[:written]!r}")
        tally.acknowledged += len(life.seen - life.before)
        tally.echoed += len(life.echo)
        self._check_parted(number, stored)
        tally.stock_events += open_with_stock(self.home) - len(life.before)
        if (self.home / "quarantine").exists():
            tally.wrong += [f"round {number}: {p}" for p in (self.home / "quarantine").iterdir()]

    def _check_parted(self, number: int, stored: list[Document]) -> None:
        """A key that changes the text is never parted from the change it made."""
        causes = {event["cause"] for event in stored}
        for event in stored:
            body = event["body"]
            printed = event["kind"] == "key" and len(body["key"]) == 1
            if printed and body["focus"] == "words:text" and event["id"] not in causes:
                self._wrong(number, f"the key {body['key']} has no draft")

    def _last_look(self) -> None:
        """After the last kill the screen comes up whole once more."""
        window = self._start(self.tally.kills)
        window.finish()
        if not lane_files(self.home):
            self._wrong(self.tally.kills, "there is no lane at all")


def half_typed(stored: list[Document]) -> str:
    """The text of the field that was open last, by replaying its drafts; empty if none is."""
    texts: dict[str, str] = {}
    for event in stored:
        body = event["body"]
        if event["kind"] == "draft":
            text = texts.pop(body["entry"], "")
            place, gone = body["position"], len(body["removed"])
            texts[body["entry"]] = text[:place] + body["inserted"] + text[place + gone :]
        elif event["kind"] == "detail":
            texts.pop(body["target"], None)
    return next((text for text in reversed(texts.values()) if text), "")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--times", type=int, default=500, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = Kills(Path(folder), options.seed).run(options.times)
    print(
        f"{tally.kills} kills, {tally.typed} keys typed, {tally.acknowledged} events seen in the "
        f"file and {tally.echoed} letters echoed before a kill, {tally.half_typed} half-typed "
        f"texts and {tally.on_hold} holds taken up, {tally.stock_events} events read by stock "
        f"TinyDB, {len(tally.wrong)} wrong"
    )
    print("\n".join(tally.wrong), file=sys.stderr)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
