"""Half a text is taken up by the window that comes back, whatever another one did meanwhile."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.world import StoredWorld
from tests.desk.support import Person, on_disk


def killed(world: StoredWorld) -> None:
    """As the system does at the end of a process: its locks go, nothing is closed in order."""
    for log in world._open.values():
        lane = log.file._writer.lane
        if lane is not None:
            lane.let_go()
    world.library.site.syncer.stop()


def field_of(person: Person) -> str:
    field = person.desk.context.view.field
    return field.line.text if field else ""


def test_another_window_that_writes_after_a_kill_leaves_the_text_to_the_next_start(
    tmp_path: Path,
) -> None:
    person, world = on_disk(tmp_path)
    person.type("{space}rsam{enter}").wait(1)
    other, beside = on_disk(tmp_path, person.clock)
    person.type("nask for a man")
    other.desk.follow()
    killed(world)
    other.type("nby the other one{enter}")
    again, third = on_disk(tmp_path, person.clock)
    assert field_of(again) == "ask for a man"
    again.type("ager{enter}")
    other.desk.follow()
    texts = (
        [fact.text("text") for fact in other.desk.context.fold.facts if fact.kind == "note"]
        if other.desk.context.fold
        else []
    )
    assert sorted(texts) == ["ask for a manager", "by the other one"]
    third.close()
    beside.close()
