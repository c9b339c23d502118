"""Found and quoted in mid-call: the rep who promised a credit last spring, out of ten years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from callmate.clock import ManualClock
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from tests.cases.years import years
from tests.desk.support import Person
from tests.e2e.conftest import Open
from tests.e2e.stored import documents, lane_files
from tests.e2e.window import GAP_SECONDS, NARROW, WIDE, Window

pytestmark = pytest.mark.terminal

CASES: Final = 200
MOST_KEYS: Final = 12
NOW: Final = datetime.now(UTC)
SPRING: Final = datetime(NOW.year if NOW.month > 5 else NOW.year - 1, 4, 14, 15, 5, tzinfo=UTC)
PROMISES: Final = (
    (SPRING - timedelta(days=520), "Acme Gas", "Ana", "credit of $25 on the next bill"),
    (SPRING, "Sony", "Sam", "credit of $40 by noon"),
    (NOW - timedelta(days=20), "Bolt", "Kim", "credit for one month"),
)
SLIP_SECONDS: Final = 0.8
"""The same key again before that is taken for a slip of the finger."""
WALK: Final = (*"/p:cr", "\x1b[B", "\r", "q")
"""Search for promises of a credit, go down to that of the spring, open it there, quote it."""


def promised(root: Path, at: datetime, company: str, rep: str, words: str) -> str:
    """A call of that day, pressed as a person would; the id of its case."""
    clock = ManualClock(at)
    milliseconds = int(at.timestamp() * 1000)
    new_id = UlidSource(lambda: milliseconds)
    world = StoredWorld(root, clock, new_id)
    person = Person(world, clock, new_id)
    person.type("{ctrl+n}" + company + "{enter}{escape}{space}r" + rep + "{enter}")
    person.type("p" + words + "{enter}").wait(90)
    person.type("ee")
    case_id = person.case.id
    world.finder.settle()
    world.close()
    return case_id


@pytest.fixture
def case_of_spring(home: Path) -> str:
    """Ten years of calls in the store; the id of the case with Sam."""
    years(home, CASES, NOW - timedelta(days=1), timedelta(days=3650))
    return [promised(home, *one) for one in PROMISES][1]


def in_a_call(window: Open, size: tuple[int, int]) -> Window:
    screen = window(size=size)
    screen.press("\x0e").send("Sony\r").press("\x1b").rest(GAP_SECONDS)
    screen.press(" ").see("W A I T I N G").press("r").send("Dana, billing\r")
    return screen.see("T A L K I N G", "▸ rep Dana")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "160x48"])
def test_find_who_promised_a_credit_last_spring_and_quote_it_in_the_call(
    window: Open, home: Path, case_of_spring: str, size: tuple[int, int]
) -> None:
    screen = in_a_call(window, size)
    before = {path: path.read_bytes() for path in lane_files(home) if case_of_spring in path.parts}
    assert before and len(WALK) <= MOST_KEYS
    for key in WALK[:-3]:
        screen.press(key)
    screen.see("3 hits", f"14 Apr {SPRING.year}", "Sam: ", "credit of $40", "T A L K I N G")
    screen.press(WALK[-3]).press(WALK[-2])
    screen.see("READ ONLY", "credit of $40")
    screen.press(WALK[-1])
    screen.see("“On 14 April Sam of Sony promised: credit of", "12:00.”", "T A L K I N G")
    screen.quit()
    assert {path: path.read_bytes() for path in before} == before, "the past case is as it was"
    notes = [
        document
        for path in lane_files(home)
        for document in documents(path)
        if document["kind"] == "note" and "quotes" in document["body"]
    ]
    (note,) = notes
    assert note["case"] != case_of_spring and note["call"]
    assert note["body"]["text"].startswith("On 14 April Sam of Sony promised: credit of $40, by ")
    (promise,) = [
        document for path in before for document in documents(path) if document["kind"] == "promise"
    ]
    assert note["body"]["quotes"] == {"case": case_of_spring, "event": promise["id"]}


def test_live_keys_go_on_beside_the_past_case_and_u_takes_the_quote_out(
    window: Open, home: Path, case_of_spring: str
) -> None:
    screen = in_a_call(window, NARROW)
    for key in WALK:
        screen.press(key)
    screen.see("Sam of Sony promised", "credit of $40")
    screen.press("h").see("O N   H O L D").rest(SLIP_SECONDS).send("h").see("T A L K I N G")
    screen.press("\x1b").press("\x1b").press("\x1b").see(
        "▸ rep Dana", "· On 14 April Sam of Sony promised"
    )
    screen.press("u").press("u").press("u").see_gone("· On 14 April Sam of Sony promised")
    screen.quit()
    kinds = [
        document["kind"]
        for path in lane_files(home)
        for document in documents(path)
        if case_of_spring not in path.parts and document["at"] >= NOW.isoformat()
    ]
    assert {"hold_start", "hold_end", "note"} <= set(kinds)
