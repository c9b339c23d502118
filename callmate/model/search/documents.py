"""What is searched: a document for each thing a case's timeline shows, and one for the case.

What was struck out, undone or is private has none, so no search can find it; and what quotes
another event has none, so that one finds the event.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from callmate.model.events import PRIVATE
from callmate.model.masking import without
from callmate.model.moment import Moment
from callmate.model.promises import due_at, due_dated, says_when
from callmate.model.requests import Promise
from callmate.model.state import Case, Fact, Rep
from callmate.model.timeline import described, is_visible

THE_CASE: Final = "case"
"""The kind of the document that is about the case itself; its ``event`` is empty."""

TAGS: Final[Mapping[str, str]] = {
    "ask": "asked", "denied": "refused", "granted": "granted", "offer": "offered",
    "accepted": "accepted", "declined": "declined", "promise_kept": "kept",
    "promise_broken": "broken", "supervisor_asked": "manager", "supervisor_end": "manager",
    "supervisor_reached": "manager", "case_number": "number", "hold_start": "hold",
    "call_start": "call", "call_end": "end",
}  # fmt: skip
"""What a kind is searched as; the others as they are called."""
ANSWERS: Final = frozenset({"denied", "granted", "accepted", "declined"})
OF_CASE: Final = ("problem", "outcome", "brief", "phone", "menu", "place", "facts")
"""What is known of a case that it is found by; its title and company are searched beside."""
UNSEEN: Final = ("account",)
"""Found by, and never shown."""


@dataclass(frozen=True, slots=True)
class Doc:
    """One thing that can be found. ``at`` is RFC 3339; ``number`` that of the call, 0 outside.

    ``words`` are label and words as the timeline says them, the account masked; they are not
    safe to show as they are. ``tags`` are words that say what it is (``promise broken``).
    ``rep`` and ``department`` are those on the line. ``due_s`` is when a promise is due, in
    seconds since 1970, 0 if it has no date. ``unseen`` are words it is found by and that are
    never shown: a document that was found has none.
    """

    case: str
    event: str
    call: str
    kind: str
    at: str
    words: str
    rep: str = ""
    department: str = ""
    company: str = ""
    tags: str = ""
    number: int = 0
    title: str = ""
    due_s: int = 0
    unseen: str = ""


class Folded(Protocol):
    """A fold, or what was taken of one for another thread."""

    @property
    def case(self) -> Case: ...

    @property
    def facts(self) -> Sequence[Fact]: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case and its facts at one time, while the fold they are of goes on."""

    case: Case
    facts: Sequence[Fact]


def documents(folded: Folded) -> Iterator[Doc]:
    """The documents of a case in the order of its timeline, the case's own first.

    A case of which nothing is left, or known, has none.
    """
    yield from Following().of(folded)


class Following:
    """The documents of one case that goes on: what reads as it did is not written anew."""

    def __init__(self) -> None:
        self._facts: Sequence[Fact] = ()
        self._found: list[Doc | None] = []
        self._case: Case | None = None

    def of(self, folded: Folded) -> list[Doc]:
        """The documents as they are now; those that did not change are the same objects."""
        case, facts = folded.case, folded.facts
        writer = _Writer(case)
        found = self._found[: self._alike(case, facts)]
        for place in self._turned(case, len(found)):
            found[place] = writer.of(facts[place])
        found += [writer.of(fact) if is_searched(fact) else None for fact in facts[len(found) :]]
        self._case, self._facts, self._found = case, facts, found
        docs = [doc for doc in found if doc is not None]
        if docs or any(str(value).strip() for value in case.info.values()):
            docs.insert(0, writer.of_case(docs[0].at if docs else ""))
        return docs

    def _alike(self, case: Case, facts: Sequence[Fact]) -> int:
        """How many of the first facts are the same, and stand in the same case."""
        before = self._case
        if before is None or _head(before) != _head(case):
            return 0
        pairs = enumerate(zip(self._facts, facts, strict=False))
        same = min(len(self._facts), len(facts))
        return next((n for n, (one, other) in pairs if one is not other), same)

    def _turned(self, case: Case, most: int) -> Iterator[int]:
        """Those among them of which something else was said later."""
        before = self._case
        if before is None or not most:
            return
        changed = set(before.shelf.pins) ^ set(case.shelf.pins)
        if before.promises is not case.promises:
            known = {promise.id: promise for promise in before.promises}
            changed |= {one.id for one in case.promises if known.get(one.id) != one}
        calls = _lines(before) ^ _lines(case) if before.reps is not case.reps else set()
        over = {line[0] for line in calls} | (_running(before) ^ _running(case))
        if changed or over:
            for place, doc in enumerate(self._found[:most]):
                if doc is not None and (doc.event in changed or doc.call in over):
                    yield place


def _lines(case: Case) -> set[tuple[str, ...]]:
    """Who was on the line where, each after the call: a department is often told afterwards."""
    return {(rep.call, rep.id, rep.name, rep.place) for rep in case.reps}


def _running(case: Case) -> set[str]:
    """The calls that run: while they do, a rep without a name may yet get one."""
    return {call.id for call in case.running}


def _head(case: Case) -> tuple[object, ...]:
    """What stands in every document of a case."""
    return case.id, case.title, case.known("company"), case.known("account")


