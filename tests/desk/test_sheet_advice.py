"""What stands below the lines of the preparation: it fits what is filled in, and is true."""

from __future__ import annotations

from tests.desk.preparing import TO, line, told, with_packs
from tests.desk.support import Person


def test_a_kind_that_is_not_known_says_so() -> None:
    person = with_packs(Person()).type(TO["kind"] + "bubblegum")
    assert "Not a kind I know: general advice." in told(person)
    for known in ("re", "repair", "a billing error again", "bill"):
        assert "Not a kind" not in told(person.type("{ctrl+u}").paste(known))


def test_a_law_of_another_country_does_not_make_a_kind_unknown() -> None:
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "Germany{enter}")
    assert "Not a kind" not in told(person.type("{enter}billing error"))


def test_what_a_place_means_is_seen_after_it_was_typed() -> None:
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "California{enter}")
    assert line(person) == "problem"
    assert told(person).startswith("Recording? California: everyone must agree.")
    assert "Recording?" not in told(person.type("{enter}"))
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 5)
    assert "Recording?" not in told(person), "no place was typed"


def test_what_is_said_of_a_line_is_gone_with_the_next() -> None:
    person = Person().type(TO["account"] + "{enter}" * 4 + "1234{enter}")
    assert person.said == "Never stored: it is gone when the call ends or the program is closed."
    assert person.type("{enter}").said == ""


def test_the_channel_follows_the_kind_of_matter() -> None:
    person = with_packs(Person())
    assert "Call" in told(person.type(TO["kind"] + "repair"))
    assert "Email" in told(person.type("{ctrl+u}price quote"))
    assert "Call" in told(person.type("{ctrl+u}credit request"))
    assert "Only writing keeps" not in told(person)
    law = told(person.type("{ctrl+u}billing error"))
    for part in ("Write:", "Only writing keeps this right (US).", "60 days", "Not legal advice.",
                 "Source: 15 U.S.C. 1666", "2023-04-20"):  # fmt: skip
        assert part in law
    assert "When did it begin?" in told(person.type("{ctrl+u}outage"))


def test_recording_is_told_as_the_law_stands_and_the_unknown_is_ask_everyone() -> None:
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4)
    assert "Ask everyone" in told(person)
    person.type("California")
    assert "everyone must agree" in told(person) and "not legal advice" in told(person)
    person.type("{ctrl+u}Ohio / Texas")
    assert "own consent is enough" in told(person)


def test_a_brief_that_is_too_long_is_counted() -> None:
    person = Person().type(TO["brief"] + "short")
    assert "5 of 200 characters." in told(person)
    person.paste("x" * 196)
    assert "201 of 200 characters: too long" in told(person)


def test_ones_own_plan_stands_there_as_a_question() -> None:
    person = Person().type(TO["brief"] + "{enter}swap the box")
    assert "How would you solve it? One idea: swap the box" in told(person)


def test_after_a_week_their_rules_may_have_changed() -> None:
    person = Person().type("{ctrl+n}Acme{escape}{space}ee{escape}")
    person.type("{ctrl+o}")
    assert "rules" not in told(person)
    person.clock.advance(8 * 86400)
    assert "8 days ago: their rules may have changed" in told(person)


def test_the_right_arrow_completes_what_the_packs_know() -> None:
    person = with_packs(Person()).type(TO["kind"] + "outa{right}")
    assert person.typed == "outage"
    assert Person().type(TO["mood"] + "an{right}").typed == "angry"
    assert Person().type(TO["problem"] + "an{right}").typed == "an"


def test_the_channel_is_that_of_the_country_one_is_in() -> None:
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "Ohio / Texas{enter}")
    assert "60 days" in told(person.type("{enter}billing error"))
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "Germany{enter}")
    assert "60 days" not in told(person.type("{enter}billing error"))
