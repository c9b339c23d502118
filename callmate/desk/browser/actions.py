"""Putting a case in order: what each action writes, in the logs of the cases it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from callmate.desk.context import Context, Input
from callmate.desk.view import Pane
from callmate.model.events import Event
from callmate.model.fold import fold
from callmate.model.shelf import shelving
from callmate.model.shelf.line import put_in_order
from callmate.model.shelf.moves import reads_otherwise
from callmate.model.shelf.shelving import Filed, Moving
from callmate.model.spoken import brief, counted
from callmate.model.state import Case, Fact
from callmate.model.summary import CaseSummary, put_away
from callmate.model.words import same_text

RUNS = "A call runs in {}: it can be {} when that is over."
QUOTES = '"“”„‟＂«»'
LONGEST = 24
"""Characters of a case's name before the way back, which is to be read whole."""
NEW = "+"
"""What stands before the name of a case that is to be made."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The case that is put in order, and the event and call that are selected in it."""

    id: str
    title: str
    running: bool = False
    pinned: bool = False
    closed: bool = False
    archived: str = ""
    event: str = ""
    call: str = ""
    pins: tuple[str, ...] = ()
    """Of its events, as far as they are known."""
    tags: tuple[str, ...] = ()

    @staticmethod
    def of_row(row: CaseSummary) -> Subject:
        return Subject(
            row.id, row.title, row.running, row.pinned, row.is_closed, row.archived, tags=row.tags
        )

    @staticmethod
    def of_case(case: Case, fact: Fact | None = None) -> Subject:
        return Subject(
            case.id, case.title, bool(case.running), case.shelf.pinned, bool(case.around.closed),
            put_away(case), fact.id if fact else "", fact.call if fact else "", case.shelf.pins,
            case.shelf.tags,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What was done last in this window: to which case, by which cause, the lines of the cases
    before it, and the case that another took the place of on the desk."""

    case: str
    cause: str
    rows: Mapping[str, CaseSummary]
    off_desk: str = ""


class Actions:
    """Writes, and has the cases read again in the background: no key waits for a long one.

    ``changed`` holds what was written since it was emptied, by case.
    """

    def __init__(self, context: Context) -> None:
        self._c = context
        self.changed: dict[str, list[Event]] = {}
        self.last: Done | None = None
        self._read: dict[str, list[Event]] = {}
        """By case, how it was put in order; while one key is carried out."""

    def forget(self) -> None:
        """The key is carried out: what was read for it may be of yesterday by the next."""
        self._read.clear()

    def filed(self, case_id: str) -> list[Event]:
        """How a case was put in order."""
        if case_id not in self._read:
            self._read[case_id] = self._c.world.filed(case_id)
        return self._read[case_id]

    def file(self, source: Input, case: str, filed: Filed, said: str, account: str = "") -> None:
        """Write an action and say what was done. ``account`` is masked in a name that is given."""
        rows = {one: self._c.world.summary(one) or CaseSummary(one) for one in filed}
        now = {one: put_in_order(rows[one], noted, account) for one, noted in filed.items()}
        self.write(source, filed, now)
        self.last = Done(case, source.id, rows)
        self._c.say(said)

    def write(self, source: Input, filed: Filed, rows: Mapping[str, CaseSummary]) -> None:
        """Each log in turn; what decides stands last, so that half of it comes to nothing."""
        c = self._c
        for case, noted in filed.items():
            news = [c.event(source, kind, None, **body) for kind, body in noted]
            if c.fold is not None and c.fold.case.id == case:
                self.changed[case] = c.take(news)
            else:
                c.world.opened(case)
                log = c.world.case(case)
                c.world.filed(case)  # what is written comes after it, whatever its clock
                self.changed[case] = log.append(news)
        for case in filed:
            self._renew(case, source, rows.get(case))

    def _renew(self, case: str, source: Input, row: CaseSummary | None) -> None:
        """Its line in the list is to say so; the one on the desk is read again if calls moved."""
        c = self._c
        if c.fold is None or c.log is None or c.fold.case.id != case:
            c.world.written(case, row)
            return
        if reads_otherwise(self.changed[case], c.fold.ledger):
            c.open(case, c.log)
        c.world.changed(c.fold, source.at)

    # what is done to one case

    def title_of(self, case_id: str) -> str:
        """What a case is called, with the account in it whole, which no list shows."""
        return self._named_of(case_id).title

    def _named_of(self, case_id: str) -> Case:
        """No more of a case than its names and how it was put in order."""
        return fold(case_id, self.filed(case_id)).case

    def rename(self, source: Input, subject: Subject, title: str) -> None:
        if not title:
            self._c.say("The name stays as it is.")
            return
        filed: Filed = {subject.id: [("case_set", {"values": {"title": title}})]}
        account = self._named_of(subject.id).known("account").strip()
        self.file(source, subject.id, filed, f"Renamed: {title}", account)

    def tag(self, source: Input, subject: Subject, words: str) -> None:
        """One tag, or more with commas between; one that the case has is taken off by giving it
        again. A quotation mark is refused: no search could name such a tag."""
        if any(mark in words for mark in QUOTES):
            self._c.say("A tag can have no quotation marks.", "warn")
            return
        tags = list(dict.fromkeys(tag for part in words.split(",") if (tag := part.strip())))
        if not tags:
            self._c.say("No tag was typed.")
            return
        had = {same_text(tag) for tag in subject.tags}
        on = [tag for tag in tags if same_text(tag) not in had]
        off = ", ".join(tag for tag in tags if tag not in on)
        filed: Filed = {subject.id: [("case_tagged", {"tag": t, "on": t in on}) for t in tags]}
        said = f"Tagged {', '.join(on)}: {_finds(on[0])} finds it." if on else ""
        said += f"{' ' if on else ''}No longer tagged {off}." if off else ""
        self.file(source, subject.id, filed, said)

    def pin(self, source: Input, subject: Subject, event: str = "") -> None:
        """Keep the case, or one of its events, on top; or no longer."""
        on = event not in subject.pins if event else not subject.pinned
        what = "The event" if event else "The case"
        said = f"{what} is kept on top." if on else f"{what} is not kept on top any more."
        filed: Filed = {subject.id: [("pinned", {"target": event, "on": on})]}
        self.file(source, subject.id, filed, said)

    def close(self, source: Input, subject: Subject) -> None:
        how = "reopened" if subject.closed else "resolved"
        said = "The case is open again." if subject.closed else "Settled, and nothing asked of it."
        if self._may(subject, "settled"):
            filed: Filed = {subject.id: [("case_closed", {"how": how})]}
            self.file(source, subject.id, filed, said)

    def archive(self, source: Input, subject: Subject, why: str) -> None:
        """Put the case away, or take it out again."""
        if subject.archived == "merged":
            self._c.say("It is a part of another case: u takes that back.", "warn")
            return
        if not self._may(subject, "put away"):
            return
        on = not subject.archived or (why == "practice" and subject.archived != why)
        filed: Filed = {subject.id: [("case_archived", {"on": on, "why": why})]}
        where = "state:practice" if why == "practice" else "state:archived"
        said = f"Put away: {where} finds it, {_back(self._c.view.pane)}."
        said = said if on else "Back among the cases."
        self.file(source, subject.id, filed, said)

    def _may(self, subject: Subject, done: str) -> bool:
        """Nothing that ends a case while a call runs in it."""
        if subject.running:
            said = RUNS.format(subject.title or "it", done)
            self._c.say(said, "warn", told=subject.title)
        return not subject.running

    # what is done to two

    def may_move(self, subject: Subject, done: str) -> bool:
        """Whether its calls can go elsewhere; says why not."""
        if subject.archived == "merged":
            self._c.say("It is a part of another case already.", "warn")
            return False
        return self._may(subject, done)

    def merge(
        self, source: Input, subject: Subject, target: CaseSummary | None, pane: Pane = "browser"
    ) -> None:
        """All of the case becomes a part of the one that is chosen."""
        if target is None or not self._may_take(target):
            return
        calls = self._moving(subject)
        filed = shelving.merged(subject.id, subject.title, target.id, calls)
        many = f": {counted(len(calls), 'call')}" if calls else ""
        self.file(
            source,
            subject.id,
            filed,
            f"Merged into {brief(target.title, LONGEST)}{many}; {_back(pane)}.",
        )
        if self._c.fold is not None and self._c.fold.case.id == subject.id and self.last:
            self._c.turn_to(source, target.id)
            self.last = replace(self.last, off_desk=subject.id)

    def _moving(self, subject: Subject) -> list[Moving]:
        """The calls of a case, each with the case in whose files it was written."""
        world = self._c.world
        home = shelving.homes(self.filed(subject.id), subject.id)
        return [
            Moving(one.id, one.at, subject.id, subject.title, home(one.id), one.number)
            for one in world.calls_of(subject.id)
            if not one.running
        ]

    def move(
        self, source: Input, subject: Subject, call_id: str, words: str,
        target: CaseSummary | None, pane: Pane = "browser",
    ) -> None:  # fmt: skip
        """One call goes to the case that is chosen, or to a new one after ``+``."""
        call = next((one for one in self._moving(subject) if one.call == call_id), None)
        if call is None:
            self._c.say("That call cannot be moved: it is still running.", "warn")
            return
        if words.startswith(NEW):
            self._part(source, subject, call, words.removeprefix(NEW).strip(), pane)
            return
        if target is not None and self._may_take(target):
            filed = shelving.moved(call, target.id)
            said = f"Call {call.number} moved to {brief(target.title, LONGEST)}; {_back(pane)}."
            self.file(source, subject.id, filed, said)

    def _part(self, source: Input, subject: Subject, call: Moving, title: str, pane: Pane) -> None:
        """A case of its own for a call."""
        if not title:
            self._c.say("Type the new case's name after the +.", "warn")
            return
        new, _ = self._c.world.new_case()
        row = self._c.world.summary(subject.id)
        values = {"title": title, "company": row.company if row else ""}
        opening: Filed = {new: [("case_opened", {}), ("case_set", {"values": values})]}
        moved = shelving.moved(call, new)
        opening[new].extend(moved.pop(new))
        said = f"Call {call.number} moved to a new case, {brief(title, LONGEST)}; {_back(pane)}."
        self.file(source, subject.id, {**opening, **moved}, said)

    def _may_take(self, target: CaseSummary) -> bool:
        """Whether a case can get calls; says why not."""
        if target.running:
            self._c.say(RUNS.format(target.title, "joined"), "warn", told=target.title)
        return not target.running


def _back(pane: Pane) -> str:
    """The way back, by the keys of the place where the action was asked for."""
    return f"{'ctrl+y u' if pane == 'browser' else 'z j u'} takes it back"


def _finds(tag: str) -> str:
    """The search that finds a tag: one of several words is quoted."""
    return f"tag:{tag}" if tag.isalnum() else f'tag:"{tag}"'
