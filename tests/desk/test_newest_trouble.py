"""Of several things that were noticed the banner tells the last one."""

from __future__ import annotations

from pathlib import Path

from callmate.clock import ManualClock
from callmate.desk.safety import Safety
from tests.store.support import make_library


def test_the_newest_trouble_is_told(tmp_path: Path) -> None:
    library, clock = make_library(tmp_path), ManualClock()
    library.site.notice("First a file went away.")
    library.site.notice("Then the folder went away.")
    assert Safety(clock, clock).saved(library).reason == "Then the folder went away."
