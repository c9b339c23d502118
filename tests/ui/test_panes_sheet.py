"""The preparation on the screen: at most five lines, what is missing, advice, and masks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.text import show
from callmate.ui.paint import width_of
from callmate.ui.regions import regions
from callmate.ui.scene import scene_of
from tests.desk.preparing import TO, with_packs
from tests.desk.support import Person
from tests.ui.running import NARROW, SIZES, WIDE, Screen, run
from tests.ui.support import PANES, words

TEXTS = st.text(max_size=60) | st.sampled_from(["\x1b[2J", "[/b]", "漢字 " * 20, "a\u0301" * 9])


def drawn(person: Person, size: tuple[int, int] = NARROW) -> list[str]:
    """The middle pane, row by row."""
    box = regions(*size)["timeline"]
    return words(PANES["timeline"](scene_of(person.desk), box.width, box.height)).splitlines()


def advice(person: Person, size: tuple[int, int]) -> str:
    """What stands below the lines, and what that rests on in the card's rectangle."""
    box = regions(*size)["card"]
    apart = words(PANES["card"](scene_of(person.desk), box.width, box.height))
    return "\n".join(drawn(person, size)[6:]) + "\n" + apart


@pytest.mark.parametrize(("name", "keys"), TO.items())
@pytest.mark.parametrize("size", SIZES)
def test_the_open_line_is_marked_and_no_more_than_five_show(
    name: str, keys: str, size: tuple[int, int]
) -> None:
    person = Person().type(keys)
    view = person.desk.parts.sheet.picture()
    assert view is not None
    rows = drawn(person, size)
    marked = [row for row in rows if row.startswith(" ▸ ")]
    field = person.desk.view.field
    assert field is not None and field.name == name
    assert len(marked) == 1 and field.prompt in marked[0]
    assert rows[0].startswith(f" {view.number}/5 {view.name}")
    assert 2 <= len(view.lines) <= 5
    for number, line in enumerate(view.lines, start=1):
        assert line.line.label in rows[number]


def test_the_heading_names_what_is_missing_as_far_as_there_is_room() -> None:
    head = drawn(Person().type("{ctrl+n}"))[0]
    assert "5 missing: whom to call, what is wrong, outcome wanted, …" in head
    ready = Person().type("{ctrl+n}Acme{tab}x{enter}{enter}y{enter}{enter}yes{tab}1{tab}z{tab}")
    assert "nothing missing" in drawn(ready)[0]
    one = Person().type("{ctrl+n}Acme{tab}x{enter}{enter}y{enter}{enter}yes{tab}1{tab}")
    assert "1 missing: two sentences" in drawn(one)[0]
    assert "! Brief" not in "\n".join(drawn(one)), "where one types there is no need to say so"
    assert "! Brief" in "\n".join(drawn(one.type("{enter}")))


@pytest.mark.parametrize("size", SIZES)
def test_what_a_place_means_is_seen_in_the_next_section(size: tuple[int, int]) -> None:
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "California{enter}")
    assert "everyone must agree" in "\n".join(drawn(person, size)[6:])


@pytest.mark.parametrize("size", SIZES)
def test_advice_stands_below_the_lines(size: tuple[int, int]) -> None:
    person = with_packs(Person()).type(TO["kind"] + "repair")
    below = advice(person, size)
    assert "Call:" in below and "Battling with Customer Service" in below
    person = with_packs(Person()).type("{ctrl+n}" + "{enter}" * 4 + "California")
    below = advice(person, size)
    assert "everyone must agree" in below and "not legal advice" in below
    person = with_packs(Person()).type(TO["kind"] + "billing error")
    below = " ".join(advice(person, size).split())
    assert "Write:" in below and "60 days" in below and "(2023-04-20)" in below


def test_in_a_call_the_card_keeps_its_rectangle() -> None:
    person = with_packs(Person()).type("{space}{ctrl+o}{tab}{enter}repair")
    card = words(PANES["card"](scene_of(person.desk), 80, 4))
    assert "Battling with Customer Service" not in card


def test_the_account_is_masked_beside_other_lines_and_the_pin_is_dots() -> None:
    person = Person().type(TO["account"] + "7730229144{enter}{enter}{enter}{enter}hunter2{up}")
    rows = "\n".join(drawn(person, WIDE))
    assert "···9144" in rows and "7730229144" not in rows
    assert "•" * 7 in rows and "hunter2" not in rows