def forgotten(folded: Folded) -> int:
    """How often words of a case were emptied for good."""
    return sum(fact.kind == "forgotten" for fact in folded.facts)


def is_searched(fact: Fact) -> bool:
    """Whether a fact is shown, holds, others may know of it, and it is not the quote of another,
    which is found itself."""
    told = fact.live and fact.kind not in PRIVATE and is_visible(fact)
    return told and not fact.body.get("quotes")


class _Writer:
    """Writes the documents of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._title, self._company = case.title, case.known("company")
        self._account = case.known("account").strip()
        self._bare = _bare(self._account) or "\n"
        self._shown_title = without(self._title, self._account)
        self._numbers = {call.id: n for n, call in enumerate(case.calls, 1)}
        self._promises = {promise.id: promise for promise in case.promises}
        self._pins = frozenset(case.shelf.pins)
        self._answered = {answer.id: ask.what for answer, ask in case.answers}
        self._stints: dict[str, tuple[list[float], list[Rep]]] = {}
        for rep in case.reps:
            starts, reps = self._stints.setdefault(rep.call, ([], []))
            starts.append(rep.start.at.timestamp())
            reps.append(rep)

    def of_case(self, earliest: str) -> Doc:
        case = self._case
        opened = case.opened or (case.calls[0].start if case.calls else None)
        parts = dict.fromkeys(case.known(key).strip() for key in OF_CASE)
        more = (part for part in parts if part and not f" {self._title}".endswith(f" {part}"))
        words = " · ".join(filter(None, (self._title, *more)))
        hidden = [case.known(key) for key in UNSEEN]
        return self._doc("", "", THE_CASE, opened.at.isoformat() if opened else earliest,
                         words, THE_CASE, unseen=hidden)  # fmt: skip

    def of(self, fact: Fact) -> Doc:
        rep = self._on_line(fact)
        promise = self._promises.get(fact.id) if fact.kind == "promise" else None
        due = due_at(promise) if promise else None
        return self._doc(
            fact.id,
            fact.call,
            fact.kind,
            fact.moment.at.isoformat(),
            self._words(fact, promise),
            self._tags(fact, promise),
            rep=rep.name if rep else "",
            department=(rep.place if rep else "") or fact.text("department"),
            due_s=int(due.timestamp()) if due else 0,
            unseen=[_rest(promise.what, fact.text("said"))] if promise else (),
        )

    def _doc(
        self, event: str, call: str, kind: str, at: str, words: str, tags: str, rep: str = "",
        department: str = "", due_s: int = 0, unseen: Sequence[str] = (),
    ) -> Doc:  # fmt: skip
        shown = without(words, self._account) if self._bare in _bare(words) else words
        hidden = [*unseen, *([words] if shown != words else [])]
        return Doc(
            self._case.id, event, call, kind, at, shown, rep, department, self._company, tags,
            self._numbers.get(call, 0), self._shown_title, due_s, " ".join(filter(None, hidden)),
        )  # fmt: skip

    def _words(self, fact: Fact, promise: Promise | None) -> str:
        """Label and words of its line; an answer has those of what it answers."""
        label, words = described(self._case, fact)
        if not words and fact.kind in ANSWERS:
            words = self._answered.get(fact.id, "")
        elif fact.kind in ("promise_kept", "promise_broken"):
            kept = self._promises.get(fact.text("answers"))
            words = words or (kept.what if kept else "")
        if words and not label.endswith(":") and fact.kind in (*ANSWERS, *_KEPT):
            label += ":"
        by = due_dated(promise) if promise else ""
        if by and not says_when(words):
            words = f"{words} by {by}".strip()
        return f"{label} {words}".strip()

    def _tags(self, fact: Fact, promise: Promise | None) -> str:
        tags = [TAGS.get(fact.kind, fact.kind.replace("_", ""))]
        if promise is not None:
            kept = promise.kept
            tags.append("open" if kept is None else "kept" if kept else "broken")
        elif fact.kind in _KEPT:
            tags.append("promise")
        if fact.id in self._pins:
            tags.append("pinned")
        return " ".join(tags)

    def _on_line(self, fact: Fact) -> Rep | None:
        """Who was on the line when it happened, or was let go of by it."""
        if fact.kind == "call_start":
            return None
        starts, reps = self._stints.get(fact.call, ([], []))
        place = bisect_right(starts, fact.moment.at.timestamp())
        lately = reversed(reps[max(0, place - _LOOK_BACK) : place])
        return next((rep for rep in lately if rep.id == fact.id or _holds(rep, fact.moment)), None)


_KEPT: Final = ("promise_kept", "promise_broken")
_GAPS: Final = str.maketrans("", "", " .-\n")
_LOOK_BACK: Final = 3
"""Stints of one instant that are looked at: a script may give many facts the same time."""


def _holds(rep: Rep, moment: Moment) -> bool:
    return rep.end is None or moment.at <= rep.end.at


def _rest(what: str, said: str) -> str:
    """What was typed of a promise besides what was promised: ``by friday``, of which a date was
    made."""
    return said.removeprefix(what).strip()


def _bare(text: str) -> str:
    """A text without the gaps that a number may be written with, and without lines."""
    return text.casefold().translate(_GAPS)
