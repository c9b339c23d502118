"""The panes as what they are: pure functions from a scene to lines."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.text import show
from callmate.ui.cells import cells
from callmate.ui.paint import DARK, Line, strip_of, styles, width_of
from callmate.ui.panes.band import band, small
from callmate.ui.regions import regions
from callmate.ui.scene import Scene, scene_of
from tests.desk.support import Person
from tests.ui.support import PANES, full, picture, scenes, words

SIZES = [(160, 48), (100, 28), (80, 24), (60, 18), (40, 10)]
HOSTILE = [
    "\x1b]0;x\x07", "\x1b[2J", "\x9b31m", "\x00", "a\r\nb\u2028c\td", "\u202eabc\u2066", "\ud83d",
    "z" + "\u0301" * 200, "👨‍👩‍👧🇩🇪漢字नमस्ते", "[bold]x[/b] [TODO] \\[ [@click=app.quit]x[/]",
    ":smile:", "x" * 500, "漢" * 200, "word " * 80, "", " ", "\u200b\u200d", "\ufdd0\uffff",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec=None), max_size=40),
    st.text(st.sampled_from("a [/]\x1b\x9b\u0301\u200d漢👍🏽\u202e\n"), max_size=60),
)


def is_active(char: str) -> bool:
    """Whether a terminal might obey a character, or none would draw it."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or (
        unicodedata.category(char) == "Cf" and show(f"a{char}a") != f"a{char}a"
    )


def check(name: str, lines: list[Line], width: int, height: int) -> None:
    """What holds for whatever a pane draws."""
    assert len(lines) <= height, name
    for line in lines:
        assert width_of(line) <= width, name
        for text, role in line:
            assert not any(is_active(char) for char in text), (name, text)
            assert role in DARK, (name, role)
        assert strip_of(line, width, styles("dark"), "text").cell_length == width


@settings(max_examples=12)
@given(text=TEXTS)
def test_no_pane_leaves_its_rectangle_or_obeys_a_text(text: str) -> None:
    for state, scene in scenes(text).items():
        for size in SIZES:
            for name, box in regions(*size).items():
                lines = PANES[name](scene, box.width, box.height)
                check(f"{state} {name}", lines, box.width, box.height)


@pytest.mark.parametrize("name", PANES)
def test_any_rectangle_will_do(name: str) -> None:
    for scene in scenes("a case of 漢字 \x1b[2J " * 4).values():
        for width, height in ((1, 1), (3, 2), (9, 1), (20, 5), (200, 3), (5, 60)):
            check(name, PANES[name](scene, width, height), width, height)


@pytest.mark.parametrize("size", SIZES)
def test_the_privacy_screen_hides_every_text(size: tuple[int, int]) -> None:
    for state, scene in scenes("Xyzzy").items():
        hidden = replace(scene, view=replace(scene.view, private=True), problems=(), items=(),
                         saved=Person().memory.saved())  # fmt: skip
        for name, box in regions(*size).items():
            if state == "strip" and name == "field":
                continue
            assert "Xyzzy" not in words(PANES[name](hidden, box.width, box.height)), (state, name)


def test_without_it_they_are_there() -> None:
    for state, scene in scenes("Xyzzy").items():
        drawn = "".join(
            words(PANES[name](scene, box.width, box.height))
            for name, box in regions(160, 48).items()
        )
        assert "Xyzzy" in drawn, state


def held(seconds: float) -> Person:
    person = Person().type("{space}h")
    person.clock.advance(seconds)
    return person


def clock_in(person: Person, width: int = 40) -> str:
    """The words of a band so narrow that its clock is not drawn in big digits."""
    return words(band(scene_of(person.desk), width, 3))


def test_a_hold_of_fifteen_hours() -> None:
    person = held(56_401)
    assert "15:40:01" in clock_in(person)
    assert "15:40:01" in words(PANES["timeline"](scene_of(person.desk), 80, 20))
    assert "15:40:01" in words(small(scene_of(person.desk), 60, 1))
    assert "hold 15:40:01" in words(band(scene_of(person.desk), 160, 3))


@pytest.mark.parametrize("width", range(40, 161))
def test_the_clock_is_whole_at_any_width(width: int) -> None:
    from callmate.ui.digits import big

    for seconds, clock in ((59, "0:59"), (3599, "59:59"), (56_401, "15:40:01")):
        lines = words(band(scene_of(held(seconds).desk), width, 3)).splitlines()
        drawn = any(
            all(row in line for row, line in zip(big(clock, wide), lines, strict=True))
            for wide in (1, 2)
        )
        assert drawn or clock in lines[1], (width, clock)


