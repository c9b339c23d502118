"""What is still missing before a call, and how the answers of the preparation are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from callmate.model.state import Case
from callmate.text import fold

Verdict = Literal["yes", "no", "unsure", ""]

BRIEF_MOST: Final = 200
"""Characters of a brief: two sentences, said in one breath."""
MOST_MINUTES: Final = 24 * 60
REPAIR: Final = "repair"
TICK: Final = "ready:"
"""What the key of a tick before the call begins with."""
MOST_NAMED: Final = 4
"""Of what is missing, as many names as a line holds."""
MOST_NEEDS: Final = 9
"""As many as there are digits to tick them."""

MOODS: Final = ("calm", "tense", "angry")
_MOOD_WORDS: Final = {
    "c": "calm", "fine": "calm", "ok": "calm", "okay": "calm", "good": "calm", "well": "calm",
    "relaxed": "calm", "t": "tense", "nervous": "tense", "stressed": "tense", "worried": "tense",
    "anxious": "tense", "tired": "tense", "upset": "tense", "a": "angry", "furious": "angry",
    "fuming": "angry", "mad": "angry", "annoyed": "angry", "cross": "angry",
}  # fmt: skip
_FAIR = re.compile(
    r"(?P<said>yes|y|unsure|not sure|maybe|perhaps|u|\?|no(?!\s*(?:one|body)\b)|n)(?!\w)"
    r"[\s,.:;–—-]*(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)
_VERDICTS: Final[dict[str, Verdict]] = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
_SAID: Final[dict[str, Verdict]] = {"yes": "yes", "no": "no", "unsure": "unsure"}
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|mins?|minutes?)?\.?", re.IGNORECASE)
_HOURS = re.compile(
    r"(\d{1,2})(?:[.,]([05]))?\s*h(?:rs?|ours?)?(?:\s*(\d{1,2})\s*(?:m|mins?|minutes?)?)?\.?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_HALF: Final = {"half an hour": 30, "an hour": 60, "a quarter of an hour": 15}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to have before the call. ``by`` says whether the person ticked it by hand."""

    id: str
    text: str
    have: bool
    by_hand: bool = False
    known: bool = False
    """Whether it is filled in, whatever was ticked."""

    @property
    def tick_key(self) -> str:
        return TICK + self.id


NEEDED: Final = (
    ("company", "whom to call"),
    ("problem", "what is wrong"),
    ("outcome", "outcome wanted"),
    ("fair", "fair to all?"),
    ("account", "account number"),
    ("brief", "two sentences"),
)
"""What no call should begin without, in the order of the preparation."""
NEEDED_OF_REPAIR: Final = (("device", "at the device"), ("access", "access hours"))

_COVERED: Final = {
    "account": "account", "customer": "account", "contract": "account", "policy": "account",
    "order": "order", "booking": "order", "tracking": "order", "reference": "order",
    "statement": "statement", "invoice": "statement", "bill": "statement",
}  # fmt: skip
"""A word of what they asked for → the line that holds it."""


def is_repair(case: Case | None) -> bool:
    """Whether something is to be mended: that needs somebody at the device."""
    return case is not None and REPAIR in fold(case.known("kind"))


def needs(case: Case, asked: Sequence[str] = ()) -> tuple[Need, ...]:
    """What to have before the call; ``asked`` is what the company wanted to know before."""
    wanted = [*NEEDED, *(NEEDED_OF_REPAIR if is_repair(case) else ())]
    found = [_need(case, key, text) for key, text in wanted if _counts(case, key)]
    for item in asked:
        key = covers(item)
        if key not in {one.id for one in found}:
            found.append(_need(case, key, item))
    return tuple(found[:MOST_NEEDS])


def _counts(case: Case, key: str) -> bool:
    return key != "fair" or bool(case.known("outcome"))


def _need(case: Case, key: str, text: str) -> Need:
    known = bool(fairness(case)) if key == "fair" else bool(case.known(key))
    ticked = case.ticks.get(TICK + key)
    if ticked is None:
        return Need(key, text, known, known=known)
    return Need(key, text, ticked, True, known)


def covers(item: str) -> str:
    """The line of the preparation that holds what they asked for; the item itself if none."""
    words = fold(item).split()
    return next((_COVERED[word] for word in words if word in _COVERED), fold(item))


def missing(case: Case, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of what is not there yet."""
    return tuple(need.text for need in needs(case, asked) if not need.have)


def before_dialling(case: Case, asked: Sequence[str] = ()) -> str:
    """What to say as a call begins: what is missing, else how the reality test went."""
    lacking = missing(case, asked)
    if lacking:
        names = ", ".join(lacking[:MOST_NAMED]) + (" …" if len(lacking) > MOST_NAMED else "")
        return f"{len(lacking)} missing: {names} · ctrl+o"
    fair = fairness(case)
    if verdict(fair) in ("no", "unsure"):
        return f"Fair to all? You said {fair}. Reword the outcome: ctrl+o"
    return f"Fair to all? You said {fair}" if fair and case.calls else ""


def asked_for(facts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What a company wanted to know, from (kind, words) of its facts: each thing once."""
    found: dict[str, str] = {}
    for kind, words in facts:
        if kind == "verification":
            for part in re.split(r"[,;]| and ", words):
                if part.strip():
                    found.setdefault(fold(part), part.strip())
    return tuple(found.values())


# the reality test: could they do this for everyone and stay in business?


def read_fair(text: str) -> str:
    """``n they'd go broke`` as ``no: they'd go broke``; other words as they stand."""
    found = _FAIR.fullmatch(text.strip())
    if found is None:
        return text.strip()
    said = _VERDICTS.get(found["said"].casefold(), "unsure")
    return f"{said}: {found['why']}" if found["why"] else said


def fairness(case: Case) -> str:
    """The answer, if it was given of the outcome that is wanted now; else empty."""
    of = case.known("fair_of")
    return case.known("fair") if not of or of == case.known("outcome") else ""


def verdict(text: str) -> Verdict:
    """What an answer says; empty if neither yes, no nor unsure."""
    return _SAID.get(text.partition(":")[0], "")


# how long it should take, and how one feels


def minutes(text: str) -> int | None:
    """``20``, ``20 min``, ``1 h 30``, ``1:30``, ``half an hour`` in minutes; None for no length."""
    words = " ".join(text.casefold().split())
    if words in _HALF:
        return _HALF[words]
    if found := _MINUTES.fullmatch(words):
        total = int(found[1])
    elif found := _HOURS.fullmatch(words):
        total = int(found[1]) * 60 + (30 if found[2] == "5" else 0) + int(found[3] or 0)
    elif found := _CLOCK.fullmatch(words):
        total = int(found[1]) * 60 + int(found[2])
    else:
        return None
    return total if 0 < total <= MOST_MINUTES else None


def expected(case: Case | None) -> int | None:
    """How many minutes the person gave the call; None if they said nothing of it."""
    return minutes(case.known("expected")) if case is not None else None


def read_mood(text: str) -> str:
    """``calm``, ``tense`` or ``angry``; empty if the words say none of them."""
    for word in fold(text).split():
        plain = word.strip(".,!")
        if plain in MOODS or plain in _MOOD_WORDS:
            return _MOOD_WORDS.get(plain, plain)
    return ""


def as_question(plan: str) -> str:
    """One's own plan, put so that they can say a better one."""
    plan = plan.strip().rstrip(".")
    if not plan or plan.endswith("?"):
        return plan
    return f"How would you solve it? One idea: {plan} – could that work?"
