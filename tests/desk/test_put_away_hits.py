"""What was said in a case that was put away is found, and marked so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from callmate.model.listing import Order
from callmate.model.search.documents import Doc
from callmate.model.search.query import Query, parse
from callmate.ui.panes.caselines import group_line, hit_line
from tests.desk.shelving import Shop

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON_S = 20.0


def words(line: tuple[tuple[str, str], ...]) -> str:
    return "".join(text for text, _ in line)


def put_away(root: Path) -> Shop:
    """Acme's case is put away, Bell's is not."""
    shop = Shop(root)
    shop.find("acme").type("{ctrl+y}a")
    shop.world.reader.settle()
    shop.world.flush()
    assert shop.world.finder.settle(SOON_S)
    return shop


def test_the_hits_of_a_case_put_away_are_told_and_its_line_does_not_stand_on_top(
    tmp_path: Path,
) -> None:
    shop = put_away(tmp_path)
    listing = shop.find("credit").desk.parts.browsing.state.listing
    assert {doc.case for doc in listing.hits} == {shop.ids["Acme"], shop.ids["Bell"]}
    assert listing.away == {shop.ids["Acme"]}
    listing = shop.find("acme").desk.parts.browsing.state.listing
    assert listing.rows == () and listing.hits and listing.away == {shop.ids["Acme"]}


def test_its_hits_say_so() -> None:
    doc = Doc("C", "e", "call", "note", "2026-03-01T12:00:00+00:00", "a credit", company="Acme")
    assert "(put away) Acme" in words(hit_line(doc, Query(), 60, False, away=True))
    assert "(put away)" not in words(hit_line(doc, Query(), 60, False))


def test_of_what_is_put_away_none_is_open(tmp_path: Path) -> None:
    shop = put_away(tmp_path)
    query = parse("state:archived", NOW.date())
    (group,) = shop.world.listing(Order(grouped=True, filters=query), 0, 9).groups
    assert (group.cases, group.open, group.refused) == (1, 0, 0)
    assert "1 case, none open" in words(group_line(group, 80))
