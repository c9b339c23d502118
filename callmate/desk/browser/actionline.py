"""The strip of case actions, and the line for the words that some of them need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from callmate.desk.browser.actions import NEW, Actions, Subject
from callmate.desk.browser.candidates import Candidates
from callmate.desk.browser.shown import Listing
from callmate.desk.browser.takingback import Back, TakingBack
from callmate.desk.browser.whichcall import choices, moving, numbered
from callmate.desk.commands import shown
from callmate.desk.context import Context, Input
from callmate.desk.fields import Fields
from callmate.desk.meaning import Meaning
from callmate.desk.view import Choice, OpenField, Pane, Strip
from callmate.model.events import Event
from callmate.model.insight.callfigures import CallFigures
from callmate.model.line import Line
from callmate.model.summary import CaseSummary

BACK: Final = "u"
PICKS: Final = ("merge", "move")
"""Actions that ask for another case."""
NONE: Final = "No other case has these words: type fewer, or ↑↓ and ⏎ takes one."
PROMPTS: Final = {
    "rename": "new name", "tag": "tag, or one to take off", "merge": "merge into",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the open line is for."""

    action: str
    subject: Subject
    call: str = ""


class ActionLine:
    """Asks which action, then for its words; the search that stood there comes back after it."""

    def __init__(self, context: Context, fields: Fields) -> None:
        self._c, self._fields = context, fields
        self.actions = Actions(context)
        self._backs = TakingBack(context, self.actions)
        self._back_is: Back | None = None
        """What the strip says that it takes back."""
        self._candidates: Candidates | None = None
        self._pane: Pane = "browser"
        """What stood where the candidates are listed."""
        self._subject: Subject | None = None
        self._calls: tuple[CallFigures, ...] = ()
        self._digits = ""
        """Of the number of the call that is asked for, those that were pressed."""
        self._asked: _Asked | None = None
        self._stood: OpenField | None = None

    def press(
        self, source: Input, what: Meaning, key: str, character: str | None,
        subject: Subject | None,
    ) -> dict[str, list[Event]] | None:  # fmt: skip
        """A key for these actions: what was written, by case; None for another key.

        ``subject`` is the chosen case; None while the list is empty.
        """
        match what.command:
            case "case_actions":
                self.ask(subject)
            case "pin" if subject is not None:
                self.actions.pin(source, subject, subject.event)
            case "pin":
                self._none()
            case "filed":
                self._answered(source, what.letter)
            case "file_type":
                self._fields.edit(source, key, character)
                self.typed()
            case "file_move" if self._candidates is not None:
                self._candidates.move(what.step)
            case "file_keep":
                self._keep(source)
            case "file_close":
                self.close(source)
            case "file_none":
                self._c.say(f"Nothing was changed: {shown(key)} is no answer there.")
            case _:
                self._backs.fresh = False
                return None
        self.actions.forget()
        changed, self.actions.changed = self.actions.changed, {}
        self._backs.fresh = self._backs.fresh or bool(changed)
        return changed

    def _none(self) -> None:
        self._c.say("No case is chosen here.")

    # which action

    def ask(self, subject: Subject | None) -> None:
        """Show what can be done with a case."""
        self._subject, self._calls = subject, ()
        back = self._back_is = self._backs.offered(subject)
        self.actions.forget()
        told = Choice(BACK, f"take back: {back.told}" if back else "nothing to take back", "file")
        if subject is not None:
            self._show(f"Put in order: {subject.title}", (*_choices(subject), told))
        elif back is not None:
            self._show("What was done last:", (told,))
        else:
            self._none()

    def _show(self, prompt: str, choices: tuple[Choice, ...]) -> None:
        strip = Strip(prompt, choices, wide=True, files=True)
        self._c.view = replace(self._c.view, strip=strip, message=None)

    def _answered(self, source: Input, letter: str) -> None:
        subject = self._subject
        if letter == BACK:
            self._backs.take(source, self._back_is)
        elif subject is not None:
            self._begin(source, subject, letter)

    def _begin(self, source: Input, subject: Subject, letter: str) -> None:
        match letter:
            case "r":
                self._line("rename", subject, source, self.actions.title_of(subject.id))
            case "t":
                self._line("tag", subject, source)
            case "p":
                self.actions.pin(source, subject)
            case "c":
                self.actions.close(source, subject)
            case "a":
                self.actions.archive(source, subject, "done")
            case "x":
                self.actions.archive(source, subject, "practice")
            case "m" if self.actions.may_move(subject, "merged"):
                self._line("merge", subject, source)
            case "v" if self.actions.may_move(subject, "taken apart"):
                self._which_call(source, subject)
            case _ if letter.isdigit():
                self._digit(source, subject, letter)

    def _which_call(self, source: Input, subject: Subject) -> None:
        """The call of the selected event, else the one whose number is pressed."""
        calls = self._c.world.calls_of(subject.id)
        if not calls:
            self._c.say("There is no call in this case to move.")
            return
        self._calls, self._digits = tuple(calls), ""
        chosen = next((call for call in calls if call.id == subject.call), None)
        if chosen is not None:
            self._line("move", subject, source, call=chosen)
        else:
            self._ask_number()

    def _ask_number(self) -> None:
        prompt = f"Which call? {self._digits}_" if self._digits else "Which call?"
        self._show(prompt, choices(self._calls, self._digits))

    def _digit(self, source: Input, subject: Subject, digit: str) -> None:
        self._digits += digit
        call = numbered(self._calls).get(self._digits)
        if call is None:
            self._ask_number()
        else:
            self._line("move", subject, source, call=call)

    # its words

    def _line(
        self, action: str, subject: Subject, source: Input, text: str = "",
        call: CallFigures | None = None,
    ) -> None:  # fmt: skip
        field = self._c.view.field
        self._stood = field if field is None or field.purpose != "filing" else self._stood
        self._asked = _Asked(action, subject, call.id if call else "")
        prompt = moving(call) if call else PROMPTS[action]
        opened = OpenField("filing", prompt, source.at, subject.id, name=action, line=Line.of(text))
        self._c.view = replace(self._c.view, field=opened, message=None)
        if action in PICKS:
            self._candidates, self._pane = Candidates(self._c, subject), self._c.view.pane
            self._c.view = replace(self._c.view, pane="browser")

    @property
    def picking(self) -> Listing | None:
        """The cases to choose from, while one is asked for."""
        field = self._c.view.field
        asked = field is not None and field.purpose == "filing"
        return self._candidates.listing if asked and self._candidates is not None else None

    def typed(self) -> None:
        """The words of the line may have changed."""
        field = self._c.view.field
        if self._candidates is not None and field is not None:
            self._candidates.show(field.line.text)

    def _keep(self, source: Input) -> None:
        """Enter: the action is done; where it cannot be, the line stays open."""
        field, asked = self._c.view.field, self._asked
        if field is None or asked is None:
            return
        text = " ".join(field.line.text.split())
        self._c.view = replace(self._c.view, message=None)
        match asked.action:
            case "rename":
                self.actions.rename(source, asked.subject, text)
            case "tag":
                self.actions.tag(source, asked.subject, text)
            case "merge" | "move" if self._candidates is not None:
                self._pick(source, asked, text, self._candidates.chosen)
        message = self._c.view.message
        if message is None or message.level != "warn":
            self._back(source)

    def _pick(self, source: Input, asked: _Asked, text: str, target: CaseSummary | None) -> None:
        if target is None and not text.startswith(NEW):
            self._c.say(NONE, "warn")
        elif asked.action == "merge":
            self.actions.merge(source, asked.subject, target, self._pane)
        else:
            self.actions.move(source, asked.subject, asked.call, text, target, self._pane)

    def close(self, source: Input) -> None:
        """Escape: nothing is done; what was typed stays in the log of the day."""
        self._back(source)
        self._c.say("Nothing was changed.")

    def _back(self, source: Input) -> None:
        self._asked = None
        self._c.field_closed = source.at
        self._c.view = replace(self._c.view, field=self._stood)
        if self._candidates is not None and self._c.view.pane == "browser":
            self._c.view = replace(self._c.view, pane=self._pane)
        self._candidates = self._stood = None


def _choices(subject: Subject) -> tuple[Choice, ...]:
    away = "take out" if subject.archived else "put away"
    practice = "not practice" if subject.archived == "practice" else "practice"
    told = {
        "r": "rename", "t": "tag", "p": "unpin" if subject.pinned else "pin",
        "c": "open again" if subject.closed else "settled", "a": away, "x": practice,
        "m": "merge", "v": "move a call",
    }  # fmt: skip
    return tuple(Choice(key, label, "file") for key, label in told.items())
