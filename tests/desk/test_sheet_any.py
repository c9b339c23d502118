"""Whatever is pressed in the preparation: nothing breaks, nothing is lost, no secret is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from callmate.desk.desk import Desk
from callmate.desk.preparation.sections import KEYS
from callmate.ids import UlidSource
from callmate.ui.scene import scene_of
from tests.desk.support import Person, texts_of
from tests.ui.support import PANES

MOVES = ["enter", "tab", "shift+tab", "up", "down", "escape", "ctrl+o", "ctrl+n", "backspace"]
LIVE = ["space", "z", "q", "e", "h", "v", "u", "1", "4", "7", "right", "f2", "ctrl+l"]
WORDS = ["Acme", "repair", "n it ruins them", "angry", "20 min", "why?", "\x1b[2J", "漢字", "   "]
PRESSES = st.one_of(
    st.sampled_from(MOVES).map(lambda key: (key, "")),
    st.sampled_from(LIVE).map(lambda key: (key, "")),
    st.sampled_from(WORDS).map(lambda text: ("", text)),
)


@given(st.lists(PRESSES, max_size=25))
def test_any_keys_in_any_order(presses: list[tuple[str, str]]) -> None:
    person = Person().type("{ctrl+n}")
    for key, text in presses:
        person.clock.advance(0.8)
        if key:
            person.press(key)
        else:
            field = person.desk.view.field
            secret = field is not None and field.secret
            person.paste("hunter2" if secret else text)
        picture = scene_of(person.desk)
        for width, height in ((80, 10), (80, 40)):
            PANES["timeline"](picture, width, height)
    assert "hunter2" not in texts_of(person.log) + texts_of(person.day)


@given(st.lists(st.sampled_from(["{tab}", "{enter}", "{up}"]), max_size=12), st.text(max_size=8))
def test_what_is_half_typed_anywhere_stands_there_again(moves: list[str], text: str) -> None:
    person = Person().type("{ctrl+n}Acme{enter}" + "".join(moves))
    field = person.desk.view.field
    if field is None:
        return
    person.paste(text)
    typed = person.typed
    field = person.desk.view.field
    assert field is not None and field.name in KEYS
    after = Desk(person.world, person.clock, UlidSource())
    after.start()
    again = after.view.field
    if text and typed and not field.secret:
        assert again is not None
        assert (again.name, again.line.text) == (field.name, typed)
