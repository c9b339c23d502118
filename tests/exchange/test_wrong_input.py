"""What is wrong with a file is said in one line that names file, place and what was expected."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.errors import UsageError
from callmate.exchange import strictjson
from callmate.exchange.script import parse_script, read_script
from callmate.model.events import CALL_FACTS, CORRECTIONS, INPUTS
from callmate.model.fold import Fold
from callmate.model.report import report
from tests.exchange.support import call, document, event, events_of, imported, script
from tests.model.support import folded

GOOD = json.dumps(document(call(event("note", 1, text="x"))))


def refused(data: bytes | str) -> str:
    """The sentence that a file is refused with, as it is imported."""
    with pytest.raises(UsageError) as caught:
        events_of(parse_script(data.encode() if isinstance(data, str) else data, "bad.json"))
    line = str(caught.value)
    assert caught.value.exit_status == 2
    assert line.startswith("bad.json: ")
    assert "\n" not in line and line.isprintable()
    return line


def with_event(**values: Any) -> str:
    return json.dumps(document(call(event("note", 0), {"type": "note", "t_min": 0, **values})))


def with_call(**values: Any) -> str:
    return json.dumps(document(call(event("note", 1), **values)))


TEXTS: list[tuple[str, bytes | str, str]] = [
    ("empty", "", "line 1, column 1: not JSON"),
    ("words", "hello", "line 1, column 1: not JSON"),
    ("cut off", GOOD[:-2], "not JSON"),
    ("a list", "[]", "(top): expected a JSON object, got a list"),
    ("null", "null", "(top): expected a JSON object, got null"),
    ("utf-16", GOOD.encode("utf-16"), "expected UTF-8"),
    ("utf-16 without a mark", GOOD.encode("utf-16-le"), "expected UTF-8"),
    ("latin-1", '{"schema":\n "\xe9"}'.encode("latin-1"), "line 2, byte 3: 0xE9 is not UTF-8"),
    ("NaN", GOOD.replace("1,", "NaN,", 1), "calls[0].n: expected a number, got NaN"),
    ("Infinity", '{"a": [-Infinity]}', "a[0]: expected a number, got -Infinity"),
    ("twice", '{"a": {"b": 1, "b": 2}}', 'a: the key "b" stands twice'),
    ("5,000 digits", '{"a": ' + "9" * 5000 + "}", "at most 300 digits, got 5000"),
    ("1e400", '{"a": 1e400}', "a: expected a number that a computer can hold, got 1e400"),
    ("deep", "[" * 100_000, "nested too deeply"),
    ("deep and whole", '{"a":' * 90 + "1" + "}" * 90, "nested too deeply"),
    ("a key with an escape", '{"\\u001b[2J": NaN}', "u001b"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in TEXTS], ids=[r[0] for r in TEXTS])
def test_a_text_that_is_no_strict_json(data: bytes | str, said: str) -> None:
    assert said in refused(data)


FORMS: list[tuple[str, str, str]] = [
    ("no schema", GOOD.replace('"schema"', '"scheme"'), "schema: expected"),
    ("other schema", GOOD.replace("case/1", "case/2"), "schema: expected"),
    ("no id", GOOD.replace('"id"', '"di"'), "id: expected a text that names the case, got nothing"),
    ("no calls", '{"schema": "callmate-acceptance-case/1", "id": "a"}', "calls: expected a list"),
    ("calls no list", json.dumps({**document(), "calls": {}}), "calls: expected a list"),
    ("a call of text", json.dumps({**document(), "calls": ["x"]}), "calls[0]: expected a JSON obj"),
    ("no start", with_call().replace('"start"', '"began"'), "calls[0].start: expected a date"),
    ("no such date", with_call(start="2023-02-30"), "calls[0].start: expected a date"),
    ("no such time", with_call(start="2023-02-03T25:00"), "calls[0].start: expected a date"),
    ("a week date", with_call(start="2023-W05-1"), "calls[0].start: expected a date"),
    ("sideways", with_call(direction="up"), 'calls[0].direction: expected "out" or "in", got "up"'),
    ("line 0", with_call(line=0), "calls[0].line: expected the number of a line"),
    ("a line of text", with_call(line="1"), "calls[0].line: expected the number of a line"),
    ("shorter than none", with_call(duration_min=-1), "calls[0].duration_min: expected minutes"),
    ("no type", with_event(type=""), "calls[0].events[1].type: expected the type"),
    ("type 5", with_event(type=5), "calls[0].events[1].type: expected the type"),
    ("negative", with_event(t_min=-0.5), "calls[0].events[1].t_min: expected minutes"),
    ("t_min of text", with_event(t_min="3"), "t_min: expected minutes from the call's start"),
    ("t_min true", with_event(t_min=True), "t_min: expected minutes"),
    ("t_min null", with_event(t_min=None), "t_min: expected minutes"),
    ("t_min of ages", with_event(t_min=1e300), "t_min: expected minutes"),
    ("a rep of number", with_event(type="rep", name=7), "events[1].name: expected a text or null"),
    ("kept maybe", with_event(type="promise", kept="no"), "events[1].kept: expected true, false"),
    ("by never", with_event(type="promise", by="2026-13-01"), "events[1].by: expected a date"),
    ("n of half", with_event(type="ask", n=1.5), "events[1].n: expected a whole number"),
    ("an amount of list", with_event(type="offer", amount=[1]), "events[1].amount: expected a te"),
    ("on 1", with_event(type="recording", on=1), "events[1].on: expected true or false"),
    ("hold_end alone", with_event(type="hold_end"), "calls[0].events[1]: expected a hold_start"),
    ("pitch_end alone", with_event(type="pitch_end"), "expected a pitch_start before this"),
    ("the last year", with_call(start="9999-12-31T23:59"), "calls[0].start: expected a call betw"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in FORMS], ids=[r[0] for r in FORMS])
def test_a_form_that_is_wrong(data: str, said: str) -> None:
    assert said in refused(data)


def test_an_end_before_its_start_is_refused() -> None:
    events = [event("hold_start", 5), event("hold_end", 2)]
    assert "calls[0].events[1]: expected a hold_start before this hold_end" in refused(
        json.dumps(document(call(*events)))
    )


def test_an_end_after_its_state_was_closed_is_kept() -> None:
    fold = imported(
        script(
            call(event("hold_start", 0), event("rep", 2), event("hold_end", 3), event("note", 4))
        )
    )
    assert [fact.kind for fact in fold.facts if fact.kind == "hold_end"] == ["hold_end"] * 2
    assert fold.case.oddities == ()


def test_a_byte_order_mark_and_crlf_are_tolerated() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(json.loads(GOOD), indent=1).replace("\n", "\r\n").encode()
    assert parse_script(data, "x").digest == parse_script(GOOD.encode(), "x").digest


def test_minus_nothing_is_kept() -> None:
    data = with_event(t_min=0).replace('"t_min": 0}', '"t_min": -0.0}')
    assert '"t_min":-0.0' in strictjson.canonical(strictjson.load(data.encode(), "x"))
    events_of(parse_script(data.encode(), "x"))


def test_a_file_over_64_mib_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.json"
    with file.open("wb") as out:
        out.truncate(strictjson.MAX_BYTES + 1)
    with pytest.raises(UsageError, match=r"big\.json: larger than 64 MiB"):
        read_script(file)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, why in [
        (tmp_path, "directory"),
        (tmp_path / "none", "No such"),
        (tmp_path / "pipe", "regular"),
    ]:
        with pytest.raises(UsageError, match=why):
            read_script(path)


@pytest.mark.parametrize(
    "kind", ["teleport", "undo", "key", "case_set", "call_start", "rep_end", "Σ"]
)
def test_an_unknown_type_is_kept_counted_and_harmless(kind: str) -> None:
    odd = event(kind, 1, text="what", targets=["x"], when="1999-01-01", values={"a": 1}, pi=3.14)
    fold = imported(script(call(event("note", 0, text="a"), odd, event("note", 2, text="b"))))
    kept = [fact for fact in fold.facts if fact.text("text") == "what"]
    assert len(kept) == 1
    assert kept[0].kind.endswith(kind)
    assert kept[0].kind not in {*INPUTS, *CORRECTIONS, *CALL_FACTS}
    assert kept[0].live and kept[0].moment.at.minute == 1
    assert unknown_events(fold) == 1


def unknown_events(fold: Fold) -> int:
    found = report(fold, fold.case.calls[0].start.at)
    return int(found["unknown_events"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["type", "t_min", "name", "what", "by", "kept", "n", "on", "kind", "x"])
KINDS = st.sampled_from([*CALL_FACTS, *CORRECTIONS, "x"])
EVENTS = st.fixed_dictionaries({"type": KINDS, "t_min": st.integers(0, 9)}) | st.dictionaries(
    NAMES, VALUES
)


@given(
    st.lists(EVENTS, max_size=6), st.dictionaries(st.sampled_from(["start", "line", "y"]), VALUES)
)
def test_any_document_is_imported_or_refused_in_one_line(
    events: list[dict[str, Any]], values: dict[str, Any]
) -> None:
    data = json.dumps({**document({**call(), **values, "events": events})}).encode()
    try:
        made = events_of(parse_script(data, "any.json"))
    except UsageError as error:
        assert str(error).startswith("any.json: ") and str(error).isprintable()
    else:
        assert not any(holds_float(event.body) for event in made)
        assert unknown_events(folded(made)) >= 0


def holds_float(value: object) -> bool:
    """Whether a number that has no one spelling stands anywhere in a body."""
    if isinstance(value, dict):
        return any(holds_float(one) for one in value.values())
    return any(map(holds_float, value)) if isinstance(value, list) else isinstance(value, float)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"^any\.json: .*"):
        parse_script(data, "any.json")
