"""Runs the trials and writes the scoreboard.

    python -m tests.faults                 all of them in full, an hour or two, as root on Linux
    python -m tests.faults --quick         as the tests do, a few minutes
    python -m tests.faults --only T1,T5    some of them
    python -m tests.faults --board         only the scoreboard, from what was written down

A full run writes what it found into ``results.json`` and the scoreboard ``README.md``, both beside
this file; a quick one prints it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from tests.faults.board import board
from tests.faults.outcome import Effort, Outcome, load
from tests.faults.trials import TRIALS, Trial

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "results.json"
BOARD: Final = HERE / "README.md"


def main(argv: Sequence[str] | None = None) -> int:
    options = _options(argv)
    effort = Effort("quick" if options.quick else "full", options.seed)
    wanted = set(options.only.upper().split(",")) if options.only else {one.id for one in TRIALS}
    results, bad = load(RESULTS), 0
    for trial in [] if options.board else [one for one in TRIALS if one.id in wanted]:
        outcome, seconds = _tried(trial, effort)
        bad += is_bad(trial, outcome)
        results[trial.id] = outcome.as_json() | {"effort": effort.name, "seconds": round(seconds)}
        print(_line(trial, outcome, seconds), flush=True)
        if effort.name == "full":
            RESULTS.write_text(f"{json.dumps(results, indent=1)}\n", encoding="utf-8")
            BOARD.write_text(board(results), encoding="utf-8")
    if options.board:
        BOARD.write_text(board(results), encoding="utf-8")
    return 1 if bad else 0


def is_bad(trial: Trial, outcome: Outcome) -> bool:
    """Whether a promise was broken, or a control saw nothing."""
    if outcome.skipped:
        return False
    if trial.control:
        return outcome.caught != outcome.tried or not outcome.tried
    return outcome.lost > 0 or not outcome.tried


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="as little as the tests try")
    parser.add_argument("--only", metavar="T1,T2", default="", help="these trials")
    parser.add_argument("--seed", type=int, default=1, help="another one tries other moments")
    parser.add_argument("--board", action="store_true", help="only write the scoreboard anew")
    return parser.parse_args(argv)


def _tried(trial: Trial, effort: Effort) -> tuple[Outcome, float]:
    started = monotonic()
    with tempfile.TemporaryDirectory(prefix=f"faults-{trial.id}-") as folder:
        outcome = trial.run(
            Path(folder), effort, lambda words: print(f"  {words}", file=sys.stderr, flush=True)
        )
    return outcome, monotonic() - started


def _line(trial: Trial, outcome: Outcome, seconds: float) -> str:
    if outcome.skipped:
        return f"{trial.id:4} SKIPPED: {outcome.skipped}"
    told = f"{outcome.tried} {outcome.unit}, {outcome.lost} lost"
    if trial.control:
        told = f"{outcome.tried} {outcome.unit}, {outcome.caught} caught"
    more = "".join(f"\n     {name}: {value}" for name, value in outcome.figures.items())
    wrong = "".join(f"\n     WRONG {what}" for what in outcome.wrong)
    return f"{trial.id:4} {told}, {outcome.acknowledged} acknowledged, {seconds:.0f} s{more}{wrong}"


if __name__ == "__main__":
    sys.exit(main())
