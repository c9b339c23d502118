"""Letters by keys: choose a form, read the draft, save, copy, say that it was sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from callmate.desk.context import Input
from callmate.desk.drafting import choices_of, draft_of, forms, saved_as
from callmate.desk.pages.page import Page
from callmate.model.agenda import all_tasks
from callmate.model.facts import Fact
from callmate.model.letter.facts import Choices
from callmate.model.summary import summarise
from tests.desk.support import Person, on_disk

CALL = "{space}rsara, billing{enter}arefund{enter}x" + "psend a form by fri{enter}"
ENDED = CALL + "kvery patient{enter}"


def page(person: Person) -> Page:
    shown = person.desk.parts.between.pages.shown
    assert shown is not None, "no page is open"
    return shown


def words(person: Person) -> str:
    return "\n".join(row.words for row in page(person).rows)


def after_a_call(tmp_path: Path | None = None) -> Person:
    person = Person()
    person.desk.context.home = tmp_path
    person.type(CALL).wait(60).type("ee{escape}")
    return person


def test_the_forms_are_offered_and_a_draft_is_read_without_a_trace() -> None:
    person = after_a_call()
    before = person.kinds
    person.type("l")
    assert [row.payload for row in page(person).rows if row.action == "form"] == [
        "complaint", "follow-up", "thank-you", "regulator",
    ]  # fmt: skip
    person.type("1")
    assert page(person).title.startswith("LETTER  complaint")
    assert "I asked for: refund. This was refused by Sara on 2 March 2026." in words(person)
    assert "Please answer in writing by 16 March 2026." in words(person)
    person.type("{tab}")
    assert "form" in [row.action for row in page(person).rows]
    person.type("{escape}")
    assert person.desk.view.pane != "page"
    assert person.kinds == before


def test_a_form_can_be_chosen_by_enter() -> None:
    person = after_a_call().type("l{down}{enter}")
    assert "Thank you for the call on 2 March 2026" in words(person)


def test_saving_writes_a_private_file_and_the_log_says_which(tmp_path: Path) -> None:
    person = after_a_call(tmp_path).type("l11")
    files = list((tmp_path / "letters").iterdir())
    assert [file.name for file in files] == ["2026-03-02-case-without-a-name-complaint.txt"]
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert "This was refused by Sara" in files[0].read_text(encoding="utf-8")
    letter = person.fact("letter")
    assert letter.text("file") == files[0].name
    assert person.said == f"Saved: {files[0].name} in …/letters"
    person.type("1")
    names = sorted(file.name for file in (tmp_path / "letters").iterdir())
    assert names[0] == "2026-03-02-case-without-a-name-complaint-2.txt"
    assert len(names) == 2
    assert person.kinds.count("letter") == 1


def test_where_nothing_can_be_saved_it_is_said_and_nothing_is_logged(tmp_path: Path) -> None:
    person = after_a_call().type("l11")
    assert "2 copies it" in person.said
    assert "letter" not in person.kinds
    (tmp_path / "letters").write_text("in the way")
    person.desk.context.home = tmp_path
    person.type("1")
    assert "letters" in person.said
    assert "letter" not in person.kinds


def test_copying_hands_the_text_to_the_screen() -> None:
    person = after_a_call().type("l12")
    assert "I asked for: refund." in person.desk.context.to_copy


def test_sent_is_what_the_person_says_and_an_answer_is_due() -> None:
    person = after_a_call().type("l13")
    letter = person.case.around.letters[0]
    assert letter.form == "complaint"
    assert letter.sent is not None
    assert letter.reply_by == "2026-03-16"
    assert "An answer is due by 16 March 2026." in person.said
    assert page(person).rows[0].right == "sent 2 March 2026"
    person.type("u")
    assert person.case.around.letters == ()


def test_after_a_letter_was_sent_the_next_is_a_new_one() -> None:
    person = after_a_call().type("l15bank{enter}3")
    person.clock.advance(86_400)
    person.type("1")
    assert "To: Customer services" in words(person)
    assert "On 2 March 2026 I wrote to bank (a complaint)." in words(person)
    person.type("3")
    first, second = person.case.around.letters
    assert first.sent is not None
    assert second.sent is not None
    assert first.sent.at < second.sent.at


def test_the_day_to_answer_by_can_be_said_in_words() -> None:
    person = after_a_call().type("l14").type("3 weeks{enter}")
    assert "by 23 March 2026" in words(person)
    person.type("4yesterday{enter}")
    assert person.typed == "yesterday"
    assert "No such time" in person.said


def test_a_letter_without_a_date_asks_for_none() -> None:
    person = after_a_call().type("l14{enter}")
    assert "Please answer in writing. If" in words(person)
    assert [row.right for row in page(person).rows if row.action == "reply_by"] == ["no date"]


def test_a_draft_begun_long_ago_says_that_its_day_is_over() -> None:
    person = after_a_call().type("l15{escape}")
    person.clock.advance(15 * 86_400)
    person.type("l1")
    assert "The day to answer by is over" in words(person)
    person.type("4tomorrow{enter}")
    assert "The day to answer by is over" not in words(person)


def test_whom_it_is_to_can_be_typed_and_is_kept_when_the_program_ends(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(CALL).wait(60).type("ee{escape}").type("l15").type("head off")
    world.close()
    again, _ = on_disk(tmp_path, person.clock)
    assert again.typed == "head off"
    again.type("ice{enter}")
    assert again.case.around.letters[0].to == "head office"
    again.type("l1")
    assert "To: head office" in words(again)


def test_notes_go_in_only_if_they_are_chosen() -> None:
    person = Person().type("{space}rsara{enter}nshe was in a hurry{enter}arefund{enter}x")
    person.wait(60).type("ee{escape}l1")
    assert "hurry" not in words(person)
    person.type("7")
    assert [row.label for row in page(person).rows] == ["out"]
    person.type("1{tab}")
    assert "2 March 2026: she was in a hurry." in words(person)
    person.type("71{tab}")
    assert "hurry" not in words(person)


def test_the_account_is_masked_unless_it_is_chosen() -> None:
    person = after_a_call()
    context = person.desk.context
    known = context.event(person_input(person), "case_set", None, values={"account": "7788-4417"})
    context.take([known])
    person.type("l1")
    assert "My account: ···4417" in words(person)
    assert "7788" not in words(person)
    person.type("6")
    assert "My account: 7788-4417" in words(person)
    person.type("6")
    assert "7788" not in words(person)


def test_private_marks_never_reach_a_letter() -> None:
    person = Person().type("{space}rsara{enter}arefund{enter}f").wait(30).type("x").wait(30)
    person.type("ee{escape}l")
    for form in "1234":
        person.type(form)
        assert "anger" not in words(person)
        assert "fuming" not in words(person)
        person.type("{tab}")


def test_a_form_with_nothing_to_say_tells_why() -> None:
    person = after_a_call().type("l3")
    assert "There is nothing to write yet" in words(person)
    person.type("{tab}1")
    assert "What happened" in words(person)


def test_own_forms_are_offered_and_a_fault_in_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "bank.j2").write_text("{# title: To my bank #}\nRefused: {{ happened | length }}")
    (tmp_path / "complaint.j2").write_text("{{ today }}\n{{ nothing_of_the_kind }}\n")
    person = after_a_call()
    person.desk.context.own_letters = tmp_path
    person.type("l")
    assert page(person).rows[4].words == "To my bank"
    person.type("5")
    assert "Refused: 2" in words(person)
    person.type("{tab}1")
    assert "complaint.j2, line 2: 'nothing_of_the_kind' is undefined" in words(person)
    assert "I asked for: refund" in words(person)


def test_a_live_key_does_its_work_and_the_page_closes() -> None:
    person = after_a_call().type("l1{space}")
    assert person.desk.view.pane == "timeline"
    assert person.on_the_phone()


def person_input(person: Person) -> Input:
    return Input(person.desk.context.new_id(), "command", person.clock.now(), {})


def test_a_letter_of_a_later_version_or_a_broken_store_is_read_as_far_as_it_can_be() -> None:
    for notes in (5, True, "one", {"a": 1}, ["a", 5], None):
        moment = Person().clock.now()
        body = {"form": "complaint", "notes": notes}
        fact = Fact("a", "letter", "", body, moment, moment, "lane")
        assert choices_of(fact).notes <= {"a"}


def roles(person: Person) -> list[str]:
    return [row.action for row in page(person).rows if row.action]


def test_thanks_ask_for_no_answer_and_leave_no_task() -> None:
    person = Person().type(ENDED).wait(60).type("ee{escape}l3")
    assert "Please pass my thanks on" in words(person)
    assert "reply_by" not in roles(person)
    person.type("3")
    assert person.said == "Noted as sent today."
    letter = person.case.around.letters[0]
    assert (letter.form, letter.reply_by, letter.sent is not None) == ("thank-you", "", True)
    assert "letter_reply" not in [one.kind for one in all_tasks(person.case)]


def test_whom_to_thank_goes_round_by_one_digit() -> None:
    person = Person().type("{space}rsara{enter}kvery patient{enter}").wait(5)
    person.type("rtom{enter}arefund{enter}g").wait(60).type("ee{escape}l3")
    assert "To: The manager of Sara" in words(person)
    person.type("8")
    assert "To: The manager of Tom" in words(person)
    assert person.case.around.letters[0].form == "thank-you"
    person.type("8")
    assert "To: The manager of Sara" in words(person)
    assert "rep" not in roles(person.type("{tab}1"))


def test_what_goes_in_stands_above_the_text_and_enter_leaves_it_as_it_is() -> None:
    person = Person().type("{space}rsara{enter}nin a hurry{enter}arefund{enter}x").wait(60)
    person.type("ee{escape}")
    context = person.desk.context
    values = {"account": "7788-4417", "order": "A-99"}
    context.take([context.event(person_input(person), "case_set", None, values=values)])
    person.type("l1")
    actions = [row.action for row in page(person).rows]
    text = next(n for n, row in enumerate(page(person).rows) if row.words == "2 March 2026")
    assert actions.index("account") < actions.index("notes") < text == page(person).index
    assert "My account: ···4417\nMy order: A-99" in words(person)
    person.type("{enter}")
    assert "letter" not in person.kinds


def test_a_letter_of_a_settled_case_says_so_first() -> None:
    person = after_a_call().type("zy1l1")
    assert page(person).rows[0].words == (
        "This case is settled (2 March 2026): is this letter still wanted?"
    )
    assert "This was settled on 2 March 2026. Thank you for that." in words(person)
    assert "What is still open: send a form, by 6 March 2026." in words(person)


def test_a_faulty_form_is_told_of_only_where_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "Bad Name.j2").write_text("x")
    (tmp_path / "complaint.j2").write_bytes(b"\xe9")
    (tmp_path / "bank.j2").write_text("{{ nothing_of_the_kind }}")
    person = after_a_call()
    person.desk.context.own_letters = tmp_path
    person.type("l")
    assert "Bad Name" not in words(person)
    assert "Some forms of your own cannot be read: callmate where says why." in words(person)
    person.type("2")
    assert "Bad Name" not in words(person) and "complaint.j2" not in words(person)
    person.type("{tab}1")
    assert "complaint.j2 is not UTF-8 text" in words(person)
    assert "Bad Name" not in words(person)


def test_where_a_letter_was_saved_has_room_on_every_screen() -> None:
    home = Path.home()
    short = saved_as(home / "calls" / "letters" / "a.txt")
    assert short == "Saved: a.txt in ~/calls/letters"
    deep = Path("/srv") / "people" / "with" / "many" / "folders" / "and" / "letters"
    said = saved_as(deep / "2026-03-02-acme-broken-since-complaint.txt")
    assert said == "Saved: 2026-03-02-acme-broken-since-complaint.txt in …/folders/and/letters"
    long = saved_as(deep / f"2026-03-02-{'very-' * 20}long-complaint.txt")
    assert long.endswith("-long-complaint.txt")
    assert long.startswith("Saved: 2026-03-02-very")
    assert max(len(said), len(long)) <= 78


def test_the_company_is_spelled_as_in_the_case_that_had_it_first() -> None:
    person = after_a_call()
    context = person.desk.context
    known = {"company": "bluestone health"}
    context.take([context.event(person_input(person), "case_set", None, values=known)])
    fold, now = context.fold, person.clock.now().at
    assert fold is not None
    form = forms(None).forms["complaint"]
    here = summarise(fold)
    rows = [here, replace(here, company="BlueStone"), replace(here, company="Bluestone Health")]
    drafted = draft_of(form, fold, Choices("complaint"), now, rows)
    assert "Dear Bluestone Health team," in drafted.text
    assert "Dear bluestone health team," in draft_of(form, fold, Choices(), now, [here]).text
