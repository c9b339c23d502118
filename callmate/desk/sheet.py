"""The case sheet: what is known of the matter, every line of it skippable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from callmate.desk.context import Context, Input
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent
from callmate.model.line import HalfTyped, Line


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the sheet; ``sensitive`` is masked, ``secret`` is never stored."""

    key: str
    label: str
    hint: str
    sensitive: bool = False
    secret: bool = False


SHEET: Final = (
    SheetLine("company", "Company", "who you are calling"),
    SheetLine("phone", "Phone to dial", "their number, and the menu keys if you know them"),
    SheetLine("account", "Account", "account or customer number (masked on screen)", True),
    SheetLine("problem", "Problem", "what is wrong, in a few words"),
    SheetLine("outcome", "Outcome wanted", "the one thing that ends this; fair if all got it"),
    SheetLine("brief", "Brief", "two sentences for the right department, to say first"),
    SheetLine("facts", "Facts", "order, dates, amounts, names to have before you"),
    SheetLine("pin", "PIN or password", "for this call only, never stored", secret=True),
)  # fmt: skip
KEYS: Final = tuple(line.key for line in SHEET)
REMEMBERED: Final = ("phone", "facts")
"""What is known of the company and filled in for its next case."""


def is_of_sheet(half: HalfTyped) -> bool:
    """Whether what was half typed is a line of the sheet."""
    return half.call is None and half.field in KEYS


class Sheet:
    """Fills in the case, line by line; each line is an event when it is left."""

    def __init__(self, context: Context) -> None:
        self._c = context
        self.secrets: dict[str, str] = {}
        self._secrets_of = ""

    def open(self, source: Input, key: str = "company") -> None:
        """Show the sheet of the open case with one of its lines open for typing."""
        if self._c.fold is None:
            self._c.open_new()
        case = self._c.case
        if case is not None and case.id != self._secrets_of:
            self.forget_secrets()
            self._secrets_of = case.id
        self._c.view = replace(self._c.view, pane="sheet", strip=None, message=None)
        self._open_line(source, key)

    def restore(self, half: HalfTyped) -> None:
        """A line that was half typed when the program ended."""
        self._c.view = replace(self._c.view, pane="sheet")
        self._put(half.entry, half.field, half.line)

    def _open_line(self, source: Input, key: str) -> None:
        self._put(source.id, key, Line.of(self.value(key)))

    def _put(self, entry: str, key: str, line: Line) -> None:
        """Open a line. Its text belongs to the input that opened it, so that forgetting what
        was typed into one line leaves the others as they are."""
        spec = SHEET[KEYS.index(key)]
        opened = OpenField(
            "sheet", spec.label, self._c.clock.now(), target=entry,
            name=key, line=line, sensitive=spec.sensitive, secret=spec.secret,
        )  # fmt: skip
        self._c.view = replace(self._c.view, field=opened)

    def value(self, key: str) -> str:
        """What a line says now: the secret ones from memory, the rest from the case."""
        if key in self.secrets:
            return self.secrets[key]
        case = self._c.case
        return case.known(key) if case else ""

    def move(self, source: Input, step: int) -> list[NewEvent]:
        """Leave the line for the next or the one before; past the end the sheet closes."""
        opened = self._c.view.field
        if opened is None or opened.purpose != "sheet":
            return []
        events = self._keep(source, opened)
        index = KEYS.index(opened.name) + step
        if index >= len(KEYS):
            self._hide()
        else:
            known = self._ahead(events)
            self._open_line(source, KEYS[max(0, index)])
            self._prefill(known)
        return events

    def close(self, source: Input) -> list[NewEvent]:
        """Escape: the line is kept as it stands and the timeline comes back."""
        opened = self._c.view.field
        events = self._keep(source, opened) if opened is not None else []
        self._hide()
        return events

    def _hide(self) -> None:
        self._c.view = replace(self._c.view, pane="timeline", field=None)

    def _keep(self, source: Input, opened: OpenField) -> list[NewEvent]:
        text = opened.line.text.strip(" ")
        if opened.secret:
            self.secrets[opened.name] = text
            if text:
                self._c.say("Kept in memory until the call ends, never stored.")
            return []
        fold = self._c.fold
        typed = fold.drafts.text(opened.target, opened.name) if fold else ""
        if text == self.value(opened.name) and not typed:
            return []
        values = {opened.name: text}
        if opened.name == "company":
            values |= self._from_company(text)
            self._tell_earlier(text)
        elif opened.name in REMEMBERED and self.value("company"):
            self._c.world.remember_company(self.value("company"), values)
        return [self._c.event(source, "case_set", None, values=values, entry=opened.target)]

    def _tell_earlier(self, company: str) -> None:
        """Earlier cases with the company: this may be one of them."""
        here = self._c.case.id if self._c.case else ""
        earlier = sum(row.id != here for row in self._c.world.with_company(company))
        if earlier:
            cases = "an earlier case" if earlier == 1 else f"{earlier} earlier cases"
            self._c.say(f"There is {cases} with them: / finds it, ⏎ ⏎ takes it up again.")

    def _from_company(self, company: str) -> dict[str, str]:
        """What earlier cases with the company can fill in, where the sheet is still empty."""
        if not company:
            return {}
        known = self._c.world.company(company)
        return {
            key: str(known[key]) for key in REMEMBERED if known.get(key) and not self.value(key)
        }

    @staticmethod
    def _ahead(events: list[NewEvent]) -> dict[str, str]:
        return dict(events[-1].body["values"]) if events else {}

    def _prefill(self, known: dict[str, str]) -> None:
        """The line just opened may have been filled by the event that is only now written."""
        opened = self._c.view.field
        if opened is not None and opened.name in known:
            line = Line.of(known[opened.name])
            self._c.view = replace(self._c.view, field=replace(opened, line=line))

    def forget_secrets(self) -> None:
        """The call is over: nothing secret is kept."""
        self.secrets.clear()
