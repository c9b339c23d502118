"""Import, export and import again: nothing is lost on the way; live cases become scripts too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.errors import UsageError
from callmate.exchange.export import LEFT_OUT, minutes, to_script
from callmate.exchange.schedule import microseconds
from callmate.exchange.script import dump, is_known, parse_script, read_script
from callmate.exchange.strictjson import canonical, load
from callmate.model.events import NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.report import report
from tests.desk.support import stored
from tests.exchange.support import call, document, event, events_of, imported, script
from tests.model.live import Phone
from tests.model.support import CASE, HISTORIES, folded, written

AS_OF = datetime(2026, 3, 3, tzinfo=UTC)
IDS = {"case", "id"}


def again(folded_case: Fold) -> bytes:
    return dump(to_script(folded_case).script).encode("utf-8")


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_ids(one) for key, one in value.items() if key not in IDS}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.stem)
def test_a_history_comes_back_as_the_same_script(history: Path) -> None:
    first = imported(history)
    exported = to_script(first)
    assert exported.notices == ()
    assert canonical(exported.script) == canonical(load(history.read_bytes(), history.name))
    second = parse_script(again(first), "again.json")
    assert second.digest == read_script(history).digest
    assert without_ids(report(imported(second), AS_OF)) == without_ids(report(first, AS_OF))


def test_everything_that_is_not_known_comes_back() -> None:
    odd = call(
        event("note", 2.50, text="\x1b[2J[/b]\u202e", extra={"deep": [1, -0.0, 1e-7, None]}),
        event("teleport", 1, where="moon", ratio=0.1, undo=True),
        event("undo", 0.5, targets=["x"]),
        event("rep", 1, name="Bo", agent_no=7),
        mood="grim",
    )
    raw = document(odd, weather={"a": [True, 12345678901234567890]}, outcome_wanted=None)
    text = json.dumps(raw).replace("2.5", "2.50000000000000000001")
    given_script = parse_script(text.encode(), "odd.json")
    assert load(again(imported(given_script)), "x") == load(text.encode(), "x")


def test_escapes_keep_a_terminal_safe_in_the_exported_text() -> None:
    shown = again(imported(script(call(event("note", 0, text="\x1b]0;x\x07 \x9b31m \u202e")))))
    assert b"\x1b" not in shown
    assert "\x9b" not in shown.decode()
    assert "\u202e" not in shown.decode()


def test_the_same_script_is_known_and_another_with_its_id_is_refused() -> None:
    one, other = script(call()), script(call(), company="Other")
    assert not is_known(one, None)
    assert is_known(one, script(call()).digest)
    with pytest.raises(UsageError, match="imported before with other content"):
        is_known(other, one.digest)
    assert imported(one).case.known("script_digest") == one.digest


def test_spelling_and_order_of_keys_make_no_other_script() -> None:
    text = json.dumps(document(call(event("note", 1, text="x"))))
    turned = json.dumps(dict(reversed(json.loads(text).items())), indent=3)
    assert parse_script(text.encode(), "a").digest == parse_script(turned.encode(), "b").digest


def test_what_was_changed_after_import_is_written_as_it_stands() -> None:
    made = events_of(script(call(event("note", 1, text="a"), event("promise", 2, what="b"))))
    note = next(one for one in made if one.kind == "note")
    promise = next(one for one in made if one.kind == "promise")
    now = note.moment.shifted(3600)
    later = [
        NewEvent("D", "detail", note.moment, {"target": note.id, "values": {"text": "z"}}),
        NewEvent("A", "amend", note.moment, {"target": note.id, "shift_ms": 90_000}),
        NewEvent("K", "promise_kept", now, {"answers": promise.id}, note.call),
        NewEvent("S", "case_set", now, {"values": {"company": "Acme Ltd"}}),
    ]
    exported = to_script(fold(CASE, written([*made, *later])))
    events = exported.script["calls"][0]["events"]
    assert [(one["type"], float(one["t_min"])) for one in events] == [("note", 2.5), ("promise", 2)]
    assert events[0]["text"] == "z"
    assert events[1]["kept"] is True
    assert exported.script["company"] == "Acme Ltd"
    assert exported.notices == ("What was imported and changed since is written as it stands now.",)


def test_a_struck_event_is_left_out_and_that_is_said() -> None:
    made = events_of(script(call(event("note", 1, text="a"), event("note", 2, text="b"))))
    note = next(one for one in made if one.kind == "note")
    struck = replace(note, id="S", kind="strike", body={"target": note.id})
    exported = to_script(folded([*made, struck]))
    assert [one["text"] for one in exported.script["calls"][0]["events"]] == ["b"]
    assert exported.notices


def test_a_live_case_becomes_a_script_with_the_same_figures() -> None:
    phone = Phone()
    phone.do("start").wait(0.3).do("rep", name="Bo", department="billing").wait(61.234567)
    phone.do("ask", what="refund").wait(5).do("hold").wait(300).do("hold").wait(7)
    phone.do("pitch").wait(9).do("pitch").do("refused").wait(2).do("transfer", to="loyalty")
    phone.wait(33).do("rep", name="Al").wait(4).do("department", text="loyalty").wait(10)
    phone.do("offer", what="credit", amount="5 EUR").wait(2).do("granted").do("ask", what="refund")
    phone.wait(1).do("granted").do("promise", what="letter", by="2026-03-09").wait(3)
    phone.do("number", value="4417", kind="ticket").do("end").wait(8).do("end")
    exported = to_script(phone.fold)
    assert exported.script["left_out"] == LEFT_OUT
    assert exported.notices == (f"The script leaves out {LEFT_OUT}.",)
    copy = imported(parse_script(dump(exported.script).encode(), "live.json"))
    ours, theirs = (without_ids(report(one, AS_OF)) for one in (phone.fold, copy))
    del ours["checklist_at_first_call"]
    assert {key: theirs[key] for key in ours} == ours
    assert to_script(copy).notices == ()


def test_what_came_of_steps_and_transfers_comes_back() -> None:
    phone = Phone()
    phone.do("start").do("rep", name="Bo").wait(3).do("instruction", what="restart it").wait(5)
    phone.do("objection", text="it wipes all").wait(5).do("instruction").wait(4)
    phone.do("instruction", what="wait a day").wait(2)
    phone.do("transfer", to="loyalty", announced=True).wait(9).do("end").do("end")
    copy = imported(parse_script(again(phone.fold), "live.json"))
    assert copy.case.transfers[0].announced is True
    ours, theirs = (
        [(one.what, one.state, one.objection) for one in case.instructions]
        for case in (phone.fold.case, copy.case)
    )
    assert ours == theirs == [("restart it", "done", "it wipes all"), ("wait a day", "", "")]


def test_what_was_typed_for_a_managers_answer_comes_back() -> None:
    phone = Phone()
    phone.do("start").wait(1).do("rep", name="Bo").wait(9).do("manager").wait(9)
    phone.do("refused", text="no supervisors here")
    asked = to_script(phone.fold).script["calls"][0]["events"][-1]
    assert (asked["type"], asked["result"]) == ("supervisor_asked", "refused")
    assert asked["note"] == "no supervisors here"
    copy = imported(parse_script(dump(to_script(phone.fold).script).encode(), "live.json"))
    assert to_script(copy).script["calls"][0]["events"][-1]["note"] == "no supervisors here"


def test_an_end_whose_beginning_was_struck_is_left_out() -> None:
    phone = Phone()
    phone.do("start").do("rep", name="Bo").wait(3).do("hold").wait(5).do("hold").wait(5)
    start = next(fact for fact in phone.fold.facts if fact.kind == "hold_start")
    phone.correct("strike", target=start.id).do("end").do("end")
    exported = to_script(phone.fold).script["calls"][0]["events"]
    assert [event["type"] for event in exported] == ["rep", "call_end"]
    imported(parse_script(again(phone.fold), "live.json"))


@given(st.integers(0, 10**13))
def test_minutes_mean_the_same_microsecond(us: int) -> None:
    assert microseconds(Decimal(minutes(us))) == us


@pytest.mark.parametrize(
    ("us", "text"),
    [(0, "0"), (150_000_000, "2.5"), (56_401_002_000, "940.0167"), (1, "2E-8")],
)
def test_minutes_are_the_shortest(us: int, text: str) -> None:
    assert str(minutes(us)) == text


AROUND_FACTS: list[tuple[str, dict[str, object]]] = [
    ("question", {"text": "why?"}), ("mood", {"mood": "angry"}), ("rep_line", {"text": "kind"}),
    ("rep_mark", {"mark": "listened", "value": True}), ("conduct", {"mark": "polite"}),
    ("result", {"result": "part"}), ("wrapped_up", {"how": "done"}), ("handover", {"state": "x"}),
    ("cool_off", {"until": "2030-01-01", "why": "tired"}), ("details_checked", {"right": True}),
    ("letter", {"form": "complaint"}), ("letter_sent", {}), ("rung", {"rung": "supervisor"}),
    ("case_closed", {"how": "resolved"}),
]  # fmt: skip


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_what_is_done_around_the_calls_leaves_a_script_as_it_was_and_is_told(path: Path) -> None:
    folded = imported(path)
    before = dump(to_script(folded).script)
    call = folded.case.calls[-1]
    about = {"about": call.id, "rep": next((rep.id for rep in folded.case.reps), "")}
    made = [
        NewEvent(f"around-{n}", kind, call.start, {**about, **body}, call.id)
        for n, (kind, body) in enumerate(AROUND_FACTS)
    ]
    folded.add([stored(event, folded.case.id, n, "zz-0") for n, event in enumerate(made, 90_000)])
    assert folded.case.around.questions and folded.case.around.closed
    exported = to_script(folded)
    assert dump(exported.script) == before
    (notice,) = exported.notices
    assert "between the calls" in notice
