"""Past cases: found by typing, read without touching them, while live keys go to the call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import Meaning
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.state import Fact
from callmate.model.summary import CaseSummary
from callmate.model.timeline import visible
from callmate.text import fold as fold_text


@dataclass(frozen=True, slots=True)
class Browse:
    """The list as filtered, the place in it, and the case that is open for reading."""

    rows: tuple[CaseSummary, ...] = ()
    total: int = 0
    index: int = 0
    opened: Fold | None = None
    facts: tuple[Fact, ...] = ()
    top: int = 0

    @property
    def chosen(self) -> CaseSummary | None:
        return self.rows[self.index] if 0 <= self.index < len(self.rows) else None


class Browsing:
    """Owns the browser pane's state. It writes nothing but the keys that steer it."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c, self._fields = context, fields
        self.state = Browse()
        self._all: Sequence[CaseSummary] = ()
        self._haystacks: list[str] = []

    def open(self, source: Input) -> None:
        self._all = self._c.world.cases()
        self._haystacks = [fold_text(f"{row.company} {row.title} {row.state}") for row in self._all]
        field = OpenField("search", "find", source.at, name="search")
        self._c.view = replace(self._c.view, pane="browser", field=field, strip=None, message=None)
        self.search("")

    def close(self) -> None:
        self.state = Browse()
        self._c.view = replace(self._c.view, pane="timeline", field=None)

    def press(
        self, source: Input, what: Meaning, key: str, character: str | None
    ) -> list[NewEvent]:
        """A key that the browser hears."""
        match what.command:
            case "move":
                self.move(what.step)
            case "open":
                self.enter(source)
            case "back":
                self.back()
            case None:
                self._fields.edit(source, key, character)
                self.searched()
        return []

    def searched(self) -> None:
        """The words of the search may have changed."""
        field = self._c.view.field
        if field is not None and field.purpose == "search":
            self.search(field.line.text)

    def search(self, text: str) -> None:
        """Show the cases in which every word occurs, in any order."""
        words = fold_text(text).split()
        rows = tuple(
            row
            for row, haystack in zip(self._all, self._haystacks, strict=True)
            if all(word in haystack for word in words)
        )
        self.state = Browse(rows, len(self._all))

    def move(self, step: int) -> None:
        """Along the list, or through the timeline of the case that is open."""
        state = self.state
        if state.opened is not None:
            top = min(max(0, state.top + step), max(0, len(state.facts) - 1))
            self.state = replace(state, top=top)
        elif state.rows:
            self.state = replace(state, index=min(max(0, state.index + step), len(state.rows) - 1))

    def enter(self, source: Input) -> None:
        """Read the chosen case; once more, with no call running, take it up again."""
        if self.state.opened is not None:
            self._take_up()
            return
        row = self.state.chosen
        if row is None:
            return
        fold = Fold(row.id)
        fold.add(self._c.world.case(row.id).read())
        self.state = replace(self.state, opened=fold, facts=tuple(visible(fold.facts)), top=0)

    def _take_up(self) -> None:
        opened = self.state.opened
        if opened is None:
            return
        if self._c.call is not None:
            self._c.say("A call is running: past cases are for reading until it ends.", "warn")
            return
        self._c.open(opened.case.id, self._c.world.case(opened.case.id))
        self.close()
        self._c.say(f"Case taken up again: {opened.case.title}")

    def back(self) -> None:
        """From the case to the list, from the list to the timeline."""
        if self.state.opened is not None:
            self.state = replace(self.state, opened=None, facts=(), top=0)
        else:
            self.close()
