"""Kill a writer at random moments; whatever it said was written must be there.

The quick form runs with the tests. The full form:

    python -m tests.store.kills --times 500

A writer appends one to three events at a time to a case, follows it, and sometimes forgets an
event, closes the case or opens it anew. It reports each batch on a pipe once ``append`` returned.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.store.support import Maker, ids, lane_path, make_case, stock_ids


@dataclass
class Tally:
    """What a series of kills came to."""

    kills: int = 0
    acked: int = 0
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    set_aside: int = 0


def write(root: Path, seed: int) -> None:
    """The writer; it runs until it is killed."""
    chance, make = random.Random(seed), Maker(seed * 10_000_000)
    case = make_case(root)
    case.read()
    while True:
        news = [make(text="}}\n" * chance.randrange(80)) for _ in range(chance.randint(1, 3))]
        events = case.append(news)
        os.write(1, "".join(f"{event.id}\n" for event in events).encode())
        if chance.random() < 0.02:
            case.forget([chance.choice(events).id])
        if chance.random() < 0.02:
            case.close()
            case = make_case(root)
            case.read()


def kill_once(root: Path, seed: int, chance: random.Random) -> list[str]:
    """Start a writer, kill it at a random batch or moment, and return what it acknowledged."""
    command = [sys.executable, "-m", "tests.store.kills", "--write", str(root), "--seed", str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    enough, said = chance.randint(1, 4500), b""
    while len(said) < enough:
        chunk = os.read(process.stdout.fileno(), 1 + chance.randrange(200))
        if not chunk:
            raise AssertionError(process.stderr.read().decode())
        said += chunk
    select.select([], [], [], chance.random() * 0.002)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    process.stderr.close()
    # The last line may be cut short by the kill: that batch was never acknowledged whole.
    return [line for line in (said + rest).decode().split("\n")[:-1] if line]


def run(root: Path, times: int, seed: int = 1) -> Tally:
    """Kill one writer after the other on the same case, and check all that was acknowledged."""
    tally, chance, acked = Tally(), random.Random(seed), set[str]()
    for number in range(times):
        acked.update(kill_once(root, seed * 1000 + number, chance))
        tally.kills += 1
        for path in lane_path(root, "x").parent.glob("[!.]*.json"):
            try:
                stock_ids(path)
            except ValueError as error:
                tally.unreadable.append(f"{path.name} after kill {number}: {error}")
        case = make_case(root)
        events = case.read()
        tally.lost += sorted(acked - set(ids(events)))
        tally.unreadable += [f"{lane}: {why}" for lane, why in case.damaged.items()]
        if len(events) > 5000:  # keep the checking quick
            for path in lane_path(root, "x").parent.iterdir():
                path.unlink()
            tally.acked += len(acked)
            acked.clear()
    tally.acked += len(acked)
    quarantine = root / "quarantine"
    tally.set_aside = len(list(quarantine.iterdir())) if quarantine.exists() else 0
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--times", type=int, default=500, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(options.write, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), options.times, options.seed)
    print(
        f"{tally.kills} kills, {tally.acked} events acknowledged, {len(tally.lost)} lost, "
        f"{len(tally.unreadable)} files not opened, {tally.set_aside} torn writes set aside"
    )
    return 1 if tally.lost or tally.unreadable else 0


if __name__ == "__main__":
    raise SystemExit(main())
