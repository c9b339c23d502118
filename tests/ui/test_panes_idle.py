"""The idle screen: the receipt, the countdown, and what other cases wait for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from callmate.model.agenda import Task
from callmate.model.summary import CaseSummary, duties, summarise
from callmate.ui.digits import big
from callmate.ui.panes.band import band, small
from callmate.ui.regions import regions
from callmate.ui.reminders import Reminded, Reminders
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import Person
from tests.ui.support import PANES, words

SIZES = [(160, 48), (80, 24)]
CALL = "{space}rJanice, service{enter}a{enter}x{space}h"


def over(keys: str = "pa call within 4h{enter}") -> Person:
    """A call that is over, with what is pressed before its end."""
    person = Person().type(CALL)
    person.clock.advance(900)
    return person.type("h").type(keys).type("ee{escape}{escape}")


def everything(scene: Scene, size: tuple[int, int]) -> str:
    return "\n".join(
        words(PANES[name](scene, box.width, box.height)) for name, box in regions(*size).items()
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_receipt_stands_whole_on_the_idle_screen(size: tuple[int, int]) -> None:
    person = over()
    drawn = everything(scene_of(person.desk), size)
    for label in ("talk ", "hold ", "who ", "answer ", "promise ", "next "):
        assert f" {label}" in drawn, label
    assert "Janice (service)" in drawn
    assert "refused 1×" in drawn
    assert "3 h 59 left" in " ".join(drawn.split())
    assert "1 mark without words: ↑ ⏎ names them · z o: how did it end?" in drawn


@pytest.mark.parametrize("size", [(160, 48), (100, 28), (80, 24)])
def test_what_comes_next_is_told_to_its_end(size: tuple[int, int]) -> None:
    person = over("pcall back about the whole of the refund within the hour, or two{enter}")
    drawn = " ".join(everything(scene_of(person.desk), size).split())
    for label in ("talk ", "hold ", "who ", "answer ", "promise ", "next "):
        assert f" {label}" in drawn, label
    receipt = scene_of(person.desk).receipt
    assert receipt is not None
    said = receipt.lines[-1].words
    box = regions(*size)["card"]
    shown = " ".join(words(PANES["card"](scene_of(person.desk), box.width, box.height)).split())
    assert len(said) > 70
    assert said in shown or (size == (100, 28) and shown.partition(" next ")[2].startswith(
        "Wait for “call back about the whole of the refund"
    ))  # fmt: skip
    assert "and ask by when: no time was given." in shown
    long = over(f"p{'something else ' * 20}{{enter}}")
    shown = " ".join(words(PANES["card"](scene_of(long.desk), box.width, box.height)).split())
    end = shown.partition(" callmate report")[0]
    assert end.endswith("…”, and ask by when: no time was given.")


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6])
def test_with_less_room_the_end_of_the_receipt_stays(rows: int) -> None:
    lines = PANES["card"](scene_of(over().desk), 80, rows)
    assert len(lines) == rows
    assert words(lines[-1:]).startswith(" next ")


def test_the_call_that_ended_last_is_receipted() -> None:
    person = Person().type("{space}rJanice{enter}zzrAl{enter}ee{tab}").wait(9)
    person.type("ee{escape}")
    receipt = scene_of(person.desk).receipt
    assert receipt is not None
    assert (receipt.number, receipt.lines[2].words) == (1, "Janice")


@pytest.mark.parametrize("size", SIZES)
def test_during_a_call_there_is_no_receipt_and_after_it_no_card_of_before(
    size: tuple[int, int],
) -> None:
    person = over()
    assert "answer  refused" in everything(scene_of(person.desk), size)
    person.type("{space}")
    assert "answer  refused" not in everything(scene_of(person.desk), size)


@pytest.mark.parametrize("width", [160, 80, 60, 40])
def test_the_countdown_stands_big(width: int) -> None:
    person = over()
    due = scene_of(person.desk).due
    assert due is not None
    for ahead, clock, note in (
        (3 * 3600 + 54, "3:00:54", "PROMISE DUE IN"),
        (0, "0:00", "PROMISE DUE IN"),
        (-61, "1:01", "OVERDUE BY"),
        (-99 * 3600, "99:00:00", "OVERDUE BY"),
    ):
        person.clock.set_wall(due.at - timedelta(seconds=ahead))
        lines = words(band(scene_of(person.desk), width, 3)).splitlines()
        assert note in lines[1], (width, ahead)
        assert "I D L E" in lines[0]
        assert f"{person.clock.at:%H:%M}" in lines[0]
        drawn = any(
            all(row in line for row, line in zip(big(clock, wide), lines, strict=True))
            for wide in (1, 2)
        )
        assert drawn or clock in lines[1]


@pytest.mark.parametrize("hours", [-100, 100])
def test_from_a_hundred_hours_on_the_clock_is_the_time_of_day(hours: int) -> None:
    person = over("pa call by 2027-01-01 12:00{enter}")
    due = scene_of(person.desk).due
    assert due is not None
    person.clock.set_wall(due.at - timedelta(hours=hours))
    drawn = words(band(scene_of(person.desk), 160, 3))
    assert "PROMISE" not in drawn and "OVERDUE" not in drawn


@pytest.mark.parametrize(
    "number", ["4471", "NG 4471 0099 8812 33", "NG 4471 0099 8812 3345 6789 55"]
)
def test_the_case_number_is_whole_beside_any_countdown(number: str) -> None:
    person = over(f"pa call within 4h{{enter}}c{number}{{enter}}")
    for hours in (0, 3, 30, -30, 400):
        scene = scene_of(person.desk)
        scene = replace(scene, now=scene.now.shifted(hours * 3600))
        third = words(band(scene, 80, 3)[2:])
        assert number in third.replace("\N{NO-BREAK SPACE}", " "), third
        assert " ✓ " in third or "saved ✓ " in third


def test_a_countdown_that_is_over_or_kept_is_gone() -> None:
    person = over()
    assert "PROMISE DUE IN" in words(band(scene_of(person.desk), 80, 3))
    person.type("zk")
    assert "PROMISE DUE IN" not in words(band(scene_of(person.desk), 80, 3))


def test_a_terminal_too_small_for_panes_says_what_it_counts() -> None:
    assert "IDLE promise due in 3:59:" in words(small(scene_of(over().desk), 70, 1))


def test_private_hides_the_receipt() -> None:
    person = over().type("{ctrl+l}")
    for size in SIZES:
        drawn = everything(scene_of(person.desk), size)
        assert "Janice" not in drawn
        assert "refused 1×" not in drawn
        assert "z o" not in drawn


def waiting(*cases: tuple[str, datetime | None]) -> list[CaseSummary]:
    """Cases that wait for a promise of the same name."""
    return [
        CaseSummary(title, title, tasks=(Task(
            "promise_due" if due else "promise_undated", f"{title} pays", due, case=title,
        ),))
        for title, due in cases
    ]  # fmt: skip


def test_with_no_case_open_what_cases_ask_for_is_listed_by_name() -> None:
    person = over()
    fold = person.desk.context.fold
    assert fold is not None
    row = replace(summarise(fold), title="Acme: cold \x1b[2J")
    fresh = Person(clock=person.clock)
    found = duties([row], person.clock.at)
    scene = scene_of(fresh.desk, (), Reminded(found[:1], 4))
    for size in SIZES:
        drawn = everything(scene, size)
        assert "◆ Acme: cold ␛[2J  a call (Janice)" in drawn
        assert "3 h 59 left" in drawn
        assert "PROMISE DUE IN" in drawn
        assert "all that is due (4 more)" in drawn
        assert "No case is open" in drawn
    late = replace(scene, now=scene.now.shifted(5 * 3600))
    assert "overdue 1 h 00" in everything(late, (80, 24))
    hidden = replace(scene, view=replace(scene.view, private=True))
    assert "cold" not in everything(hidden, (80, 24))
    assert not scene_of(person.desk, (), Reminded(found)).reminders  # a case is open


def test_a_long_title_leaves_room_for_the_promise() -> None:
    fresh = Person()
    row = replace(waiting(("pay", fresh.clock.at))[0], title="long " * 40)
    drawn = everything(scene_of(fresh.desk, (), Reminded(duties([row], fresh.clock.at))), (80, 24))
    assert "pay pays" in drawn and "0:00 left" in drawn


def test_the_most_pressing_are_reminded_of() -> None:
    now = Person().clock.at
    rows = waiting(
        ("some day", None), ("soon", now + timedelta(hours=1)), ("late", now - timedelta(hours=2)),
        ("far", now + timedelta(days=9)), ("old", now - timedelta(days=40)),
    )  # fmt: skip
    rows.append(CaseSummary("no tasks"))
    assert [one.row.id for one in duties(rows, now)] == ["late", "old", "soon", "far", "some day"]
    assert [one.row.id for one in duties(rows, now, 2)] == ["late", "old"]


def test_the_start_screen_counts_what_is_overdue_and_lists_what_has_no_time() -> None:
    fresh = Person()
    now = fresh.clock.at
    rows = waiting(
        ("Cook", None), ("Bolt", now + timedelta(hours=48)), ("Acme", now - timedelta(hours=72))
    )
    scene = scene_of(fresh.desk, (), Reminded(duties(rows, now)))
    for size in SIZES:
        drawn = everything(scene, size)
        assert "OVERDUE BY" in drawn
        assert "PROMISE DUE IN" not in drawn
        assert 0 < drawn.index("Acme") < drawn.index("Bolt") < drawn.index("Cook  Cook pays")
        assert drawn.count("overdue 3 days") == 1
    old = replace(scene, now=scene.now.shifted(29 * 3600))  # more hours than a clock can show
    assert "PROMISE DUE IN" in everything(old, (80, 24))
    only = replace(scene, reminders=scene.reminders[-1:])
    assert "OVERDUE" not in everything(only, (80, 24))
    assert "◆ Cook  Cook pays" in everything(only, (80, 24))


def test_what_is_no_promise_has_no_countdown() -> None:
    fresh = Person()
    now = fresh.clock.at
    task = Task("letter_reply", "complaint", now + timedelta(hours=2), case="a", owner="Acme")
    found = duties([CaseSummary("a", "Acme", tasks=(task,))], now)
    drawn = everything(scene_of(fresh.desk, (), Reminded(found)), (80, 24))
    assert "reply to your complaint letter (Acme)" in drawn and "PROMISE" not in drawn


def test_other_cases_are_asked_for_once_a_minute_and_never_with_one_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = over()
    asked: list[str] = []

    def asks() -> list[CaseSummary]:
        asked.append("waiting")
        return []

    monkeypatch.setattr(person.memory, "waiting", asks)
    found = Reminders()
    found.look(person.desk)
    assert asked == []
    person.clock.advance(24 * 3600)
    fresh = Person(person.world, person.clock)
    asked.clear()
    for seconds, times in ((0, 1), (59, 1), (2, 2)):
        person.clock.advance(seconds)
        found.look(fresh.desk)
        assert len(asked) == times
