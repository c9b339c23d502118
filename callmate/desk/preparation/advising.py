"""What stands below the lines of the preparation: advice that fits what is filled in so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from callmate.desk.names import kinds
from callmate.desk.preparation.sections import COMPANY, MATTER, READY, THIS_CALL, TO_SAY, Section
from callmate.model.advice.channels import channel_for, channel_lines
from callmate.model.advice.recording import recording_line
from callmate.model.advice.values import Advice, Channel
from callmate.model.moment import local
from callmate.model.readiness import (
    BRIEF_MOST,
    as_question,
    covers,
    minutes,
    read_fair,
    read_mood,
    verdict,
)
from callmate.model.state import Case
from callmate.text import fold

Told = tuple[str, str]
"""A role and a sentence."""

NOT_A_KIND: Final = "Not a kind I know: general advice."
STALE: Final = timedelta(days=7)
"""After so long what they told you may no longer hold."""
MOST_QUESTIONS: Final = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What advice is given on. ``value`` gives a line as it stands, half typed or not; ``here``
    is the line in which one types, ``left`` the one left for it. With ``will_ask`` the end of the
    preparation asks whether the call has to be now."""

    case: Case
    value: Callable[[str], str]
    advice: Advice
    asked: Sequence[str]
    now: datetime
    here: str = ""
    left: str = ""
    will_ask: bool = False


def advice_for(section: Section, known: Known) -> tuple[Told, ...]:
    """The advice for a section, the most pressing first."""
    say = _SECTIONS.get(section.name)
    return tuple(say(known)) if say else ()


def _company(known: Known) -> Iterator[Told]:
    last = max((call.start.at for call in known.case.calls), default=None)
    if last is not None and known.now - last > STALE:
        days = (known.now - last).days
        day = f"{local(last):%d %B}".lstrip("0")
        yield "warn", f"Your last call was on {day}, {days} days ago: their rules may have changed."
    yield from _recording(known)


def _recording(known: Known) -> Iterator[Told]:
    if known.advice.places:
        told = recording_line(known.advice, known.value("place"))
        yield ("warn" if told.ask else "ok"), f"Recording? {told.line}"
        if told.source:
            yield "dim", f"{told.caution} {told.source}."


def _matter(known: Known) -> Iterator[Told]:
    """What the open line is about stands first, where room is scarce; before it what follows
    from the place that was just typed, which is the last line of the section before."""
    if known.left == "place" and known.here == "problem" and known.value("place"):
        yield from _recording(known)
    parts = (_channel, _fair) if known.here in ("problem", "kind") else (_fair, _channel)
    for part in parts:
        yield from part(known)


def _channel(known: Known) -> Iterator[Told]:
    kind = known.value("kind")
    country = known.case.known("country") or known.value("place").partition("/")[0]
    channel = channel_for(known.advice, kind, country) if kind else None
    if channel is None:
        return
    if not _is_known(known.advice, kind):
        yield "text", NOT_A_KIND
    first, *_ = channel_lines(known.advice, channel)
    yield ("warn" if channel.urgent or channel.preserves_right else "accent"), first
    if channel.urgent and channel.channel == "call" and not known.value("facts"):
        yield "text", "When did it begin? Put the time under facts: it counts from your report."
    yield "dim", " ".join(_rests_on(known.advice, channel))


def _is_known(advice: Advice, kind: str) -> bool:
    """Whether a kind of matter is one the packs have, in whatever country, or begins like one."""
    found = channel_for(advice, kind)
    typed = fold(kind)
    named = any(fold(one).startswith(typed) for one in kinds(advice))
    return named or (found is not None and bool(found.words))


def _rests_on(advice: Advice, channel: Channel) -> Iterator[str]:
    """The time limit, the law and the source, in as few words as a small screen holds."""
    where = f" ({channel.country})" if channel.country else ""
    if channel.extra and channel.urgent:
        yield channel.extra
    if channel.preserves_right:
        only = "Only writing keeps this right" if channel.channel == "write" else "Law counts here"
        yield f"{only}{where}."
    if channel.limit:
        yield channel.limit
    if channel.preserves_right or channel.days:
        yield "Not legal advice."
    if source := advice.cite(channel.sources):
        yield f"Source: {source}."
    if channel.extra and not channel.urgent:
        yield channel.extra
    if channel.unverified:
        yield f"Not verified: {channel.unverified}"


def _fair(known: Known) -> Iterator[Told]:
    if not known.value("outcome"):
        return
    match verdict(read_fair(known.value("fair"))):
        case "no":
            yield "warn", "They cannot do for you what would ruin them for all: reword the outcome?"
        case "unsure":
            yield "warn", "Unsure? Ask for what they could do for everyone in your place."
        case "":
            yield "dim", "Could they do this for everyone in your place, and stay in business?"


def _ready(known: Known) -> Iterator[Told]:
    open_ones = [item for item in known.asked if not known.value(covers(item))]
    if open_ones:
        yield "warn", f"They asked for: {', '.join(open_ones)}."
    if not known.value("account") and not open_ones:
        yield "dim", "Have every number at hand: you cannot know which one they will ask for."
    yield "dim", "Is it in front of you, but not for the screen? A digit ticks it before the call."


def _to_say(known: Known) -> Iterator[Told]:
    brief = known.value("brief")
    if brief:
        role = "warn" if len(brief) > BRIEF_MOST else "dim"
        over = ": too long to say in one breath" if len(brief) > BRIEF_MOST else ""
        yield role, f"Brief: {len(brief)} of {BRIEF_MOST} characters{over}."
    plan = known.value("plan")
    if plan:
        yield "accent", f"Say: “{as_question(plan)}”"
    questions = known.case.around.open_questions
    yield from (("text", f"? {one.text}") for one in questions[:MOST_QUESTIONS])
    if len(questions) > MOST_QUESTIONS:
        yield "dim", f"and {len(questions) - MOST_QUESTIONS} more questions"
    if not questions and not known.value("question"):
        yield "dim", "A plain question is hard to dodge. ⏎ keeps it and takes another."


def _this_call(known: Known) -> Iterator[Told]:
    match read_mood(known.value("mood")):
        case "angry":
            yield from _angry(known)
        case "tense":
            yield (
                "accent",
                "Whoever answers did not do this to you. Begin friendly; it costs nothing.",
            )
        case "calm":
            yield "ok", "Good. Smile while you speak: it is heard."
    given = minutes(known.value("expected"))
    if given is not None:
        until = local(known.now + timedelta(minutes=given))
        yield "dim", f"If you call now, until about {until:%H:%M}; then the clock tells you."
    outcome, fair = known.value("outcome"), known.value("fair")
    if outcome:
        yield "text", f"You want: {outcome}" + (f" · fair to all? {fair}" if fair else "")


def _angry(known: Known) -> Iterator[Told]:
    if known.will_ask:
        yield "warn", "Not now? When you close this, 1 2 3 put the call off; nothing is lost."
    elif known.case.on_line is None:
        yield "warn", "Not now? esc, then z h puts the call off; nothing is lost."
    else:
        yield "accent", "Breathe out once. Whoever answers did not do this to you."


_SECTIONS: Final[dict[str, Callable[[Known], Iterator[Told]]]] = {
    COMPANY.name: _company,
    MATTER.name: _matter,
    READY.name: _ready,
    TO_SAY.name: _to_say,
    THIS_CALL.name: _this_call,
}