def test_a_clock_set_back_an_hour_in_mid_hold_changes_no_duration() -> None:
    person = held(600)
    person.clock.set_wall(person.clock.at - timedelta(hours=1))
    person.desk.tick()
    assert "hold 10:00" in words(band(scene_of(person.desk), 160, 3))
    assert "10:00" in words(PANES["timeline"](scene_of(person.desk), 80, 20))
    person.clock.advance(5)
    assert "hold 10:05" in words(band(scene_of(person.desk), 160, 3))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", "I D L E"), ("{space}", "W A I T I N G"), ("r{escape}", "T A L K I N G"),
        ("h", "O N   H O L D"), ("rs{enter}t{escape}", "T R A N S F E R"),
        ("rs{enter}m", "M A N A G E R"), ("rs{enter}s", "SALES PITCH"), ("he", "E N D I N G ?"),
    ],
)  # fmt: skip
def test_the_state_is_a_word_and_a_reversed_band(keys: str, said: str) -> None:
    lines = band(scene_of(Person().type(keys).desk), 160, 3)
    assert said in words(lines)
    assert all(line[0][1].startswith("state.") for line in lines)


@pytest.mark.parametrize("size", SIZES)
def test_not_listening_is_said_and_the_keys_dim(size: tuple[int, int]) -> None:
    person = Person().type("{space}")
    box = regions(*size)["band"]
    assert "KEYS ON" in words(band(scene_of(person.desk), box.width, 3))
    before = PANES["keys"](scene_of(person.desk), 80, 3)
    person.desk.focus(False)
    assert "NOT LISTENING" in words(band(scene_of(person.desk), box.width, 3))
    assert "KEYS ON" not in words(band(scene_of(person.desk), box.width, 3))
    after = PANES["keys"](scene_of(person.desk), 80, 3)
    assert words(after) == words(before)
    assert {role for line in before for _, role in line} & {"key"}
    assert not {role for line in after for _, role in line} & {"key"}


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_what_is_typed_is_seen_with_its_cursor(width: int) -> None:
    person = Person().type("{space}nword")
    line = PANES["field"](scene_of(person.desk), width, 1)[0]
    assert "TYPING" in words([line])
    assert "word" in words([line])
    assert [text for text, role in line if role == "typing.cursor"] == [" "]
    person.type("{left}{left}")
    line = PANES["field"](scene_of(person.desk), width, 1)[0]
    assert [text for text, role in line if role == "typing.cursor"] == ["r"]


@pytest.mark.parametrize("keys", ["n", "p", "t", "g"])
def test_the_beginning_of_a_text_is_seen_as_long_as_it_fits(keys: str) -> None:
    person = Person().type("{space}rsarah{enter}").type(keys)
    typed = "the whole refund within a fortnight by friday at noon and a"
    for letter in typed:
        person.desk.press("space" if letter == " " else letter, letter, person.clock.now())
        line = PANES["field"](scene_of(person.desk), 80, 1)[0]
        drawn = words([line])
        prompt, _, rest = drawn.partition(": ")
        so_far = person.desk.view.field.line.text if person.desk.view.field else ""
        if width_of(((f"{prompt}: {so_far}", ""),)) < 80:
            assert rest.startswith(so_far), drawn
        else:
            assert "⏎ keep" not in drawn


def test_with_room_the_hint_and_what_the_text_becomes_are_seen() -> None:
    scene = replace(scene_of(Person().type("{space}pby noon").desk), completion="12:00")
    assert "by noon  → 12:00  " in words(PANES["field"](scene, 80, 1))
    assert "⏎ keep" in words(PANES["field"](scene, 80, 1))
    long = replace(scene, completion="the 23rd of November at twelve o'clock sharp")
    assert "by noon  → the 23rd of" in words(PANES["field"](long, 80, 1))
    assert "⏎ keep" not in words(PANES["field"](long, 80, 1))
    full = replace(scene_of(Person().type("{space}p" + "word " * 11).desk), completion="12:00")
    assert "→" not in words(PANES["field"](full, 80, 1))


