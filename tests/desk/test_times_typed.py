"""The time in a promise as it is typed at the desk: what is seen before enter, and what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callmate.desk import times
from callmate.desk.remote import log
from callmate.ui.panes import lines
from callmate.ui.scene import scene_of
from tests.desk.support import Person


@pytest.fixture
def person() -> Person:
    """On the phone with Ann, on Monday 2 March 2026 just after 9."""
    return Person().type("{space}rann{enter}")


def test_the_words_and_the_time_are_kept_apart(person: Person) -> None:
    person.type("p").paste("refund of 64.90 by 2026-03-06").type("{enter}")
    promise = person.case.promises[-1]
    assert (promise.what, promise.by) == ("refund of 64.90", "2026-03-06")
    assert "".join(event.body["inserted"] for event in person.events("draft")).endswith(
        "refund of 64.90 by 2026-03-06"
    )


def test_what_is_not_understood_is_kept_as_typed(person: Person) -> None:
    person.type("p").paste("refund by feb 30").type("{enter}")
    promise = person.case.promises[-1]
    assert (promise.what, promise.by) == ("refund by feb 30", None)


def test_a_time_is_meant_from_when_the_promise_was_given(person: Person) -> None:
    person.type("p")
    opened = person.clock.at
    person.wait(600).paste("call in 2 hours").type("{enter}")
    due = (opened + timedelta(hours=2)).isoformat(timespec="minutes")
    assert person.case.promises[-1].by == due


def test_the_time_understood_stands_beside_what_is_typed(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(times, "_warm", False)
    person.type("p").paste("refund fri 5pm")
    assert scene_of(person.desk).completion == ""
    times.warm()
    assert scene_of(person.desk).completion == "Fri 6 Mar 17:00"
    person.type("x")
    assert scene_of(person.desk).completion == "no time understood"
    person.type("{enter}n").paste("fri 5pm")
    assert scene_of(person.desk).completion == ""


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("refund some day next week or so", "no time understood"),
        ("call on next monday night", "no time understood"),
        ("credit for 2 weeks", "no time understood"),
        ("round about 5pm or 6pm or so", "no time understood"),
        ("call by 1/12 at 14:00", "no time understood"), ("by 1/12", "no time understood"),
        ("by 31.2.", "no time understood"), ("refund by 30 feb", "no time understood"),
        ("31.02.2027", "no time understood"), ("call by 31st of april", "no time understood"),
        ("monday 8:30 am eastern", "no time understood"), ("by 10.12", "no time understood"),
        ("an answer before Christmas", "no time understood"),
        ("voucher by the weekend", "no time understood"),
        ("reply in the mornings", "no time understood"), ("call in june", "no time understood"),
        ("refund by easter", "no time understood"), ("visit in late may", "no time understood"),
        ("decision tuesday week", "Tue 10 Mar"), ("call tomorrow morning", "Tue 3 Mar 12:00"),
        ("they may call", ""), ("April calls back", ""), ("a spring clean", ""),
        ("a refund of 30 pounds", ""), ("she sat down", ""), ("", ""), ("refund of 12.10.", ""),
        ("paid 12.10 on my card", ""), ("open 24/7", ""),
    ],
)  # fmt: skip
def test_before_enter_it_is_said_that_no_time_was_understood(
    person: Person, text: str, hint: str
) -> None:
    times.warm()
    person.type("p").paste(text)
    assert scene_of(person.desk).completion == hint


@pytest.mark.parametrize("text", ["refund by 30 feb", "by 1/12", "call 31.2. at 14:00"])
def test_a_promise_whose_time_is_not_understood_is_never_silently_undated(
    person: Person, text: str
) -> None:
    person.type("p").paste(text).type("{enter}")
    assert person.case.promises[-1].by is None
    assert person.said == times.NO_DATE
    person.type("p").paste("a refund by friday").type("{enter}")
    assert person.said == ""
    person.type("p").paste("a refund").type("{enter}")
    assert person.said == ""


def test_the_shell_understands_the_same(person: Person) -> None:
    said = log(person.desk, "promise", "refund by friday", person.clock.now())
    assert said == "logged: promise refund by friday"
    promise = person.case.promises[-1]
    assert (promise.what, promise.by) == ("refund", "2026-03-06")
    said = log(person.desk, "promise", "refund by 30 feb", person.clock.now())
    assert said == "logged: promise refund by 30 feb (no time understood)"


@pytest.mark.parametrize(("width", "beside"), [(80, " "), (160, " → Fri 27 Mar 17:00 ")])
def test_the_time_understood_is_seen_where_the_words_leave_room(
    person: Person, width: int, beside: str
) -> None:
    times.warm()
    person.type("p").paste("someone from the team calls back about the gas by friday 27 march 5pm")
    drawn = "".join(text for text, _ in lines.field(scene_of(person.desk), width, 1)[0])
    assert f"27 march 5pm {beside}".rstrip() in drawn
