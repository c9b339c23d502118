"""A past call played again on the clock: where in it one is, and how everything stood then.

Nothing is written. The place follows from the clock, so that it is the same however often the
screen is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from callmate.clock import Clock
from callmate.desk.cards import CardView, card_view
from callmate.model.cards import last_entry, pane
from callmate.model.checklist import Item, checklist, with_questions
from callmate.model.fold import Fold
from callmate.model.moment import Moment, elapsed_us
from callmate.model.rerun import Judged, Stretch, stretches
from callmate.model.rules import SECOND, Packs
from callmate.model.state import Call, Case, Fact
from callmate.model.timeline import is_visible

SPEEDS: Final = (1, 2, 5, 10, 20, 60)
USUAL: Final = 10
REST_S: Final = 2
"""Seconds of life for which the end of a call stands there before the next begins."""
LEAP_S: Final = 60
"""Seconds of the call that a page is."""
PORTION: Final = 24
"""Facts at most that are judged at once on the way to a far place: some ten milliseconds."""
STEPS: Final = ("step_on", "step_back", "move")
"""What leads to another place than the clock."""
WHOLE: Final = 100
"""A move by so many lines is one to the beginning or the end."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a replay: how everything stood at ``now``, a moment of the past.

    ``number`` of ``calls`` is played; ``passed`` and ``length`` are microseconds of it. ``call``
    is the line that was in use: of two at a time not always that one. ``over`` says that none
    ran, ``behind`` that the card is not worked out yet.
    """

    case: Case
    call: Call
    facts: tuple[Fact, ...]
    now: Moment
    number: int
    calls: int
    passed: int
    length: int
    speed: int = USUAL
    playing: bool = True
    over: bool = False
    behind: bool = False
    card: CardView | None = None
    items: tuple[Item, ...] = ()
    quiet_for: str = ""


@dataclass(frozen=True, slots=True)
class _Then:
    """What changes with a fact, not with the clock."""

    count: int
    case: Case
    facts: tuple[Fact, ...]


class Replaying:
    """Plays the calls of a case one after the other. Its keys only move it."""

    def __init__(self, fold: Fold, packs: Packs, clock: Clock, event: str = "") -> None:
        """Ready to play from an event on, or from the beginning of the first call; a case
        without a call cannot be replayed (``can_play``)."""
        self._fold, self._packs, self._clock = fold, packs, clock
        self._calls: list[Stretch] = stretches(fold)
        self._judged = Judged(fold, packs)
        self._at, self._offset = self._place_of(event)
        self._since = clock.now()
        self._then: _Then | None = None
        self._behind = False
        self.speed = USUAL
        self.left_at = event
        """Where reading goes on: the event it was begun with, or the one that was stepped to."""
        self.playing = bool(self._calls)

    @property
    def can_play(self) -> bool:
        return bool(self._calls)

    @property
    def moving(self) -> bool:
        """Whether the picture changes by itself after the last frame."""
        return self.playing or self._behind

    @property
    def here(self) -> str:
        """The event that was the last one then."""
        facts = self._fold.facts
        shown = (facts[at] for at in range(self._count() - 1, -1, -1) if is_visible(facts[at]))
        return next((fact.id for fact in shown), "")

    def _place_of(self, event: str) -> tuple[int, int]:
        """The call that an event is of, and when in it; at the end of a call there is nothing to
        play, so that it begins anew."""
        for at, stretch in enumerate(self._calls):
            offset = stretch.offset_of(event)
            if offset is not None:
                return at, offset if offset < stretch.length else 0
        return 0, 0

    # keys

    def press(self, command: str | None, step: int = 0) -> bool:
        """A key of the browser; whether it was one for the replay."""
        if not self.can_play:
            return False
        self._stop_here()
        match command:
            case "replay" | "pause":
                self._play_or_pause()
            case "step_on":
                self._step_on()
            case "step_back":
                self._step_back()
            case "slower" | "faster":
                by = 1 if command == "faster" else -1
                at = min(max(0, SPEEDS.index(self.speed) + by), len(SPEEDS) - 1)
                self.speed = SPEEDS[at]
            case "move":
                self._move(step)
            case _:
                return False
        if command in STEPS:
            self.left_at = self.here
        return True

    def pause(self) -> None:
        """Stand still here."""
        self._stop_here()
        self.playing = False

    def _play_or_pause(self) -> None:
        at_end = self._offset >= self._calls[self._at].length
        if not self.playing and at_end and self._at == len(self._calls) - 1:
            self._offset = 0
        self.playing = not self.playing

    def _step_on(self) -> None:
        following = self._calls[self._at].after(self._offset)
        if following is not None:
            self._offset = following
        elif self._at < len(self._calls) - 1:
            self._at, self._offset = self._at + 1, 0

    def _step_back(self) -> None:
        before = self._calls[self._at].before(self._offset)
        if before is not None:
            self._offset = before
        elif self._at:
            self._at -= 1
            self._offset = self._calls[self._at].length

    def _move(self, step: int) -> None:
        """A line is a call, a page a minute, all of it the beginning or the end of the call."""
        length = self._calls[self._at].length
        if abs(step) >= WHOLE:
            self._offset = 0 if step < 0 else length
        elif abs(step) > 1:
            leap = LEAP_S * SECOND * (1 if step > 0 else -1)
            self._offset = min(max(0, self._offset + leap), length)
        elif step > 0 and self._at < len(self._calls) - 1:
            self._at, self._offset = self._at + 1, 0
        elif step < 0:
            self._at -= 1 if self._at and self._offset < REST_S * SECOND * self.speed else 0
            self._offset = 0

    # time

    def _stop_here(self) -> None:
        """Let the place be where the clock has brought it, and count on from there."""
        self._go_on()
        self._offset, self._since = self._passed(), self._clock.now()

    def _played(self) -> int:
        """Microseconds into the call, with the rest after its end."""
        if not self.playing:
            return self._offset
        return self._offset + elapsed_us(self._since, self._clock.now()) * self.speed

    def _passed(self) -> int:
        return min(self._played(), self._calls[self._at].length)

    def _count(self) -> int:
        return self._calls[self._at].count(self._passed()) if self._calls else 0

    def _go_on(self) -> None:
        """From the end of a call to the next one; at the very end it stands."""
        while self.playing:
            over = self._played() - self._calls[self._at].length
            if self._at == len(self._calls) - 1:
                if over >= 0:
                    self.playing, self._offset = False, self._calls[self._at].length
                return
            over -= REST_S * SECOND * self.speed
            if over < 0:
                return
            self._at, self._offset, self._since = self._at + 1, over, self._clock.now()

    # the picture

    def frame(self, portion: int = PORTION) -> Frame:
        """How everything stands at this moment of the replay; towards the cards of a far place
        so many facts are judged at most."""
        self._go_on()
        stretch, passed = self._calls[self._at], self._passed()
        count, now = stretch.count(passed), stretch.moment(passed)
        then = self._after(count)
        call = then.case.on_line or then.case.call(stretch.call) or self._fold.case.calls[self._at]
        frame = Frame(
            then.case, call, then.facts, now, self._at + 1, len(self._calls), passed,
            stretch.length, self.speed, self.playing, not call.running,
        )  # fmt: skip
        frame = self._with_card(frame, count, portion) if call.running else frame
        self._behind = frame.behind
        return frame

    def _after(self, count: int) -> _Then:
        if self._then is None or self._then.count != count:
            facts = tuple(self._fold.facts[:count])
            self._then = _Then(count, self._fold.after(count), facts)
        return self._then

    def _with_card(self, frame: Frame, count: int, portion: int) -> Frame:
        """With the card and the checklist as they were, if nobody had answered a card."""
        lines = checklist(frame.case, frame.call, self._packs)
        items = with_questions(frame.case, frame.call, lines)
        if not self._judged.ready(count):
            self._judged.work(count, portion)
        if not self._judged.ready(count):
            return replace(frame, items=items, behind=True)
        player = self._judged.player(count, frame.now)
        shown = pane(player.judge, frame.now, player.hand)
        card = card_view(shown, frame.call, keys="")
        return replace(frame, items=items, card=card, quiet_for=last_entry(player.judge, frame.now))
