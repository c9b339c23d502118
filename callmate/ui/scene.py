"""Everything the panes show, as one frozen value; built after each input and each second."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from callmate.desk.browser.replaying import Frame
from callmate.desk.browser.shown import Browse
from callmate.desk.cards import CardView
from callmate.desk.commands import Place
from callmate.desk.context import Context, place_of
from callmate.desk.desk import Desk
from callmate.desk.keymap import DEFAULT, Keymap
from callmate.desk.pages.page import Page
from callmate.desk.ports import Saved
from callmate.desk.preparation.sections import SheetView
from callmate.desk.times import understood
from callmate.desk.view import View
from callmate.model.checklist import Item
from callmate.model.durations import WAITING, running_state
from callmate.model.moment import Moment
from callmate.model.receipt import Due, Receipt, first_due, receipt
from callmate.model.state import Call, Case, Fact, Rep
from callmate.model.summary import Duty, Known
from callmate.model.waits import Waits, waits
from callmate.ui.kept import Kept
from callmate.ui.reminders import Reminded


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
    size: tuple[int, int] = (0, 0)
    """Columns and rows of the terminal; zero where it does not matter."""
    sheet: SheetView | None = None
    """The section of the preparation in which one types."""
    asked: tuple[str, ...] = ()
    """What the company wanted to know of the caller before."""
    page: Page | None = None
    """The page that stands where the timeline does, if one is open."""
    problems: tuple[str, ...] = ()
    keymap: Keymap = DEFAULT
    quiet_for: str = ""
    """How long nothing was logged while somebody talked, if that is long (``4:10``)."""
    other: Call | None = None
    """The other line, where two calls run."""
    waits: Waits | None = None
    """The holds before, while one waits."""
    receipt: Receipt | None = None
    """What the last call came to, while none runs."""
    code: str = ""
    """The head code of the log at the end of that call."""
    due: Due | None = None
    """The promise that is due first, while no call runs."""
    reminders: tuple[Duty, ...] = ()
    """What cases ask for, the most pressing first, while no case is open."""
    more_due: int = 0
    """How much more they ask for."""
    quoted: str = ""
    """The strongest sentence to read aloud, while somebody is there to hear it."""
    replay: Frame | None = None
    """The picture of the replay that plays."""
    past: bool = False
    """Whether all of this is how it stood at the replay's moment: no call runs."""

    @property
    def awaited(self) -> list[datetime]:
        """The instants one waits for while no call runs, the most pressing first."""
        if self.due is not None:
            return [self.due.at]
        promised = (one.task for one in self.reminders if one.task.kind in PROMISED)
        return [task.due for task in promised if task.due is not None]

    @property
    def last_call(self) -> Call | None:
        """The call that runs, else the one that ended last."""
        return self.call or (_ended_last(self.case) if self.case else None)


def _ended_last(case: Case) -> Call | None:
    return max(case.calls, key=lambda one: (one.end or one.start).at, default=None)


def _beside(desk: Desk) -> str:
    """What stands beside the text: what the right arrow makes of it, or how it is understood."""
    opened = desk.view.field
    return (desk.parts.fields.completion() or understood(opened)) if opened else ""


NOTHING = Reminded()
PROMISED = frozenset({"promise_due", "promise_overdue"})
QUIET = frozenset({"hold", "transfer", "menu", "supervisor", WAITING})
"""States in which one waits, and the screen is quiet."""

_WAITS: Kept[Waits] = Kept()
_RECEIPT: Kept[Receipt] = Kept()
_DUE: Kept[tuple[Due | None]] = Kept()


def _waits(case: Case | None, call: Call | None) -> Waits | None:
    if case is None or call is None or running_state(call)[0] not in QUIET:
        return None
    return _WAITS.of(case, call.id, lambda: waits(case, call))


def _receipt(
    case: Case | None, call: Call | None, facts: list[Fact], now: Moment
) -> Receipt | None:
    """The receipt of the last call; worked out again each minute, since what comes next may be
    overdue by then."""
    if case is None or call is not None or not case.calls:
        return None
    last = _ended_last(case) or case.calls[-1]
    key = (last.id, now.at.date(), now.at.hour, now.at.minute)
    return _RECEIPT.of(case, key, lambda: receipt(case, last, facts, now))


def _code(context: Context) -> str:
    last = _ended_last(context.case) if context.case else None
    return context.head_code(last.id) if last else ""


def _due(case: Case | None, call: Call | None) -> Due | None:
    if case is None or call is not None or case.around.closed:
        return None
    return _DUE.of(case, None, lambda: (first_due(case),))[0]


def scene_of(
    desk: Desk,
    problems: tuple[str, ...] = (),
    reminded: Reminded = NOTHING,
    size: tuple[int, int] = (0, 0),
) -> Scene:
    """The picture of this moment, for a terminal of so many columns and rows."""
    context = desk.context
    replay = desk.parts.browsing.replays.frame()
    if replay is not None and context.call is None:
        return _of_the_past(desk, replay, problems, size)
    case, call, now = context.case, context.call, context.clock.now()
    facts = context.fold.facts if context.fold else []
    return Scene(
        now=now,
        size=size,
        view=context.view,
        place=context.place,
        saved=context.world.saved(),
        case=case,
        call=call,
        rep=case.rep_on_line(call) if case and call else None,
        facts=tuple(facts),
        browse=desk.parts.browsing.state,
        known=tuple(desk.parts.fields.known()),
        completion=_beside(desk),
        items=desk.parts.cards.items,
        card=desk.parts.cards.shown,
        sheet=desk.parts.sheet.picture(),
        asked=desk.parts.sheet.memory.asked(),
        page=desk.parts.between.pages.shown,
        problems=problems,
        keymap=context.keymap,
        quiet_for=desk.parts.cards.quiet_for,
        other=next((one for one in case.running if one is not call), None) if case else None,
        waits=(waited := _waits(case, call)),
        receipt=_receipt(case, call, facts, now),
        code=_code(context),
        due=_due(case, call),
        reminders=reminded.rows if case is None else (),
        more_due=reminded.more,
        quoted=reminded.quoted if call is not None and waited is None else "",
        replay=replay,
    )


def _of_the_past(
    desk: Desk, then: Frame, problems: tuple[str, ...], size: tuple[int, int]
) -> Scene:
    """The whole screen as it stood at a moment of a replay; the view is of now."""
    context = desk.context
    case, call, now = then.case, None if then.over else then.call, then.now
    return Scene(
        now=now,
        size=size,
        view=replace(context.view, selected=""),
        place=place_of(call),
        saved=context.world.saved(),
        case=case,
        call=call,
        rep=case.rep_on_line(call) if call else None,
        facts=then.facts,
        browse=desk.parts.browsing.state,
        items=then.items,
        card=then.card,
        problems=problems,
        keymap=context.keymap,
        quiet_for=then.quiet_for,
        other=next((one for one in case.running if one is not call), None) if call else None,
        waits=_waits(case, call),
        receipt=_receipt(case, call, list(then.facts), now),
        due=_due(case, call),
        replay=then,
        past=True,
    )