@given(text=TEXTS, back=st.integers(0, 50))
def test_the_cursor_is_seen_wherever_it_is(text: str, back: int) -> None:
    person = Person().type("{space}n").paste(text).type("{left}" * back)
    for width in (60, 80, 160):
        line = PANES["field"](scene_of(person.desk), width, 1)[0]
        assert width_of(line) == width
        assert [role for _, role in line].count("typing.cursor") == 1


def test_a_sensitive_line_is_masked_wherever_the_cursor_is() -> None:
    person = Person().type("{ctrl+n}{tab}{tab}123456789012")
    for back in range(13):
        drawn = words(PANES["field"](scene_of(person.desk), 80, 1))
        drawn += words(PANES["timeline"](scene_of(person.desk), 80, 20))
        assert "12345678" not in drawn.replace(" ", ""), back
        assert "9012" in drawn
        person.type("{left}")


def test_a_secret_line_shows_nothing_of_it() -> None:
    person = Person().type("{ctrl+n}{tab}{tab}" + "{enter}" * 4 + "Xyzzy123")
    for drawn in (
        words(PANES["field"](scene_of(person.desk), 80, 1)),
        words(PANES["timeline"](scene_of(person.desk), 80, 20)),
    ):
        assert "•" * 8 in drawn
        after = drawn.rpartition("PIN")[2].partition("\n")[0]
        assert not set("yz123") & set(after)


def test_the_account_is_masked_in_the_facts() -> None:
    scene = picture(full("1234 5678 9012"), "x")
    for width, height in ((80, 1), (34, 20)):
        drawn = words(PANES["facts"](scene, width, height))
        assert "···9012" in drawn or "WANT" in drawn
    case = Person().type("{ctrl+n}{tab}{tab}123456789012{enter}{escape}{space}")
    assert "12345678" not in words(PANES["facts"](scene_of(case.desk), 34, 20))


def test_not_saved_is_loud() -> None:
    from callmate.desk.ports import Saved

    scene = scene_of(Person().type("{space}").desk)
    loud = replace(scene, saved=Saved(9, 5, 4, "The disk is full."))
    for size in SIZES:
        box = regions(*size)["band"]
        drawn = words(band(loud, box.width, 3))
        field = words(PANES["field"](loud, size[0], 1))
        assert "NOT SAVED" in drawn or "NOT SAVED" in field or "The disk is full." in field
    assert "saved ✓" in words(band(scene, 160, 3))


def test_a_struck_line_is_struck_through_and_an_undone_one_is_gone() -> None:
    person = Person().type("{space}nword{enter}{up}{delete}{escape}")
    line = PANES["timeline"](scene_of(person.desk), 80, 20)[-1]
    assert "word" in words([line])
    assert "struck" in {role for _, role in line}
    person.type("nslip{enter}u")
    drawn = words(PANES["timeline"](scene_of(person.desk), 80, 20))
    assert "slip" not in drawn and "word" in drawn


def test_the_newest_is_at_the_bottom_and_a_selected_one_is_in_sight() -> None:
    person = Person().type("{space}" + "".join(f"nnumber {n}{{enter}}" for n in range(30)))
    lines = PANES["timeline"](scene_of(person.desk), 80, 10)
    assert len(lines) == 10
    assert "number 29" in words(lines[-1:])
    person.type("{up}" * 20)
    lines = PANES["timeline"](scene_of(person.desk), 80, 10)
    chosen = [line for line in lines if "cursor" in {role for _, role in line}]
    assert "number 10" in words(chosen)


def card_scene(person: Person, words_of_card: str) -> Scene:
    from callmate.desk.cards import CardView

    card = CardView("SAY NOW", words_of_card, "why") if words_of_card else None
    return replace(scene_of(person.desk), card=card)


@pytest.mark.parametrize("size", SIZES)
def test_a_card_moves_no_other_pane(size: tuple[int, int]) -> None:
    person = Person().type("{space}rsarah{enter}")
    without, with_card = card_scene(person, ""), card_scene(person, "Ask for the case number. " * 9)
    for name, box in regions(*size).items():
        before = PANES[name](without, box.width, box.height)
        after = PANES[name](with_card, box.width, box.height)
        if name == "card":
            assert before != after
            assert len(before) == len(after) == box.height
        else:
            assert before == after


def test_texts_on_cards_are_cut_to_the_cell() -> None:
    scene = card_scene(Person().type("{space}"), "漢字" * 100)
    for line in PANES["card"](scene, 31, 12):
        assert sum(cells(text) for text, _ in line) == 31
