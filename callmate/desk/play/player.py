"""Plays a case script on a desk: the keys a person would have pressed, at the script's instants.

The script is read as import reads it. What import would write for an event says which key to
press; afterwards what the key wrote is laid beside it, and what no key can tell is told as a
command. So the case that was played reads like the case that was imported, whatever the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from callmate.clock import PlayClock
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.hand import Fingers
from callmate.desk.play.keys import differences, may_be_typed, text_of
from callmate.desk.play.steps import Action, Press, Shown, Step, Wait, letters, sheet_of, steps_of
from callmate.desk.preparation.sheet import KEYS as SHEET_LINES
from callmate.model.cards import Hand
from callmate.model.choosing import next_wait
from callmate.model.events import NewEvent
from callmate.model.ledger import Entry
from callmate.model.moment import Moment, elapsed_us, microseconds
from callmate.model.rules import Packs
from callmate.model.watch import Watch

LONGEST_WAIT: Final = 7 * 24 * 3600 * 1_000_000
"""No deadline of the cards lies further ahead of the last key."""
MOST_STOPS: Final = 10_000
"""In one gap: a rule that wants to be looked at ever again must not keep a playback for ever."""
BESIDE: Final = frozenset({"closing", "resume", "line"})
"""Facts that keys of a call write on the way to what the script tells."""
OF_IMPORT: Final = frozenset({"when", "source", "script", "row"})
"""What import adds to a body."""
PASSED_OVER: Final = BESIDE | {"case_opened", "case_set", "card", "tick"}
"""Facts of the desk that an import has no use for."""


@dataclass
class Player:
    """Gives the actions of a playback one by one; each is to be done before the next is asked for.

    ``imported`` is what ``to_events`` makes of the script; the clock stands where it begins.
    """

    desk: PlayDesk
    clock: PlayClock
    imported: Sequence[NewEvent]
    packs: Packs | None = None
    calls: dict[str, str] = field(default_factory=dict)
    """The id that import gave a call → the id it has here."""
    done: int = 0
    """How many steps have been played."""
    finished: bool = False

    def __post_init__(self) -> None:
        self.steps = steps_of(self.imported)
        self._fingers = Fingers(self.desk)
        self._seen = 0
        self._watch: Watch | None = None

    def run(self) -> Iterator[Action]:
        """All of the script."""
        self.desk.holds_cards = True
        yield from self._fill_in()
        for step in self.steps:
            yield from self._pass(step.at)
            self.clock.jump(step.at)
            self.desk.holds_cards = True
            yield from self._play(step)
            self.desk.let_cards_go()
            self.done += 1
            yield Shown()
        self.finished = True

    # time

    def _pass(self, until: datetime) -> Iterator[Action]:
        """Let time pass, stopping wherever it alone may bring a card."""
        gap = left = microseconds(until - self.clock.now().at)
        for _ in range(MOST_STOPS):
            stop = self._next_stop(self.clock.now())
            if stop is None or stop >= left:
                break
            yield Wait(stop, gap)
            self.clock.leap(stop)
            self.desk.tick()
            left -= stop
            yield Shown()
        if left > 0:
            yield Wait(left, gap)

    def _next_stop(self, now: Moment) -> int | None:
        """Microseconds until a card may come or go; None if none does before the next event."""
        fold, last_key = self.desk.context.fold, self.desk.last_key
        if self.packs is None or fold is None:
            return None
        self._watch = self._watch or Watch(self.packs, fold.case.id)
        wait = next_wait(self._watch.see(fold), now, Hand(key=last_key).busy_for(now))
        rested = elapsed_us(last_key, now) if last_key is not None else 0
        return wait if wait is not None and rested < LONGEST_WAIT else None

    # the case

    def _fill_in(self) -> Iterator[Action]:
        """The case sheet, typed before the first call; what has no line on it is told."""
        wanted = sheet_of(self.imported)
        lines = [name for name in SHEET_LINES if may_be_typed(text_of(wanted.get(name)))]
        if lines:
            yield Press("ctrl+o")
            for name in SHEET_LINES[: SHEET_LINES.index(lines[-1]) + 1]:
                if name in lines:
                    yield from letters(str(wanted[name]))
                yield Press("escape" if name == lines[-1] else "enter")
        known = self.desk.context.case
        rest = {
            name: value
            for name, value in wanted.items()
            if known is None or known.info.get(name) != value
        }
        if rest or known is None:
            self.desk.set_case(rest)
        self._seen = len(self._fingers.entries)
        yield Shown()

    # one event

    def _play(self, step: Step) -> Iterator[Action]:
        if step.main.kind == "call_start":
            yield from self._fingers.begin(step)
        else:
            yield from self._fingers.press(step, self.calls[step.call])
        yield from self._supplement(step)
        yield Press("escape")
        self._leave_out()
        self._seen = len(self._fingers.entries)

    def _leave_out(self) -> None:
        """What the keys needed and no script tells: an end that was asked, a turn of the line."""
        made = self._fingers.entries[self._seen :]
        beside = [one.event for one in made if one.live and one.event.kind in BESIDE]
        self.desk.withdraw(beside)

    def _supplement(self, step: Step) -> Iterator[Action]:
        """What was written, made to read as what import would have written."""
        made = [entry for entry in self._fingers.entries[self._seen :] if _counts(entry)]
        extra = self._folded_in(step, made)
        kept = [entry for entry in made if entry not in extra]
        if not self._is_as_wanted(step, kept):
            self._tell_anew(step, made)
            return
        main = kept[-1].event.id
        if step.main.kind == "call_start":
            self.calls[step.call] = main
        yield from self._fingers.add_words(step, main)
        entry = self._fingers.entry(main)
        body, now = entry.fact().body, self.clock.now()
        rest = differences(step.main.kind, step.wanted, body, now)
        if step.main.kind in ("accepted", "declined") and self._has_other_offers():
            rest["answers"] = ""
        self.desk.tell_details(entry.event, rest, [one.event for one in extra])

    def _folded_in(self, step: Step, made: list[Entry]) -> list[Entry]:
        """The answer to asking for a manager: told with the asking, it is no fact of its own."""
        if step.main.kind != "supervisor_asked":
            return []
        return [one for one in made[-1:] if one.event.kind == "supervisor_end"]

    def _is_as_wanted(self, step: Step, made: list[Entry]) -> bool:
        shape = [(one.event.kind, bool(one.event.body.get("auto"))) for one in made]
        if shape != step.shape:
            return False
        if step.main.kind == "call_start":
            return True
        return all(one.event.call == self.calls[step.call] for one in made)

    def _tell_anew(self, step: Step, made: list[Entry]) -> None:
        """No key writes this: the facts are told as import has them."""
        call = self.calls.get(step.call, "")
        bodies = [_told(fact.body) for fact in step.facts]
        kinds = [fact.kind for fact in step.facts]
        told = self.desk.tell(call, list(zip(kinds, bodies, strict=True)), [m.event for m in made])
        if step.main.kind == "call_start":
            self.calls[step.call] = told

    def _has_other_offers(self) -> bool:
        """Whether the words of an answer may mean another offer than the newest."""
        return len(self._fingers.case.offers) > 1


def _counts(entry: Entry) -> bool:
    return entry.live and entry.event.kind not in PASSED_OVER


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body of import's as it is told here: it happens now, and no script is kept with it."""
    return {name: value for name, value in body.items() if name not in OF_IMPORT}
