"""Cards and checklist on the desk: the judge fed from the log, its answers written to it."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.desk.context import Context, Input
from callmate.desk.preparation.memory import Memory
from callmate.model import cards
from callmate.model.cards import Hand, Quiet, Shown
from callmate.model.checklist import (
    Item,
    before_call,
    checklist,
    shown_page,
    tick,
    tick_need,
    turned_over,
    with_questions,
)
from callmate.model.conditions import raises
from callmate.model.events import NewEvent
from callmate.model.fold import Fold
from callmate.model.judging import Judge
from callmate.model.moment import Moment
from callmate.model.nextstep import next_step
from callmate.model.rules import PHASES, Packs
from callmate.model.state import Call, Case, Fact
from callmate.model.watch import Watch

MOST_AT_ONCE = 4
WHEN_ANSWERED = "when somebody answers"
KEYS = "⏎ said · ⌫ later · "
"""What answers a card on the live screen."""
ARTICLES = {
    "000": "a rep of twenty years",
    "001": "a caller's method",
    "002": "how to win the war",
    "003": "the other side of the line",
    "004": "what good support does",
}
"""The articles the cards rest on, in a few words (README, What it stands on)."""


@dataclass(frozen=True, slots=True)
class CardView:
    """What stands in the card's rectangle."""

    heading: str
    words: str
    footer: str


class Cards:
    """Until packs are given (they load after the first paint) there are no cards."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self._packs: Packs | None = None
        self._watch: Watch | None = None
        self._fold: Fold | None = None
        self._memory = Memory(context)
        self.items: tuple[Item, ...] = ()
        self.shown: CardView | None = None
        self.quiet_for = ""

    def use(self, packs: Packs, now: Moment) -> None:
        """Content is here: judge what has happened so far."""
        self._packs, self._watch = packs, None
        self._c.packs = packs
        self.look(now, None)

    def look(self, now: Moment, last_key: Moment | None) -> None:
        """Bring the judge up to the log and the second, and show what it says."""
        judge = self._follow()
        if judge is None:
            self.items, self.shown = (), None
            return
        hand = self._hand(last_key)
        for _ in range(MOST_AT_ONCE):
            body = cards.due(judge, now, hand)
            if body is None:
                break
            self._write(body, now)
            judge = self._follow() or judge
        case, call = judge.case, self._c.call
        self.items = self._items(case, call, judge.packs)
        self.quiet_for = cards.last_entry(judge, now)
        shown = cards.pane(judge, now, hand)
        self.shown = card_view(shown, call) if call else self._next(case, now)

    def _items(self, case: Case, call: Call | None, packs: Packs) -> tuple[Item, ...]:
        """The lines of the call; before one, what to have."""
        if call is None:
            return before_call(case, self._memory.asked())
        return with_questions(case, call, checklist(case, call, packs))

    @staticmethod
    def _next(case: Case, now: Moment) -> CardView | None:
        """After a call: what comes next, and where the whole of it can be read."""
        if not case.calls:
            return None
        return CardView("NEXT", next_step(case, now.at), "callmate report prints the whole of it")

    def remark(self, event: NewEvent) -> str:
        """What a card says of words that were just committed, whatever the call; else empty."""
        packs = self._packs or Packs()
        said = Fact("", event.kind, "", event.body, event.moment, event.moment, "")
        for card in packs.cards:
            for trigger in card.triggers:
                if trigger.matches and raises(trigger, said):
                    return card.why
        return ""

    def _write(self, body: cards.Body, now: Moment) -> None:
        call = self._c.call
        event = NewEvent(self._c.new_id(), "card", now, body, call.id if call else None)
        self._c.take([event])

    def _follow(self) -> Judge | None:
        """The judge after all facts of the log; from the start if the log reads differently."""
        fold, packs = self._c.fold, self._packs
        if fold is None or packs is None:
            return None
        if self._watch is None or fold is not self._fold:
            self._fold, self._watch = fold, Watch(packs, fold.case.id)
        return self._watch.see(fold)

    def _hand(self, last_key: Moment | None) -> Hand:
        field = self._c.view.field
        kind = (field.kind or "other") if field else ""
        return Hand(kind, last_key, self._c.field_closed)

    def answer(self, source: Input, answer: cards.Answer) -> list[NewEvent]:
        """The answering key: an event, if it is for a card at all."""
        judge = self._follow()
        if judge is None:
            return []
        body = cards.answered(judge, source.at, self._hand(None), answer)
        call = self._c.call
        if body is None or call is None:
            return []
        return [self._c.event(source, "card", call.id, **body)]

    def tick(self, source: Input, digit: int) -> list[NewEvent]:
        """Tick a checklist line by hand, or take the tick back."""
        judge, case, call = self._follow(), self._c.case, self._c.call
        if judge is None or case is None:
            return []
        if call is None:
            return self._ready(source, case, digit)
        items = self._items(case, call, judge.packs)
        page = shown_page(items, self._c.view.page)
        if answered := turned_over(case, items, page, digit):
            item = next(one for one in items if one.id == answered["answers"])
            self._c.say(f"{'☐' if item.ticked else '☑'} {item.text}")
            return [self._c.event(source, "question_end", call.id, **answered)]
        body = tick(case, call, judge.packs, digit)
        return [self._c.event(source, "tick", call.id, **body)] if body else []

    def _ready(self, source: Input, case: Case, digit: int) -> list[NewEvent]:
        """Before a call: it is at hand, or not needed; said, as the list may be out of sight."""
        need = None if case.around.closed else tick_need(case, self._memory.asked(), digit)
        if need is None:
            return []
        text, body = need
        self._c.say(f"{'☑' if body['on'] else '☐'} {text}")
        return [self._c.event(source, "tick", self._c.about(), **body)]


def card_view(pane: Shown | Quiet | None, call: Call | None, keys: str = KEYS) -> CardView | None:
    """What stands in the card's rectangle in a call; ``keys`` are those that answer it."""
    if isinstance(pane, Shown):
        heading = f"{pane.heading or 'SAY NOW'}  {PHASES[pane.phase]}"
        if not pane.aloud:
            heading = "FOR YOU  to keep calm by"
        elif pane.line:
            heading = f"TO SAY  {'when they return' if _answered(call) else WHEN_ANSWERED}"
        source = ", ".join(ARTICLES.get(one, one) for one in pane.source)
        footer = f"{keys}why: {pane.why}{source and f' ({source})'}"
        return CardView(heading, pane.words, footer)
    if isinstance(pane, Quiet):
        if call is not None and call.state("rep") and not call.state("hold"):
            return CardView("SAY NOW", pane.brief, "your brief") if pane.brief else None
        if not _returns(call):
            return CardView(WHEN_ANSWERED.upper(), pane.brief, "for the first who answers")
        return CardView("WHEN THEY RETURN", pane.brief, "for when somebody is there again")
    return None


def _answered(call: Call | None) -> bool:
    """Whether somebody was on the line of a call already: who calls you is there from the start."""
    if call is None or call.direction == "in":
        return True
    return bool(call.count("rep") or call.count("supervisor_reached"))


def _returns(call: Call | None) -> bool:
    """Whether who is waited for was on the line before: not while one is being put through."""
    return _answered(call) and not (call is not None and call.pending_transfer)
