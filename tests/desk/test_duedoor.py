"""``callmate due``: for reading, for a prompt, for a calendar; the exit status tells."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callmate.cli import main
from callmate.clock import SystemClock
from callmate.desk.doors import due as duedoor
from callmate.desk.doors.due import calendar_of, due, prompt_line
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.ids import UlidSource
from callmate.model.agenda import Task
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.moment import Moment
from callmate.model.summary import CaseSummary, Duty
from callmate.paths import store_home

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets what time it is for the door."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr(duedoor, "_now", lambda: now)

    set_to(NOW)
    return set_to


def stored(company: str, *promises: tuple[str, str], at: datetime = NOW, account: str = "") -> str:
    """A case with promises (words, by when), made at a time told; its id."""
    clock, new_id = SystemClock(), UlidSource()
    world = StoredWorld(store_home(), clock, new_id)
    case_id, log = world.new_case()
    moment = Moment(at, stated=True)
    call = new_id()
    known = {"company": company, "account": account}
    facts = [
        NewEvent(new_id(), "case_opened", moment, {"values": known}),
        NewEvent(call, "call_start", moment, {"direction": "out", "line": 1}, call),
        *(NewEvent(new_id(), "promise", moment, {"what": what, "by": by}, call)
          for what, by in promises),
        NewEvent(new_id(), "call_end", moment, {}, call),
    ]  # fmt: skip
    told = [
        NewEvent(e.id, e.kind, e.moment, {**e.body, "when": at.isoformat()}, e.call) for e in facts
    ]
    folded = Fold(case_id)
    folded.add(log.append(told))
    world.changed(folded, clock.now())
    world.close()
    return case_id


def test_nothing_due_is_said_and_the_status_is_0(at: object) -> None:
    assert due(False, False, None) == ("Nothing is due.\n", 0)
    assert due(False, True, None) == ("", 0)
    assert not (store_home() / "cases").exists()


def test_what_is_due_is_listed_by_how_it_presses_and_the_status_is_3(at: object) -> None:
    case = stored(
        "Acme", ("refund", "2026-11-22"), ("router", "2026-11-23T17:00"), ("gift", ""),
        ("letter", "2026-12-01"),
    )  # fmt: skip
    text, status = due(False, False, None)
    assert status == 3
    assert text.splitlines() == [
        "OVERDUE",
        f"  refund, was due Sun 22 Nov · overdue 12 h 00  [Acme]  {case}",
        "TODAY",
        f"  router, due 17:00 · 5 h 00 left  [Acme]  {case}",
        "WITHOUT A DATE",
        f"  gift  [Acme]  {case}",
        "1 later: callmate due --all",
    ]
    everything, status = due(True, False, None)
    assert (status, "LATER\n  letter, due Tue 1 Dec · 8 days left" in everything) == (3, True)


def test_what_is_due_tomorrow_is_shown_and_does_not_press(at: object) -> None:
    case = stored("Acme", ("router", "2026-11-24T17:00"), ("letter", "2026-11-25T00:30"))
    text, status = due(False, False, None)
    assert status == 0
    assert text.splitlines() == [
        "TOMORROW",
        f"  router, due Tue 24 Nov 17:00 · 29 h 00 left  [Acme]  {case}",
        "1 later: callmate due --all",
    ]
    assert due(False, True, None) == ("", 0)


def test_what_is_due_another_day_or_has_no_day_gives_status_0(at: Callable[..., None]) -> None:
    stored("Acme", ("letter", "2026-12-01"), ("gift", ""))
    assert due(False, False, None)[1] == 0
    assert due(False, True, None) == ("", 0)
    at(datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert due(False, False, None)[1] == 3
    assert due(False, True, None) == ("1 due today: letter\n", 3)
    at(datetime(2026, 12, 2, 0, 1, tzinfo=UTC))
    assert due(False, True, None) == ("1 overdue: letter\n", 3)


def test_770_minutes_are_told_as_they_are(at: Callable[..., None]) -> None:
    stored("Acme", ("technician", "2026-11-23T09:00"), at=NOW - timedelta(days=1))
    at(datetime(2026, 11, 23, 21, 50, tzinfo=UTC))
    assert "overdue 12 h 50" in due(False, False, None)[0]


def test_the_prompt_reads_no_case(at: object, monkeypatch: pytest.MonkeyPatch) -> None:
    stored("Acme", ("refund", "2026-11-22"))
    monkeypatch.setattr(duedoor, "_all", lambda now: pytest.fail("it read the cases"))
    assert due(False, True, None) == ("1 overdue: refund\n", 3)


def test_the_prompt_reads_the_cases_where_the_index_cannot_tell(at: object) -> None:
    stored("Acme", ("refund", "2026-11-22"))
    for name in store_home().glob("index.sqlite*"):
        name.unlink()
    assert due(False, True, None) == ("1 overdue: refund\n", 3)
    (store_home() / "index.sqlite").write_bytes(b"garbage")
    assert due(False, True, None) == ("1 overdue: refund\n", 3)


def test_a_prompt_is_one_short_line_whatever_was_typed() -> None:
    task = Task("promise_due", "a\n\x1b[2J" + "long " * 50, NOW - timedelta(days=1))
    line = prompt_line([Duty(task, CaseSummary("a"))], NOW)
    assert line.startswith("1 overdue: a␤␛[2J") and line.endswith("…\n")
    assert len(line) <= 61 and line.count("\n") == 1


def test_no_words_reach_the_terminal_as_they_are(at: object) -> None:
    stored("Acme \x1b]0;x\x07", ("refund \x1b[2J\nOVERDUE", "2026-11-22"))
    text = due(False, False, None)[0]
    assert "\x1b" not in text and "\x07" not in text
    assert len(text.splitlines()) == 2


def test_a_calendar_is_written_once_and_never_over_another_file(at: object, tmp_path: Path) -> None:
    stored("Acme", ("refund", "2026-11-22"), ("gift", ""))
    path = tmp_path / "due.ics"
    assert due(False, False, path) == (f"1 due time written to {path}\n", 3)
    content = path.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 1 and b"\r\n" in content
    with pytest.raises(CallmateError, match="already"):
        due(False, False, path)
    assert path.read_bytes() == content
    with pytest.raises(CallmateError, match="own store"):
        due(False, False, store_home() / "due.ics")
    with pytest.raises(CallmateError, match="cannot be written"):
        due(False, False, tmp_path / "no" / "due.ics")


def test_a_calendar_of_one_case_has_only_its_times(at: object) -> None:
    stored("Acme", ("refund", "2026-11-22"))
    other = stored("Bolt", ("router", "2026-11-24T10:00"))
    made = calendar_of(other)
    assert "router" in made and "refund" not in made
    assert "router" in calendar_of("bolt")


def test_the_shell_gets_the_status_and_the_calendar(
    at: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["due", "--prompt"]) == 0
    stored("Acme", ("refund", "2026-11-22"))
    assert main(["due", "--prompt"]) == 3
    assert capsys.readouterr().out == "1 overdue: refund\n"
    assert main(["export", "Acme", "--format", "ics"]) == 0
    made = capsys.readouterr().out
    assert made.startswith("BEGIN:VCALENDAR") and "refund" in made


def test_no_calendar_holds_an_account_or_a_card_that_was_typed_in_words(
    at: object, tmp_path: Path
) -> None:
    words = "credit 12344321998, or card 4111 1111 1111 1111"
    case = stored("Acme 12344321998", (words, "2026-11-24"), account="1234-4321-998")
    due(False, False, tmp_path / "all.ics")
    whole = (tmp_path / "all.ics").read_text()
    for made in (calendar_of(case), whole):
        told = made.replace("\n ", "").replace("\r", "")
        assert "SUMMARY:credit" in told
        assert "12344321998" not in told and "4111" not in told
