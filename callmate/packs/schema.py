"""The form of a pack's rules, checked by pydantic, and how each becomes a value of the model."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from callmate.model import rules
from callmate.model.events import CALL_FACTS
from callmate.model.wording import names_in

FIELDS = frozenset(
    {"amount", "announced", "answers", "brief", "by", "department", "direction", "email",
     "extension", "how", "kept", "kind", "line", "n", "name", "on", "organisation", "outcome",
     "problem", "reached", "result", "state", "text", "to", "value", "what"}
)  # fmt: skip
"""The values of events that a trigger may look at; of ``case_set`` what is known of the case."""

SHORTEST_EVERY = 30 * rules.SECOND
"""A clock that comes round more often would be looked at all through a long hold."""

_DURATION = re.compile(r"(\d+)\s*(s|m|h)")
_UNITS = {"s": 1, "m": 60, "h": 3600}


def one_of(value: str, known: Collection[str], what: str) -> str:
    """The value if it is known; else an error that names the nearest one."""
    if value in known:
        return value
    near = difflib.get_close_matches(value, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"there is no {what} {value!r}{hint}")


def known_as(known: Collection[str], what: str) -> AfterValidator:
    return AfterValidator(lambda value: one_of(value, known, what))


def _counter(name: str) -> str:
    scope, _, kind = name.partition(".")
    if scope not in ("call", "case"):
        raise ValueError(f"the counter {name!r} must begin with 'call.' or 'case.'")
    one_of(kind, CALL_FACTS, "event")
    return name


def _duration(text: object) -> int:
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{text!r} is no length of time; write it as '45s', '3m' or '1h'")
    return int(found[1]) * _UNITS[found[2]] * rules.SECOND


def _plain(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    if text.isprintable():
        return text
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text):
        raise ValueError("the text holds a control character")
    return text


def _spoken(text: str) -> str:
    for name in names_in(text):
        one_of(name, rules.VALUES, "value")
    return text


Event = Annotated[str, known_as({*CALL_FACTS, "case_set"}, "event")]
Counter = Annotated[str, AfterValidator(_counter)]
Duration = Annotated[int, BeforeValidator(_duration)]
Text = Annotated[str, AfterValidator(_plain)]
Spoken = Annotated[str, AfterValidator(_plain), AfterValidator(_spoken)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Presence = Annotated[str, known_as(rules.PRESENCES, "such thing to know as")]
History = Annotated[str, known_as(rules.HISTORIES, "history")]
Flag = Annotated[str, known_as(rules.FLAGS, "flag")]
State = Annotated[str, known_as(rules.STATES, "state")]
ClockName = Annotated[str, known_as(rules.CLOCKS, "clock")]
Phase = Annotated[str, known_as(rules.PHASES, "phase")]
Topic = Annotated[str, known_as(rules.TEXTS, "text to look in")]
Words = Annotated[list[Text], Field(min_length=1)]


class Form(BaseModel):
    """Strict: a key that is not known, or a value of another type, is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class ConditionForm(Form):
    state: list[State] = []
    least: dict[Counter, int] = {}
    most: dict[Counter, int] = {}
    within: dict[ClockName, Duration] = {}
    about: dict[Topic, Words] = {}
    not_about: dict[Topic, Words] = {}
    has: list[Presence] = []
    lacks: list[Presence] = []
    flags: list[Flag] = []
    no_flags: list[Flag] = []
    history: list[History] = []
    no_history: list[History] = []
    shown: list[str] = []
    unshown: list[str] = []

    def value(self) -> rules.Condition:
        lists = {k: tuple(v) for k, v in self.model_dump().items() if isinstance(v, list)}
        within: Any = dict(self.within)
        return rules.Condition(
            least=dict(self.least), most=dict(self.most), within=within,
            about={name: tuple(words) for name, words in self.about.items()},
            not_about={name: tuple(words) for name, words in self.not_about.items()},
            **lists,
        )  # fmt: skip


class TriggerForm(Form):
    event: Event = ""
    matches: dict[str, bool | int | Words] = {}
    clock: ClockName = ""
    after: Duration = 0
    also: list[Duration] = []
    every: Duration = 0
    lasts: Duration = 0
    when: ConditionForm = ConditionForm()

    @model_validator(mode="after")
    def _has_one_cause(self) -> TriggerForm:
        if bool(self.event) == bool(self.clock):
            raise ValueError("give it either an event or a clock")
        if self.clock and self.matches:
            raise ValueError("a clock has no values to match")
        if self.event and (self.also or self.every or self.after):
            raise ValueError("after, also and every are for a clock")
        if 0 < self.every < SHORTEST_EVERY:
            raise ValueError("every must be half a minute or more")
        for name in self.matches:
            one_of(name, FIELDS, "value of an event")
        return self

    def value(self) -> rules.Trigger:
        matches = {k: tuple(v) if isinstance(v, list) else v for k, v in self.matches.items()}
        clock: Any = self.clock or None
        return rules.Trigger(
            self.event, matches, clock, self.after, tuple(self.also), self.every, self.lasts,
            self.when.value(),
        )  # fmt: skip


class SayForm(Form):
    text: Spoken
    when: ConditionForm = ConditionForm()
    otherwise: bool = False
    why: Text | None = None
    aloud: bool = True

    def value(self) -> rules.Say:
        when = self.when.value()
        return rules.Say(self.text, when, self.otherwise, self.why or "", self.aloud)


class CardForm(Form):
    id: Id
    urgency: Literal["P1", "P2", "P3", "P4"] = Field(alias="class")
    topic: Id
    say: Annotated[list[SayForm], Field(min_length=1)]
    why: Text
    source: list[str] = []
    on: Annotated[list[TriggerForm], Field(min_length=1)]
    holds: ConditionForm = ConditionForm()
    rank: int = 50
    compose: bool = False
    greeting: bool = False
    each_rep: bool = False
    line: bool = False
    heading: Text | None = None
    phase: Phase = "during"

    def value(self) -> rules.Card:
        return rules.Card(
            id=self.id,
            urgency=int(self.urgency[1]),
            topic=self.topic,
            say=tuple(say.value() for say in self.say),
            why=self.why,
            source=tuple(self.source),
            triggers=tuple(trigger.value() for trigger in self.on),
            holds=self.holds.value(),
            rank=self.rank,
            compose=self.compose,
            greeting=self.greeting,
            each_rep=self.each_rep,
            line=self.line,
            heading=self.heading or "",
            phase=self.phase,
        )


class LineForm(Form):
    id: Id
    text: Text
    page: Literal["now", "end"] = "now"
    of: Literal["call", "case"] = "call"
    done: list[ConditionForm] = []
    source: list[str] = []

    def value(self) -> rules.Line:
        done = tuple(condition.value() for condition in self.done)
        return rules.Line(self.id, self.text, self.page, self.of, done, tuple(self.source))


class SayingForm(Form):
    id: Id
    text: Text
    by: Text

    def value(self) -> rules.Saying:
        return rules.Saying(self.id, self.text, self.by)
