"""Letters by keys: choose a form, read the draft, save, copy, say that it was sent."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.drafting import choices_of, saved_as
from callmate.model.agenda import all_tasks
from callmate.model.facts import Fact
from tests.desk.lettering import CALL, ENDED, after_a_call, roles, words
from tests.desk.support import Person, on_disk, page


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


def test_a_live_key_does_its_work_and_the_page_closes() -> None:
    person = after_a_call().type("l1{space}")
    assert person.desk.view.pane == "timeline"
    assert person.on_the_phone()


def test_a_letter_of_a_later_version_or_a_broken_store_is_read_as_far_as_it_can_be() -> None:
    for notes in (5, True, "one", {"a": 1}, ["a", 5], None):
        moment = Person().clock.now()
        body = {"form": "complaint", "notes": notes}
        fact = Fact("a", "letter", "", body, moment, moment, "lane")
        assert choices_of(fact).notes <= {"a"}


def test_thanks_ask_for_no_answer_and_leave_no_task() -> None:
    person = Person().type(ENDED).wait(60).type("ee{escape}l3")
    assert "Please pass my thanks on" in words(person)
    assert "reply_by" not in roles(person)
    person.type("3")
    assert person.said == "Noted as sent today."
    letter = person.case.around.letters[0]
    assert (letter.form, letter.reply_by, letter.sent is not None) == ("thank-you", "", True)
    assert "letter_reply" not in [one.kind for one in all_tasks(person.case)]


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
