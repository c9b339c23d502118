"""The list of past cases while keys come fast: what is not drawn at once is read when they rest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.desk.browser.listing import Room
from tests.desk.past import listing, read, three_cases
from tests.desk.support import Person
from tests.desk.test_listing import Counted

KEYS = ["{down}", "{up}", "{pagedown}", "{pageup}", "{end}", "{home}", "{tab}", "{ctrl+g}",
        "c", "r", "o", "z", "{backspace}", "{ctrl+u}", "{enter}", "{escape}/"]  # fmt: skip


def in_a_hurry(person: Person, rows: int = 9, preview: int = 12) -> Person:
    person.desk.parts.browsing.lister.room = Room(rows, preview)
    person.desk.parts.browsing.lister.calm = True
    return person


def test_at_first_a_screen_is_asked_for_and_more_when_it_is_quiet() -> None:
    world = Counted(10_000)
    person = in_a_hurry(Person(world)).type("/")
    assert [asked for asked in world.asked if asked[1]] == [(0, 9)]
    assert listing(person).about is None and not listing(person).preview
    assert person.desk.parts.browsing.rests()
    assert len(listing(person).rows) == 27 and listing(person).preview
    asked = len(world.asked)
    assert not person.desk.parts.browsing.rests(), "there is nothing more to show"
    for _ in range(30):
        person.type("{pagedown}")
        shown = listing(person)
        assert shown.chosen is not None and shown.chosen.title == f"Matter {shown.index}"
        assert len(world.asked) == asked, "the next page was there before its key"
        assert person.desk.parts.browsing.rests()
        asked = len(world.asked)


def test_pages_without_a_rest_have_their_rows_too() -> None:
    person = in_a_hurry(Person(Counted(1000))).type("/")
    for key in ["{pagedown}"] * 40 + ["{pageup}"] * 60:
        person.type(key)
        shown = listing(person)
        first, end = max(0, shown.index - 9), min(1000, shown.index + 9)
        assert shown.first <= first and end <= shown.first + len(shown.rows)


def test_a_key_that_asks_for_the_case_means_the_one_the_cursor_is_on() -> None:
    person = in_a_hurry(three_cases()).type("/{down}{down}{enter}")
    assert read(person).case.known("company") == "Acme"
    person = in_a_hurry(three_cases()).type("/{down}{ctrl+t}")
    assert [row.company for row in person.memory.cases() if row.pinned] == ["Sony"]


def shown_at_rest(keys: list[str], hurried: bool) -> list[object]:
    """What the list shows after these keys and a rest, cases by the names of their companies."""
    person = in_a_hurry(three_cases(), rows=2)
    person.desk.parts.browsing.lister.calm = hurried
    person.type("/" + "".join(keys))
    person.desk.parts.browsing.rests()
    now = listing(person)
    if now.about is not None:
        assert now.about.id == (now.chosen.id if now.chosen else now.hit.case if now.hit else "")
    at = now.index - now.first
    seen = [row.company for row in now.rows[max(0, at - 2) : at + 2]]
    docs = [doc.words for doc in now.preview]
    about = now.about.company if now.about else ""
    return [now.index, now.places, now.total, seen, about, docs, bool(now.told)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(KEYS), max_size=12))
def test_once_it_is_quiet_all_is_as_if_each_key_had_waited(keys: list[str]) -> None:
    assert shown_at_rest(keys, hurried=True) == shown_at_rest(keys, hurried=False)
