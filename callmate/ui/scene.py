"""Everything the panes show, as one frozen value; built after each input and each second."""

from __future__ import annotations

from dataclasses import dataclass, field

from callmate.desk.browsing import Browse
from callmate.desk.cards import CardView
from callmate.desk.commands import Place
from callmate.desk.desk import Desk
from callmate.desk.ports import Saved
from callmate.desk.sheet import SHEET
from callmate.desk.times import understood
from callmate.desk.view import View
from callmate.model.checklist import Item
from callmate.model.moment import Moment
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.summary import Known


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the desk. Moments are aware; texts are as typed, not yet safe to show."""

    now: Moment
    view: View
    place: Place
    saved: Saved
    case: Case | None = None
    call: Call | None = None
    rep: Rep | None = None
    facts: tuple[Fact, ...] = ()
    browse: Browse = field(default_factory=Browse)
    known: tuple[Known, ...] = ()
    completion: str = ""
    items: tuple[Item, ...] = ()
    card: CardView | None = None
    sheet: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    quiet_for: str = ""
    """How long nothing was logged while somebody talked, if that is long (``4:10``)."""

    @property
    def last_call(self) -> Call | None:
        """The call that runs, else the one that ended last."""
        if self.call is not None:
            return self.call
        return self.case.calls[-1] if self.case and self.case.calls else None


def _beside(desk: Desk) -> str:
    """What stands beside the text: what the right arrow makes of it, or how it is understood."""
    opened = desk.view.field
    return (desk.parts.fields.completion() or understood(opened)) if opened else ""


def scene_of(desk: Desk, problems: tuple[str, ...] = ()) -> Scene:
    """The picture of this moment."""
    context = desk.context
    case, call = context.case, context.call
    return Scene(
        now=context.clock.now(),
        view=context.view,
        place=context.place,
        saved=context.world.saved(),
        case=case,
        call=call,
        rep=case.rep_on_line(call) if case and call else None,
        facts=tuple(context.fold.facts) if context.fold else (),
        browse=desk.parts.browsing.state,
        known=tuple(desk.parts.fields.known()),
        completion=_beside(desk),
        items=desk.parts.cards.items,
        card=desk.parts.cards.shown,
        sheet=tuple(desk.parts.sheet.value(line.key) for line in SHEET),
        problems=problems,
        quiet_for=desk.parts.cards.quiet_for,
    )
