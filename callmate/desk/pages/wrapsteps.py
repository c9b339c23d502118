"""The steps of the wrap-up as rows of a page: what each shows and which key answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from callmate.desk.pages.page import Row
from callmate.model.around import CONDUCT, MARKS, RESULTS
from callmate.model.dates import due_short
from callmate.model.events import TEXT_FIELD
from callmate.model.marks import scores
from callmate.model.moment import Moment, local
from callmate.model.redial import lines, verdict
from callmate.model.requests import Answer
from callmate.model.roles import Role
from callmate.model.spoken import SOMETHING, counted, quoted
from callmate.model.state import UNNAMED, Call, Case, Fact
from callmate.model.stints import did
from callmate.model.stuck import dated
from callmate.model.wrapup import Step, redial_of, suggested

OWN_LINE: Final = "6"
TAKE: Final = "0"
SAID: Final[Mapping[bool | None, str]] = {True: "yes", False: "no"}
WIDEST: Final = 3
"""Cells of the column for yes and no: it is there while all are blank, lest the page jump."""
COLOUR: Final[Mapping[bool | None, Role]] = {True: "ok", False: "error", None: "text"}
LACKS: Final = {"by": "by when?", "owner": "who answers for it?"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a step is drawn from."""

    case: Case
    call: Call
    facts: Sequence[Fact]
    now: Moment

    def fact(self, one: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.id == one), None)

    def who(self, rep_id: str) -> str:
        """A rep as a line names them."""
        rep = self.case.rep(rep_id)
        return (rep.name if rep else "") or UNNAMED


def heading(seen: Seen, step: Step) -> str:
    """What a step is about, in the title of the page."""
    if step.kind != "rep":
        return HEADINGS[step.kind]
    rep = seen.case.rep(step.about)
    place = f", {rep.place}" if rep and rep.place else ""
    return f"{seen.who(step.about)}{place}"


HEADINGS: Final = {
    "promises": "promises that lack something",
    "marks": "moments you marked",
    "contradictions": "answers that differ",
    "redial": "the calls side by side",
    "result": "what the call brought",
    "settled": "is it settled?",
    "conduct": "yourself, for you alone",
}


def rows(seen: Seen, step: Step) -> tuple[Row, ...]:
    """The rows of a step. The first asks nothing: enter there goes on."""
    return tuple(DRAWN[step.kind](seen, step))


def _rep(seen: Seen, step: Step) -> Iterator[Row]:
    case, rep = seen.case, seen.case.rep(step.about)
    if rep is None:
        return
    own = case.around.lines.get(rep.id, "")
    yield Row(did(case, seen.facts, rep) or "The log has nothing of them but that they were there.")
    if before := _so_far(seen, step.about):
        yield Row(before, role="dim")
    marks = case.around.marks.get(rep.id, {})
    found = suggested(case, seen.facts, rep, seen.now)
    for digit, (mark, words) in enumerate(MARKS.items(), start=1):
        given = marks.get(mark)
        says = f"the log says {SAID[found[mark]]}" if given is None and mark in found else ""
        yield _yes_no(str(digit), words, given, "mark", mark, says)
    words = own or "what they did and did not do, in your own words"
    yield Row(words, "line" if own else "", role="text" if own else "dim", action="line",
              payload=rep.id, digit=OWN_LINE)  # fmt: skip
    if set(found) - set(marks):
        yield Row("take what the log says", role="dim", action="take", payload=rep.id, digit=TAKE)


def _yes_no(
    digit: str, words: str, given: bool | None, action: str, payload: str, right: str = ""
) -> Row:
    """A line that a digit turns from blank to yes, to no, and to blank again."""
    label = SAID.get(given, "")
    return Row(words, f"{label:<{WIDEST}}", right, COLOUR[given], action, payload, digit)


def _so_far(seen: Seen, stint: str) -> str:
    """The averages of a rep and of their department in this case, this stint left out."""
    rep = seen.case.rep(stint)
    if rep is None:
        return ""
    found = scores([seen.case], but=stint)
    parts = [
        f"{name} {one.of_five}"
        for name, one in (
            (rep.name, found.rep(rep.name)),
            (rep.place, found.department(rep.place)),
        )
        if one is not None
    ]
    return f"Before: {', '.join(parts)}." if parts else ""


