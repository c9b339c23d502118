"""A crowd of processes that write one case at once, some of them killed, all of them followed.

    python -m tests.faults.crowd FOLDER --members 20 --kills 5 --batches 40

One interpreter forks them, so that twenty are there at once. Each tells what it wrote on a pipe of
its own, once the store said that it is written. For each that is killed another one joins: it
takes up the lane that is free now. At the end all stop, look once more, and say what they have
seen of each other. The result goes to the standard output as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from tests.faults.members import BUGS, KINDS, Member

GO, STOP, END = b"g", b"s", b"e"
MOST_S: Final = 120.0


@dataclass
class Told:
    """One process: what it told so far."""

    pid: int
    number: int
    replies: int
    orders: int
    killed: bool = False
    acknowledged: list[str] = field(default_factory=list)
    seen: list[str] | None = None
    stopped: bool = False
    gone: bool = False
    _rest: bytes = b""

    def hear(self) -> None:
        """Take in what it said; a line that was cut by its death says nothing."""
        chunk = os.read(self.replies, 1 << 16)
        if not chunk:
            self.gone = True
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            word, _, rest = line.decode().partition(" ")
            if word == "wrote":
                self.acknowledged += rest.split(" ")
            elif word == "stopped":
                self.stopped = True
            elif word == "saw":
                self.seen = rest.split(" ") if rest else []


class Crowd:
    """Forks members, kills some, and lets the others look at the end."""

    def __init__(self, root: Path, kind: str, bug: str, batches: int, seed: int) -> None:
        self._root, self._kind, self._bug, self._batches = root, kind, bug, batches
        self._chance = random.Random(seed)
        self.members: list[Told] = []
        self._until = monotonic() + MOST_S

    def run(self, members: int, kills: int) -> None:
        KINDS[self._kind].prepare(self._root)
        for _ in range(members):
            self._join()
        for one in self.members:
            self._order(one, GO)
        whole = members * self._batches
        for number in range(1, kills + 1):
            self._wait(lambda number=number: self._told() >= whole * number // (kills + 1))  # type: ignore[misc]
            self._kill()
            self._order(self._join(), GO)
        self._wait(lambda: self._told() >= whole)
        for order, done in ((STOP, lambda one: one.stopped), (END, lambda one: one.gone)):
            for one in self._alive():
                self._order(one, order)
            self._wait(lambda done=done: all(map(done, self._alive())))  # type: ignore[misc]
        for one in self.members:
            os.waitpid(one.pid, 0)

    def _join(self) -> Told:
        ours, theirs = os.pipe()
        their_orders, orders = os.pipe()
        number = len(self.members) + 1
        pid = os.fork()
        if pid == 0:
            self._live(number, theirs, their_orders)
        os.close(theirs)
        os.close(their_orders)
        self.members.append(Told(pid, number, ours, orders))
        return self.members[-1]

    def _live(self, number: int, replies: int, orders: int) -> None:
        """The life of a member; never returns."""
        status = 1
        try:
            if self._bug:
                BUGS[self._bug]()
            seed = self._chance.randrange(1 << 30) + number
            live(KINDS[self._kind](self._root, number, seed), replies, orders)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)

    def _alive(self) -> list[Told]:
        return [one for one in self.members if not one.killed]

    def _told(self) -> int:
        return sum(len(one.acknowledged) for one in self.members)

    def _kill(self) -> None:
        one = self._chance.choice(self._alive())
        os.kill(one.pid, signal.SIGKILL)
        one.killed = True
        while not one.gone:
            one.hear()

    @staticmethod
    def _order(one: Told, order: bytes) -> None:
        os.write(one.orders, order)

    def _wait(self, done: Callable[[], bool]) -> None:
        while not done():
            left = self._until - monotonic()
            open_ = {one.replies: one for one in self.members if not one.gone}
            ready = select.select(list(open_), [], [], max(0.0, left))[0] if open_ else []
            if not ready:
                raise TimeoutError("the crowd did not come to its end")
            for each in ready:
                open_[each].hear()


def live(member: Member, replies: int, orders: int) -> None:
    """Wait for the word, write until told to stop, look once more, tell all that was seen."""
    os.read(orders, 1)
    while not select.select([orders], [], [], 0)[0]:
        _tell(replies, "wrote", member.write())
    os.read(orders, 1)
    _tell(replies, "stopped", [])
    os.read(orders, 1)
    _tell(replies, "saw", member.look())
    member.end()


def _tell(pipe: int, word: str, ids: list[str]) -> None:
    rest = f"{word} {' '.join(ids)}\n".encode()
    while rest:
        rest = rest[os.write(pipe, rest) :]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=20)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--batches", type=int, default=40, help="by each member, about")
    parser.add_argument("--kind", choices=KINDS, default="files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bug", choices=("", *BUGS), default="", help="put in on purpose")
    options = parser.parse_args()
    crowd = Crowd(options.folder, options.kind, options.bug, options.batches, options.seed)
    try:
        crowd.run(options.members, options.kills)
    finally:
        for one in crowd.members:
            if not one.gone:
                os.kill(one.pid, signal.SIGKILL)
    rows = [
        {"killed": one.killed, "wrote": one.acknowledged, "saw": one.seen} for one in crowd.members
    ]
    json.dump(rows, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
