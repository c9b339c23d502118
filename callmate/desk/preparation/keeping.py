"""What the lines of the preparation become when they are left."""

from __future__ import annotations

from typing import Any

from callmate.desk.context import Context, Input
from callmate.desk.preparation.likecases import LikeCases
from callmate.desk.preparation.memory import REMEMBERED, Memory
from callmate.desk.view import OpenField
from callmate.model.events import NewEvent
from callmate.model.line import Change
from callmate.model.readiness import fairness, minutes, read_fair, read_mood, verdict

MOODS_ARE = "Calm, tense or angry? Tab goes on without."
NO_LENGTH = "No length understood: minutes such as 20, or 1 h. It stays as it stands."
KEPT_IN_MEMORY = "Never stored: it is gone when the call ends or the program is closed."
NO_VERDICT = "Kept as it stands; begin with yes, no or unsure."
MATTER = ("company", "problem", "outcome")
"""Lines by which a case may look like another one."""


class Keeping:
    """Reads a line that is left, and makes its event."""

    def __init__(self, context: Context, memory: Memory) -> None:
        self._c = context
        self._memory = memory
        self.like = LikeCases(context)
        self.secrets: dict[str, str] = {}
        self.angry = False
        """Whether the person said so, this time."""

    def value(self, key: str) -> str:
        """What a line says now: the secret ones from memory, the rest from the case."""
        if key in self.secrets:
            return self.secrets[key]
        case = self._c.case
        if case is None or key == "question":
            return ""
        if key == "fair":
            return fairness(case)
        return self._mood() if key == "mood" else case.known(key)

    def _mood(self) -> str:
        """The mood before this call: what was said before the last one is over with it."""
        case = self._c.case
        moods = case.around.moods if case else ()
        if case is None or not moods:
            return ""
        at, mood = moods[-1]
        begun = [call.start.at for call in case.calls]
        return mood if not begun or at.at > max(begun) or case.running else ""

    def keep(self, source: Input, opened: OpenField) -> list[NewEvent] | None:
        """The events of a line as it stands; None if it can be none of its answers."""
        text = opened.line.text.strip(" ")
        if opened.secret:
            self.secrets[opened.name] = text
            if text:
                self._c.say(KEPT_IN_MEMORY)
            return []
        untouched = opened.first is None or text == self.value(opened.name)
        if untouched and not self._drafted(opened):
            return []  # another window may have changed it meanwhile: that stands
        match opened.name:
            case "question":
                return self._question(source, opened, text)
            case "mood":
                return self._moods(source, opened, text)
        return self._set(source, opened, text)

    def will_ask(self, opened: OpenField | None) -> bool:
        """Whether closing the sheet now, with this line open, asks if the call has to be now."""
        if self._c.call is not None:
            return False
        if opened is None or opened.name != "mood" or not opened.line.text.strip(" "):
            return self.angry
        fresh = opened.first is not None and opened.line.text.strip(" ") != self._mood()
        mood = read_mood(opened.line.text)
        return mood == "angry" if mood and (fresh or self._drafted(opened)) else self.angry

    def _drafted(self, opened: OpenField) -> str:
        fold = self._c.fold
        return fold.drafts.text(opened.target, opened.name) if fold else ""

    def _set(self, source: Input, opened: OpenField, text: str) -> list[NewEvent]:
        values = {opened.name: text}
        match opened.name:
            case "company":
                values |= self._of_company(text)
            case "fair":
                values = self._fair(text)
            case "expected":
                values = {"expected": self._minutes(text)}
        if opened.name in MATTER:
            told = {key: self.value(key) for key in MATTER} | {opened.name: text}
            self._c.say_if(self.like.hint(told["company"], told["problem"], told["outcome"]))
        if opened.name in REMEMBERED:
            self._memory.keep(self.value("company"), values)
        return [self._c.event(source, "case_set", None, values=values, entry=opened.target)]

    def _of_company(self, name: str) -> dict[str, str]:
        """What is known of the company is filled in; what was filled in before is remembered."""
        case = self._c.case
        found = self._memory.fill_in(name, case)
        if case is not None:
            self._memory.keep(name, {key: case.known(key) for key in REMEMBERED})
        self._c.say_if(self.like.others(name))
        return found

    def _fair(self, text: str) -> dict[str, str]:
        """The answer belongs to the outcome it was given of: another outcome is asked anew."""
        said = read_fair(text)
        if said and not verdict(said):
            self._c.say(NO_VERDICT)
        return {"fair": said, "fair_of": self.value("outcome") if said else ""}

    def _minutes(self, text: str) -> str:
        length = minutes(text)
        if text and length is None:
            self._c.say(NO_LENGTH, "warn")
        return str(length) if length is not None else text

    def _question(self, source: Input, opened: OpenField, text: str) -> list[NewEvent]:
        """A question of its own; an empty line asks nothing."""
        if not text:
            return self.drop(source, opened)
        body = {"text": text, "entry": opened.target}
        return [self._c.event(source, "question", self._c.about(), **body)]

    def _moods(self, source: Input, opened: OpenField, text: str) -> list[NewEvent] | None:
        mood = read_mood(text)
        if not text:
            return self.drop(source, opened)
        if not mood:
            self._c.say(MOODS_ARE, "warn")
            return None
        self.angry = mood == "angry"
        body: dict[str, Any] = {"mood": mood, "entry": opened.target}
        return [self._c.event(source, "mood", self._c.about(), **body)]

    def drop(self, source: Input, opened: OpenField) -> list[NewEvent]:
        """Nothing is kept of what was typed: it is not to stand there again after a restart."""
        held = self._drafted(opened)
        if not held:
            return []
        change = Change(0, held)
        return [
            self._c.event(
                source, "draft", opened.call, entry=opened.target, field=opened.name,
                position=change.position, removed=change.removed, inserted=change.inserted,
            )
        ]  # fmt: skip
