"""The judge of the cards: a frozen value moved on by facts, alike in a live call and in replay.

It keeps what the rules of tact need (clocks, what was shown, what waits), never the whole log,
so that a fact or a second costs the same however long the call is. What became of a card is a
fact too (kind ``card``): the judge counts only what the log says was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from callmate.model.conditions import holds, raises
from callmate.model.fold import step
from callmate.model.moment import Moment, elapsed_us
from callmate.model.pacing import KEPT, LATER, YOUNG, Ledger, Show
from callmate.model.rules import SECOND, Card, Packs, Trigger
from callmate.model.situation import View
from callmate.model.state import Call, Case, Fact
from callmate.model.track import Seen, Track, begin, follow

EVENT_LASTS: Final = 60 * SECOND
"""How long a card raised by an event may wait for its turn, unless its rule says otherwise."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A card that waits to be shown: what caused it, since when, and for how long at most."""

    card: str
    anchor: str
    call: str
    at: Moment
    rep: str = ""
    lasts: int = EVENT_LASTS
    not_before: Moment | None = None
    resumed: bool = False

    @property
    def nonce(self) -> str:
        return f"{self.card}@{self.anchor}"


@dataclass(frozen=True, slots=True)
class Showing:
    """The card on the screen since ``at``; ``anchor`` is the fact that gave rise to it."""

    card: str
    nonce: str
    anchor: str
    call: str
    at: Moment
    rep: str = ""
    saying: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything the cards depend on.

    ``talk`` is the talk clock of the case up to ``at``, in microseconds: it stands while the
    person waits in a call, and goes on between calls, which are a rest from cards too.
    """

    packs: Packs
    case: Case
    tracks: Mapping[str, Track] = field(default_factory=dict)
    raised: tuple[Raised, ...] = ()
    showing: Showing | None = None
    before: Showing | None = None
    changed: Moment | None = None
    ledger: Ledger = field(default_factory=Ledger)
    talk: int = 0
    at: Moment | None = None

    @property
    def counting(self) -> bool:
        """Whether the talk clock of the case runs."""
        return not self.tracks or any(track.talking for track in self.tracks.values())

    def talk_at(self, now: Moment) -> int:
        passed = elapsed_us(self.at, now) if self.at is not None and self.counting else 0
        return self.talk + passed

    def active(self) -> Call | None:
        """The call the cards are for: the line one talks on; of several the one turned to last."""
        calls = [call for call in map(self.case.call, self.tracks) if call and call.running]
        talking = [call for call in calls if not self.tracks[call.id].is_quiet] or calls
        turned_to = [call for call in talking if call.id == self.case.focus] or talking
        return max(turned_to, key=lambda call: self.tracks[call.id].at.at, default=None)

    def view(self, call: Call, now: Moment) -> View:
        return View(self.case, call, now, self.tracks.get(call.id))

    def advance(self, fact: Fact) -> Judge:
        """The judge after a live fact; facts come in the order in which they happened."""
        if fact.kind == "card":
            return self._answered(fact)
        judge = replace(self, talk=self.talk_at(fact.moment), at=fact.moment)
        judge = replace(judge, case=step(self.case, fact))
        if fact.kind == "case_set":
            active = judge.active()
            return judge._raise(active, fact) if active else judge
        call = judge.case.call(fact.call)
        if call is None:
            return judge
        tracks = dict(judge.tracks)
        track = tracks.pop(call.id, None)
        if fact.kind == "call_start":
            tracks[call.id] = begin(call, fact)
        elif track is not None and call.running:
            tracks[call.id] = follow(track, call, fact)
        judge = replace(judge, tracks=tracks)
        return judge if fact.auto or call.id not in tracks else judge._raise(call, fact)

    def _raise(self, call: Call, fact: Fact) -> Judge:
        """One event raises at most one card: the first whose condition holds."""
        view = self.view(call, fact.moment)
        for card in self.packs.cards:
            trigger = next((t for t in card.triggers if _is_raised_by(t, fact, view)), None)
            if trigger is None:
                continue
            if f"{card.id}@{fact.id}" in self.tracks[call.id].done:
                return self
            rep = call.state("rep")
            lasts = trigger.lasts or EVENT_LASTS
            raised = Raised(card.id, fact.id, call.id, fact.moment, rep.id if rep else "", lasts)
            return replace(self, raised=(*self._waiting(fact.moment), raised))
        return self

    def _waiting(self, now: Moment) -> tuple[Raised, ...]:
        return tuple(r for r in self.raised if elapsed_us(r.at, now) < r.lasts)

    def _answered(self, fact: Fact) -> Judge:
        card = self.packs.card(fact.text("card"))
        if card is None:
            return self
        answer = fact.text("answer")
        if answer == "shown":
            return self._shown(card, fact)
        judge = replace(self, ledger=_counted(self.ledger, card, answer))
        by_hand = answer in ("said", "later", "never")
        meant = fact.text("nonce")
        showing, before = self.showing, self.before
        if showing is not None and showing.nonce == meant:
            left = None if by_hand else showing
            judge = replace(judge, showing=None, before=left, changed=fact.moment)
        elif before is not None and before.nonce == meant:
            judge = replace(judge, before=None)
            showing = before
        else:
            return judge
        return judge._again(showing, fact.moment) if answer == "later" else judge

    def _shown(self, card: Card, fact: Fact) -> Judge:
        call = self.case.call(fact.text("for_call") or fact.call)
        track = self.tracks.get(call.id) if call is not None else None
        if track is None or call is None:
            return self
        rep = call.state("rep")
        showing = Showing(
            card.id, fact.text("nonce"), fact.text("cause"), call.id, fact.moment,
            rep.id if rep else "", fact.text("saying"), fact.text("why"),
        )  # fmt: skip
        resumed = bool(fact.body.get("resumed"))
        return replace(
            self,
            raised=self._left_waiting(showing),
            showing=showing,
            before=self.showing,
            changed=fact.moment,
            ledger=self._counting(card, fact.moment, resumed),
            tracks={**self.tracks, call.id: _marked(track, card, showing, resumed)},
        )

    def _left_waiting(self, showing: Showing) -> tuple[Raised, ...]:
        """What still waits: a card put off, or one that gave way while young; the rest is past."""
        kept = [r for r in self.raised if r.not_before and r.nonce != showing.nonce]
        old = self.showing
        if old is not None and elapsed_us(old.at, showing.at) < YOUNG:
            gave_way = Raised(
                old.card, old.anchor, old.call, showing.at, old.rep,
                not_before=showing.at, resumed=True,
            )  # fmt: skip
            kept.append(gave_way)
        return tuple(kept)

    def _counting(self, card: Card, now: Moment, resumed: bool) -> Ledger:
        ledger = replace(self.ledger, last=now)
        if card.urgency >= 3:
            ledger = replace(ledger, last_quiet=now)
        if card.line or resumed:
            return ledger
        show = Show(card.urgency, now, self.talk_at(now))
        return replace(ledger, shows=(*ledger.shows, show)[-KEPT:])

    def _again(self, showing: Showing, now: Moment) -> Judge:
        """A card put off comes again after its five minutes, if it is still true then."""
        later = Raised(
            showing.card, showing.anchor, showing.call, now, showing.rep,
            lasts=LATER + EVENT_LASTS, not_before=now.shifted(LATER / SECOND),
        )  # fmt: skip
        return replace(self, raised=(*self.raised, later))

    def heard(self, fact: Fact) -> Judge:
        """The judge after a card whose cause was undone: nothing counts but the saying it gave."""
        track = self.tracks.get(fact.text("for_call"))
        saying = fact.text("saying")
        if track is None or not saying:
            return self
        track = replace(track, sayings=track.sayings | {saying})
        return replace(self, tracks={**self.tracks, track.call: track})


def _is_raised_by(trigger: Trigger, fact: Fact, view: View) -> bool:
    return raises(trigger, fact) and holds(trigger.when, view)


def _counted(ledger: Ledger, card: Card, answer: str) -> Ledger:
    if answer == "never":
        return replace(ledger, silenced=ledger.silenced | {card.id})
    halves = {"later": 2, "unseen": 0 if card.line else 1}.get(answer, 0)
    if not halves:
        return ledger
    return replace(
        ledger, halves={**ledger.halves, card.id: ledger.halves.get(card.id, 0) + halves}
    )


def _marked(track: Track, card: Card, showing: Showing, resumed: bool) -> Track:
    """The call remembers what it was shown."""
    done = track.done | {showing.nonce}
    sayings = track.sayings | {showing.saying} if showing.saying else track.sayings
    if resumed:
        return replace(track, done=done, sayings=sayings)
    seen = track.cards.get(card.id)
    count = (seen.count if seen else 0) + 1
    topic = track.topics.get(card.topic)
    times = (topic.count if topic else 0) + 1
    return replace(
        track,
        done=done,
        sayings=sayings,
        cards={**track.cards, card.id: Seen(count, showing.at)},
        topics={**track.topics, card.topic: Seen(times, showing.at)},
    )
