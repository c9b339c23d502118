"""Names known of the company: completing them, and what is known of the person who answered."""

from __future__ import annotations

from collections.abc import Iterator

from callmate.desk.context import Context
from callmate.desk.view import OpenField
from callmate.model.entry import parse
from callmate.model.summary import Known
from callmate.text import fold as fold_text

MOST = 3


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
        found = self.known(opened)
        return found[0].value if found else ""

    def about(self, opened: OpenField, text: str) -> str:
        """What to say of a rep whose name was typed; empty if nothing."""
        return " ".join([*self._met(opened, text), *self._landed(opened, text)])

    def _met(self, opened: OpenField, text: str) -> Iterator[str]:
        """A rep you have met: when you last spoke, and what came of it."""
        case = self._c.case
        if opened.kind != "rep" or not text or case is None:
            return
        name = fold_text(str(parse("rep", text, opened.opened).values.get("name") or ""))
        for known in self._c.world.names(case.known("company"), "rep"):
            if name and fold_text(known.value) == name and known.last_at:
                came = known.last_result or "nothing noted"
                yield f"{known.value}: you last spoke on {known.last_at[:10]} ({came})."
                return

    def _landed(self, opened: OpenField, text: str) -> Iterator[str]:
        """After a transfer: whether this is where one was sent."""
        case = self._c.case
        rep = case.rep(opened.target) if case and opened.kind == "rep" else None
        if case is None or rep is None or rep.department:
            return
        if parse("rep", text, opened.opened).values.get("department"):
            return
        sent = next((one for one in case.transfers if one.id == rep.after_transfer), None)
        if sent is not None and sent.to:
            yield f"Landed in: {sent.to}? d corrects it."
