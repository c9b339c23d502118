"""The list of past cases at the desk: orders, groups, hits, hints, and the place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from callmate.desk.browser.listing import Room
from callmate.model.events import NewEvent
from callmate.model.listing import Listed, Order
from callmate.model.search.documents import Doc
from callmate.model.summary import CaseSummary
from tests.desk.memory import MemoryWorld
from tests.desk.past import companies, listing, read, three_cases
from tests.desk.support import Person


class Counted(MemoryWorld):
    """A world of many cases that counts the rows it was asked for."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.many = [CaseSummary(f"{n:026}", f"Matter {n}", "Sony") for n in range(count)]
        self.asked: list[tuple[int, int]] = []

    def cases(self) -> Sequence[CaseSummary]:
        return self.many

    def running(self) -> Sequence[CaseSummary]:
        return ()

    def listing(self, order: Order, first: int, most: int) -> Listed:
        self.asked.append((first, most))
        return Listed(tuple(self.many[first : first + most]), len(self.many))

    def around(self, case_id: str, event: str = "", most: int = 50) -> tuple[Doc, ...]:
        return (Doc(case_id, "e", "", "note", "", str(most)),)


def test_of_ten_thousand_cases_a_few_screens_are_asked_for() -> None:
    world = Counted(10_000)
    person = Person(world)
    person.desk.parts.browsing.lister.room = Room(rows=9, preview=1)
    person.type("/")
    assert sum(most for _, most in world.asked) == 27
    assert (listing(person).total, listing(person).of) == (10_000, 10_000)
    person.type("{down}" * 8)
    assert len(world.asked) == 2, "no move within the rows that are there asks again"
    for _ in range(40):
        person.type("{pagedown}")
        shown = listing(person)
        assert shown.chosen is not None and shown.chosen.title == f"Matter {shown.index}"
        ahead = shown.first + len(shown.rows) - shown.index
        assert ahead > 9, "the next screen is always there"
    assert listing(person).index == 8 + 40 * 8
    person.type("{pageup}" * 60)
    assert listing(person).index == 0


def test_the_end_of_the_list_is_the_end() -> None:
    person = Person(Counted(30))
    person.desk.parts.browsing.lister.room = Room(rows=9)
    person.type("/" + "{pagedown}" * 9)
    assert listing(person).index == 29
    person.type("{down}")
    assert listing(person).chosen is not None


@pytest.mark.parametrize(("room", "read"), [(1, 0), (12, 1)])
def test_events_are_read_only_where_there_is_room_for_them(room: int, read: int) -> None:
    person = Person(Counted(3))
    person.desk.parts.browsing.lister.room = Room(rows=9, preview=room)
    person.type("/")
    assert len(listing(person).preview) == read


def test_tab_turns_to_the_next_order_and_back() -> None:
    person = three_cases().type("/")
    orders = []
    for _ in range(7):
        orders.append(listing(person).order.by)
        person.type("{tab}")
    assert orders == ["latest", "next", "overdue", "money", "hours", "company", "latest"]
    person.type("{shift+tab}{shift+tab}")
    assert listing(person).order.by == "company" or listing(person).order.by == "latest"


def test_by_company_the_cases_are_counted() -> None:
    person = three_cases().type("/{ctrl+g}")
    assert companies(person) == ["Acme", "Bolt", "Sony"]
    assert [(one.company, one.cases) for one in listing(person).groups] == [
        ("Acme", 1), ("Bolt", 1), ("Sony", 1),
    ]  # fmt: skip
    person.type("{ctrl+g}")
    assert listing(person).groups == ()


def test_what_was_said_is_found_below_the_cases_that_are_called_so() -> None:
    person = three_cases().type("/credit")
    assert companies(person) == []
    assert [doc.kind for doc in listing(person).hits] == ["note", "promise"]
    person.type("{ctrl+u}bolt")
    shown = listing(person)
    assert companies(person) == ["Bolt"] and shown.cases == 1
    assert shown.chosen is not None and shown.hits
    assert all(doc.kind != "case" for doc in shown.hits), "the case stands above already"
    person.type("{down}")
    assert listing(person).chosen is None and listing(person).hit is not None


def test_a_case_is_found_by_what_it_is_about_though_it_is_not_called_so() -> None:
    person = Person().type("{ctrl+n}Acme{enter}{escape}{space}")
    values = {"brief": "the boiler is out since Monday"}
    now = person.clock.now()
    person.desk.context.take([NewEvent("set", "case_set", now, {"values": values})])
    person.type("ee/boiler")
    assert [doc.kind for doc in listing(person).hits] == ["case"]
    person.type("{enter}")
    assert read(person).case.known("company") == "Acme"


def test_tab_turns_from_what_was_said_to_the_cases_it_was_said_in() -> None:
    person = three_cases().type("/bolt{tab}")
    assert listing(person).only_cases and listing(person).hit is None
    assert listing(person).places == 1
    person.type("{tab}")
    assert not listing(person).only_cases and listing(person).places > 1
    person.type("{tab}x")
    assert not listing(person).only_cases, "other words are looked for in what was said"


def test_of_cases_found_by_their_names_alone_tab_turns_the_order() -> None:
    person = three_cases().type("/company:sony{tab}")
    assert companies(person) == ["Sony"]
    assert listing(person).order.by == "next" and not listing(person).only_cases


def test_a_wrong_query_gets_a_hint_and_the_best_there_is() -> None:
    person = three_cases().type("/colour:red")
    assert "no field" in listing(person).hint
    person.type("{ctrl+u}").type('"credit of')
    assert "quotation mark" in listing(person).hint
    assert [doc.kind for doc in listing(person).hits] == ["promise"]
    person.type("{ctrl+u}")
    assert listing(person).hint == ""
    assert len(companies(person)) == 3


def test_words_and_place_are_kept_until_one_types() -> None:
    person = three_cases().type("/credit{down}{escape}/")
    assert (person.typed, listing(person).index) == ("credit", 1)
    person.type("{escape}/s")
    assert person.typed == "s", "a letter begins anew"
    person.type("{escape}/{backspace}")
    assert person.typed == ""
    assert len(companies(person)) == 3


def test_while_the_search_is_built_more_is_found_each_second() -> None:
    class Building(MemoryWorld):
        state: tuple[int, int] | None = (1, 3)

        def indexing(self) -> tuple[int, int] | None:
            return self.state

    world = Building()
    person = three_cases(Person(world)).type("/credit")
    assert listing(person).indexing == (1, 3)
    lister = person.desk.parts.browsing.lister
    lister.state = replace(lister.state, hits=())
    person.wait(1)
    assert listing(person).hits == (), "nothing new"
    world.state = None
    person.wait(1)
    assert listing(person).indexing is None
    assert len(listing(person).hits) == 2
