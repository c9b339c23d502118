"""Past cases: found by typing, read without touching them, while live keys go to the call."""

from __future__ import annotations

from dataclasses import replace

from callmate.desk.browser.actions import Subject
from callmate.desk.browser.filing import Filing
from callmate.desk.browser.listing import Lister
from callmate.desk.browser.reading import moved, read_case
from callmate.desk.browser.replays import Replays
from callmate.desk.browser.shown import Browse, Reading
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import Meaning
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent
from callmate.model.line import Line

READ_ONLY = "A past case is for reading: enter takes it up again, esc goes back."
RUNNING = "A call is running: past cases are for reading until it ends."


class Browsing:
    """Owns the browser pane's state. It writes nothing but the keys that steer it."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c, self._fields = context, fields
        self.lister = Lister(context)
        self.filing = Filing(context, fields)
        self.reading: Reading | None = None
        self.replays = Replays(context)

    @property
    def state(self) -> Browse:
        """What is to be shown."""
        return Browse(self.lister.state, self.reading)

    def open(self, source: Input) -> None:
        """The list, with the words and the place that it was left with."""
        self.reading = None
        self.replays.stop()
        line = Line.of(self.lister.state.text)
        field = OpenField("search", "find", source.at, name="search", line=line)
        self._c.view = replace(
            self._c.view, pane="browser", field=field, strip=None, message=None, selected=""
        )
        self.lister.show(line.text)

    def close(self) -> None:
        self.reading = None
        self.replays.stop()
        self._c.view = replace(self._c.view, pane="timeline", field=None)

    def press(
        self, source: Input, what: Meaning, key: str, character: str | None
    ) -> list[NewEvent]:
        """A key that the browser hears."""
        filed = self.filing.press(source, what, key, character, self._subject())
        if filed is not None:
            self._renew(filed)
            return []
        if self.reading is not None:
            return self._read(source, what, self.reading)
        match what.command:
            case "move":
                self.lister.move(what.step)
            case "open":
                self._enter()
            case "back":
                self.close()
            case None:
                self._fields.edit(source, key, character)
                self.searched()
        return []

    def _subject(self) -> Subject | None:
        """The case that is put in order: the one that is read, else the chosen one."""
        if self.reading is not None:
            return Subject.of_case(self.reading.case, self.reading.chosen)
        row = self.lister.state.chosen
        return Subject.of_row(row) if row else None

    def _renew(self, changed: set[str]) -> None:
        """Show what was put in order as it stands now."""
        if changed:
            self.lister.show(self.lister.state.text)
        reading = self.reading
        if reading is not None and reading.case.id in changed:
            chosen = reading.chosen.id if reading.chosen else ""
            events = self._c.world.read(reading.case.id)
            self.reading = read_case(reading.case.id, events, chosen, reading.trouble)

    def _read(self, source: Input, what: Meaning, reading: Reading) -> list[NewEvent]:
        """A key while a case is open for reading."""
        reading = self.reading = self.replays.follow(reading)
        if self.replays.press(what, reading):
            return []
        match what.command:
            case "move":
                self.reading = moved(reading, what.step)
            case "open":
                self._take_up(reading)
            case "back":
                self.open(source)
            case "read_only":
                self._c.say(READ_ONLY)
        return []

    def searched(self) -> None:
        """The words of the search may have changed."""
        field = self._c.view.field
        if field is not None and field.purpose == "search":
            self.lister.show(field.line.text)

    def _enter(self) -> None:
        """Read the chosen case."""
        row = self.lister.state.chosen
        if row is None:
            return
        self.reading = read_case(row.id, self._c.world.case(row.id).read())
        self._c.view = replace(self._c.view, field=None)

    def _take_up(self, reading: Reading) -> None:
        """Once more, with no call running: the case is the one on the desk again."""
        if self._c.call is not None:
            self._c.say(RUNNING, "warn")
            return
        self._c.open(reading.case.id, self._c.world.case(reading.case.id))
        self.close()
        self._c.say(f"Case taken up again: {reading.case.title}")
