"""The benchmark, a command:

    python -m tests.bench [--quick] [--only start,keys] [--library DIR] [--cases N] [--json FILE]

Prints one table: each figure beside its floor, measured in the same run, and whether it meets its
target. Compare ratios; milliseconds only within one run. Linux only. ``--library`` keeps the
generated library (10,000 cases, and one file of a million events) for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.bench import cards, opening, plans
from tests.bench.caches import Caches
from tests.bench.figures import Figure, table
from tests.bench.inserts import measure
from tests.bench.library import Size, big_case, open_library
from tests.bench.lists import Lists
from tests.bench.pages import Opening
from tests.bench.replays import Replays
from tests.bench.runs import FULL, QUICK, Effort
from tests.bench.screen import Screen
from tests.bench.shim import NoCompiler, compile_shim
from tests.bench.stage import Stage
from tests.bench.stays import Stays

GROUPS: Final = (
    "cards", "plans", "open", "verify", "store", "keys", "pages", "browse", "search", "index",
    "replay", "start", "rss", "idle", "burst", "bytes",
)  # fmt: skip
WITHOUT_LIBRARY: Final = {"cards", "plans", "open", "verify"}
QUICK_CASES: Final = 300
QUICK_MILLION: Final = 20_000


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def sizes(quick: bool, cases: int) -> tuple[Size, Size]:
    """The library, of so many cases if that is not 0, and the store with one big case."""
    if quick:
        return Size(cases or QUICK_CASES), Size(0, million=QUICK_MILLION)
    return Size(cases or 10_000), Size(0, million=1_000_000)


def shim_in(folder: Path) -> Path | None:
    """The compiled shim; without one, loudly, the figures on syncs are left out."""
    try:
        return compile_shim(folder)
    except NoCompiler as error:
        say(f"SKIPPED: key → durable and slow disks, since {error}.")
        return None


def without_library(
    groups: Sequence[str], quick: bool, scratch: Path, root: Path, million: Size
) -> list[Figure]:
    """What needs no library and no screen; ``root`` holds the big case."""
    figures = cards.measure(20 if quick else 200) if "cards" in groups else []
    figures += plans.measure(3 if quick else 20) if "plans" in groups else []
    figures += opening.opening(scratch, 3 if quick else 15) if "open" in groups else []
    if "verify" in groups:
        figures += opening.verifying(root, big_case(million), million.million, say)
    return figures


def run(
    groups: Sequence[str], effort: Effort, scratch: Path, kept: Path | None, cases: int = 0
) -> list[Figure]:
    """Measure these groups; ``scratch`` is on the disk to be measured."""
    library, million = sizes(effort is QUICK, cases)
    folder = kept or scratch / "kept"
    roots = folder / f"library-{library.cases}", folder / f"million-{million.million}"
    if {"verify", "store"} & set(groups):
        say(f"file of {million.million} events: {open_library(roots[1], million):.0f} s")
    figures = without_library(groups, effort is QUICK, scratch, roots[1], million)
    if set(groups) <= WITHOUT_LIBRARY:
        return figures
    say(f"library of {library.cases} cases: {open_library(roots[0], library):.0f} s")
    if "store" in groups:
        figures += measure(scratch, roots[0], (roots[1], big_case(million)), effort.inserts)
    stage = Stage(scratch, shim_in(scratch), roots[0])
    screen, stays = Screen(stage, effort, say), Stays(stage, effort, say)
    lists = Lists(stage, effort, say)
    parts: dict[str, Callable[[], list[Figure]]] = {
        "keys": screen.keys, "pages": Opening(stage, effort, say).figures,
        "browse": lists.figures, "search": lists.searching,
        "index": Caches(stage, effort, say).figures, "replay": Replays(stage, effort, say).figures,
        "start": screen.start, "rss": stays.memory, "idle": stays.idling, "burst": stays.bursts,
        "bytes": screen.terminal_bytes,
    }  # fmt: skip
    for name, part in parts.items():
        if name in groups:
            figures += part()
    return figures


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "cpus": os.cpu_count(), "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[0],
    }  # fmt: skip


def options_of(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--quick", action="store_true", help="small and rough: does it all work?")
    parser.add_argument("--only", default=",".join(GROUPS), help=f"of {','.join(GROUPS)}")
    parser.add_argument("--library", type=Path, metavar="DIR", help="keep the library here")
    parser.add_argument("--cases", type=int, default=0, metavar="N", help="cases in the library")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here too")
    options = parser.parse_args(argv)
    options.only = [name for name in options.only.split(",") if name]
    strangers = [name for name in options.only if name not in GROUPS]
    if strangers:
        parser.error(f"--only: {', '.join(strangers)} is none of {', '.join(GROUPS)}")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 if every target is met, 1 if not."""
    options = options_of(argv)
    effort = QUICK if options.quick else FULL
    before = machine()
    with tempfile.TemporaryDirectory(prefix="callmate-bench-") as scratch:
        figures = run(options.only, effort, Path(scratch), options.library, options.cases)
    print(table(figures))
    if options.json:
        told = {
            "machine": before,
            "quick": options.quick,
            "figures": [f.as_json() for f in figures],
        }
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0 if all(figure.met is not False for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
