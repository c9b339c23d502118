"""What a letter tells, in which voice, and what it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.model.letter.facts import Choices, letter_facts, thankable
from callmate.model.letter.words import named
from callmate.packs.templates import load_forms
from tests.exchange.letters import AS_OF, case_of, drafted, history, in_form, known, told
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone

# whom it is to


def test_others_read_of_a_representative_and_the_company_of_a_colleague() -> None:
    fold = history("12")
    assert "your colleague promised" in drafted(fold).text
    regulator = drafted(fold, "regulator").text
    assert "On 30 December 2019 a representative of UPS promised: " in regulator
    assert "your colleague" not in regulator


def test_own_forms_are_for_others_unless_they_say_that_the_company_reads_them() -> None:
    fold = history("33")
    body = "{% for one in happened %}{{ one }}\n{% endfor %}"
    assert "a representative of Comcast in Comcast USA billing agreed" in in_form(body, fold)
    to_them = in_form(f"{{# title: x\n   reader: company #}}{body}", fold)
    assert "your colleague in Comcast USA billing agreed" in to_them


def test_an_own_file_of_a_known_form_keeps_its_reader(tmp_path: Path) -> None:
    (tmp_path / "complaint.j2").write_text("{{ happened }}")
    forms = load_forms(tmp_path).forms
    assert not forms["complaint"].to_others
    assert forms["regulator"].to_others


def test_a_company_without_a_name_has_representatives_too() -> None:
    fold = case_of(("denied", {"what": "a refund"}))
    assert "a representative of the company refused: a refund." in drafted(fold, "regulator").text


# refused, granted, unanswered


def test_what_was_refused_unasked_was_not_asked_for() -> None:
    text = drafted(history("12")).text
    refused = "On 30 December 2019 your colleague refused: investigation before 72 hours."
    assert refused in text
    assert "I asked for" not in text


@pytest.mark.parametrize("kind", ["denied", "granted"])
def test_a_bare_yes_or_no_says_nothing_false(kind: str) -> None:
    fold = case_of(known(company="Acme", problem="fee", outcome="refund"), (kind, {}))
    text = drafted(fold).text
    assert "asked" not in text
    assert "agreed" not in text
    assert "help." not in text


def test_the_words_of_a_refusal_follow_an_ask_without_any() -> None:
    phone = Phone().do("start").do("rep").wait(5).do("ask").do("refused", what="no refunds at all")
    assert "What I asked for was refused on 2 March 2026: no refunds at all." in (
        drafted(phone.wait(60).fold).text
    )


@pytest.mark.parametrize(("by", "said"), [("2026-12-03", " by 3 December 2026"), ("", "")])
def test_a_promise_without_words_is_told_without_any(by: str, said: str) -> None:
    fold = told(event("promise", 2, **({"by": by} if by else {})))
    assert f" your colleague promised something{said} (no words noted)." in drafted(fold).text


def test_who_has_no_name_is_told_by_the_department() -> None:
    text = drafted(history("33")).text
    assert "This was refused by outsourced billing on 2 May 2011: “$28.10" in text


def test_asks_never_answered_and_long_sales_talk_are_both_told() -> None:
    text = drafted(history("01")).text
    assert "I asked twice for: disconnect service. I got no answer to that." in text
    assert "16 minutes on the phone went to sales talk." in text


def test_an_ask_that_brought_a_promise_had_an_answer() -> None:
    fold = told(event("ask", 1, what="refund"), event("promise", 2, what="refund in a week"))
    assert "I got no answer" not in drafted(fold).text
    assert "I asked for: refund" not in drafted(fold).text


# what it asks for


def test_what_is_settled_is_thanked_for_and_not_asked_for_again() -> None:
    letter = drafted(history("33"))
    assert "This was settled on 2 May 2011: $28.10 waived. Thank you for that." in letter.text
    assert "Fee waived" not in letter.text
    assert "put it right" not in letter.text
    assert letter.settled == "2 May 2011"
    assert "It was settled on 2 May 2011" in drafted(history("33"), "regulator").text


def test_what_was_granted_and_is_not_done_yet_is_to_be_done() -> None:
    fold = told(
        event("ask", 1, what="credit of 80 dollars"), event("granted", 2, what="80 dollars credit"),
        outcome_wanted="credit of 80 dollars",
    )  # fmt: skip
    letter = drafted(fold)
    assert "You agreed to this: 80 dollars credit. Please see to it that it is done." in letter.text
    assert "like: credit of 80 dollars" not in letter.text
    assert not letter.settled
    assert "missing" not in letter.missing
    regulator = drafted(fold, "regulator").text
    assert "They agreed to this, and I ask that it be done: 80 dollars credit." in regulator


def test_another_wish_than_what_was_granted_is_still_one() -> None:
    fold = told(event("ask", 1, what="case number"), event("granted", 2, what="case number"))
    assert "What I would still like: refund." in drafted(fold).text


def test_a_wish_that_was_granted_leaves_what_else_was_refused() -> None:
    fold = told(
        event("ask", 1, what="refund"), event("granted", 2, what="refund"),
        event("ask", 3, what="a written apology"), event("denied", 4, what="a written apology"),
    )  # fmt: skip
    assert "What I would still like: a written apology." in drafted(fold).text


def test_what_was_granted_and_then_broken_is_asked_for_again() -> None:
    fold = told(
        event("ask", 1, what="refund"), event("granted", 2, what="refund"),
        event("promise", 3, what="on your account by Friday", kept=False),
    )  # fmt: skip
    assert "What I would still like: refund." in drafted(fold).text


def test_what_is_open_though_all_is_settled_is_asked_for() -> None:
    clause = event("promise", 3, what="money back", by="2026-03-27")
    fold = told(
        event("granted", 2, what="refund"), clause, event("call_end", 4, outcome="resolved")
    )
    text = drafted(fold).text
    assert "This was settled on 2 March 2026: refund." in text
    assert "What is still open: money back, by 27 March 2026. Please see to it" in text
    assert "nothing more" not in text


def test_a_promise_broken_before_its_time_was_taken_back() -> None:
    fold = told(
        event("promise", 1, what="refund", by="2026-03-09", kept=False),
        event("promise", 2, what="call back", by="2026-03-01", kept=False),
    )  # fmt: skip
    text = drafted(fold).text
    taken_back = "refund, by 9 March 2026. I have since been told that it will not be kept."
    assert taken_back in text
    assert "call back, by 1 March 2026. That was not kept." in text


# how much of it


def test_of_a_letter_that_is_too_long_notes_and_earlier_letters_go_first() -> None:
    long = "and so on " * 2
    fold = case_of(
        known(company="Acme", problem="fee", outcome="refund"),
        *(("granted", {"what": f"granted {n} {long}"}) for n in range(4)),
        *(("promise", {"what": f"promised {n} {long}", "kept": n == 1}) for n in range(3)),
        *(("note", {"text": f"noted {n} {long}"}) for n in range(5)),
        ("letter", {"form": "complaint"}),
    )
    notes = frozenset(fact.id for fact in fold.facts if fact.kind == "note")
    letter = drafted(fold, notes=notes)
    assert letter.left_out
    assert all(f"granted {n}" in letter.text for n in range(4))
    assert all(f"promised {n}" in letter.text for n in range(3))
    assert "noted" not in letter.text


def test_many_questions_do_not_drive_out_what_happened() -> None:
    asked = [("question", {"text": f"Why {n} " + "word " * 15}) for n in range(20)]
    fold = case_of(known(company="Acme"), ("granted", {"what": "refund"}), *asked)
    text = drafted(fold).text
    assert "agreed to: refund." in text
    assert "Why 0" in text


def test_two_lines_at_a_time_are_one_time_on_the_phone() -> None:
    assert "54 minutes on the phone, 47 minutes of it on hold" in drafted(history("04")).text
    calls = [
        call(n=n, line=n, start="2026-01-05T09:00", duration_min=20) | {"date_only": False}
        for n in (1, 2)
    ]
    assert (
        "twice on 5 January 2026: 20 minutes on the phone."
        in drafted(imported(script(*calls))).text
    )


def test_calls_of_which_only_the_day_is_known_count_whole() -> None:
    calls = [call(n=n, start="2026-01-05", duration_min=20) for n in (1, 2)]
    assert "40 minutes on the phone." in drafted(imported(script(*calls))).text


# names


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("tom", "Tom"), ("mary ann o'brien", "Mary Ann O'brien"), ("anne-marie", "Anne-Marie"),
        ("McKay", "McKay"), ("de Vries", "de Vries"), ("élodie", "Élodie"), ("", ""), ("42", "42"),
    ],
)  # fmt: skip
def test_a_name_all_in_small_letters_gets_its_capitals(typed: str, written: str) -> None:
    assert named(typed) == written


def test_names_have_their_capitals_everywhere_in_a_letter() -> None:
    phone = Phone().do("start").do("rep", name="tom").wait(5).do("kudos", text="patient").wait(60)
    assert "Tom helped me very well" in drafted(phone.fold, "thank-you").text
    phone.do("promise", what="call back").do("bye").wait(60)
    assert "On 2 March 2026 Tom promised: call back." in drafted(phone.fold).text


def test_a_company_in_small_letters_is_spelled_as_it_was_first() -> None:
    fold = case_of(known(company="bluestone health"), ("denied", {"what": "x"}))
    facts = letter_facts(fold, Choices(), AS_OF, company="Bluestone Health", others=True)
    assert facts.company.text == "Bluestone Health"
    assert "a representative of Bluestone Health" in facts.happened[0][1].text
    assert letter_facts(fold, Choices(), AS_OF, company="BlueCo").company.text == "bluestone health"
    own = case_of(known(company="UPS"))
    assert letter_facts(own, Choices(), AS_OF, company="Ups").company.text == "UPS"


def test_the_rep_to_thank_can_be_another() -> None:
    phone = Phone().do("start").do("rep", name="Sara").wait(5).do("kudos", text="patient").wait(5)
    phone.do("rep", name="Tom").wait(5).do("ask", what="refund").do("granted").wait(60)
    helpers = thankable(phone.fold, AS_OF)
    assert [one.name for one in helpers] == ["Sara", "Tom"]
    text = drafted(phone.fold, "thank-you", rep=helpers[1].id).text
    assert "To: The manager of Tom" in text
    assert "Tom agreed to: refund." in text
    assert "Sara" not in text
    assert "manager of Sara" in drafted(phone.fold, "thank-you", rep="nobody").text


# secrets and references


def test_a_secret_is_masked_in_the_sources_too() -> None:
    fold = case_of(known(company="Acme", problem="charged on card 4111 1111 1111 1111"))
    used = drafted(fold).used
    assert any("charged on card" in one.text for one in used)
    assert not any("4111 1111" in one.text for one in used)


def test_order_and_bill_stand_with_the_account() -> None:
    fold = case_of(known(company="Acme", account="77884417", order="A-99", statement="May bill"))
    text = drafted(fold).text
    assert "My account: ···4417\nMy order: A-99\nMy bill or statement: May bill\n" in text
