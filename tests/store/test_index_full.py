"""The index on a disk that is full: what cannot be written there is known all the same."""

from __future__ import annotations

from pathlib import Path

from callmate.model.summary import CaseSummary
from callmate.store.index.index import Index


def test_what_a_thread_read_of_a_file_is_taken_over_in_memory(tmp_path: Path) -> None:
    """Also where the file could be read and not written."""
    index = Index(tmp_path / "index.sqlite")
    index.put(CaseSummary("before", title="Acme", last_at="2026-03-02T09:00:00+00:00"))
    index.close()
    aside = Index(tmp_path / "index.sqlite", writable=False)
    window = Index(tmp_path / "index.sqlite", writable=False)
    window.take(aside.copied())
    assert [row.title for row in window.cases()] == ["Acme"]
    window.take(b"no database" * 100)
    assert window.cases() == []


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
