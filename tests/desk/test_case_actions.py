"""Putting cases in order from the browser: each action is written, undone, and kept over a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from callmate.model.fold import Fold, fold
from tests.desk.support import Person, on_disk

ORDER = "ctrl+y"


def keys(text: str) -> str:
    return "".join(f"{{{key}}}" for key in text.split())


class Shop:
    """Two cases with a call each, and a person between calls."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.person, self.world = on_disk(root)
        for company, name in (("Acme", "sam"), ("Bell", "kim")):
            if self.person.desk.context.fold is not None:
                self.person.type("{ctrl+n}{escape}")
            self.person.type(f"{{space}}r{name}{{enter}}pcredit{{enter}}ee").wait(1)
            self.person.type("{escape}{escape}")
            self.case(company)
        self.ids = {row.company: row.id for row in self.world.cases()}

    def case(self, company: str) -> None:
        c = self.person.desk.context
        values = {"company": company, "title": f"{company} bill"}
        source_case = c.case
        assert source_case is not None and c.log is not None and c.fold is not None
        from callmate.model.events import NewEvent

        now = self.person.clock.now()
        c.take([NewEvent(c.new_id(), "case_set", now, {"values": values})])
        c.world.changed(c.fold, now)

    def chosen(self, company: str) -> Person:
        """The browser with the one case in its list that is called so."""
        self.person.type("/").type("{ctrl+u}" + company.lower())
        return self.person

    def fold(self, company: str) -> Fold:
        case_id = self.ids[company]
        return fold(case_id, self.world.read(case_id))

    def row(self, company: str):  # type: ignore[no-untyped-def]
        self.world.flush()
        return self.world.index.case(self.ids[company])


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_rename_and_back(shop: Shop) -> None:
    person = shop.chosen("Acme").type("{ctrl+y}r{ctrl+u}rebate of may{enter}")
    assert shop.row("Acme").title == "rebate of may" and person.said == "Renamed: rebate of may"
    person.type("{ctrl+y}u")
    assert shop.row("Acme").title == "Acme bill"
