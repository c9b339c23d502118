"""Past cases: found by typing, read without touching them, while live keys go to the call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from callmate.desk.browser.actionline import ActionLine
from callmate.desk.browser.actions import Subject
from callmate.desk.browser.listing import Lister
from callmate.desk.browser.reading import as_it_stands, follow, moved, read_case, reading_of
from callmate.desk.browser.replaykeys import ReplayKeys
from callmate.desk.browser.shown import Browse, Reading
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import PAGE, Meaning
from callmate.desk.typed import prints
from callmate.desk.view import OpenField
from callmate.model.events import Event, NewEvent
from callmate.model.fold import Fold
from callmate.model.line import Line
from callmate.model.moment import Moment
from callmate.model.pastquote import sentence
from callmate.model.shelf.moves import reads_otherwise

QUICK = ("move", None)
"""Keys of the list that ask for nothing but the list: the cursor, and the words of a search."""
FILES = ("case_actions", "pin")
"""Keys that put a case in order."""
READ_ONLY = "A past case is for reading: ⏎ takes it up, / searches, esc goes back."
GONE = "The files of this case are missing: nothing of it can be read or changed."
CALLS = "⏎ takes this case up; then space calls."
RUNNING = "A call is running: past cases are for reading until it ends."


class Browsing:
    """Owns the browser pane's state. It writes nothing but the keys that steer it."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c, self._fields = context, fields
        self.lister = Lister(context)
        self.action_line = ActionLine(context, fields)
        self.reading: Reading | None = None
        self._kept = False
        """Whether the words in the field are those of last time."""
        self.replays = ReplayKeys(context)

    @property
    def state(self) -> Browse:
        """What is to be shown."""
        picking = self.action_line.picking
        return Browse(picking) if picking else Browse(self.lister.state, self.reading)

    def open(self, source: Input) -> None:
        """The list, with the words and the place that it was left with."""
        self._list(source.at)

    def _list(self, at: Moment) -> None:
        self.reading = None
        self.replays.stop()
        line = Line.of(self.lister.state.text)
        field = OpenField("search", "find", at, name="search", line=line)
        self._c.view = replace(
            self._c.view, pane="browser", field=field, strip=None, message=None, selected=""
        )
        self._kept = bool(line.text)
        self.lister.show(line.text)

    def seek(self, at: Moment, text: str) -> None:
        """The list as if these words had been typed."""
        self.lister.show(text)
        self._list(at)
        self._kept = False

    def show_others(self, at: Moment, text: str) -> None:
        """The list of cases that the one on the desk is like; it is not the one that is chosen."""
        self.lister.show(text)
        self._list(at)
        here = self._c.case.id if self._c.case else ""
        state = self.lister.state
        place = next((n for n, row in enumerate(state.rows) if row.id != here), 0)
        self.lister.move(place - state.index)

    def rests(self) -> bool:
        """No key came for a moment; whether there is more to show now."""
        if self._c.view.pane != "browser" or not self.lister.unsettled:
            return False
        self.lister.settle()
        return True

    def renew(self) -> None:
        """Once a second."""
        if self._c.view.pane != "browser":
            return
        self.lister.renew()
        if self.reading is not None:
            self.reading = follow(self.reading, self._c.fold, self._c.world.watch)

    def close(self) -> None:
        self.reading = None
        self.replays.stop()
        self._c.view = replace(self._c.view, pane="timeline", field=None)

    def press(
        self, source: Input, what: Meaning, key: str, character: str | None
    ) -> list[NewEvent]:
        """A key that the browser hears."""
        if what.command not in QUICK:
            self.lister.settle()
        subject = self._subject()
        if what.command in FILES and subject is not None and self._is_gone(subject.id):
            self._c.say(GONE, "warn")
            return []
        filed = self.action_line.press(source, what, key, character, subject)
        if filed is not None:
            self._renew(filed)
            return []
        if self.reading is not None:
            return self._read(source, what, self.reading)
        match what.command:
            case "move":
                self.lister.move(self._paged(what.step))
            case "sort_cases":
                self.lister.sort(what.step)
            case "group_cases":
                self.lister.group()
            case "open":
                self._enter()
            case "back":
                self.close()
            case None:
                self._type(source, key, character)
        return []

    def _paged(self, step: int) -> int:
        """A page is what the screen shows."""
        page = max(1, self.lister.room.rows - 1)
        return {PAGE: page, -PAGE: -page}.get(step, step)

    def _type(self, source: Input, key: str, character: str | None) -> None:
        """Into the words that are searched for. A letter takes the place of those of last time."""
        field = self._c.view.field
        if field is not None and self._kept and prints(key, character):
            self._c.view = replace(self._c.view, field=replace(field, line=Line()))
        self._kept = False
        self._fields.edit(source, key, character)
        self.searched()

    def _subject(self) -> Subject | None:
        """The case that is put in order: the one that is read, else the chosen one."""
        if self.reading is not None:
            read = self.replays.follow(self.reading)
            return Subject.of_case(read.case, read.chosen)
        about = self.lister.state.about
        return Subject.of_row(about) if about else None

    def _renew(self, written: Mapping[str, list[Event]]) -> None:
        """Show what was put in order as it stands now."""
        if written and self._c.view.pane == "browser":
            self.lister.again()
        reading = self.reading
        if reading is not None and reading.case.id in written:
            self.reading = self._as_it_is(reading, written[reading.case.id])

    def _as_it_is(self, reading: Reading, written: list[Event]) -> Reading:
        """The same place in it; read anew only where calls came or went."""
        case_id, chosen = reading.case.id, reading.chosen.id if reading.chosen else ""
        if reads_otherwise(written, reading.fold.ledger):
            return read_case(case_id, self._c.world.read(case_id), chosen, reading.trouble)
        if reading.fold is not self._c.fold:  # the desk's has them already
            reading.fold.add(written)
        return reading_of(reading.fold, chosen, reading.trouble)

    def _read(self, source: Input, what: Meaning, reading: Reading) -> list[NewEvent]:
        """A key while a case is open for reading."""
        if self.replays.ends(what):
            self.reading = self.replays.leave(reading)
            return []
        if self.replays.press(what, reading):
            return []
        reading = self.replays.follow(reading)
        match what.command:
            case "move":
                self.reading = moved(reading, self._paged(what.step))
            case "open":
                self._take_up(source, reading)
            case "back" if self._c.view.quote:
                self._c.view = replace(self._c.view, quote="")
            case "back":
                self.open(source)
            case "quote":
                return self._quote(source, reading)
            case "pause":
                self._c.say(CALLS)
            case "read_only":
                self._c.say(READ_ONLY)
        return []

    def searched(self) -> None:
        """The words of the search, or of a case action, may have changed."""
        self.action_line.typed()
        field = self._c.view.field
        if field is not None and field.purpose == "search":
            self.lister.show(field.line.text)

    def _enter(self) -> None:
        """Read the chosen case, at the event that was found."""
        listing = self.lister.state
        hit, row = listing.hit, listing.about
        case_id = hit.case if hit else row.id if row else ""
        if not case_id:
            return
        if self._is_gone(case_id):
            self._c.say(GONE, "warn")
            return
        event, trouble = hit.event if hit else "", row.trouble if row else ""
        if (live := self._on_desk(case_id)) is not None:
            self.reading = reading_of(live, event, trouble)
        else:
            self._c.world.watch.begin(case_id)
            self.reading = read_case(case_id, self._c.world.read(case_id), event, trouble)
        self._c.view = replace(self._c.view, field=None, message=None)

    def _on_desk(self, case_id: str) -> Fold | None:
        """The case as the desk has it, if it is the one there: it goes on as one reads it."""
        fold = self._c.fold
        return fold if fold is not None and fold.case.id == case_id else None

    def _is_gone(self, case_id: str) -> bool:
        """Whether a case is listed that has no files any more."""
        return self._on_desk(case_id) is None and not self._c.world.watch.stamp(case_id)

    def _quote(self, source: Input, reading: Reading) -> list[NewEvent]:
        """The selected event as a sentence to read aloud: noted in the call that runs, else for
        the clipboard."""
        c, chosen, call = self._c, as_it_stands(reading), self._c.call
        to = (call.organisation if call else "") or (c.case.known("company") if c.case else "")
        text = sentence(reading.case, chosen, source.at.at) if chosen else ""
        if chosen is None or not text:
            c.view = replace(c.view, quote="")
            c.say("Nothing to quote in this line.")
            return []
        stood = c.view.quote == text
        c.view = replace(c.view, quote=text, message=None)
        if call is None:
            c.to_copy = text
            c.say("Copied, to read aloud or to paste.")
            return []
        if stood:  # pressed twice it is noted once
            return []
        c.say(f"Noted in the call{f' with {to}' if to else ''}; u takes it out.")
        quotes = {"case": reading.case.id, "event": chosen.id}
        return [c.event(source, "note", call.id, text=text, quotes=quotes)]

    def _take_up(self, source: Input, reading: Reading) -> None:
        """Once more, with no call running: the case is the one on the desk again."""
        if self._c.call is not None:
            self._c.say(RUNNING, "warn")
            return
        self._c.turn_to(source, reading.case.id)
        self.close()
        self._c.say(f"Case taken up again: {reading.case.title}")
