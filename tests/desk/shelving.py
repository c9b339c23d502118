"""Some cases with a call each, for what puts cases in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from callmate.desk.caches.indexrenewal import renew
from callmate.model.events import NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.summary import CaseSummary
from tests.desk.support import Person, on_disk

MET = {"Acme": "sam", "Bell": "kim"}


class Shop:
    """A store folder, and the person at a desk between two calls."""

    def __init__(self, root: Path, companies: Sequence[str] = tuple(MET)) -> None:
        """A case of each company, the first the oldest."""
        self.root = root
        self.person, self.world = on_disk(root)
        self.person.desk.parts.between.wraps_up = False
        self.ids: dict[str, str] = {}
        self.made: list[str] = []
        for company in companies:
            self.person.desk.context.open_new()
            rep = MET.get(company, "pat")
            self.person.type(f"{{space}}r{rep}{{enter}}pcredit by friday{{enter}}ee").wait(1)
            self._name(company)

    def _name(self, company: str) -> None:
        c = self.person.desk.context
        assert c.fold is not None
        values = {"company": company, "title": f"{company} bill"}
        now = self.person.clock.now()
        c.take([NewEvent(c.new_id(), "case_set", now, {"values": values, "entry": None})])
        c.world.changed(c.fold, now)
        self.ids[company] = c.fold.case.id
        self.made.append(c.fold.case.id)

    def find(self, words: str) -> Person:
        """The browser with these words searched for."""
        if self.person.desk.view.pane == "browser":
            self.person.desk.parts.browsing.close()
        return self.person.type("/{ctrl+u}" + words)

    def take_up(self, company: str) -> None:
        """Have a case on the desk."""
        self.person.desk.parts.browsing.close()
        c = self.person.desk.context
        c.open(self.ids[company], c.world.case(self.ids[company]))

    def restart(self, closed: bool = False) -> None:
        if not closed:
            self.world.close()
        self.person, self.world = on_disk(self.root, self.person.clock)
        renew(self.world)

    def called(self) -> int:
        """How many calls the case on the desk has."""
        return len(self.person.case.calls)

    def fold(self, company: str) -> Fold:
        return fold(self.ids[company], self.world.read(self.ids[company]))

    def row(self, company: str) -> CaseSummary:
        """Its line, once it was read again."""
        self.world.reader.settle()
        self.world.flush()
        found = self.world.index.case(self.ids[company])
        assert found is not None
        return found
