"""The caller's desk: every key, paste, click and second passes through here once.

The input and everything it causes are written in one go before anything is painted; nothing
here knows a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from callmate.clock import Clock
from callmate.desk import heard
from callmate.desk.between import OPENS
from callmate.desk.commands import BY_ID, PAST_BARS
from callmate.desk.context import Context, Input
from callmate.desk.dispatch import Dispatch
from callmate.desk.fields import MAX_PASTE
from callmate.desk.keymap import DEFAULT, Keymap
from callmate.desk.lines import left_with
from callmate.desk.meaning import Meaning, meaning
from callmate.desk.ports import EventLog, World
from callmate.desk.resuming import take_up
from callmate.desk.typed import prints
from callmate.desk.view import View
from callmate.ids import NewId, UlidSource
from callmate.model.events import NewEvent
from callmate.model.line import Change
from callmate.model.moment import Moment, elapsed_us, microseconds
from callmate.model.shelf.moves import reads_otherwise
from callmate.text import has_controls

LOOKS = frozenset({"browse", "help", "quote", "privacy", "up", "down", "page", "more", *OPENS})
"""Commands that show something and log nothing."""
JUMP_US = 2_000_000


def _raise(error: Exception) -> None:
    raise error


class Desk:
    """One window's desk. ``context`` holds the open case and the view."""

    def __init__(
        self, world: World, clock: Clock, new_id: NewId | None = None, keymap: Keymap = DEFAULT
    ) -> None:
        self.context = Context(world, clock, new_id or UlidSource(), keymap)
        self.parts = Dispatch(self.context)
        self.failed: Callable[[Exception], None] = _raise
        """Told of errors of our own; the key that met one is written all the same."""
        self.last_key: Moment | None = None
        self.seeks: str | None = None
        """What past cases are looked for as the screen opens; None leaves them closed."""
        self._last_tick: Moment | None = None

    @property
    def view(self) -> View:
        return self.context.view

    # inputs

    def press(self, key: str, character: str | None, at: Moment, *, junk: bool = False) -> None:
        """A key; ``at`` is when it was read, ``junk`` an unasked reply of the terminal."""
        c = self.context
        self._expire(at)
        if not junk and c.view.shows_saving:
            c.world.seen()
        meant = c.keymap.meant(key, c.view)
        what = Meaning("none", "junk") if junk else meaning(c.view, c.place, meant, key)
        if what.letter == meant:
            what = replace(what, letter=key)
        had, source = c.log, heard.key(c, what, key, character, at)
        if what.part == "live" or (what.part == "command" and what.command != "quote"):
            c.view = replace(c.view, message=None, quote="")
        strip = c.view.strip
        stays = ("strip", "field") if strip and strip.wide else ("strip", "field", "none")
        if strip is not None and what.part not in stays:
            c.view = replace(c.view, strip=None)
        if what.part != "live" and not junk:
            self.parts.calls.between(key, prints(key, character))
        looks = what.part in ("browse", "help") or what.command in LOOKS
        self._carry_out(source, had, lambda: self.parts.act(what, source, key, character), looks)
        if not junk:
            self.last_key = at
            self.focus(True)  # whoever types here has the keyboard here, whatever was reported

    def paste(self, text: str, at: Moment) -> None:
        """A paste: into the open field, else kept as a note."""
        c, field = self.context, self.context.view.field
        masked = field is not None and field.masked
        body = heard.where(c.view) | {
            "text": None if masked else text, "length": len(text), "command": None,
        }  # fmt: skip
        source = Input(c.new_id(), "paste", at, body, to_day=heard.is_search(c.view))
        had, stood = c.log, c.view.message
        if len(text) > MAX_PASTE:
            body["text"] = None
            c.say(f"Pasted text of {len(text):,} characters refused: the most is 64 KiB.", "warn")
            c.write(source, [], had)
        elif field is not None:
            self._carry_out(source, had, lambda: self.parts.fields.paste(source, text))
            self.parts.browsing.searched()
        else:
            body["command"] = "note"
            self._carry_out(source, had, lambda: self.parts.calls.note(source, text))
        nothing_said = c.view.message is None or c.view.message is stood
        if nothing_said and has_controls(text):
            c.say("The pasted text has control characters: kept, and shown as symbols.", "warn")

    def click(self, command: str, at: Moment) -> None:
        """A click on the key bar: the command without its key."""
        c = self.context
        body = heard.where(c.view) | {"command": command}
        past = c.view.pane == "browser" and any(command in bar for bar in PAST_BARS.values())
        source, had = Input(c.new_id(), "mouse", at, body, to_day=past), c.log
        spec = BY_ID[command]
        c.view = replace(c.view, strip=None)
        what = Meaning("live" if spec.live else "command", command)
        if past:
            what = Meaning("browse", command, step=1)
        self._carry_out(source, had, lambda: self.parts.act(what, source, "", None), past)

    def _carry_out(
        self, source: Input, had: EventLog | None, act: Callable[[], Sequence[NewEvent]],
        looks: bool = False,
    ) -> None:  # fmt: skip
        """Write an input and what it causes. An error of ours costs the command, never the key.

        An input that only looks something up causes nothing: it is written before the looking,
        which may read much.
        """
        if looks:
            self.context.write(source, [], had)
        try:
            events = act()
        except Exception as error:
            self._failed(error)
            events = []
        if looks:
            self.context.take(events)
        else:
            self.context.write(source, events, had)
        self._changed(events, source.at)

    def _failed(self, error: Exception) -> None:
        self.failed(error)
        self.context.say("The key is logged, but what it does failed: see callmate where.", "error")

    def command(
        self, name: str, values: dict[str, Any], at: Moment, origin: str,
        *, when: datetime | None = None, detail_of: str = "",
    ) -> int:  # fmt: skip
        """A live command from elsewhere (``callmate log``); how many events it caused.

        ``when`` is the time its words state, ``detail_of`` the rep that is on the line already.
        """
        c = self.context
        body = {"command": name, "values": values, "source": origin}
        source, had = Input(c.new_id(), "command", at, body), c.log
        events = self.parts.calls.carry_out(source, name, values)
        call = c.call
        told = when.isoformat() if when is not None else None
        if detail_of and call is not None:
            if values:
                events.append(c.event(source, "detail", call.id, target=detail_of, values=values))
            if told:
                events.append(c.event(source, "amend", call.id, target=detail_of, when=told))
        elif told and events:  # of a call that it begins, too
            begun = any(event.kind == "call_start" for event in events)
            stated = events if begun else events[-1:]
            events[-len(stated) :] = [replace(e, body={**e.body, "when": told}) for e in stated]
        c.write(source, events, had)
        self._changed(events, at)
        return len(events)

    def correct(self, recall: str, restore: str, at: Moment) -> None:
        """The junk guard thinks again: take characters out of the open field, or put them in."""
        field = self.context.view.field
        if field is None or not (recall or restore):
            return
        cursor = field.line.cursor
        change = Change(cursor, "", restore)
        if recall and field.line.text[:cursor].endswith(recall):
            change = Change(cursor - len(recall), recall, restore)
        source = Input(self.context.new_id(), "command", at, {"command": "junk", "source": "guard"})
        events = self.parts.fields.change(source, change)
        self.context.write(source, events, self.context.log)

    def ended_by(self, name: str) -> None:
        """The system told the program to stop: the log says so."""
        c = self.context
        source = Input(c.new_id(), "command", c.clock.now(), {"command": "quit", "source": name})
        events = [c.event(source, "ended_by_signal", None, signal=name)]
        c.write(source, events if c.fold is not None else [], c.log)

    def focus(self, listening: bool) -> None:
        """The terminal window got or lost the keyboard."""
        self.context.view = replace(self.context.view, listening=listening)

    # time

    def start(self) -> None:
        """Take up what was going on: a running call, its clocks, its half-typed text."""
        self._last_tick = self.context.clock.now()
        take_up(self.context, self.parts)
        if self.seeks is not None and not self.view.typing:
            self.parts.browsing.seek(self._last_tick, self.seeks)

    def tick(self) -> None:
        """Once a second: other windows, rules of time, the cards."""
        c = self.context
        now = c.clock.now()
        c.world.retry()
        self.follow()
        self._join()
        self.parts.browsing.renew()
        due = [
            *self._timer("clock", now, self._jump),
            *self._timer("end", now, self.parts.calls.due),
        ]
        self._expire(now)
        self._last_tick = now
        self._changed(due, now)

    def _timer(
        self, command: str, now: Moment, due: Callable[[Input, Moment], list[NewEvent]]
    ) -> list[NewEvent]:
        """What time alone brings about, written with the command it stands for."""
        c = self.context
        source = Input(c.new_id(), "command", now, {"command": command, "source": "timer"})
        events = due(source, now)
        if events:
            c.write(source, events, c.log)
        return events

    def _expire(self, now: Moment) -> None:
        """A strip whose time is over is gone, whether a second has ticked since or not."""
        strip = self.context.view.strip
        if strip is not None and strip.until is not None and elapsed_us(strip.until, now) > 0:
            self.context.view = replace(self.context.view, strip=None)

    def follow(self) -> bool:
        """Take in what other windows and ``callmate log`` wrote; whether there was anything."""
        c = self.context
        fresh = c.log.follow() if c.log is not None else []
        if fresh and c.fold is not None and c.log is not None:
            if reads_otherwise(fresh, c.fold.ledger):  # words are gone, or a call is elsewhere
                c.world.changed(c.open(c.fold.case.id, c.log), c.clock.now())
            else:
                c.fold.add(fresh)
            self._look(c.clock.now())
        return bool(fresh)

    def _join(self) -> None:
        """An idle window shows the call that another one began."""
        c = self.context
        if c.call is not None or c.view.typing or c.view.pane != "timeline":
            return
        running = next(iter(c.world.running()), None)
        if running is not None and (c.case is None or running.id != c.case.id):
            c.open(running.id, c.world.case(running.id))

    def _jump(self, source: Input, now: Moment) -> list[NewEvent]:
        """A wall clock that moved against the steady one is written down."""
        last = self._last_tick
        if last is None or not now.boot or last.boot != now.boot or self.context.call is None:
            return []
        by = microseconds(now.at - last.at) - (now.mono - last.mono) // 1000
        if abs(by) <= JUMP_US:
            return []
        return [self.context.event(source, "clock_jumped", None, by_ms=by // 1000)]

    def _changed(self, events: Sequence[NewEvent], now: Moment) -> None:
        """After a write: the summary is renewed for facts, the cards look once more."""
        c = self.context
        facts = [event for event in events if event.kind != "draft"]
        if any(event.kind == "call_end" for event in facts):
            self.parts.sheet.call_over()
            if c.case is not None and not c.case.known("company"):
                c.say("This case has no name yet: ctrl+o names it.")
            c.say_if(left_with(c.case, facts))
            self.parts.between.call_ended(now)
        if facts and c.fold is not None:
            c.world.changed(c.fold, now)
        self.parts.between.pages.renew()
        self._look(now)

    def _look(self, now: Moment) -> None:
        """The cards may be wrong; the log goes on."""
        try:
            self.parts.cards.look(now, self.last_key)
        except Exception as error:
            self._failed(error)
