"""Putting a case in order: what each action writes, in the logs of the cases it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from callmate.desk.context import Context, Input
from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.shelf import shelving
from callmate.model.shelf.moves import TELLS
from callmate.model.shelf.shelving import Filed
from callmate.model.spoken import brief, counted
from callmate.model.state import Call, Case, Fact
from callmate.model.summary import CaseSummary, put_away
from callmate.model.words import same_text

RUNS = "A call runs in {}: it can be {} when that is over."
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


class Actions:
    """Writes; ``changed`` holds the cases that read differently since it was emptied."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.changed: set[str] = set()
        self._known: Fold | None = None
        """The case that was read again last, while one key is carried out."""
        self._last: tuple[str, str] | None = None
        """The case and the cause of what was done last here."""

    def apart(self, case_id: str) -> Fold:
        """A case as it stands, in a fold that no live key changes."""
        known = self._known
        if known is None or known is self._c.fold or known.case.id != case_id:
            known = fold(case_id, self._c.world.read(case_id))
        return known

    def forget(self) -> None:
        """The key is carried out: what was read for it may be of yesterday by the next."""
        self._known = None

    def folded(self, case_id: str) -> Fold:
        """A case as it stands."""
        here = self._c.fold
        return here if here is not None and here.case.id == case_id else self.apart(case_id)

    def _raw(self, case_id: str) -> list[Event]:
        return [event for event in self._c.world.read(case_id) if event.case == case_id]

    def file(self, source: Input, case: str, filed: Filed, said: str) -> None:
        """Write an action and say what was done."""
        self._write(source, filed)
        self._last = (case, source.id)
        self._c.say(said)

    def _write(self, source: Input, filed: Filed) -> None:
        """Each log in turn; what decides stands last, so that half of it comes to nothing."""
        c = self._c
        for case, noted in filed.items():
            news = [c.event(source, kind, None, **body) for kind, body in noted]
            if c.fold is not None and c.fold.case.id == case:
                c.take(news)
            else:
                c.world.opened(case)
                c.world.case(case).append(news)
        for case, noted in filed.items():
            again = any(kind in TELLS or kind == "undo" for kind, _ in noted)
            self._renew(case, source, again)
        self.changed.update(filed)

    def _renew(self, case: str, source: Input, again: bool) -> None:
        """Its line in the list is to say so; the one on the desk is read again if calls moved."""
        c = self._c
        here = c.fold is not None and c.fold.case.id == case
        if here and again and c.log is not None:
            c.open(case, c.log)
        self._known = None
        self._known = self.folded(case)
        c.world.changed(self._known, source.at)

    # what is done to one case

    def rename(self, source: Input, subject: Subject, title: str) -> None:
        if not title:
            self._c.say("The name stays as it is.")
            return
        filed: Filed = {subject.id: [("case_set", {"values": {"title": title}})]}
        self.file(source, subject.id, filed, f"Renamed: {title}")

    def tag(self, source: Input, subject: Subject, tag: str) -> None:
        """A tag that the case has is taken off by giving it again."""
        if not tag:
            self._c.say("No tag was typed.")
            return
        on = all(same_text(tag) != same_text(one) for one in subject.tags)
        said = f"Tagged {tag}: tag:{tag} finds it." if on else f"No longer tagged {tag}."
        filed: Filed = {subject.id: [("case_tagged", {"tag": tag, "on": on})]}
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
        said = f"Put away: {where} finds it." if on else "Back among the cases."
        self.file(source, subject.id, filed, said)

    def _may(self, subject: Subject, done: str) -> bool:
        """Nothing that ends a case while a call runs in it."""
        if subject.running:
            self._c.say(RUNS.format(subject.title or "it", done), "warn")
        return not subject.running

    # what is done to two

    def may_move(self, subject: Subject, done: str) -> bool:
        """Whether its calls can go elsewhere; says why not."""
        if subject.archived == "merged":
            self._c.say("It is a part of another case already.", "warn")
            return False
        return self._may(subject, done)

    def merge(self, source: Input, subject: Subject, words: str) -> None:
        """All of the case becomes a part of the one that is named."""
        target = self._named(subject, words)
        if target is None:
            return
        here = self.folded(subject.id)
        filed = shelving.merged(here.case, target.id, _homes(here))
        many = counted(len(here.case.calls), "call")
        self.file(source, subject.id, filed, f"Merged into {target.title}: {many}.")
        if self._c.fold is not None and self._c.fold.case.id == subject.id:
            self._c.open(target.id, self._c.world.case(target.id))

    def move(self, source: Input, subject: Subject, call_id: str, words: str) -> None:
        """One call goes to the case that is named, or to a new one after ``+``."""
        here = self.folded(subject.id)
        call = here.case.call(call_id)
        if call is None or call.running:
            self._c.say("That call cannot be moved: it is still running.", "warn")
            return
        home = _homes(here)(call.id)
        if words.startswith(NEW):
            self._part(source, here.case, call, home, words.removeprefix(NEW).strip())
            return
        target = self._named(subject, words)
        if target is not None:
            filed = shelving.moved(call, here.case, target.id, home)
            self.file(source, subject.id, filed, f"Moved to {target.title}.")

    def _part(self, source: Input, case: Case, call: Call, home: str, title: str) -> None:
        """A case of its own for a call."""
        if not title:
            self._c.say("Type the new case's name after the +.", "warn")
            return
        new, _ = self._c.world.new_case()
        values = {"title": title, "company": case.known("company")}
        opening: Filed = {new: [("case_opened", {}), ("case_set", {"values": values})]}
        moved = shelving.moved(call, case, new, home)
        opening[new].extend(moved.pop(new))
        self.file(source, case.id, {**opening, **moved}, f"Moved to a new case: {title}.")

    def _named(self, subject: Subject, words: str) -> CaseSummary | None:
        """The one other case whose title or id begins so; says what is in the way."""
        found = [one for one in self._c.world.beginning(words) if _is_other(one, subject)]
        exact = [one for one in found if same_text(one.title) == same_text(words)]
        found = exact or found
        if len(found) != 1:
            many = f"{len(found)} cases begin" if found else "No other case begins"
            self._c.say(f"{many} with “{brief(words, 24)}”: type its title, or its id.", "warn")
            return None
        if found[0].running:
            self._c.say(RUNS.format(found[0].title, "joined"), "warn")
            return None
        return found[0]

    # back

    @property
    def may_take_back(self) -> bool:
        """Whether anything was done in this window that can be taken back."""
        return self._last is not None

    def take_back(self, source: Input, subject: Subject | None) -> None:
        """What was done last in this window, else what was done last to this case."""
        case, cause = self._last or ("", "")
        filed = shelving.undone(cause, case, self._raw) if cause else {}
        if not filed and subject is not None:
            cause = shelving.last_group(self._raw(subject.id))
            filed = shelving.undone(cause, subject.id, self._raw) if cause else {}
        self._last = None
        if not filed:
            self._c.say("Nothing to take back.")
            return
        self._write(source, filed)
        self._c.say("Taken back.")


def _homes(here: Fold) -> shelving.HomeOf:
    return shelving.homes([entry.event for entry in here.ledger.entries.values()], here.case.id)


def _is_other(row: CaseSummary, subject: Subject) -> bool:
    return row.id != subject.id and row.archived != "merged"
