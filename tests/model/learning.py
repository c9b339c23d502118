"""What a history teaches of its company."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from callmate.model.planning.company import Company, company
from tests.exchange.support import imported
from tests.model.support import EXPECTED_PLANS

DAY = datetime(2026, 3, 4, tzinfo=UTC)


def learned(history: Path) -> tuple[Company, dict[str, Any]]:
    """What one history teaches of its company, and what was written down from its file."""
    expected = json.loads((EXPECTED_PLANS / history.name).read_text(encoding="utf-8"))
    fold = imported(history)
    name = fold.case.known("company")
    return company(name, [fold], datetime.fromisoformat(expected["as_of"])), expected["company"]