def _promises(seen: Seen, step: Step) -> Iterator[Row]:
    yield Row("Without a time, or somebody who answers for it, a promise is soon forgotten.")
    promises = {promise.id: promise for promise in seen.case.promises}
    for digit, (one, lacks) in enumerate(step.items, start=1):
        promise = promises.get(one)
        if promise is None:
            continue
        value = promise.owner
        if lacks == "by":
            value = due_short(promise.by, promise.moment.at.date()) if promise.by else ""
        words = promise.what or SOMETHING
        yield Row(words, "", value or LACKS[lacks], "ok" if value else "warn",
                  lacks, promise.id, str(digit))  # fmt: skip


def _marks(seen: Seen, step: Step) -> Iterator[Row]:
    yield Row("You pressed space here. What was it?")
    for digit, (one, _) in enumerate(step.items, start=1):
        fact = seen.fact(one)
        if fact is None:
            continue
        words = fact.text(TEXT_FIELD["mark"])
        at = f"{local(fact.moment.at):%H:%M:%S}"
        role: Role = "ok" if words else "warn"
        yield Row(words or "no words yet", at, "", role, "words", one, str(digit))


def _contradictions(seen: Seen, step: Step) -> Iterator[Row]:
    yield Row("Two reps, two answers. The digit links what cannot both be true.")
    answers = {answer.id: (answer, answer.what or ask.what) for answer, ask in seen.case.answers}
    linked = {frozenset(pair) for pair in seen.case.contradictions}
    for digit, pair in enumerate(step.items, start=1):
        if pair[0] not in answers or pair[1] not in answers:
            continue
        words = " ↔ ".join(_answer(seen, *answers[one]) for one in pair)
        done = frozenset(pair) in linked
        yield Row(words, "", "linked" if done else "", "ok" if done else "text",
                  "link", " ".join(pair), str(digit))  # fmt: skip


def _answer(seen: Seen, answer: Answer, what: str) -> str:
    verb = "granted" if answer.granted else "refused"
    return f"{seen.who(answer.rep)} {verb} {quoted(what, 'it')}"


def _redial(seen: Seen, step: Step) -> Iterator[Row]:
    found = redial_of(seen.case, seen.call)
    if found is None:
        return
    for label, words in lines(found):
        yield Row(words, label)
    if said := verdict(found):
        yield Row(said, role="strong")


def _result(seen: Seen, step: Step) -> Iterator[Row]:
    wanted, least = seen.case.known("outcome"), seen.case.known("least")
    yield Row(wanted or "No outcome is written down: ctrl+o does it.", "wanted",
              role="strong" if wanted else "dim")  # fmt: skip
    if least:
        yield Row(least, "at least")
    given = seen.case.around.results.get(step.about, "")
    for digit, (result, words) in enumerate(RESULTS.items(), start=1):
        yield _choice(str(digit), words, result == given, "result", result)


def _choice(digit: str, words: str, chosen: bool, action: str, payload: str) -> Row:
    label = "●" if chosen else " "
    return Row(words, label, "", "ok" if chosen else "text", action, payload, digit)


def _settled(seen: Seen, step: Step) -> Iterator[Row]:
    stays = len(dated(seen.case))
    if stays:
        left = f"{counted(stays, 'promise')} with a date stay{'s' if stays == 1 else ''} in due"
        yield Row(f"{left}, nothing else of a settled case; z y opens it again.")
    else:
        yield Row("A settled case asks nothing of you any more; z y opens it again.")
    closed = seen.case.around.closed
    yield _choice("1", "yes, it is settled", closed == "resolved", "close", "resolved")
    yield _choice("2", "not yet: it stays open", False, "close", "")


def _conduct(seen: Seen, step: Step) -> Iterator[Row]:
    yield Row("Private: in no letter, and in a report only if you ask for it.", role="dim")
    given = seen.case.around.conduct.get(step.about, {})
    for digit, (mark, words) in enumerate(CONDUCT.items(), start=1):
        yield _yes_no(str(digit), words, given.get(mark), "conduct", mark)
    if any(fact.kind == "anger" and fact.live and fact.call == step.about for fact in seen.facts):
        yield Row("You were fuming. Bear no grudge: tell them the fault so that it gets mended.")


DRAWN: Final[Mapping[str, Callable[[Seen, Step], Iterator[Row]]]] = {
    "rep": _rep,
    "promises": _promises,
    "marks": _marks,
    "contradictions": _contradictions,
    "redial": _redial,
    "result": _result,
    "settled": _settled,
    "conduct": _conduct,
}
