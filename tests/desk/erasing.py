"""A store with words in every place that there is, for what takes words away again."""

from __future__ import annotations

from pathlib import Path

from callmate.clock import ManualClock
from callmate.ids import UlidSource
from callmate.paths import store_home
from callmate.store.lanes.scan import Health
from callmate.store.library import Library
from tests.desk.storytelling import Story

WORDS = ("Quuxcorp", "zyzzyva", "plover", "xyzzy", "frobnitz", "grault", "garply")
"""Words that stand nowhere but in the case that is to go."""
KEPT = "plugh"
"""A word of another case."""


def holding(root: Path, word: str) -> list[str]:
    """The files, whatever they are, in whose bytes or names a word stands."""
    sought = word.lower().encode("utf-8")
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if sought in path.name.lower().encode() or (path.is_file() and sought in _bytes(path))
    ]


def _bytes(path: Path) -> bytes:
    return path.read_bytes().lower()


def told(root: Path) -> dict[str, list[str]]:
    """Which of the words are still somewhere, and where."""
    found = {word: holding(root, word) for word in WORDS}
    return {word: where for word, where in found.items() if where}


def healths(root: Path) -> set[Health]:
    """What all lanes of all cases are fit for."""
    library = Library(root, ManualClock(), UlidSource())
    try:
        cases = [library.case(one) for one in library.case_ids()]
        return {lane.health for case in cases for lane in case.verify().values()}
    finally:
        library.close()


def rich_case(story: Story | None = None) -> dict[str, str]:
    """A case with all that a case can have, another beside it, and their ids."""
    story = story or Story()
    other = story.case("Bellco", f"{KEPT} never came")
    story.call(other, ("note", {"text": f"the other one {KEPT}"}))
    case = story.case("Quuxcorp", "zyzzyva lost", account="4417-plover-9")
    ids = story.call(
        case,
        ("rep", {"name": "Xyzzy", "department": "grault desk"}),
        ("note", {"text": "they said frobnitz"}),
        ("promise", {"what": "a garply", "by": None, "kept": None}),
    )
    story.say(case, "detail", target=ids[1], values={"text": "they said frobnitz twice"})
    story.say(case, "case_tagged", tag="grault", on=True)
    return {"case": case, "other": other, "rep": ids[0], "note": ids[1], "promise": ids[2]}


def store() -> Path:
    return store_home()