def test_what_an_earlier_case_had_is_offered_masked() -> None:
    person = Person().type("{ctrl+n}Acme{tab}{tab}7730229144{enter}{enter}{enter}a bill{escape}")
    person.type("{ctrl+n}Acme{tab}{tab}")
    field = PANES["field"]
    assert "→ ···9144 of an earlier case" in words(field(scene_of(person.desk), 80, 1))
    assert "7730229144" not in words(field(scene_of(person.desk), 160, 1))
    person.type("{enter}{enter}{enter}")
    assert "→ a bill of an earlier case" in words(field(scene_of(person.desk), 80, 1))
    person.type("{ctrl+l}")
    assert "a bill" not in words(field(scene_of(person.desk), 80, 1))


def test_the_privacy_screen_hides_it() -> None:
    person = Person().type(TO["brief"] + "secret words{ctrl+l}")
    assert "secret" not in "\n".join(drawn(person))


@given(text=TEXTS)
def test_any_text_stays_on_its_line(text: str) -> None:
    person = Person().type("{ctrl+n}").paste(text).type("{enter}{tab}").paste(text)
    person.type("{tab}{tab}{tab}{shift+tab}{enter}").paste(text).type("{enter}").paste(text)
    for width, height in ((80, 10), (40, 4), (20, 12)):
        lines = PANES["timeline"](scene_of(person.desk), width, height)
        assert len(lines) <= height
        assert all(width_of(line) <= width for line in lines)
        assert all(show(span) == span for line in lines for span, _ in line)


@pytest.mark.parametrize("size", SIZES)
def test_before_a_call_the_checklist_is_what_to_have(size: tuple[int, int]) -> None:
    person = with_packs(Person()).type("{ctrl+n}Acme{escape}")
    box = regions(*size)["checklist"]
    rows = words(PANES["checklist"](scene_of(person.desk), box.width, box.height))
    assert "1 ☑ whom to call" in rows and "2 ☐ what is wrong" in rows and "1/5" in rows
    assert ("BEFORE YOU CALL" in rows) == (size == WIDE)
    person.type("{space}")
    rows = words(PANES["checklist"](scene_of(person.desk), box.width, box.height))
    assert "whom to call" not in rows and "case number" in rows


def test_the_facts_are_all_before_one_s_eyes() -> None:
    keys = "{ctrl+n}Acme{enter}0800 1{enter}2 then 1{tab}noise{enter}{enter}quiet{enter}a visit"
    keys += "{tab}7730229144{enter}B-77{enter}bill of May{enter}since Monday{escape}"
    person = Person().type(keys)
    found = replace(scene_of(person.desk), asked=("hat size",))
    rows = words(PANES["facts"](found, 34, 20))
    for said in ("···9144", "0800 1", "2 then 1", "B-77", "bill of May", "since Monday", "hat size",
                 "noise", "a visit"):  # fmt: skip
        assert said in rows
    assert "2 then 1" not in words(PANES["facts"](scene_of(person.type("{space}").desk), 34, 20))
    assert "2 then 1" in words(PANES["facts"](scene_of(person.type("zm").desk), 34, 20))


@pytest.mark.parametrize("size", SIZES)
def test_the_band_warns_when_it_takes_longer_than_expected(size: tuple[int, int]) -> None:
    person = Person().type(TO["expected"] + "2{escape}{space}rJo{enter}")
    draw = PANES["band"]
    person.clock.advance(100)
    assert "over" not in words(draw(scene_of(person.desk), size[0], 3))
    person.clock.advance(30)
    lines = draw(scene_of(person.desk), size[0], 3)
    assert "over 2 min" in words(lines)
    assert "band.warn" in {role for line in lines for text, role in line if "over 2" in text}


@pytest.mark.parametrize("size", SIZES)
def test_it_is_filled_in_on_the_screen_by_keys(size: tuple[int, int]) -> None:
    async def body(screen: Screen) -> None:
        await screen.press("ctrl+n")
        assert "1/5 COMPANY" in screen.text and "TYPING Company" in screen.text
        await screen.press(*"Acme", "tab")
        assert "2/5 THE MATTER" in screen.text
        await screen.press("tab", "tab", "tab", *"angry", "escape")
        assert "It can wait" in screen.text and "1 15 min" in screen.text
        await screen.press("1")
        assert "A break until" in screen.text

    run(body, size)
