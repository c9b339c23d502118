"""The steps of a wrap-up: only what there is something to say of, and where one goes on."""

from __future__ import annotations

from callmate.model.around import MARKS
from callmate.model.redial import UNSURE
from callmate.model.state import Call
from callmate.model.wrapup import differing, first_left, hung_up_on, people, steps, suggested
from tests.model.live import Phone
from tests.model.test_marks import mark, rep_of, with_rep


def call_of(phone: Phone) -> Call:
    return phone.fold.case.calls[-1]


def kinds(phone: Phone) -> list[str]:
    return [step.kind for step in steps(phone.fold.case, call_of(phone), phone.fold.facts)]


def ended(phone: Phone) -> Phone:
    return phone.wait(10).do("end").do("end")


def test_a_call_in_which_nobody_answered_asks_only_what_came_of_it() -> None:
    assert kinds(ended(Phone().do("start"))) == ["result"]


def test_a_call_has_a_step_for_each_rep_then_result_and_conduct() -> None:
    phone = with_rep("Tom").wait(5).do("rep", name="Ann")
    assert kinds(phone) == ["rep", "rep"]
    assert kinds(ended(phone)) == ["rep", "rep", "result", "conduct"]


def test_who_comes_back_is_asked_about_once() -> None:
    phone = with_rep("Tom").wait(5).do("rep", name="Ann").wait(5).do("rep", name="tom")
    assert [rep.name for rep in people(phone.fold.case, call_of(phone))] == ["Ann", "tom"]
    unnamed = with_rep("").wait(5).do("transfer").wait(5).do("rep")
    assert len(people(unnamed.fold.case, call_of(unnamed))) == 2


def test_of_somebody_who_came_back_all_stints_count() -> None:
    phone = with_rep("Tom").do("told_again").wait(5).do("rep", name="Ann").wait(5)
    phone.do("rep", name="tom").wait(5)
    found = suggested(phone.fold.case, phone.fold.facts, rep_of(phone), phone.clock.now())
    assert found == {"listened": False}


def test_of_two_stints_a_no_outweighs_a_yes() -> None:
    phone = with_rep("Tom").do("promise", what="call", by="2001-01-01").wait(5)
    phone.do("rep", name="Ann").wait(5).do("rep", name="Tom").wait(5)
    phone.do("promise", what="credit", by="2999-01-01").wait(5)
    phone.do("kept", answers=phone.fold.case.promises[1].id)
    found = suggested(phone.fold.case, phone.fold.facts, rep_of(phone), phone.clock.now())
    assert found == {"owned": False}


def test_promises_are_asked_of_for_what_they_lack() -> None:
    phone = with_rep("").do("promise", what="call").do("promise", what="x", by="2999-01-01")
    first, second = phone.fold.case.promises
    (step,) = [
        one
        for one in steps(phone.fold.case, call_of(phone), phone.fold.facts)
        if one.kind == "promises"
    ]
    assert step.items == ((first.id, "by"), (first.id, "owner"), (second.id, "owner"))
    phone.correct("detail", target=first.id, values={"by": "2999-01-01", "owner": "Ann"})
    phone.correct("detail", target=second.id, values={"owner": "Ann"})
    assert "promises" not in kinds(phone)


def test_at_most_five_lines_are_asked_at_once() -> None:
    phone = with_rep("")
    for number in range(7):
        phone.do("promise", what=f"thing {number}")
    found = steps(phone.fold.case, call_of(phone), phone.fold.facts)
    assert [len(step.items) for step in found if step.kind == "promises"] == [5]


def test_a_mark_without_words_is_a_step_until_it_has_some() -> None:
    phone = with_rep().do("mark").wait(5)
    assert kinds(phone) == ["rep", "marks"]
    bare = next(fact for fact in phone.fold.facts if fact.kind == "mark")
    phone.correct("detail", target=bare.id, values={"text": "she sighed"})
    assert kinds(phone) == ["rep"]


def test_answers_that_differ_between_reps_are_offered_as_a_pair() -> None:
    phone = with_rep("Tom").do("ask", what="refund").wait(5).do("refused").wait(5)
    phone.do("ask", what="refund").wait(5).do("granted").wait(5)
    assert differing(phone.fold.case, call_of(phone)) == []  # Tom changed his mind
    phone.do("rep", name="Ann").wait(5).do("ask", what="Refund").wait(5).do("refused").wait(5)
    (pair,) = differing(phone.fold.case, call_of(phone))
    said = {fact.id: fact.kind for fact in phone.fold.facts}
    assert [said[one] for one in pair] == ["granted", "denied"]
    assert "contradictions" in kinds(phone)


def test_the_same_answer_from_two_reps_is_no_contradiction() -> None:
    phone = with_rep("Tom").do("ask", what="refund").wait(5).do("refused").wait(5)
    phone.do("rep", name="Ann").wait(5).do("ask", what="refund").wait(5).do("refused").wait(5)
    assert differing(phone.fold.case, call_of(phone)) == []


def test_the_calls_before_stand_beside_one_that_was_made_to_get_somebody_else() -> None:
    phone = ended(with_rep("Bob"))
    end = next(fact for fact in phone.fold.facts if fact.kind == "call_end")
    phone.correct("detail", target=end.id, values={"outcome": UNSURE})
    assert "redial" not in kinds(phone)
    ended(phone.wait(60).do("start").wait(5).do("rep", name="Ann"))
    assert "redial" in kinds(phone)


def test_whether_it_is_settled_is_asked_if_enough_was_got() -> None:
    phone = ended(with_rep())
    phone.correct("result", about=call_of(phone).id, result="part")
    assert "settled" not in kinds(phone)
    phone.correct("result", about=call_of(phone).id, result="least")
    assert "settled" in kinds(phone)


def test_one_goes_on_behind_the_last_answer_or_where_one_left() -> None:
    phone = ended(with_rep("Tom").wait(5).do("rep", name="Ann"))
    case, call = phone.fold.case, call_of(phone)
    assert first_left(steps(case, call, phone.fold.facts)) == 0
    mark(phone, "listened", True, case.reps[0].id)
    found = steps(phone.fold.case, call, phone.fold.facts)
    assert first_left(found) == 0  # Tom has four marks left
    for one in MARKS:
        mark(phone, one, True, case.reps[0].id)
    found = steps(phone.fold.case, call, phone.fold.facts)
    assert first_left(found) == 1
    assert first_left(found, found[2].key) == 2
    assert first_left(found, "gone") == 1


def test_a_short_call_with_an_unsure_rep_that_brought_nothing_was_hung_up() -> None:
    phone = ended(with_rep("Bob").do("unsure").wait(100))
    assert hung_up_on(phone.fold.case, call_of(phone), phone.fold.facts) is not None


def test_any_other_end_was_not() -> None:
    sure = ended(with_rep())
    long = ended(with_rep().do("unsure").wait(180))
    promised = ended(with_rep().do("unsure").do("promise", what="call"))
    next_one = ended(with_rep().do("unsure").wait(5).do("rep", name="Ann"))
    cut = with_rep().do("unsure").wait(5).do("cut_off").do("cut_off")
    for phone in (sure, long, promised, next_one, cut):
        assert hung_up_on(phone.fold.case, call_of(phone), phone.fold.facts) is None
