"""What is done around the calls: before them, between them and after, as folded from events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from callmate.model.facts import Fact
from callmate.model.moment import Moment

MARKS: Final[Mapping[str, str]] = {
    "listened": "listened",
    "knew": "said only what they knew",
    "sided": "took your side",
    "time": "kept it short and to the point",
    "owned": "owned it",
}
"""The five marks of a rep, in the order they are asked."""

CONDUCT: Final[Mapping[str, str]] = {
    "polite": "I was polite",
    "honest": "I was honest",
    "no_threats": "I made no threats",
}
"""What one asks oneself after a call; private."""

RESULTS: Final[Mapping[str, str]] = {
    "all": "all you wanted",
    "least": "the least you would take",
    "part": "a part of it",
    "nothing": "nothing",
    "open": "still open",
}
"""What a call brought, measured against the outcome wanted."""


SETTLES: Final = frozenset({"all", "least"})
"""Results with which a case may be over."""

QuestionState = Literal["open", "answered", "dropped"]
STATES: Final[Mapping[str, QuestionState]] = {
    "open": "open", "answered": "answered", "dropped": "dropped",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be answered by them; carried from call to call until it is."""

    id: str
    text: str
    moment: Moment
    state: QuestionState = "open"
    answer: str = ""
    answered_in: str = ""
    """The call in which it was answered."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A break: until then nothing is asked of the person but what has a date of its own."""

    id: str
    until: str
    """A date, or a date and time (RFC 3339)."""
    why: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was drafted; callmate sends none, so ``sent`` is what the person says."""

    id: str
    form: str
    to: str
    reply_by: str
    moment: Moment
    sent: Moment | None = None
    replied: bool = False


@dataclass(frozen=True, slots=True)
class RungTaken:
    """A step of the ladder that was chosen, and by when."""

    id: str
    rung: str
    by: str
    state: str
    moment: Moment
    name: str = ""
    """What the packs call it."""

    @property
    def words(self) -> str:
        """Its name, or what can be made of its id."""
        return self.name or self.rung.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Around:
    """Everything of a case that happens off the phone."""

    questions: tuple[Question, ...] = ()
    moods: tuple[tuple[Moment, str], ...] = ()
    rest: Rest | None = None
    marks: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    """By stint, then by mark; a mark that was left blank is not there."""
    lines: Mapping[str, str] = field(default_factory=dict)
    """By stint: what the rep did and did not do, in one's own words."""
    conduct: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    """By call, then by question; private."""
    results: Mapping[str, str] = field(default_factory=dict)
    wrapped: Mapping[str, str] = field(default_factory=dict)
    """By call: whether its wrap-up was ``done`` or ``skipped``."""
    handovers: Mapping[str, str] = field(default_factory=dict)
    """By promise: whether the third party was told (``confirmed``, ``not_told``)."""
    checks: tuple[tuple[Moment, bool], ...] = ()
    """When the account's details were looked at, and whether they were right."""
    letters: tuple[Letter, ...] = ()
    rungs: tuple[RungTaken, ...] = ()
    closed: str = ""
    """``resolved`` or ``dropped``; empty while the case is open."""

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.state == "open")


Handler = Callable[[Around, Fact], Around]


def around(before: Around, fact: Fact) -> Around:
    """What stands after one more live fact; one of another kind changes nothing."""
    handler = HANDLERS.get(fact.kind)
    return handler(before, fact) if handler else before


def _question(before: Around, fact: Fact) -> Around:
    if not fact.text("text").strip():
        return before
    asked = Question(fact.id, fact.text("text"), fact.moment)
    return replace(before, questions=(*before.questions, asked))


def _question_end(before: Around, fact: Fact) -> Around:
    state = STATES.get(fact.text("state") or "answered")
    if state is None:
        return before
    questions = tuple(
        replace(one, state=state, answer=fact.text("text"), answered_in=fact.call)
        if one.id == fact.text("answers")
        else one
        for one in before.questions
    )
    return replace(before, questions=questions)


def _mood(before: Around, fact: Fact) -> Around:
    return replace(before, moods=(*before.moods, (fact.moment, fact.text("mood"))))


def _cool_off(before: Around, fact: Fact) -> Around:
    until = fact.text("until")
    rest = Rest(fact.id, until, fact.text("why"), fact.moment) if until else None
    return replace(before, rest=rest)


def _rep_mark(before: Around, fact: Fact) -> Around:
    return replace(before, marks=_marked(before.marks, fact, "rep"))


def _conduct(before: Around, fact: Fact) -> Around:
    return replace(before, conduct=_marked(before.conduct, fact, "about"))


def _marked(
    marks: Mapping[str, Mapping[str, bool]], fact: Fact, of: str
) -> dict[str, Mapping[str, bool]]:
    """One mark given, or with a value that is neither yes nor no taken back."""
    mine = dict(marks.get(fact.text(of), {}))
    mine.pop(fact.text("mark"), None)
    value = fact.body.get("value")
    if isinstance(value, bool):
        mine[fact.text("mark")] = value
    return {**marks, fact.text(of): mine}


def _rep_line(before: Around, fact: Fact) -> Around:
    return replace(before, lines={**before.lines, fact.text("rep"): fact.text("text")})


def _result(before: Around, fact: Fact) -> Around:
    return replace(before, results={**before.results, fact.text("about"): fact.text("result")})


def _wrapped_up(before: Around, fact: Fact) -> Around:
    return replace(before, wrapped={**before.wrapped, fact.text("about"): fact.text("how")})


def _handover(before: Around, fact: Fact) -> Around:
    state = {fact.text("answers"): fact.text("state")}
    return replace(before, handovers={**before.handovers, **state})


def _details_checked(before: Around, fact: Fact) -> Around:
    right = fact.body.get("right")
    if not isinstance(right, bool):
        return before
    return replace(before, checks=(*before.checks, (fact.moment, right)))


def _letter(before: Around, fact: Fact) -> Around:
    made = Letter(
        fact.id, fact.text("form"), fact.text("to"), fact.text("reply_by"), fact.moment
    )  # fmt: skip
    return replace(before, letters=(*before.letters, made))


def _letter_sent(before: Around, fact: Fact) -> Around:
    letters = tuple(
        replace(
            one,
            sent=one.sent or fact.moment,
            reply_by=fact.text("reply_by") or one.reply_by,
            replied=fact.text("state") == "replied",
        )
        if one.id == fact.text("answers")
        else one
        for one in before.letters
    )
    return replace(before, letters=letters)


def _rung(before: Around, fact: Fact) -> Around:
    taken = RungTaken(
        fact.id, fact.text("rung"), fact.text("by"), fact.text("state") or "planned", fact.moment,
        fact.text("name"),
    )  # fmt: skip
    return replace(before, rungs=(*before.rungs, taken))


def _case_closed(before: Around, fact: Fact) -> Around:
    how = fact.text("how") or "resolved"
    if how == "reopened":
        return replace(before, closed="")
    return replace(before, closed=how)


HANDLERS: Final[Mapping[str, Handler]] = {
    "question": _question,
    "question_end": _question_end,
    "mood": _mood,
    "cool_off": _cool_off,
    "rep_mark": _rep_mark,
    "rep_line": _rep_line,
    "conduct": _conduct,
    "result": _result,
    "wrapped_up": _wrapped_up,
    "handover": _handover,
    "details_checked": _details_checked,
    "letter": _letter,
    "letter_sent": _letter_sent,
    "rung": _rung,
    "case_closed": _case_closed,
}
