"""A case that is put in order is not read for it: its line says so at once, and more later."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches.casereader import CaseReader, ReadAgain, Wanted
from callmate.desk.world import StoredWorld
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.state import Case
from callmate.model.summary import CaseSummary
from tests.desk.shelving import Shop
from tests.desk.support import on_disk

KEYS = {
    "pin": "{ctrl+t}",
    "tag": "{ctrl+y}ttax{enter}",
    "rename": "{ctrl+y}r{ctrl+u}rebate{enter}",
    "settle": "{ctrl+y}c",
    "archive": "{ctrl+y}a",
    "practice": "{ctrl+y}x",
    "merge": "{ctrl+y}mbell bill{enter}",
    "move": "{ctrl+y}v1bell bill{enter}",
    "new case": "{ctrl+y}v1+rest{enter}",
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path)
    made.restart()
    made.take_up("Bell")
    return made


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Closed: no case is read again until it is opened."""
    opened, read = threading.Event(), CaseReader._read

    def wait(self: CaseReader, wanted: Wanted) -> ReadAgain:
        opened.wait(10)
        return read(self, wanted)

    with patch.object(CaseReader, "_read", wait):
        yield opened
        opened.set()


def line(shop: Shop, company: str) -> CaseSummary:
    """A line as it is, whether or not the case was read again."""
    shop.world.flush()
    found = shop.world.index.case(shop.ids[company])
    assert found is not None
    return found


def no_reading(world: StoredWorld, case_id: str) -> list[Event]:
    raise AssertionError("the case was read in the key")


@pytest.mark.parametrize("action", [*KEYS])
def test_the_line_says_it_at_once_and_so_it_does_when_it_was_read(
    shop: Shop, gate: threading.Event, action: str
) -> None:
    shop.find("acme")
    with patch.object(StoredWorld, "_facts", no_reading):
        shop.person.type(KEYS[action])
    at_once = line(shop, "Acme")
    assert shop.world.reader.behind
    gate.set()
    found = shop.row("Acme")
    assert not shop.world.reader.behind
    told = ["title", "pinned", "tags", "archived", "calls"]
    if action not in ("merge", "move", "new case"):  # what the call asked for went with it
        told += ["state", "tasks", "next_at"]
    assert [getattr(at_once, one) for one in told] == [getattr(found, one) for one in told]


@pytest.mark.parametrize("action", [*KEYS])
def test_taken_back_in_this_window_the_line_is_as_it_was(
    shop: Shop, gate: threading.Event, action: str
) -> None:
    before = line(shop, "Acme")
    shop.find("acme").type(KEYS[action] + "{ctrl+y}u")
    assert shop.person.said.startswith("Taken back: ") and line(shop, "Acme") == before
    gate.set()
    assert shop.row("Acme") == before
    shop.restart()
    assert shop.row("Acme") == before


def test_what_was_written_while_a_case_is_read_is_read_too(
    shop: Shop, gate: threading.Event
) -> None:
    shop.find("acme").type("{ctrl+t}")
    shop.person.type("{ctrl+y}ttax{enter}{ctrl+t}")
    gate.set()
    assert shop.row("Acme").tags == ("tax",) and not shop.row("Acme").pinned


def test_a_program_that_dies_before_the_case_was_read_again_reads_it_at_the_next_start(
    shop: Shop, gate: threading.Event
) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    shop.restart(closed=True)
    assert (shop.row("Acme").calls, shop.row("Bell").calls) == (0, 2)
    assert shop.row("Acme").tasks == ()


def test_one_that_ends_before_that_does_not_take_the_line_for_read(
    shop: Shop, gate: threading.Event
) -> None:
    shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
    with patch("callmate.desk.world.LET_GO_S", 0.0):
        shop.world.close()
    gate.set()
    shop.restart(closed=True)
    assert shop.row("Acme").tasks == () and shop.fold("Acme").case.calls == ()


def test_the_list_shows_what_was_read_a_second_later(shop: Shop, gate: threading.Event) -> None:
    shop.find("acme").type("{ctrl+y}c")
    shop.person.type("{ctrl+y}c")
    lister = shop.person.desk.parts.browsing.lister
    assert lister.state.rows[0].state == "open"
    gate.set()
    shop.world.reader.settle()
    shop.world.retry()
    shop.person.desk.parts.browsing.renew()
    assert lister.state.rows[0].state.startswith("open: promise")


def test_what_is_written_comes_after_what_another_window_with_a_fast_clock_wrote(
    shop: Shop,
) -> None:
    fast = ManualClock()
    fast.set_wall(shop.person.clock.now().at + timedelta(hours=1))
    other, world = on_disk(shop.root, fast)
    other.type("/acme{ctrl+y}ttax{enter}")
    world.reader.settle()
    world.flush()
    shop.find("acme").type("{ctrl+y}ttax{enter}")
    assert shop.person.said == "No longer tagged tax." and shop.row("Acme").tags == ()
    world.close()


def test_a_call_that_runs_in_another_window_is_not_moved(shop: Shop) -> None:
    one = shop.world.calls_of(shop.ids["Acme"])[0]
    shop.find("acme")
    with patch.object(StoredWorld, "calls_of", lambda *_: [replace(one, running=True)]):
        shop.person.type("{ctrl+y}v1bell bill{enter}")
    assert shop.person.said.startswith("That call cannot be moved")


def test_an_account_in_a_new_name_is_masked_at_once(shop: Shop, gate: threading.Event) -> None:
    world, person = shop.world, shop.person
    world.opened(shop.ids["Acme"])
    told = NewEvent(
        "01K00000000000000000000009", "case_set", person.clock.now(),
        {"values": {"account": "44179921"}},
    )  # fmt: skip
    world.case(shop.ids["Acme"]).append([told])
    shop.find("acme").type("{ctrl+y}r{ctrl+u}bill of 44179921{enter}")
    assert line(shop, "Acme").title == "bill of ···9921"
    gate.set()
    assert shop.row("Acme").title == "bill of ···9921"


def test_what_fails_while_a_case_is_read_is_said_and_read_at_the_next_start(shop: Shop) -> None:
    with patch.object(CaseReader, "_read", side_effect=ZeroDivisionError):
        shop.find("acme").type("{ctrl+y}v1bell bill{enter}")
        shop.world.reader.settle()
    assert f"Case {shop.ids['Acme']} could not be read again" in shop.world.saved().reason
    shop.restart()
    assert (shop.row("Acme").calls, shop.row("Acme").tasks) == (0, ())


def test_actions_hold_no_case(shop: Shop) -> None:
    shop.find("acme").type("{ctrl+t}")
    held = vars(shop.person.desk.parts.browsing.action_line.actions).values()
    assert not any(isinstance(one, (Case, Fold)) for one in held)
