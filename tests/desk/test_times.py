"""The time in a promise: what is understood, what is not, and that it is then left as typed."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.times import read

NOW = datetime(2026, 11, 25, 14, 10, 30, tzinfo=UTC)
"""A Wednesday."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "what", "by"),
    [
        ("refund of 64.90 by 2026-11-27", "refund of 64.90", "2026-11-27"),
        ("by 2026-11-27 17:00", "", "2026-11-27T17:00"),
        ("2026-11-27T17:00", "", "2026-11-27T17:00"),
        ("4h", "", "2026-11-25T18:10"),
        ("someone out within 4 hours", "someone out", "2026-11-25T18:10"),
        ("within four hours", "", "2026-11-25T18:10"),
        ("call back in 20 minutes.", "call back", "2026-11-25T14:30"),
        ("Call in an hour and a half", "Call", "2026-11-25T15:40"),
        ("half an hour", "", "2026-11-25T14:40"),
        ("within the hour", "", "2026-11-25T15:10"),
        ("1h30", "", "2026-11-25T15:40"),
        ("reply in the next 24–48 hours", "reply", "2026-11-27T14:10"),
        ("fri 5pm", "", "2026-11-27T17:00"),
        ("Refund, Friday", "Refund", "2026-11-27"),
        ("refund friday", "refund", "2026-11-27"),
        ("call 5 p.m. on friday", "call", "2026-11-27T17:00"),
        ("call by friday at noon", "call", "2026-11-27T12:00"),
        ("friday the 27th", "", "2026-11-27"),
        ("by Fri, 27 November 2026", "", "2026-11-27"),
        ("november 27 at 5.30pm", "", "2026-11-27T17:30"),
        ("by the 4th of january", "", "2027-01-04"),
        ("letter by 27/11/2026", "letter", "2026-11-27"),
        ("tomorrow at 3pm", "", "2026-11-26T15:00"),
        ("call tomorrow", "call", "2026-11-26"),
        ("3pm tomorrow", "", "2026-11-26T15:00"),
        ("22:20", "", "2026-11-25T22:20"),
        ("call by 9:00", "call", "2026-11-26T09:00"),
        ("tonight", "", "2026-11-25"),
        ("by midnight", "", "2026-11-25"),
        ("refund 7–10 business days", "refund", "2026-12-09"),
        ("7 to 10 working days", "", "2026-12-09"),
        ("within 5 working days", "", "2026-12-02"),
        ("in 3 days", "", "2026-11-28"),
        ("refund within two weeks", "refund", "2026-12-09"),
        ("in 1 month", "", "2026-12-25"),
        ("by the end of the day", "", "2026-11-25"),
        ("by eod", "", "2026-11-25"),
        ("end of the week", "", "2026-11-29"),
        ("by end of next month", "", "2026-12-31"),
        ("by close of business friday", "", "2026-11-27"),
        ("refund by the 3rd", "refund", "2026-12-03"),
        ("by the 25th", "", "2026-11-25"),
        ("next monday", "", "2026-11-30"),
        ("by tomorrow at the latest", "", "2026-11-26"),
        ("no later than friday", "", "2026-11-27"),
        ("refund by friday to my card", "refund to my card", "2026-11-27"),
        ("within 4 hours someone comes", "someone comes", "2026-11-25T18:10"),
        ("by friday: refund", "refund", "2026-11-27"),
        ("call at 5pm and refund by friday", "call at 5pm and refund", "2026-11-27"),
        ("call tomorrow morning", "call", "2026-11-26T12:00"),
        ("first thing tomorrow morning", "first thing", "2026-11-26T12:00"),
        ("tomorrow afternoon", "", "2026-11-26T18:00"),
        ("this afternoon", "", "2026-11-25T18:00"),
        ("by tomorrow afternoon someone calls", "someone calls", "2026-11-26T18:00"),
        ("tomorrow afternoon at 3pm", "", "2026-11-26T15:00"),
        ("call friday evening at 7pm", "call", "2026-11-27T19:00"),
        ("tomorrow at half past four", "", "2026-11-26T16:30"),
        ("call by half past four", "call", "2026-11-25T16:30"),
        ("at a quarter to five", "", "2026-11-25T16:45"),
        ("quarter to one", "", "2026-11-26T12:45"),
        ("tomorrow at quarter past 9", "", "2026-11-26T09:15"),
        ("half past 8 pm", "", "2026-11-25T20:30"),
        ("refund within a fortnight", "refund", "2026-12-09"),
        ("within the next fortnight", "", "2026-12-09"),
        ("refund in a couple of days", "refund", "2026-11-27"),
        ("within a couple of hours", "", "2026-11-25T16:10"),
        ("engineer between 2 and 4pm", "engineer", "2026-11-25T16:00"),
        ("tomorrow between 2 and 4 pm", "", "2026-11-26T16:00"),
        ("between 9:00 and 11:30 on friday", "", "2026-11-27T11:30"),
        ("call monday morning", "call", "2026-11-30T12:00"),
        ("call on mon afternoon", "call", "2026-11-30T18:00"),
        ("by monday evening", "", "2026-11-30"),
        ("call this evening", "call", "2026-11-25"),
        ("this evening at 7pm", "", "2026-11-25T19:00"),
        ("decision Tuesday week", "decision", "2026-12-08"),
        ("by tuesday week at 3pm: a decision", "a decision", "2026-12-08T15:00"),
        ("a week on tuesday", "", "2026-12-08"),
        ("reply a week today", "reply", "2026-12-02"),
        ("a fortnight today", "", "2026-12-09"),
        # days in figures: with dots the day comes first
        ("call me back by 1.12. at 14:00", "call me back", "2026-12-01T14:00"),
        ("call on 1.12. at 2pm", "call", "2026-12-01T14:00"),
        ("call by 14:00 on 1.12.", "call", "2026-12-01T14:00"),
        ("by 1.12.", "", "2026-12-01"),
        ("1.12.", "", "2026-12-01"),
        ("refund by 01.12.2026", "refund", "2026-12-01"),
        ("by 1.12.26", "", "2026-12-01"),
        ("by friday 27.11.", "", "2026-11-27"),
        ("by 24.12", "", "2026-12-24"),
        ("by the 1.12. at the latest", "", "2026-12-01"),
        ("call by 1. December at 14:00", "call", "2026-12-01T14:00"),
        ("by 1.2.", "", "2027-02-01"),
        ("refund by 24/12", "refund", "2026-12-24"),
        ("12/24 at 14:00", "", "2026-12-24T14:00"),
        # an amount, or a day of something else, beside the time
        ("refund of 12.10 by friday", "refund of 12.10", "2026-11-27"),
        ("refund 12.10 by 17:00", "refund 12.10", "2026-11-25T17:00"),
        ("paid 64.90. call by 17:00", "paid 64.90. call", "2026-11-25T17:00"),
        ("refund for 1.11. by friday", "refund for 1.11.", "2026-11-27"),
        ("charge on 3 december back by friday", "charge on 3 december back", "2026-11-27"),
        ("24/7 support by friday", "24/7 support", "2026-11-27"),
        ("they may call by 17:00", "they may call", "2026-11-25T17:00"),
        ("2nd line calls by 17:00", "2nd line calls", "2026-11-25T17:00"),
        ("today someone calls by 17:00", "today someone calls", "2026-11-25T17:00"),
        ("by friday 5pm this time", "this time", "2026-11-27T17:00"),
    ],
)
def test_a_time_leaves_the_words(text: str, what: str, by: str) -> None:
    offset = "+00:00" if "T" in by else ""
    assert read(text, NOW) == (what, by + offset)


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", ",", "by", "a refund", "by and by", "by 5", "in 5", "by may", "may",
        # past
        "by 2026-11-24", "yesterday", "last friday", "by 20 november", "today 9am", "in 0 minutes",
        # not there
        "by feb 30", "31 november", "by the 31st", "by 25:00", "by 13pm", "by 0pm",
        "by friday 28 november", "by monday the 27th",
        # more than one meaning
        "by 11/12/2026", "next friday", "by wednesday", "by friday or monday", "friday to monday",
        "within 10-7 days", "wednesday morning", "by tomorrow night",
        "a couple of days", "by friday?",
        "refund by friday and call by monday", "refund by friday, or monday, to my card",
        "call by friday the 28th of november",
        "tomorrow morning between 9 and 10", "half past thirteen", "half past",
        "by 1/12", "by 1/12 at 14:00", "5/6 at 14:00", "by 1.12", "call 1.12 at 14:00",
        "by 10.12", "by 17.30",
        "wednesday week", "next tuesday week", "27 november week", "5pm week", "tonight week",
        "a week from today", "every monday morning", "not monday evening",
        # a day that cannot be read, beside a time that could
        "31.2. at 14:00", "call by 31.2. at 14:00", "call back by 31.2.", "by 31.02.2027",
        "by 31.02.2027 at 14:00", "32.1. at 14:00", "by 12.13. at 14:00", "by 29.2.",
        "call by 30 feb at 14:00", "call by 2026-02-30 at 14:00", "the 31st at 14:00",
        "call by the 31st at 14:00", "call by 14:00 on 31.2.", "24.11. at 14:00",
        "by mon 27.11. at 9:00", "24-11 at 14:00", "24-11-2026 at 14:00", "on 30 at 14:00",
        "call 5. at 14:00", "call by 1. Dezember at 14:00", "by 1 . 12 . at 14:00",
        "by 1 / 12 at 14:00", "between 1.12. and 5.12.", "call by wednesday at 15:00",
        "tomorrow someone calls by 14:00", "call by 3 december and refund by 14:00", "24/7",
        # on another clock
        "monday 8:30 am eastern", "by monday 8:30 am eastern", "at 8:30 am ET on monday",
        "by friday 5pm (PT)", "by 5pm london time", "by 5pm your time", "call by 14:00 utc",
        "call by noon pacific",
        # not when it is due
        "not between 2 and 4pm",
        "credit for 2 weeks", "credit 2 weeks", "charge of 3 december", "before friday",
        "after friday", "not by friday", "every monday", "she sat", "delivered by 3rd party",
        "by the 3rd party courier", "around friday", "refund by card friday",
        # too far to be meant
        "by 9999-12-31", "within 99999 hours", "in 9999 months",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_alone(text: str) -> None:
    assert read(text, NOW) is None


