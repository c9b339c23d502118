"""Which part of the desk carries a key out. Three lines a command: build, hand over, return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from callmate.desk.between import Between
from callmate.desk.browser.actions import Subject
from callmate.desk.browser.browsing import Browsing
from callmate.desk.calls import Calls
from callmate.desk.cards import Cards
from callmate.desk.commands import BY_ID, COMMANDS, live_command
from callmate.desk.context import Context, Input
from callmate.desk.editing import Editing
from callmate.desk.fields import Fields
from callmate.desk.inserting import Inserting
from callmate.desk.meaning import PAGE, Meaning
from callmate.desk.more import More
from callmate.desk.preparation.sheet import Sheet
from callmate.desk.strips import Strips
from callmate.desk.view import Choice, Pane, Strip
from callmate.model.events import NewEvent

QUIT = Strip(
    "A call is running. Close the screen?",
    (Choice("y", "close, it runs on", "quit"), Choice("n", "stay", "dismiss")),
)
LOSE = (Choice("y", "lose them", "quit"), Choice("n", "stay", "dismiss"))
QUIT_DEMO = Strip(
    "Close the demo? All that is in it is thrown away.",
    (Choice("y", "close, nothing is kept", "quit"), Choice("n", "stay", "dismiss")),
)


NO_NEW_CASE = "A call is running: a new case can wait until it ends; ctrl+o prepares this one."


class Dispatch:
    """The parts of a desk, and the way from a meaning to the part that carries it out."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.fields = Fields(context)
        self.calls = Calls(context, self.fields)
        self.editing = Editing(context, self.fields)
        self.more = More(context, self.calls, self.fields)
        self.inserting = Inserting(context, self.fields)
        self.sheet = Sheet(context)
        self.browsing = Browsing(context, self.fields)
        self.strips = Strips(context, self.calls, self.sheet)
        self.cards = Cards(context)
        self.between = Between(context, self.fields, self.sheet)
        self.wants_quit = False
        self.quit = QUIT
        """What is asked before the screen closes on a running call."""
        self.help_rows = PAGE + 1
        """How many lines of the list of keys are seen at once: the screen tells."""
        self._quoted = 0

    def act(
        self, what: Meaning, source: Input, key: str, character: str | None
    ) -> Sequence[NewEvent]:
        match what.part:
            case "live":
                before = self._put_away(source) if what.first else []
                return [*before, *self.between.pages.close(source), *self._live(source, what)]
            case "insert":
                return self.inserting.press(source, what.command or "")
            case "field":
                return self._field(source, what, key, character)
            case "sheet":
                close = what.command == "close"
                kept = self.sheet.close(source) if close else self.sheet.move(source, what.step)
                self._remark(kept)
                return kept
            case "browse":
                self._c.view = replace(self._c.view, message=None)
                return self.browsing.press(source, what, key, character)
            case "strip":
                return self._answer(source, key)
            case "help":
                self._help(what)
            case "page":
                return self.between.press(source, what)
            case "escape":
                self._escape()
            case "command":
                return self._command(source, what, key)
            case "none":
                self._hint(key)
        return []

    def _hint(self, key: str) -> None:
        """A live key with no call running: say what begins one. In a call no case is begun."""
        key = self._c.keymap.default(key)
        if self._c.place == "idle" and live_command(key, "call"):
            self._c.say("No call is running: space begins one.")
        elif self._c.place != "idle" and key in BY_ID["new_case"].keys:
            self._c.say(NO_NEW_CASE)

    def _live(self, source: Input, what: Meaning) -> list[NewEvent]:
        """A live command; from a function key while typing, field and text stay as they are."""
        c = self._c
        field = None if what.first else c.view.field
        command = what.command or ""
        if command == "level":
            return self.more.level(source, what.letter)
        if field is not None:
            events = self.calls.beside(source, command, what.letter)
            c.view = replace(c.view, field=field)
            return events
        return self.calls.press(source, command, what.letter)

    def _field(
        self, source: Input, what: Meaning, key: str, character: str | None
    ) -> list[NewEvent]:
        if what.command == "keep":
            opened = self._c.view.field
            kept = self.fields.keep(source)
            if opened is not None and opened.inserted:
                return self.inserting.kept(source, opened, kept)
            return kept
        if what.command == "close":
            return self.fields.close(source)
        if character is None:
            self._hint(key)
        return self.fields.edit(source, key, character)

    def _answer(self, source: Input, key: str) -> list[NewEvent]:
        strip = self._c.view.strip
        choice = strip.choice(key) if strip else None
        if choice is None:
            return []
        if choice.action == "quit":
            self.wants_quit = True
        return self.strips.answer(source, choice)

    def _remark(self, kept: Sequence[NewEvent]) -> None:
        """Before a call no card can speak; what it has to say of a line of the sheet is said."""
        for event in kept if self._c.call is None else ():
            if remark := self.cards.remark(event):
                self._c.say(remark, "warn", told=remark)

    def _help(self, what: Meaning) -> None:
        view = self._c.view
        if what.step:
            last = max(0, len(COMMANDS) + len({spec.group for spec in COMMANDS}) - self.help_rows)
            page = max(1, self.help_rows - 1)  # the last line of a page is the first of the next
            step = {PAGE: page, -PAGE: -page}.get(what.step, what.step)
            scroll = min(last, max(0, min(last, view.scroll) + step))
            self._c.view = replace(view, scroll=scroll)
        else:
            self._c.view = replace(view, pane=view.under, under="timeline", scroll=0)

    def _escape(self) -> None:
        view = self._c.view
        self._c.view = replace(
            view, selected="", linking="", quote="", message=None, strip=None
        )  # fmt: skip

    def _command(self, source: Input, what: Meaning, key: str) -> list[NewEvent]:
        c = self._c
        match what.command:
            case "undo":
                return self.editing.undo(source)
            case "redo":
                return self.editing.redo(source)
            case "earlier" | "later":
                return self.editing.shift(source, -1 if what.command == "earlier" else 1)
            case "set_time":
                self.editing.set_time(source)
            case "up" | "down":
                self.editing.select(what.step)
            case "edit":
                self.editing.edit(source)
            case "strike":
                return self.editing.strike(source)
            case "said" | "snooze":
                return self.cards.answer(source, "said" if what.command == "said" else "later")
            case "tick":
                return self.cards.tick(source, int(key))
            case "page":
                c.view = replace(c.view, page=c.view.page + 1)
            case "sheet":
                self.sheet.open(source)
            case "new_case":
                c.open_new()
                self.sheet.open(source)
            case "browse":
                self._browse(source)
            case "order_case":
                self.browsing.action_line.ask(Subject.of_case(c.case) if c.case else None)
            case "help":
                self.browsing.replays.pause()
                under: Pane = "browser" if c.view.pane == "browser" else "timeline"
                c.view = replace(c.view, pane="help", scroll=0, under=under)
            case "quote":
                self._quote(source)
            case "more":
                self.more.show()
            case "copy":
                c.to_copy = self.more.to_copy()
            case "reveal":
                self.more.reveal(source)
            case "forget":
                self.strips.ask_forget(source)
            case "never":
                return self.cards.answer(source, "never")
            case "announced":
                self.more.ask_announced()
            case "outcome":
                return self.more.outcome(source)
            case "insert":
                self.inserting.ask()
            case "contradicts":
                return self.more.contradicts(source)
            case "privacy":
                c.view = replace(c.view, private=not c.view.private)
            case "quit":
                return self._quit(source)
            case "how_to_quit":
                c.say("ctrl+q closes the screen.")
        return self.between.command(source, what.command or "") or []

    def _browse(self, source: Input) -> None:
        """Past cases; if it was said that this one is like others, those."""
        like = self.sheet.like()
        if like:
            self.browsing.show_others(source.at, like)
        else:
            self.browsing.open(source)

    def _quote(self, source: Input) -> None:
        """The strongest sentence; pressed again while it stands, the next."""
        case = self._c.case

        from callmate.model.quote import quote

        self._quoted = self._quoted + 1 if self._c.view.quote else 0
        text = quote(case, source.at, self._quoted) if case else ""
        self._c.view = replace(self._c.view, quote=text)
        if not text:
            self._c.say("Nothing in the log to quote yet.")

    def _quit(self, source: Input) -> list[NewEvent]:
        """At once with no call running and all saved; else the question stands where the field
        stood. What is in memory only is tried once more first."""
        asked, lost = self.quit, 0
        if asked is QUIT:
            self._c.world.retry()
            lost = self._c.world.saved().unsaved
        if self._c.call is None and not lost:
            self.wants_quit = True
            return []
        if lost:
            are = "entry is" if lost == 1 else "entries are"
            asked = Strip(f"{lost:,} {are} not saved and will be lost.", LOSE)
        events = self._put_away(source)
        self._c.view = replace(self._c.view, strip=asked)
        return events

    def _put_away(self, source: Input) -> list[NewEvent]:
        """Close whatever is being typed into; its text is kept as Escape keeps it."""
        field = self._c.view.field
        if field is None:
            return []
        if field.purpose == "filing":
            self.browsing.action_line.close(source)
            return []
        if field.purpose == "search":
            self.browsing.close()
            return []
        return self.sheet.close(source) if field.purpose == "sheet" else self.fields.close(source)
