"""A store as it is after years of use: the histories told over and over, with other names."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tests.bench.library import Filling, caches_of, make_empty, write_case
from tests.bench.stories import CaseMaker

SEED: Final = 10


def years(root: Path, cases: int, until: datetime, over: timedelta) -> list[str]:
    """Fill a new store with whole histories, evenly begun ``over`` so long ``until`` then, the
    earliest first; their ids. Ten years are ``timedelta(days=3650)``."""
    make_empty(root)
    filling = Filling(root)
    ids = []
    for number in range(cases):
        maker = CaseMaker(SEED, number, cases, until - over, over, keys=0)
        filling.take([caches_of(maker.id, write_case(root, maker, maker.facts))])
        ids.append(maker.id)
    filling.close()
    return ids