@pytest.mark.parametrize("day", range(22, 29))
def test_working_days_are_those_from_monday_to_friday(day: int) -> None:
    for count in range(1, 23):
        now = NOW.replace(day=day)
        due, left = now.date(), count
        while left:
            due += timedelta(days=1)
            left -= due.weekday() < 5
        assert read(f"{count} business days", now) == ("", due.isoformat())


def test_a_named_day_is_the_next_one_and_on_that_day_not_understood() -> None:
    for day in range(22, 29):
        found = read("call by friday", NOW.replace(day=day))
        assert found == (
            None if day == 27 else ("call", "2026-12-04" if day > 27 else "2026-11-27")
        )


def test_a_time_is_on_the_clock_of_the_call() -> None:
    now = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert read("fri 5pm", now) == ("", "2026-11-27T17:00+05:45")
    assert read("in 1 hour", now) == ("", "2026-11-25T20:55+05:45")


def test_summer_time_may_begin_before_it_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        now = datetime(2026, 3, 27, 12, tzinfo=UTC).astimezone()
        assert read("mon 5pm", now) == ("", "2026-03-30T17:00+01:00")
        assert read("in 72 hours", now) == ("", "2026-03-30T13:00+01:00")
    finally:
        monkeypatch.undo()
        time.tzset()


