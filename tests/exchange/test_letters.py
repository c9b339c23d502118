"""Letters from the log alone: a page, facts with their events, nothing private, nothing secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.errors import CallmateError
from callmate.exchange.letter import MOST_WORDS, sources
from callmate.model.events import PRIVATE, NewEvent
from callmate.model.letter.facts import Choices, letter_facts
from callmate.model.letter.forms import FORMS
from callmate.text import show
from tests.exchange.letters import AS_OF, case_of, drafted, history, known
from tests.exchange.support import call, event, imported, script
from tests.model.live import Phone
from tests.model.support import HISTORIES


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem[:2])
@pytest.mark.parametrize("form", FORMS)
def test_of_every_history_it_is_a_page_and_every_fact_has_its_event(path: Path, form: str) -> None:
    fold = imported(path)
    try:
        letter = drafted(fold, form)
    except CallmateError as error:
        assert form == "thank-you"
        assert "nothing to write yet" in str(error)
        return
    assert letter.words <= MOST_WORDS
    assert not letter.is_long
    assert not letter.tone
    assert not letter.problems
    entries = fold.ledger.entries
    for said in letter.used:
        assert said.text in letter.text
        assert said.events
        assert all(one in entries and entries[one].live for one in said.events)
        assert not {entries[one].event.kind for one in said.events} & PRIVATE
    told = " ".join([*(one.text for one in letter.used), "2 March 2026", "16 March 2026"])
    assert set(re.findall(r"\d+", letter.text)) <= set(re.findall(r"\d+", told))


def test_history_13_tells_both_reps() -> None:
    text = drafted(history("13")).text
    assert (
        "I asked twice for: turn the gas back on. This was refused twice by Janice on "
        "4 January 2006: “return visit: call a contractor”."
    ) in text
    assert "Porsche (customer service) agreed to: technician within four hours." in text
    assert "What I would still like: Gas turned back on today." in text


def test_history_22_counts_its_promises_and_names_who_made_them() -> None:
    text = drafted(history("22")).text
    assert "None of the seven promises made to me was kept." in text
    assert "On 26 March 2022 Carl promised: will call back. That was not kept." in text
    assert "14 hours of it on hold" in text


def test_history_12_has_no_name_to_tell() -> None:
    text = drafted(history("12")).text
    assert text.count("your colleague promised") == 3
    assert text.count("That was not kept.") == 3


def test_the_sources_name_the_event_of_each_statement() -> None:
    fold = history("13")
    listed = sources(drafted(fold))
    promise = fold.case.promises[0]
    said, _, ids = listed.partition("someone out within 4")
    assert f"    {promise.id}\n" in ids
    assert "Gas turned back on today\n" in listed


def test_of_too_much_the_heaviest_is_told_in_the_order_of_time() -> None:
    events = [
        event("promise", n, what=f"promise number {n} " + "and so on " * 4, kept=False)
        for n in range(1, 40)
    ]
    letter = drafted(imported(script(call(*events, duration_min=60))))
    assert letter.words <= MOST_WORDS
    assert letter.left_out > 20
    assert "None of the 39 promises made to me was kept." in letter.text
    told = [int(found) for found in re.findall(r"promise number (\d+)", letter.text)]
    assert told == sorted(told)
    assert told[-1] == 39


def test_contradictions_stand_side_by_side() -> None:
    phone = Phone().do("start").do("rep").wait(5).do("ask", what="refund").wait(5)
    phone.do("refused", what="no refunds at all").wait(60).do("promise", what="refund in a week")
    first, second = (fact for fact in phone.fold.facts if fact.kind in ("denied", "promise"))
    phone.store((
        NewEvent(
            phone.new_id(), "contradiction", phone.clock.now(),
            {"first": first.id, "second": second.id}, phone.call,
        ),
    ))  # fmt: skip
    text = drafted(phone.fold).text
    assert (
        "On 2 March 2026 your colleague refused: no refunds at all; on 2 March 2026 your "
        "colleague promised: refund in a week. Both cannot be true."
    ) in text


def test_what_is_private_and_the_least_one_would_take_stay_out() -> None:
    fold = case_of(
        known(company="Acme", outcome="refund", least="half of it", fair="yes", pin="4711"),
        ("mood", {"mood": "angry-mood"}),
        ("conduct", {"about": "x", "mark": "honest-mark", "value": False}),
        ("rep_line", {"rep": "x", "text": "own line"}),
        ("note", {"text": "own note"}),
    )
    for form in ("complaint", "regulator"):
        text = drafted(fold, form).text
        for word in ("half", "angry", "honest", "own line", "own note", "4711"):
            assert word not in text


def test_secrets_in_words_are_masked_and_the_references_stay() -> None:
    fold = case_of(
        known(company="Acme", account="7788-4417", problem="charged on card 4111 1111 1111 1111"),
        ("case_number", {"value": "REF 12-3456"}),
        ("note", {"text": "they read 77884417 back, my pin is 4711"}),
    )
    note = next(fact.id for fact in fold.facts if fact.kind == "note")
    letter = drafted(fold, notes=frozenset({note}))
    assert "4111 1111" not in letter.text
    assert "7788" not in letter.text
    assert "4711" not in letter.text
    assert "they read ···4417 back" in letter.text
    assert "Your reference: REF 12-3456" in letter.text
    full = drafted(fold, account=True)
    assert "My account: 7788-4417" in full.text
    regulator = drafted(fold, "regulator").text
    assert "account" not in regulator


def test_an_own_account_is_left_out_for_others_unless_it_was_chosen() -> None:
    fold = case_of(known(company="Acme", account="7788-4417"))
    assert "4417" not in drafted(fold, "regulator").text
    assert "My account with them: 7788-4417" in drafted(fold, "regulator", account=True).text


def test_a_letter_names_the_one_that_was_sent_before() -> None:
    fold = case_of(known(company="Acme"), ("letter", {"form": "complaint"}))
    sent = case_of(
        known(company="Acme"), ("letter", {"form": "complaint"}),
        ("letter_sent", {"answers": fold.case.around.letters[0].id}),
    )  # fmt: skip
    assert "On 2 March 2026 I wrote to you (a complaint)." in drafted(sent).text
    regulator = drafted(sent, "regulator").text
    assert "On 2 March 2026 I wrote to the company (a complaint)." in regulator
    assert "I wrote to" not in drafted(fold).text


def test_open_questions_are_asked_and_answered_ones_are_not() -> None:
    fold = case_of(
        known(company="Acme"),
        ("question", {"text": "Who owns it"}),
        ("question", {"text": "Since when?"}),
    )
    first = fold.case.around.questions[0].id
    more = case_of(
        known(company="Acme"),
        ("question", {"text": "Who owns it"}),
        ("question", {"text": "Since when?"}),
        ("question_end", {"answers": first, "state": "answered"}),
    )
    assert "Please answer this, too: Who owns it? Since when?" in drafted(fold).text
    assert "Who owns it" not in drafted(more).text


def test_an_ask_without_words_and_a_promise_without_owner_still_read_well() -> None:
    phone = Phone().do("start").wait(5).do("ask").do("refused").do("promise").wait(60)
    text = drafted(phone.fold).text
    assert "What I asked for was refused on 2 March 2026." in text
    assert "your colleague promised something (no words noted)." in text


def test_thanks_tell_only_of_the_rep_who_is_thanked() -> None:
    phone = Phone().do("start").do("rep", name="Sara").wait(5).do("kudos", text="patient").wait(5)
    phone.do("rep", name="Tom").wait(5).do("ask", what="refund").do("granted").wait(60)
    text = drafted(phone.fold, "thank-you").text
    assert "To: The manager of Sara" in text
    assert "On 2 March 2026 Sara helped me very well: patient." in text
    assert "Tom" not in text
    phone.do("kudos")
    assert "To: The manager of Tom" in drafted(phone.fold, "thank-you").text


def test_of_many_days_and_names_the_first_and_last_and_some_are_told() -> None:
    calls = [
        call(
            event("rep", 0, name=f"Rep{n}"), event("ask", 1, what="refund"),
            event("denied", 2), start=f"2026-01-{n:02}T09:00", duration_min=5, **{"n": n},
        )
        for n in range(1, 8)
    ]  # fmt: skip
    assert (
        "I asked seven times for: refund. This was refused seven times by Rep1, Rep2, Rep3 and "
        "others between 1 January 2026 and 7 January 2026."
    ) in drafted(imported(script(*calls))).text


WORDS = st.text(max_size=400)


@given(WORDS, WORDS, WORDS, WORDS, WORDS, st.sampled_from(FORMS))
def test_any_words_make_a_page_without_controls(
    company: str, problem: str, outcome: str, promise: str, name: str, form: str
) -> None:
    fold = case_of(
        known(company=company, problem=problem, outcome=outcome, account=name),
        ("case_number", {"value": promise}),
        ("kudos", {"text": name}),
        ("question", {"text": outcome}),
    )
    letter = drafted(fold, form, to=name)
    assert letter.words <= MOST_WORDS
    assert all(show(line) == line for line in letter.text.split("\n"))
    letter.text.encode("utf-8")


def test_words_of_the_log_are_no_template() -> None:
    text = drafted(case_of(known(company="{{ 7 * 7 }}", problem="{% raw %} {# x #}"))).text
    assert "{{ 7 * 7 }}" in text
    assert "{% raw %} {# x #}" in text


def test_what_was_refused_though_nobody_asked_is_not_what_is_wanted() -> None:
    fold = case_of(("denied", {"what": "a refund"}))
    facts = letter_facts(fold, Choices("complaint"), AS_OF)
    assert not facts.outcome
    assert "On 2 March 2026 your colleague refused: a refund." in drafted(fold).text
    assert "I asked" not in drafted(fold).text
