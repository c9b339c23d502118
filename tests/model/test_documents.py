"""What of a case can be found: all its timeline shows, and nothing private, undone or struck."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.search.documents import THE_CASE, Doc, Following, Snapshot, documents, forgotten
from tests.model.live import Phone


def known(phone: Phone, **values: str) -> Phone:
    event = NewEvent(phone.new_id(), "case_set", phone.clock.now(), {"values": values})
    return phone.store((event,))


def shelf(phone: Phone, kind: str, **body: object) -> Phone:
    return phone.store((NewEvent(phone.new_id(), kind, phone.clock.now(), body),))


def said(phone: Phone, kind: str, **body: object) -> Phone:
    """A fact of the call, as a lane would have it."""
    return phone.store((NewEvent(phone.new_id(), kind, phone.clock.now(), body, phone.call),))


def docs(phone: Phone) -> dict[str, Doc]:
    """The documents by kind; of several the last."""
    return {doc.kind: doc for doc in documents(phone.fold)}


@pytest.fixture
def phone() -> Phone:
    """Sam of billing refused a credit, then promised it."""
    phone = known(Phone(), company="SONY", problem="rebate", account="4417-9921", outcome="$40")
    phone.do("start").wait(5).do("rep", name="Sam", department="billing").wait(5)
    phone.do("ask", what="a credit").wait(5)
    said(phone, "denied", answers=phone.fold.case.asks[0].events[0]).wait(5)
    phone.do("promise", what="credit of $40", by="2026-03-06").wait(5)
    return phone


def test_each_line_of_the_timeline_is_one_document_with_its_case(phone: Phone) -> None:
    found = docs(phone)
    assert [doc.kind for doc in documents(phone.fold)] == [
        THE_CASE, "call_start", "rep", "ask", "denied", "promise",
    ]  # fmt: skip
    promise = found["promise"]
    assert promise.words == "promise: credit of $40 by 6 Mar 2026"
    assert (promise.rep, promise.department, promise.company) == ("Sam", "billing", "SONY")
    assert (promise.tags, promise.number, promise.title) == ("promise open", 1, "SONY: rebate")
    assert promise.due_s == datetime(2026, 3, 7, tzinfo=UTC).timestamp()
    assert found["call_start"].rep == ""
    assert found["ask"].tags == "asked"
    assert found["denied"].words == "refused: a credit"


def test_the_case_itself_is_found_by_all_that_is_known_of_it(phone: Phone) -> None:
    case = docs(phone)[THE_CASE]
    assert case.event == "" and case.tags == THE_CASE
    assert case.words == "SONY: rebate · $40", "what the title says is said once"
    assert case.unseen == "4417-9921"


def test_an_account_is_found_and_never_shown(phone: Phone) -> None:
    note = docs(phone.do("note", text="they read 44179921 back"))["note"]
    assert note.words == "they read ···9921 back"
    assert "44179921" in note.unseen


def test_a_promise_says_what_became_of_it_and_what_it_was(phone: Phone) -> None:
    answers = docs(phone)["promise"].event
    said(phone, "promise_broken", answers=answers)
    found = docs(phone)
    assert found["promise"].tags == "promise broken"
    assert found["promise_broken"].words == "promise broken: credit of $40"
    assert found["promise_broken"].tags == "broken promise"


@pytest.mark.parametrize("correction", ["undo", "strike"])
def test_what_was_taken_back_is_in_no_document(phone: Phone, correction: str) -> None:
    phone.do("note", text="wrong words")
    target = docs(phone)["note"].event
    phone.correct(correction, target=target, targets=[target])
    assert "note" not in docs(phone)
    back = {"undo": "redo", "strike": "unstrike"}[correction]
    phone.correct(back, target=target, targets=[target])
    assert docs(phone)["note"].words == "wrong words"


def test_what_is_private_is_in_no_document(phone: Phone) -> None:
    phone.do("anger", on=True)
    shelf(phone, "mood", mood="angry")
    shelf(phone, "conduct", about=phone.call, mark="shouted", value=True)
    assert not {"anger", "mood", "conduct"} & docs(phone).keys()


def test_a_quote_of_another_case_is_no_document(phone: Phone) -> None:
    said(phone, "note", text="On 3 April Sam promised: tea.", quotes={"case": "A", "event": "E"})
    said(phone, "note", text="no quote")
    assert [doc.words for doc in documents(phone.fold) if doc.kind == "note"] == ["no quote"]


def test_a_case_of_which_nothing_is_known_has_no_document() -> None:
    assert list(documents(Fold("x"))) == []
    phone = Phone().do("start")
    phone.undo()
    assert list(documents(phone.fold)) == []


def test_what_is_pinned_is_found_as_such(phone: Phone) -> None:
    event = docs(phone)["ask"].event
    shelf(phone, "pinned", target=event, on=True)
    assert docs(phone)["ask"].tags == "asked pinned"
    shelf(phone, "pinned", target=event, on=False)
    assert docs(phone)["ask"].tags == "asked"


def test_how_often_words_were_forgotten_is_counted(phone: Phone) -> None:
    assert forgotten(phone.fold) == 0
    shelf(phone, "forgotten", count=3, since="")
    assert forgotten(phone.fold) == 1


STEPS = ("note", "ask", "denied", "promise", "broken", "pin", "undo", "redo", "name", "rename",
         "rep", "strike", "amend", "end")  # fmt: skip


def step(phone: Phone, name: str, pick: int) -> None:
    """One thing a person does, to the fact that ``pick`` chooses where it is about one."""
    facts = [fact.id for fact in phone.fold.facts if fact.kind not in ("case_set", "pinned")]
    target = facts[pick % len(facts)]
    match name:
        case "undo":
            phone.undo()
        case "redo":
            phone.redo()
        case "pin":
            shelf(phone, "pinned", target=target, on=bool(pick % 2))
        case "broken":
            if phone.fold.case.promises:
                said(phone, "promise_broken", answers=phone.fold.case.promises[-1].id)
        case "name":
            phone.correct("detail", target=target, values={"name": "Kim", "what": "it"})
        case "rename":
            known(phone, title=f"title {pick}")
        case "strike":
            phone.correct("strike", target=target)
        case "amend":
            phone.correct("amend", target=target, shift_ms=-1000 * (pick % 60))
        case "rep":
            phone.do("rep", name=f"R{pick}")
        case "end":
            if not phone.fold.case.running:
                phone.do("start")
        case kind:
            said(phone, kind, **{"text" if kind == "note" else "what": f"words {pick}"})


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 200)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_following_a_case_gives_what_reading_it_anew_gives(steps: list[tuple[str, int]]) -> None:
    phone = known(Phone(), company="SONY").do("start").do("rep", name="Sam")
    following = Following()
    for name, pick in steps:
        phone.wait(3)
        step(phone, name, pick)
        taken = Snapshot(phone.fold.case, tuple(phone.fold.facts))
        assert following.of(taken) == list(documents(phone.fold))


def test_following_a_case_keeps_what_did_not_change(phone: Phone) -> None:
    following = Following()
    before = {doc.event: doc for doc in following.of(phone.fold)}
    phone.do("note", text="one more")
    after = following.of(phone.fold)
    assert [doc.event for doc in after if before.get(doc.event) is not doc and doc.event] == [
        after[-1].event
    ]


def test_what_is_told_later_of_who_was_on_the_line_is_followed(phone: Phone) -> None:
    following = Following()
    phone.do("rep").wait(5).do("note", text="fee").wait(5)
    for name in ("department", "undo", "end"):
        following.of(Snapshot(phone.fold.case, tuple(phone.fold.facts)))
        phone.undo() if name == "undo" else phone.do(name, text="fraud")
        phone.wait(5)
        taken = Snapshot(phone.fold.case, tuple(phone.fold.facts))
        assert following.of(taken) == list(documents(phone.fold)), name


def test_the_account_is_masked_where_it_is_part_of_the_name(phone: Phone) -> None:
    known(phone, title="account 44179921 billed twice")
    assert {doc.title for doc in documents(phone.fold)} == {"account ···9921 billed twice"}
    assert "44179921" in docs(phone)[THE_CASE].unseen


def test_a_promise_is_found_by_the_day_that_was_typed(phone: Phone) -> None:
    said(phone, "promise", what="credit", by="2026-03-06", said="credit by Friday noon")
    promise = docs(phone)["promise"]
    assert promise.words == "promise: credit by 6 Mar 2026"
    assert promise.unseen == "by Friday noon", "once is enough"
