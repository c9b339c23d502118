"""The scoreboard, written from what the trials said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.faults.trials import TRIALS, Trial

HEAD: Final = """\
# What the store was put through

Written by `python -m tests.faults`, never by hand. Each row is a promise of the README, the trial
that tries it, how often it was tried, and how often it was broken. A row says how to repeat it;
`--quick` is what the tests do with every change. *Acknowledged* are the events that the program had
called written (or, for power cuts, saved) before the fault. A control leaves out what keeps the
promise: every one of its faults has to be seen, or the trial itself is blind.

| promise | trial | tried | acknowledged | lost | repeat |
| --- | --- | --- | --- | --- | --- |
"""


def board(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole of it."""
    rows, figures, told = [], [], ""
    for trial in TRIALS:
        found = results.get(trial.id)
        rows.append(_row(trial, found, "" if trial.promise == told else trial.promise))
        told = trial.promise
        named = (found or {}).get("figures", {})
        figures += [f"| {trial.id} | {name} | {value} |" for name, value in named.items()]
    text = HEAD + "\n".join(rows) + "\n"
    if figures:
        text += "\n| trial | figure | |\n| --- | --- | --- |\n" + "\n".join(figures) + "\n"
    return text


def _row(trial: Trial, found: Mapping[str, Any] | None, promise: str) -> str:
    name = f"{trial.id}: {trial.what} ([{trial.test}]({trial.test}))"
    repeat = f"`python -m tests.faults --only {trial.id}`"
    if found is None:
        return f"| {promise} | {name} | not run | | | {repeat} |"
    if found["skipped"]:
        return f"| {promise} | {name} | skipped: {found['skipped']} | | | {repeat} |"
    quick = " (quick form)" if found["effort"] != "full" else ""
    tried = f"{found['tried']:,} {found['unit']}{quick}"
    acknowledged = f"{found['acknowledged']:,}" if found["acknowledged"] else ""
    lost = f"**{found['lost']:,}**"
    if trial.control:
        lost = f"caught {found['caught']:,} of {found['tried']:,}"
    return f"| {promise} | {name} | {tried} | {acknowledged} | {lost} | {repeat} |"
