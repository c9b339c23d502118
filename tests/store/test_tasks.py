"""What cases ask for, as the index keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from callmate.model.agenda import Task
from callmate.model.summary import CaseSummary
from callmate.store.index.index import Index
from callmate.store.index.rows import tasks_of, tasks_text


def test_what_cases_ask_for_is_kept_and_found_without_reading_them(tmp_path: Path) -> None:
    due = datetime.fromisoformat("2026-11-27T17:00:00+01:00")
    asks = (
        Task("promise_due", "refund\ud83d; “x”", due, "2026-11-27T17:00", "A", "c", "p", "Tom"),
        Task("handover", "refund", case="A", owner="driver", after=due, until=due),
    )
    index = Index(tmp_path / "i")
    index.put(CaseSummary("A", "Acme", tasks=asks))
    index.put(CaseSummary("B"))
    index.close()
    again = Index(tmp_path / "i")
    assert not again.fresh
    (found,) = again.waiting()
    assert (found.title, found.tasks) == ("Acme", asks)
    known = again.case("A")
    assert known is not None and known.tasks == asks
    again.put(CaseSummary("A"))
    assert again.waiting() == []
    again.close()


OFFSETS = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(timezones=OFFSETS) | st.none()


@given(st.lists(st.builds(Task, st.just("rung"), st.text(), due=TIMES, by=st.text(),
                          target=st.text(), after=TIMES, until=TIMES)))  # fmt: skip
def test_any_task_comes_back_as_it_was(tasks: list[Task]) -> None:
    assert tasks_of(tasks_text(tasks)) == tuple(tasks)
    assert tasks_text(()) == "" and tasks_of("") == ()
