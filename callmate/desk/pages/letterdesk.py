"""The page letters: choose a form, read the draft, save or copy it, and say when it was sent.

Nothing is sent from here. Looking at a draft leaves no trace; what is done with it is an event.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from callmate.desk import drafting
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.pages.page import Page, PageName, Row
from callmate.desk.pages.pages import Reading
from callmate.errors import CallmateError
from callmate.model.dates import day_in, written_out
from callmate.model.events import NewEvent
from callmate.model.letter.facts import Choices, choosable, thankable
from callmate.model.letter.forms import LetterForm, LetterForms
from callmate.model.state import Case, Rep
from callmate.text import mask

if TYPE_CHECKING:
    from callmate.exchange.letter import Draft

PIECE: Final = 300
"""Characters of a paragraph in one row of the page."""
NOTES_WITH_DIGIT: Final = 9


class LetterDesk(Reading):
    """One letter at a time; the one that was drafted last and not sent is taken up again."""

    name: PageName = "letters"

    def __init__(self, context: Context, fields: Fields) -> None:
        super().__init__(context, fields)
        self._form = ""
        self._choosing = False
        """Whether the notes are shown, to be chosen from."""
        self._known: LetterForms | None = None
        self._made: tuple[Case, tuple[Choices, date], Draft] | None = None

    # the page

    def begin(self, source: Input) -> None:
        self._form, self._choosing, self._made = "", False, None
        self._known = drafting.forms(self._c.own_letters)

    def build(self) -> Page:
        if self._c.fold is None or self._c.case is None:
            return Page(self.name, "LETTERS", (Row("No case is open: / finds one."),), "esc back")
        if not self._form:
            return Page(self.name, "LETTERS", tuple(self._forms()), "⏎ read the draft · esc back")
        if self._choosing:
            return Page(
                self.name, "NOTES FOR THE LETTER", tuple(self._notes()), "⏎ in or out · tab"
            )
        try:
            return self._letter(self._draft())
        except CallmateError as error:
            rows = (Row(str(error), role="warn"), Row("Other letters: tab", role="dim"))
            return Page(self.name, self._title(), rows, "tab back · esc close")

    def _title(self) -> str:
        return f"LETTER  {self._form}"

    def _forms(self) -> Iterator[Row]:
        known = self._known or LetterForms({})
        for nth, name in enumerate(known.names, start=1):
            yield Row(
                known.forms[name].title, right=self._state(name), action="form", payload=name,
                digit=str(nth) if nth <= 9 else "",
            )  # fmt: skip
        if known.problems:
            left_out = "Some forms of your own cannot be read: callmate where says why."
            yield Row(left_out, role="dim")
        yield Row("A draft says only what the log says. callmate sends nothing.", role="dim")

    def _state(self, form: str) -> str:
        """What became of the newest letter of a form."""
        case = self._c.case
        mine = [one for one in case.around.letters if one.form == form] if case else []
        if not mine:
            return ""
        sent = mine[-1].sent
        return f"{'sent' if sent else 'begun'} {written_out((sent or mine[-1].moment).at.date())}"

    def _letter(self, drafted: Draft) -> Page:
        left_out = self._known.problems_of(self._form) if self._known else ()
        lines = [*drafting.remarks_of(drafted, (*left_out, *drafted.problems)), *self._late()]
        remarks = [Row(line, role="warn") for line in lines]
        text = [Row(piece) for line in drafted.text.splitlines() for piece in _pieces(line)]
        title = f"{self._title()}  {drafted.words} words"
        hint = "1 save · 2 copy · 3 sent · ↓ reads on · tab back"
        above = (*remarks, *self._switches())
        return Page(self.name, title, (*above, *text, *self._actions()), hint, len(above))

    def _late(self) -> Iterator[str]:
        """A letter that was begun long ago asks for an answer by a day that is over."""
        due = day_in(self._choices().reply_by)
        if due is not None and due < self._now().date():
            yield "The day to answer by is over: 4 sets another."

    def _switches(self) -> Iterator[Row]:
        """What goes in or stays out: before the text, which may run over the end of the screen."""
        chosen, fold = self._choices(), self._c.fold
        account = fold.case.known("account") if fold else ""
        if account:
            shown = "in full" if chosen.account else mask(account)
            yield Row("account number", right=shown, action="account", digit="6")
        notes = choosable(fold) if fold else []
        if notes:
            count = sum(one.id in chosen.notes for one in notes)
            yield Row("own notes", right=f"{count} of {len(notes)}", action="notes", digit="7")
        helpers = self._helpers()
        if len(helpers) > 1:
            thanked = next((one for one in helpers if one.id == chosen.rep), helpers[0])
            yield Row("whom to thank", right=thanked.name, action="rep", digit="8")

    def _helpers(self) -> list[Rep]:
        form = self._form_shown()
        named = self._c.fold is not None and form is not None and form.thanks
        return thankable(self._c.fold, self._now()) if named and self._c.fold else []

    def _form_shown(self) -> LetterForm | None:
        return self._known.forms.get(self._form) if self._known else None

    def _asks_reply(self) -> bool:
        form = self._form_shown()
        return form is not None and form.asks_reply

    def _actions(self) -> Iterator[Row]:
        chosen = self._choices()
        by = _date(chosen.reply_by)
        yield Row("what to do with it", role="head")
        yield Row("save it as a file", action="save", digit="1")
        yield Row("copy it", action="copy", digit="2")
        yield Row("I sent it", right=f"answer by {by}" if by else "", action="sent", digit="3")
        if self._asks_reply():
            yield Row("answer by", right=by or "no date", action="reply_by", digit="4")
        yield Row("to", right=chosen.to or "the company", action="to", digit="5")

    def _notes(self) -> Iterator[Row]:
        chosen = self._choices().notes
        for nth, note in enumerate(choosable(self._c.fold) if self._c.fold else [], start=1):
            yield Row(
                note.text("text"), "in" if note.id in chosen else "out",
                f"{note.moment.at:%d %b %H:%M}", "text" if note.id in chosen else "dim", "note",
                note.id, str(nth) if nth <= NOTES_WITH_DIGIT else "",
            )  # fmt: skip

    # the draft

    def _choices(self) -> Choices:
        """What was chosen for this letter; the usual, as long as nothing was."""
        fold = self._c.fold
        begun = drafting.newest_unsent(fold, self._form) if fold else None
        asks = self._asks_reply()
        if begun is not None:
            chosen = drafting.choices_of(begun)
            return chosen if asks else replace(chosen, reply_by="")
        return Choices(self._form, reply_by=drafting.in_two_weeks(self._now()) if asks else "")

    def _now(self) -> datetime:
        return self._c.clock.now().at

    def _draft(self) -> Draft:
        """The draft as it stands; made anew only when the log or the day is another."""
        fold, known = self._c.fold, self._known
        if fold is None or known is None or self._form not in known.forms:
            raise CallmateError("This form of letter is not there any more.")
        choices, now = self._choices(), self._now()
        # A key alone leaves the case the very value it was: then the draft is, too.
        of = (choices, now.date())
        if self._made is None or self._made[0] is not fold.case or self._made[1] != of:
            form = known.forms[self._form]
            cases = self._c.world.with_company(fold.case.known("company"))
            self._made = (fold.case, of, drafting.draft_of(form, fold, choices, now, cases))
        return self._made[2]

    # keys

    def step(self, source: Input, by: int) -> list[NewEvent] | None:
        if self._choosing:
            self._choosing = False
        elif self._form:
            self._form = ""
        elif by > 0:
            return None
        return []

    def act(self, source: Input, row: Row) -> list[NewEvent]:
        match row.action:
            case "form":
                self._form, self._made = row.payload, None
            case "notes":
                self._choosing = True
            case "save":
                return self._save(source)
            case "copy":
                self._copy()
            case "sent":
                return self._sent(source)
            case "reply_by" | "to":
                return self._field(source, row.action)
            case "account":
                return self._change(source, account=not self._choices().account)
            case "rep":
                return self._thank_next(source)
            case "note":
                notes = self._choices().notes ^ {row.payload}
                return self._change(source, notes=sorted(notes))
        return []

    def _begun(self, source: Input) -> tuple[str, list[NewEvent]]:
        """The id of this letter's event, and the event if it is only now begun."""
        fold = self._c.fold
        old = drafting.newest_unsent(fold, self._form) if fold else None
        if old is not None:
            return old.id, []
        values = drafting.letter_values(self._choices())
        fact = self._c.event(source, "letter", self._c.about(), **values)
        return fact.id, [fact]

    def _change(self, source: Input, **values: Any) -> list[NewEvent]:
        letter, begun = self._begun(source)
        detail = self._c.event(source, "detail", self._c.about(), target=letter, values=values)
        return [*begun, detail]

    def _thank_next(self, source: Input) -> list[NewEvent]:
        """Another of those who helped."""
        ids = [one.id for one in self._helpers()]
        chosen = self._choices().rep
        at = ids.index(chosen) if chosen in ids else 0
        return self._change(source, rep=ids[(at + 1) % len(ids)])

    def _save(self, source: Input) -> list[NewEvent]:
        fold, home = self._c.fold, self._c.home
        if fold is None or home is None:
            self._c.say("There is no store here to save it in; 2 copies it.", "warn")
            return []
        try:
            path = drafting.save_new(fold, self._draft(), home, self._now())
        except CallmateError as error:
            self._c.say(str(error), "error", told=str(error))
            return []
        self._c.say(drafting.saved_as(path))
        return self._change(source, file=path.name)

    def _copy(self) -> None:
        try:
            self._c.to_copy = self._draft().text
        except CallmateError as error:
            self._c.say(str(error), "error", told=str(error))
            return
        self._c.say("The letter is on the clipboard, if your terminal allows it.")

    def _sent(self, source: Input) -> list[NewEvent]:
        letter, begun = self._begun(source)
        by = self._choices().reply_by
        sent = self._c.event(source, "letter_sent", self._c.about(), answers=letter, reply_by=by)
        until = f" An answer is due by {_date(by)}." if _date(by) else ""
        self._c.say(f"Noted as sent today.{until}")
        self._form = ""
        return [*begun, sent]

    def _field(self, source: Input, name: str) -> list[NewEvent]:
        letter, begun = self._begun(source)
        prompts = {"reply_by": "answer by", "to": "to whom"}
        text = self._choices().to if name == "to" else ""
        self._fields.open_value(
            source, letter, "letter", name, prompts[name], text, self._c.about()
        )
        return begun


def _pieces(line: str) -> list[str]:
    """A line in parts that a row of the page can show whole."""
    return textwrap.wrap(line, PIECE) or [""]


def _date(by: str) -> str:
    """A date or a date and time, written out; empty if there is none."""
    day = day_in(by)
    return written_out(day) if day else ""
