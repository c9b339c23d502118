"""A case that is being prepared and looks like an old one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callmate.model.resembles import RECENT, resembling
from callmate.model.summary import CaseSummary
from tests.desk.support import MemoryWorld, Person, on_disk

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OLD = "{ctrl+n}Acme{enter}{tab}rebate never came{enter}{enter}rebate of $40{enter}{escape}"
LIKE = "{ctrl+n}Acme{enter}{tab}no rebate came{enter}"


def row(
    title: str, state: str = "open", days: int = 3, *, wanted: str = "", archived: str = ""
) -> CaseSummary:
    last = (NOW - timedelta(days=days)).isoformat()
    return CaseSummary(
        "X", title, "Acme", state=state, last_at=last, wanted=wanted, archived=archived
    )


def found(one: CaseSummary, problem: str = "rebate never came", outcome: str = "") -> bool:
    return resembling([one], problem, outcome, NOW) is not None


def test_what_makes_two_cases_alike() -> None:
    assert found(row("Acme: the rebate never came"))
    assert not found(row("Acme: line is dead"))
    assert found(row("a name of its own", wanted="rebate of $40"), outcome="rebate of $40")
    assert not found(row("Acme"))


def test_what_is_over_long_since_or_no_case_of_its_own_is_none() -> None:
    long_ago = RECENT.days + 1
    assert found(row("rebate never came", days=long_ago))
    assert found(row("rebate never came", "resolved"))
    assert not found(row("rebate never came", "resolved", long_ago))
    assert not found(row("rebate never came", archived="practice"))
    assert not found(row("rebate never came", archived="merged"))


def test_the_most_like_is_named() -> None:
    rows = [row("rebate wrong"), row("rebate never came to me")]
    best = resembling(rows, "rebate never came", "", NOW)
    assert best is rows[1]


def test_it_is_said_once_and_the_search_shows_it(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type(OLD).wait(1).type(LIKE)
    assert person.said.startswith("Like “Acme: rebate never came” (open, ")
    assert person.said.endswith("/ shows it.") and len(person.said) < 78
    person.type("{enter}credit{enter}")
    assert "Like “" not in person.said
    person.type("{escape}{escape}/")
    state = person.desk.parts.browsing.lister.state
    assert [one.title for one in state.rows] == ["Acme: rebate never came"]
    person.type("{escape}/")
    assert person.desk.view.pane == "browser"
    world.close()


@pytest.mark.parametrize(
    "keys",
    [
        "{ctrl+n}Bell{enter}{tab}no rebate came{enter}",
        "{ctrl+n}{tab}no rebate came{enter}",
        "{ctrl+n}Acme{enter}{tab}line is dead{enter}",
        "{ctrl+n}Acme{enter}{escape}{space}{ctrl+o}{tab}no rebate came{enter}",
    ],
    ids=["another company", "no company", "another matter", "in a call"],
)
def test_of_anything_else_nothing_is_said(keys: str) -> None:
    person = Person(MemoryWorld())
    person.type(OLD).type(keys)
    assert "Like “" not in person.said


def others_of(tmp_path: Path, companies: tuple[str, ...], keys: str) -> Person:
    """Someone with cases of these companies, who then presses these keys."""
    person, _ = on_disk(tmp_path)
    for name in companies:
        person.type(f"{{ctrl+n}}{name}{{enter}}{{escape}}{{space}}ee{{escape}}").wait(1)
    return person.type(keys)


@pytest.mark.parametrize(
    ("companies", "said"),
    [
        (("Acme", "Bell"), "There is an earlier case with them: esc, then / finds it; "),
        (("Acme", "Acme"), "2 earlier cases with them: esc, then / finds them; "),
        (("Acme Leeds",), "There is an earlier case with them: "),
        (("Acmeister", "Bell"), ""),
    ],
)
def test_earlier_cases_with_the_company_are_told(
    tmp_path: Path, companies: tuple[str, ...], said: str
) -> None:
    person = others_of(tmp_path, companies, "{ctrl+n}acme{enter}")
    assert person.said.startswith(said)
    assert bool(person.said) == bool(said) and len(person.said) < 78


def test_the_key_that_is_told_shows_them_whatever_was_searched_for_before(tmp_path: Path) -> None:
    person = others_of(tmp_path, ("Acme", "Bell"), "/bell{escape}{ctrl+n}Acme{enter}{escape}/")
    here, state = person.case.id, person.desk.parts.browsing.lister.state
    assert {row.company for row in state.rows} == {"Acme"}
    assert state.chosen is not None and state.chosen.id != here
    person.type("{enter}{enter}")
    assert (person.case.known("company"), len(person.case.calls)) == ("Acme", 1)


def test_it_is_shown_once_and_not_from_another_case(tmp_path: Path) -> None:
    person = others_of(tmp_path, ("Acme", "Bell"), "/bell{escape}{ctrl+n}Acme{enter}{escape}/x")
    assert person.typed == "x", "a letter begins another search"
    person.type("{escape}{ctrl+n}Acme{enter}{escape}{ctrl+n}{escape}/")
    assert person.typed == "x"
