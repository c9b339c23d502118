"""Names known of the company: completing them, and what is known of the person who answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callmate.desk import answering, times
from callmate.desk.browser.candidates import completed
from callmate.desk.context import Context
from callmate.desk.view import OpenField
from callmate.model.advice.values import Advice
from callmate.model.entry import parse
from callmate.model.readiness import MOODS
from callmate.model.state import Case, Rep
from callmate.model.summary import Known
from callmate.text import fold as fold_text

MOST = 3
OUTCOMES = (
    "promised", "denied", "granted", "disconnected", "gave_up", "unresolved", "resolved",
    "callback",
)  # fmt: skip
"""What may have come of a call, in the words of the case script; any other words will do."""
ANSWERS = {"mood": MOODS, "fair": ("yes", "no", "unsure")}
"""What a line of the preparation may be answered with."""


def kinds(advice: Advice) -> Iterator[str]:
    """Kinds of matter for which the packs know a channel, as one would type them."""
    for one in advice.channels:
        yield from one.words
        yield one.id.replace("-", " ")


class Names:
    """Reads the case and the index; changes nothing."""

    def __init__(self, context: Context) -> None:
        self._c = context

    def known(self, opened: OpenField | None) -> list[Known]:
        """Known names that begin with what was typed, the newest first."""
        case = self._c.case
        if opened is None or case is None or opened.kind not in ("rep", "transfer", "department"):
            return []
        kind = "rep" if opened.kind == "rep" else "department"
        typed = fold_text(opened.line.text)
        names = self._c.world.names(case.known("company"), kind)
        return [name for name in names if fold_text(name.value).startswith(typed)][:MOST]

    def completion(self, opened: OpenField | None) -> str:
        """What the right arrow would make of the text; empty if nothing."""
        if opened is None or not opened.line.text:
            return opened.offered if opened else ""
        if opened.purpose == "filing":
            return completed(self._c, opened)
        if opened.purpose == "sheet":
            return self._of_sheet(opened)
        if opened.kind == "call_end":
            typed = fold_text(opened.line.text)
            return next((one for one in OUTCOMES if one.startswith(typed)), "")
        found = self.known(opened)
        return found[0].value if found else ""

    def _of_sheet(self, opened: OpenField) -> str:
        """The first answer a line of the preparation knows that begins with what was typed."""
        typed = fold_text(opened.line.text)
        answers: Iterable[str] = ANSWERS.get(opened.name, ())
        if opened.name == "kind":
            answers = kinds(self._c.packs.advice)
        elif opened.name == "company":
            names = self._c.world.company_names() if typed else ()
            answers = (name for name in names if name != opened.line.text)
        return next((one for one in answers if typed and fold_text(one).startswith(typed)), "")

    def about(self, opened: OpenField, text: str) -> str:
        """What to say of who answered, or of where, once it is typed, or of a promise whose time
        is not understood; empty if nothing."""
        if opened.kind == "promise" and text:
            return times.undated(text, opened.opened)
        case = self._c.case
        if case is None or opened.kind not in ("rep", "department"):
            return ""
        on_line = case.call(opened.call or "")
        rep = case.rep(opened.target) if opened.kind == "rep" else None
        if opened.kind == "department" and on_line is not None:
            rep = case.rep_on_line(on_line)
        values = parse(opened.kind, text, opened.opened).values
        name = str(values.get("name") or "")
        place = str(values.get("department") or values.get("text") or "")
        arrived = () if opened.offered else self._arrived(case, rep, place)
        return " ".join([*self._met(case, rep, name), *arrived])

    def _met(self, case: Case, rep: Rep | None, name: str) -> Iterator[str]:
        """A rep you have met: when you last spoke, and what came of it."""
        said = answering.met(case, rep, name, self._c.clock.now())
        if said:
            yield said
            return
        key = fold_text(name)
        for known in self._c.world.names(case.known("company"), "rep") if key else ():
            if fold_text(known.value) == key and known.last_at:
                yield answering.known_of(known)
                return

    @staticmethod
    def _arrived(case: Case, rep: Rep | None, place: str) -> Iterator[str]:
        """After a transfer: whether this is where one was sent, or where one has been."""
        if rep is not None:
            yield from answering.arrived(case, rep, place or rep.department)
