"""A script played with no pause, and imported: what each comes to."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from callmate.clock import ManualClock, PlayClock
from callmate.desk.play.desk import PlayDesk
from callmate.desk.play.player import Player
from callmate.desk.play.steps import Paste, Press, begins_at
from callmate.desk.ports import World
from callmate.exchange.importing import to_events
from callmate.exchange.script import Script
from callmate.ids import UlidSource
from callmate.model.checklist import checklist
from callmate.model.fold import Fold
from callmate.model.replay import replay
from callmate.model.report import report
from callmate.model.rules import Packs
from callmate.packs.loader import load
from tests.desk.support import MemoryWorld
from tests.model.support import folded

AS_OF = datetime(2026, 3, 2, 12, tzinfo=UTC)
PACKS = load(None)


class Played:
    """A script played on a desk of its own."""

    def __init__(
        self,
        script: Script,
        zone: tzinfo | None = UTC,
        *,
        packs: Packs | None = None,
        world: World | None = None,
    ) -> None:
        self.memory = MemoryWorld()
        imported = to_events(script, ManualClock().now(), zone, UlidSource())
        self.clock = PlayClock(begins_at(imported) or ManualClock().at)
        self.desk = PlayDesk(world or self.memory, self.clock, UlidSource())
        self.desk.start()
        if packs is not None:
            self.desk.parts.cards.use(packs, self.clock.now())
        self.player = Player(self.desk, self.clock, imported, packs)
        self.keys: list[str] = []

    def run(self) -> Fold:
        """Press everything; the case as it reads then."""
        for action in self.player.run():
            if isinstance(action, Press):
                self.keys.append(action.key)
                self.desk.press(action.key, action.character, self.clock.now())
            elif isinstance(action, Paste):
                self.desk.paste(action.text, self.clock.now())
        fold = self.desk.context.fold
        assert fold is not None
        log = self.desk.context.log
        assert log is not None
        again = Fold(fold.case.id)
        again.add(log.read())
        return again


def played(script: Script, zone: tzinfo | None = UTC, packs: Packs | None = PACKS) -> Fold:
    return Played(script, zone, packs=packs).run()


def imported(script: Script, zone: tzinfo | None = UTC) -> Fold:
    return folded(to_events(script, ManualClock().now(), zone, UlidSource()))


def report_of(fold: Fold, as_of: datetime = AS_OF) -> dict[str, Any]:
    """The report as the door gives it, without ids."""
    case = fold.case
    first = case.calls[0] if case.calls else None
    items = checklist(case, first, PACKS) if first else ()
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    tips = [
        {"card": tip.card, "at": tip.at.at.isoformat(), "call": numbers[tip.call], "why": tip.why}
        for tip in replay(case.id, fold.facts, PACKS)
    ]
    done = (sum(item.ticked for item in items), len(items))
    return without_ids(report(fold, as_of, True, tips=tips, checklist=done))


def without_ids(found: dict[str, Any]) -> dict[str, Any]:
    """A report without what names this store's case and calls."""
    calls = [
        {name: one for name, one in call.items() if name != "id"} for call in found["per_call"]
    ]
    named = ("case", "head_code")
    return {**{name: one for name, one in found.items() if name not in named}, "per_call": calls}


def state_of(fold: Fold) -> list[object]:
    """Everything the fold knows of the case, without ids."""
    case = fold.case
    beside = {"closing", "resume", "line"}
    return [
        [(a.key, a.what, a.highest_n, len(a.events), [(x.granted, x.what, x.moment.at)
          for x in a.answers], bool(a.open_call)) for a in case.asks],
        [(o.what, o.amount, o.state) for o in case.offers],
        [(r.result, r.open, r.moment.at, bool(r.rep)) for r in case.supervisors],
        [(p.what, p.kept, p.moment.at, bool(p.rep)) for p in case.promises],
        [(i.what, i.state, i.objected, i.objection) for i in case.instructions],
        [(t.to, t.from_department, t.start.at, bool(t.rep)) for t in case.transfers],
        [(r.name, r.department, r.extension, r.email, r.start.at, r.end and r.end.at, r.unsure,
          r.praised, bool(r.after_transfer)) for r in case.reps],
        [(n.value, n.kind) for n in case.numbers],
        [(c.start.at, c.end and c.end.at, c.outcome, c.direction, c.line, c.organisation,
          c.date_only, c.lasts_us, c.department, c.recording, c.angry,
          [(s.kind, s.start.at, s.end and s.end.at) for s in c.spans],
          {kind: n for kind, n in c.counts.items() if kind not in beside})
         for c in case.calls],
    ]  # fmt: skip
