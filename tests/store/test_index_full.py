"""The index on a disk that is full: what cannot be written there is known all the same."""

from __future__ import annotations

from pathlib import Path

from callmate.model.summary import CaseSummary
from callmate.store.index.index import Index


def test_a_running_call_is_found_though_the_disk_takes_no_more(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite")
    assert index.put(CaseSummary("before", title="Acme", last_at="2026-03-02T09:00:00+00:00"))
    pages = index._db.execute("pragma page_count").fetchone()[0]
    index._db.execute(f"pragma max_page_count={pages}")
    long = CaseSummary("now", title="x" * 20_000, running=True, last_at="2026-03-02T10:00:00+00:00")
    assert index.put(long)
    assert [row.id for row in index.running()] == ["now"]
    assert [row.id for row in index.cases()] == ["now", "before"]
    assert "kept in memory" in index.trouble
    index.close()
    again = Index(tmp_path / "index.sqlite")
    assert [row.id for row in again.cases()] == ["before"]
    again.close()
