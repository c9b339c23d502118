"""Two statements that cannot both be true, linked with z x; and what undo makes of the z menu."""

from __future__ import annotations

from callmate.desk.doors.reportpage import log_text
from callmate.model.clashes import statement
from callmate.model.quote import quote, quotes
from callmate.model.report_text import render
from callmate.model.timeline import is_visible
from callmate.ui.panes.timeline import window
from tests.desk.support import Person
from tests.desk.test_more import REP, linked, report_of, select, started

# contradictions


def test_two_things_that_contradict_each_other_are_linked() -> None:
    person = started(REP + "nit is refundable{enter}ee{space}nit is not{enter}")
    first, second = (fact.id for fact in person.facts if fact.kind == "note")
    person.type("zx")
    assert person.said.startswith("Select what they said")
    select(person, first).type("zx")
    assert person.said.startswith("Now select")
    person.type("zx")
    assert linked(person) == ()
    while person.desk.view.selected != second:
        person.type("{down}")
    person.type("zx")
    assert person.said == "Linked: note it is refundable ↔ note it is not. Both cannot be."
    assert linked(person) == ((first, second),)
    assert report_of(person)["contradictions"] == 1
    person.type("u")
    assert linked(person) == ()


def test_what_is_linked_stands_in_the_report_its_log_and_where_a_past_case_is_read() -> None:
    person = Person().type("{space}rTom{enter}nit is refundable{enter}")
    person.type("rAnn{enter}nit is not{enter}{up}zx{up}{up}zx{escape}")
    fold = person.desk.context.fold
    assert fold is not None and len(fold.case.contradictions) == 1
    one, other = (f"{fact.moment.at:%H:%M:%S}" for fact in fold.facts if fact.kind == "note")
    log = log_text(fold)
    assert f"it is refundable  ≠ {other}" in log
    assert f"it is not  ≠ {one}" in log
    page = render(report_of(person))
    assert "CANNOT BOTH BE TRUE" in page
    assert "(Tom): it is refundable" in page
    assert "(Ann): it is not" in page
    rows = [(at, fact) for at, fact in enumerate(fold.facts) if is_visible(fact)]
    lines = window(fold.case, fold.facts, rows, "", person.clock.now(), 80, 20)
    assert f"≠ {one}" in "".join(text for line in lines for text, _ in line)


BOTH = "nthe bag is lost{enter}rAnn{enter}nit was delivered{enter}{up}zx{up}{up}zx{escape}"


def test_notes_that_were_linked_can_be_read_aloud_and_stand_in_the_plan() -> None:
    person = Person().type("{space}rTom{enter}" + BOTH)
    said = [one for one in quotes(person.case, person.clock.now()) if "cannot" in one]
    assert len(said) == 1
    tom, ann = "Tom said: the bag is lost.", "Ann said: it was delivered. Both cannot be true."
    assert tom in said[0] and said[0].endswith(ann), "the earlier one first"
    assert said[0] == quote(person.case, person.clock.now()), "nothing stronger is in the log"
    person.type("u")
    assert not any("cannot" in one for one in quotes(person.case, person.clock.now()))


def test_an_offer_and_a_step_can_be_linked_too_and_a_note_without_words_says_nothing() -> None:
    person = Person().type("{space}rTom{enter}o$20 off{enter}n{escape}")
    person.type("ireset the modem{enter}")
    case = person.case
    offer = statement(case, case.offers[0].id)
    assert offer is not None and (offer.verb, offer.words) == ("offered", "$20 off")
    step = statement(case, case.instructions[0].id)
    assert step is not None and (step.verb, step.words) == ("told me to", "reset the modem")
    assert statement(case, case.reps[0].id) is None
    assert all(statement(case, note.id) is None for note in case.notes)


def test_what_was_said_on_another_day_is_told_with_the_day() -> None:
    person = started("none{enter}ee{escape}")
    person.clock.advance(24 * 3600)
    person.type("{space}ntwo{enter}{up}zx{up}{up}zx{escape}")
    fold = person.desk.context.fold
    assert fold is not None and len(fold.case.contradictions) == 1
    assert all("≠ " + day in log_text(fold) for day in ("2 Mar ", "3 Mar "))


def test_escape_begins_linking_anew() -> None:
    person = started("none{enter}ntwo{enter}{up}zx{escape}{up}{up}zx")
    assert linked(person) == ()
    assert person.said.startswith("Now select")


def test_undo_takes_back_that_it_was_warm_and_not_the_transfer() -> None:
    person = Person().type("{space}t{escape}zw1")
    assert person.case.transfers[0].announced is True
    person.type("u")
    assert person.case.transfers[0].announced is None


def test_undo_at_idle_takes_back_a_link_and_no_end() -> None:
    person = Person().type("{space}nfirst{enter}nsecond{enter}ee{space}nthird{enter}ee")
    person.type("{escape}{up}{up}{up}").type("zx").type("{up}zx")
    assert "contradiction" in person.kinds
    person.type("u")
    assert "contradiction" not in person.kinds
    assert not person.on_the_phone()