_WORDS = """
    by within in at on next last the end of to or and a half an hour 0 1 3rd 31st 5 5pm 13pm 9:00
    24:00 12am noon midnight today tomorrow mon friday sun feb 29 30 nov 27 2026 2026-11-31
    2027-02-29 past quarter four between pm couple fortnight morning afternoon 11/12/2026
    29/02/2028 day days week business minutes hours 7-10 – , . : 9999
    months ago refund call 1.12. 31.2. 24/12 1/12 12.10 01.12.2026 32.13. / . eastern time
"""


@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=9).map(" ".join) | st.text(max_size=60),
    st.integers(0, 253_402_200_000),
    st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-9.5))]),
)
def test_any_text_at_any_time_gives_nothing_past(text: str, at: int, zone: timezone) -> None:
    now = (EPOCH + timedelta(seconds=at)).astimezone(zone)
    found = read(text, now)
    if found is None:
        return
    what, by = found
    assert what == what.strip()
    if len(by) == 10:
        assert date.fromisoformat(by) >= now.date()
    else:
        assert datetime.fromisoformat(by) > now


def test_reading_is_loaded_with_the_first_time_and_not_before() -> None:
    code = (
        "import sys, callmate.desk.desk, callmate.desk.times as times\n"
        "assert not {'dateutil', 'callmate.desk.phrases'} & set(sys.modules)\n"
        "assert not times.is_warm(); times.warm(); assert times.is_warm()\n"
        "assert 'dateutil' in sys.modules"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)
