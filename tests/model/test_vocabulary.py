"""The whole vocabulary as facts: steps, objections, switches, two lines, links, kept promises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callmate.model.durations import spent, spent_between
from callmate.model.fold import fold
from callmate.model.quote import quotes
from callmate.model.report import report
from callmate.model.report_text import render
from callmate.model.state import BESIDE, STATE_ORDER
from tests.model.live import Phone
from tests.model.support import CASE


def on_the_phone() -> Phone:
    return Phone().do("start").wait(5).do("rep", name="Dana", department="service").wait(30)


def test_a_step_is_open_until_it_is_done() -> None:
    phone = on_the_phone().do("instruction", what="restart the box").wait(60)
    step = phone.fold.case.instructions[0]
    assert (step.what, step.state) == ("restart the box", "")
    assert phone.fold.case.calls[0].state("instruction") is not None
    phone.do("instruction")
    assert phone.fold.case.instructions[0].state == "done"
    assert phone.fold.case.calls[0].state("instruction") is None


def test_a_step_with_an_objection_is_still_open_and_keeps_the_words() -> None:
    phone = on_the_phone().do("instruction", what="reset it to factory settings").wait(5)
    phone.do("objection", text="that would wipe the recordings").wait(5)
    step = phone.fold.case.instructions[0]
    assert step.objected and step.objection == "that would wipe the recordings"
    assert phone.fold.case.calls[0].state("instruction") is not None


def test_a_transfer_closes_the_step_and_one_undo_opens_it_again() -> None:
    phone = on_the_phone().do("instruction", what="wait").wait(5).do("transfer", to="billing")
    assert phone.fold.case.calls[0].state("instruction") is None
    assert phone.undo()
    assert phone.fold.case.calls[0].state("instruction") is not None


def test_an_instruction_told_with_its_end_opens_nothing() -> None:
    phone = on_the_phone().do("instruction", what="restart", state="done")
    assert phone.fold.case.calls[0].state("instruction") is None


def test_no_second_counts_for_what_runs_beside_the_call() -> None:
    phone = on_the_phone().do("instruction", what="wait").do("recording").do("anger").wait(60)
    call = phone.fold.case.calls[0]
    assert {kind for kind in BESIDE if call.state(kind)} == set(BESIDE)
    time = spent(call, phone.clock.now())
    assert time.by == {"waiting": 5_000_000, "rep": 90_000_000}
    assert set(time.by) <= {*STATE_ORDER, "waiting"}


def test_recording_and_anger_toggle_and_have_a_clock() -> None:
    phone = on_the_phone().do("recording").wait(12).do("anger").wait(3).do("recording")
    call = phone.fold.case.calls[0]
    assert not call.recording and call.angry
    span = next(span for span in call.closed if span.kind == "recording")
    assert span.end is not None and span.end.mono - span.start.mono == 15_000_000_000


def test_waiting_begins_where_the_last_counted_state_ended() -> None:
    from callmate.model.durations import running_state

    phone = Phone().do("start").wait(5).do("menu", text="1").wait(10).do("recording")
    phone.wait(4).do("recording").wait(3)
    kind, since = running_state(phone.fold.case.calls[0])
    assert kind == "menu" and since == phone.fold.facts[1].moment


def test_a_second_call_takes_the_next_line_and_the_focus() -> None:
    phone = on_the_phone()
    first = phone.call
    phone.do("start").wait(10)
    one, two = phone.fold.case.calls
    assert (one.line, two.line) == (1, 2)
    assert phone.fold.case.on_line is two
    phone.call = first
    phone.do("other_line")
    focus = phone.fold.case.on_line
    assert focus is not None
    assert focus.id == first
    phone.do("other_line")
    assert [fact.kind for fact in phone.fold.facts].count("line") == 1  # already there


def test_the_line_that_is_left_has_the_focus_when_the_other_ends() -> None:
    phone = on_the_phone()
    first = phone.call
    phone.do("incoming").wait(10)
    assert phone.fold.case.calls[1].direction == "in"
    phone.call = phone.fold.case.calls[1].id
    phone.do("end").do("end")
    assert phone.fold.case.on_line is not None and phone.fold.case.on_line.id == first
    phone.do("start")
    assert phone.fold.case.calls[2].line == 2


def test_a_promise_is_kept_or_broken_also_when_the_call_is_over() -> None:
    phone = on_the_phone().do("promise", what="a call").do("promise", what="a letter").wait(3)
    phone.do("end").do("end").wait(86_400).do("broken")
    assert [one.kept for one in phone.fold.case.promises] == [None, False]
    phone.do("kept")
    assert [one.kept for one in phone.fold.case.promises] == [True, False]
    phone.do("kept")  # none is left: nothing happens
    assert len(phone.fold.facts) == sum(fact.live for fact in phone.fold.facts)


def test_words_of_an_answer_choose_what_it_answers() -> None:
    phone = on_the_phone().do("ask", what="a credit").do("ask", what="a technician").wait(2)
    phone.do("refused")
    answer = next(fact for fact in phone.fold.facts if fact.kind == "denied")
    phone.correct("detail", target=answer.id, values={"what": "A  credit"})
    assert [(one.what, one.denied) for one in phone.fold.case.asks] == [
        ("a credit", 1), ("a technician", 0),
    ]  # fmt: skip


def test_a_yes_in_a_later_call_is_of_the_ask_in_its_words_not_of_the_newest() -> None:
    phone = Phone().do("start").do("ask", what="money back").do("refused")
    phone.do("ask", what="drop the fee").do("refused").do("end").do("end")
    phone.do("start").do("granted", what="Money back")
    granted = {ask.what: ask.granted for ask in phone.fold.case.asks}
    assert granted == {"money back": 1, "drop the fee": 0}


def test_a_contradiction_links_two_facts_and_is_counted() -> None:
    phone = on_the_phone().do("note", text="it is paid").do("note", text="it is not paid")
    one, two = (fact.id for fact in phone.fold.facts if fact.kind == "note")
    phone.correct("contradiction", first=one, second=two)
    assert phone.fold.case.contradictions == ((one, two),)
    found = report(phone.fold, phone.clock.now().at)
    assert found["contradictions"] == 1 and found["per_call"][0]["contradictions"] == 1


def test_a_new_person_is_a_new_stint_whoever_was_on_the_line() -> None:
    phone = Phone().do("start").wait(1).do("rep").wait(1).do("rep")
    assert len(phone.fold.case.reps) == 1  # r names the rep who has no name yet
    phone.do("new_person")
    assert len(phone.fold.case.reps) == 2


def test_a_warm_transfer_is_known_as_such() -> None:
    phone = on_the_phone().do("transfer", to="billing")
    fact = phone.fold.facts[-1]
    phone.correct("detail", target=fact.id, values={"announced": True})
    assert phone.fold.case.transfers[0].announced is True


@given(st.lists(st.sampled_from(["hold", "pitch", "rep", "transfer", "menu", "manager",
                                 "instruction", "recording", "anger", "new_person",
                                 "manager_here", "objection", "trouble", "told_again"]),
                max_size=25))  # fmt: skip
def test_the_time_with_each_rep_sums_to_the_call(commands: list[str]) -> None:
    phone = Phone().do("start").wait(7)
    for number, command in enumerate(commands):
        phone.do(command).wait(number % 5 + 0.25)
    phone.do("end").do("end")
    case, now = phone.fold.case, phone.clock.now()
    call = case.calls[0]
    stints = [spent_between(call, rep.start, rep.end or now, now) for rep in case.reps]
    assert all(sum(one.by.values()) == one.total for one in stints)
    whole = spent(call, now)
    assert sum(one.total for one in stints) <= whole.total
    assert sum(one.of("rep") for one in stints) == whole.of("rep")
    assert not case.oddities
    assert fold(CASE, phone.log).case == case


def test_what_is_logged_of_a_line_is_of_the_line_one_is_on() -> None:
    """So that an import, which turns to no line, tells of the same line as the call did."""
    phone = on_the_phone()
    first = phone.call
    phone.do("start").wait(10)
    second, phone.call = phone.call, first
    phone.do("hold")
    assert phone.fold.case.focus == first
    phone.call = second
    phone.do("end").do("end")
    assert phone.fold.case.focus in (first, second)
    assert phone.fold.case.on_line is not None
    assert phone.fold.case.on_line.id == first


def test_the_report_tells_who_did_what() -> None:
    phone = on_the_phone().do("ask", what="a visit").wait(40).do("refused").wait(20)
    phone.do("transfer", to="billing").wait(20).do("rep", name="Tom").wait(5)
    found = report(phone.fold, phone.clock.now().at)
    first, second = found["stints"]
    assert first["did"] == "Dana 1:30: refused; did not give a case number"
    assert (first["talk_seconds"], first["seconds"], second["did"]) == (90, 90, None)
    assert "  call 1: Dana 1:30: refused; did not give a case number" in render(found)


def test_what_was_asked_without_words_is_still_a_sentence() -> None:
    phone = on_the_phone().do("refused").wait(5).do("end").do("end")
    assert "“”" not in report(phone.fold, phone.clock.now().at)["next_step"]


def test_a_promise_broken_before_its_time_is_not_said_to_be_late() -> None:
    phone = on_the_phone().do("promise", what="a refund", by="2026-03-06").do("broken").wait(5)
    (said,) = quotes(phone.fold.case, phone.clock.now())[:1]
    assert said.endswith("I hear that it will not come.")
    phone.wait(10 * 86_400)
    assert quotes(phone.fold.case, phone.clock.now())[0].endswith("It did not come.")


def test_the_printed_report_tells_a_late_promise_in_days_and_its_time_once() -> None:
    phone = on_the_phone().do("promise", what="someone out by 9:20", by="2026-03-02T09:20")
    phone.wait(5).do("promise", what="a letter", by="2026-03-02").wait(20 * 86_400)
    page = render(report(phone.fold, phone.clock.now().at))
    assert "overdue (19 days): someone out by 9:20 — Dana" in page
    assert "a letter by 2026-03-02 — Dana" in page
