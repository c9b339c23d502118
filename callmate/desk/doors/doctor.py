"""``callmate doctor``: looks over all that callmate rests on, and mends what it may."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.doors import store
from callmate.desk.doors.surroundings import look_around
from callmate.errors import CallmateError
from callmate.paths import config_home, store_home
from callmate.store.checkup.caches import look_at_caches, look_for_cases
from callmate.store.checkup.disk import look_at_disk
from callmate.store.checkup.files import device_of, look_at_files, look_at_root
from callmate.store.checkup.finding import BROKEN, LOOK, OK, Finding, broken, ok
from callmate.store.checkup.lanes import Seen, look_at_lanes, look_at_quarantine, see
from callmate.store.lanes.lane import Site
from callmate.store.layout import QUARANTINE
from callmate.store.library import trouble_with
from callmate.text import show

MARKS: Final = {"ok": "✓", "look": "!", "broken": "✗"}
SETTLE_S: Final = 600.0
LABEL: Final = 12


@dataclass(frozen=True, slots=True)
class Looked:
    """A finding, and what was done about it: what was mended, or why it could not be."""

    finding: Finding
    mended: str = ""
    failed: str = ""

    @property
    def is_well(self) -> bool:
        return self.finding.state != BROKEN or bool(self.mended)


def doctor(repair: bool, as_json: bool) -> tuple[list[str], bool]:
    """A line for each thing looked at, and whether none is broken (any more).

    With ``repair`` what can be mended without risk is: modes, leftovers, torn tails, padding,
    caches, the reserve; never a lane that is damaged, or that a window has.
    """
    looked = [_mended(one) if repair else Looked(one) for one in _findings()]
    if as_json:
        from callmate.desk.doors.records import json_lines

        lines = json_lines([_record(one) for one in looked])
    else:
        lines = [*(line for one in looked for line in _told(one)), _sum(looked, repair)]
    return lines, all(one.is_well for one in looked)


def _findings() -> Iterator[Finding]:
    root, now = store_home(), SystemClock().now().at
    site, seen = _site(root), Seen()
    if trouble := trouble_with(root):
        yield look_at_root(root, trouble)
        trouble = trouble_with(root)  # as it is once that was mended
    elif not os.path.isdir(root):
        yield ok("store", f"There is none yet; the first key makes it: {root}")
    else:
        yield ok("store", f"{root}")
    if os.path.isdir(root) and not trouble:
        yield from _told_of("files", look_at_files(root, now.timestamp()))
        yield from _told_of("disk", look_at_disk(root))
    if os.path.isdir(root) and os.access(root, os.R_OK | os.X_OK):
        see(root, site, seen)
        yield from look_at_lanes(seen, site)
        yield from _told_of("quarantine", look_at_quarantine(site.quarantine))
        yield from _told_of("cases", look_for_cases(root))
    if os.path.isdir(root) and not trouble:
        yield from _told_of("caches", look_at_caches(root, _caches_anew))
    yield from _told_of("settings", look_around(config_home(), seen.last_at, now))


def _told_of(about: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """What was found; where the system refuses a look, that it does."""
    try:
        yield from found
    except OSError as error:
        where = f"{error.filename} " if error.filename else ""
        why = error.strerror or str(error)
        yield broken(
            about, f"{where}cannot be looked at: {why}.", "See to it that you may read it."
        )


def _site(root: Path) -> Site:
    """As the store's own device writes; without a device nothing is written."""
    return Site(device_of(root) or "none", root / QUARANTINE)


def _caches_anew() -> str:
    with store() as world:
        world.finder.renew()
        if not world.finder.settle(SETTLE_S):
            raise OSError("it takes too long")
        trouble = world.index.trouble
    if trouble:
        raise OSError(trouble)
    return "Made anew, as the files are."


def _mended(finding: Finding) -> Looked:
    if finding.mend is None:
        return Looked(finding)
    try:
        return Looked(finding, mended=finding.mend())
    except OSError as error:
        return Looked(finding, failed=error.strerror or str(error))
    except CallmateError as error:
        return Looked(finding, failed=str(error))


def _told(one: Looked) -> Iterator[str]:
    found = one.finding
    said = [found.said]
    if one.mended:
        said.append(f"Mended: {one.mended}")
    elif found.state != OK and found.cure:
        said.append(f"→ {found.cure}")
    if one.failed:
        said.append(f"It could not be mended: {one.failed}.")
    mark = MARKS[OK] if one.mended else MARKS[found.state]
    yield f"{mark} {found.about:<{LABEL}} {show(' '.join(said), ' ')}"


def _sum(looked: Sequence[Looked], repair: bool) -> str:
    bad = sum(not one.is_well for one in looked)
    odd = sum(one.finding.state == LOOK and not one.mended for one in looked)
    easy = 0 if repair else sum(one.finding.mend is not None for one in looked)
    if not bad and not odd:
        return "All is well."
    parts = [f"{bad} broken (✗)" if bad else "Nothing is broken"]
    parts += [f"{odd} to look at (!)"] if odd else []
    parts += [f"--repair mends {easy} of these"] if easy else []
    return f"{'; '.join(parts)}."


def _record(one: Looked) -> dict[str, Any]:
    found = one.finding
    return {
        "about": found.about, "state": found.state, "said": found.said, "cure": found.cure,
        "mended": one.mended, "failed": one.failed,
    }  # fmt: skip
