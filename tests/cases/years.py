"""A store as it is after years of use: the histories told over and over, with other names."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from callmate.model.fold import fold
from callmate.model.summary import summarise
from callmate.store.index import Index, stamp_of
from tests.bench.library import make_empty, write_case
from tests.bench.stories import CaseMaker

SEED: Final = 10


def years(root: Path, cases: int, until: datetime, over: timedelta) -> list[str]:
    """Fill a new store with whole histories, evenly begun ``over`` so long ``until`` then, the
    earliest first; their ids. Ten years are ``timedelta(days=3650)``."""
    make_empty(root)
    index = Index(root / "index.sqlite")
    ids = []
    for number in range(cases):
        maker = CaseMaker(SEED, number, cases, until - over, over, keys=0)
        found = fold(maker.id, write_case(root, maker, maker.facts))
        index.put(summarise(found), stamp_of(root, maker.id))
        ids.append(maker.id)
    index.close()
    return ids
