"""Due times as a calendar file: what any calendar program reads there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from callmate.exchange.calendar import calendar, dated, uid
from callmate.model.agenda import Task
from callmate.model.summary import CaseSummary, Duty

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DUE = datetime.fromisoformat("2026-11-27T17:00:00+01:00")


def duty(what: str, due: datetime | None = DUE, by: str = "2026-11-27T17:00",
         title: str = "Acme", target: str = "p") -> Duty:  # fmt: skip
    task = Task("promise_due", what, due, by, "case", "call", target, "Tom")
    return Duty(task, CaseSummary("case", title))


def events(*duties: Duty) -> list[Event]:
    read = Calendar.from_ical(calendar(duties, NOW))
    assert isinstance(read, Calendar)
    return list(read.events)


def alarm(event: Any) -> tuple[str, timedelta]:
    (found,) = event.walk("VALARM")
    return str(found["action"]), found["trigger"].dt


def test_a_time_is_an_event_in_utc_with_an_alarm() -> None:
    (event,) = events(duty("refund £40"))
    assert event.start == datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert event.end - event.start == timedelta(minutes=15)
    assert event["summary"] == "refund £40 (Tom) · Acme"
    assert event["uid"] == "promise-p@callmate"
    assert alarm(event) == ("DISPLAY", timedelta())


def test_a_day_without_a_time_is_a_whole_day_and_told_in_the_morning() -> None:
    end = datetime(2026, 11, 28, tzinfo=UTC)
    (event,) = events(duty("refund", end, "2026-11-27"))
    assert (event.start, event.end) == (date(2026, 11, 27), date(2026, 11, 28))
    assert alarm(event) == ("DISPLAY", timedelta(hours=9))


def test_what_has_no_time_is_left_out_and_an_empty_calendar_is_one() -> None:
    some_day = duty("refund", None, "")
    assert events(some_day) == [] and dated([some_day, duty("x")]) == 1
    assert b"BEGIN:VCALENDAR" in calendar([], NOW)


def test_an_entry_keeps_its_uid_when_its_words_time_or_standing_change() -> None:
    late = Task("promise_overdue", "other", NOW, "", "case", "call", "p")
    assert uid(duty("refund").task) == uid(late)
    assert uid(late) != uid(Task("handover", "other", target="p"))
    assert uid(late) != uid(duty("refund", target="q").task)


@pytest.mark.parametrize("words", [
    "a\r\nBEGIN:VEVENT\r\nUID:x", "a\nATTACH:file:///etc/passwd", "semi;colon, comma \\n \\",
    "long " * 100, "ä" * 200, "\x1b]0;x\x07 \x00", "\ud83d", "\u2028", "END:VCALENDAR", ":;=",
])  # fmt: skip
def test_no_words_can_break_out_of_their_line(words: str) -> None:
    made = calendar([duty(words, title=words)], NOW)
    (event,) = events(duty(words, title=words))
    assert "Acme" not in str(event["summary"]) and event["description"]
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(byte < 0x20 for line in lines for byte in line)
    framing = (b"BEGIN", b"UID", b"ATTACH", b"END:VC")
    assert [line for line in lines if line.startswith(framing)] == [
        b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"UID:promise-p@callmate", b"BEGIN:VALARM",
        b"END:VCALENDAR",
    ]  # fmt: skip


@given(st.text(), st.text(), st.datetimes(timezones=st.just(UTC)), st.text())
def test_any_task_gives_a_calendar_that_reads(
    what: str, title: str, due: datetime, by: str
) -> None:
    assert len(events(duty(what, due, by, title))) == dated([duty(what, due, by, title)])


def test_a_time_at_the_end_of_the_calendar_is_left_out() -> None:
    assert events(duty("x", datetime.max.replace(tzinfo=UTC), "")) == []
    assert events(duty("x", datetime.max.replace(tzinfo=UTC), "9999-12-31")) == []
