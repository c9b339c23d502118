"""An error of the program in one case keeps no other case out of the index and the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from callmate.clock import ManualClock
from callmate.desk.caches import builder, indexrenewal, searchrenewal
from callmate.desk.caches.builder import Builder, Read
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.model.fold import Fold
from callmate.model.search.documents import Doc, Folded, documents
from callmate.model.search.query import parse
from callmate.model.summary import CaseSummary, summarise
from callmate.store.index import indexfile
from callmate.store.search import searchfile
from tests.desk.past import three_cases
from tests.desk.support import on_disk

Ids = dict[str, str]


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Ids]:
    """A store without index and search, in which the case of Sony is more than the program can
    do; the ids by company."""
    root = tmp_path / "store"
    person, world = on_disk(root)
    three_cases(person).wait(2)
    ids = {row.company: row.id for row in world.cases()}
    world.close()
    for name in (indexfile.NAME, searchfile.NAME):
        for file in root.glob(f"{name}*"):
            file.unlink()

    def line(fold: Fold) -> CaseSummary:
        if fold.case.id == ids["Sony"]:
            raise KeyError("of our own")
        return summarise(fold)

    def told(folded: Folded) -> Iterator[Doc]:
        if folded.case.id == ids["Sony"]:
            raise KeyError("of our own")
        return documents(folded)

    for module in (indexrenewal, builder):
        monkeypatch.setattr(module, "summarise", line)
    monkeypatch.setattr(searchrenewal, "documents", told)
    return root, ids


def check(root: Path, ids: Ids, trouble: str) -> None:
    world = StoredWorld(root, ManualClock(), UlidSource())
    indexrenewal.renew(world)
    world.finder.renew()
    assert world.finder.settle(30)
    rows = {row.id: row for row in world.cases()}
    assert rows.keys() == {*ids.values()}
    assert [rows[ids[name]].company for name in ("Acme", "Bolt")] == ["Acme", "Bolt"]
    assert "could not be read (KeyError)" in rows[ids["Sony"]].trouble
    today = ManualClock().now().at.date()
    for words, case in (("refund", "Acme"), ("twice", "Bolt")):
        found = world.search(parse(words, today))
        assert {doc.case for doc in found.hits} == {ids[case]}
    assert trouble.format(ids["Sony"]) in found.trouble
    world.close()


def test_the_cases_after_it_are_read(stored: tuple[Path, Ids]) -> None:
    check(*stored, "The case {} is not in the search (KeyError).")


def test_also_where_they_are_built_aside(stored: tuple[Path, Ids]) -> None:
    root, ids = stored

    def read(some: Sequence[str]) -> Iterator[list[Read]]:
        yield builder._read_some(root, some)

    made = Builder(root)
    assert made.build(read) == 3
    made.close()
    check(root, ids, "")


def test_a_case_that_cannot_be_summed_up_is_not_tried_for_ever(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    three_cases(person).wait(2)
    bad, good = Fold("bad"), Fold(person.case.id)
    good.add(person.log)
    bad.case = None  # type: ignore[assignment]
    world._pending = {good.case.id: good, "bad": bad}
    with pytest.raises(AttributeError):
        world.flush()
    world.flush()
    assert not world._pending
    world.close()
