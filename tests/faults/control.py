"""T7: the rigs of T5 and T6 with a store that only says it synced. Each time must lose something.

A rig that saw nothing here would see nothing there either.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults.durables import UnsyncedFs
from tests.faults.images import crashes
from tests.faults.kernel import apart
from tests.faults.outcome import Effort, Outcome, Say
from tests.faults.power import cuts


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    power = apart(lambda: cuts(folder, effort.pick(5, 50), effort.seed, say, UnsyncedFs))
    if power.skipped:
        return power
    images = apart(lambda: crashes(folder, effort.pick(5, 50), effort.seed, say, UnsyncedFs))
    both = Outcome(unit="power cuts and crash images with no sync", caught=0)
    for name, one in (("power cuts", power), ("crash images", images)):
        both.tried += one.tried
        both.caught = (both.caught or 0) + (one.caught or 0)
        both.acknowledged += one.acknowledged
        both.figures[name] = one.skipped or f"{one.caught} of {one.tried} caught, {one.lost} losses"
    return both
