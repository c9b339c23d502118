"""The words a refusal was given in, where they say more than what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from callmate.model.likeness import says_more
from callmate.model.requests import Answer, Ask
from callmate.model.spoken import quoted
from callmate.model.state import Case


def reason(answer: Answer, ask: Ask) -> str:
    """The words of a refusal that are not the ask once more; empty where they are, and where
    nobody asked or no words say for what."""
    said = answer.what.strip()
    known = bool(ask.asked and ask.what.strip())
    return said if known and not answer.granted and says_more(ask.what, said) else ""


def refusal(answer: Answer, ask: Ask) -> str:
    """What was refused, to be read: ``refund – “the system will not let me”``."""
    why = reason(answer, ask)
    return f"{ask.what.strip()} – {quoted(why)}" if why else answer.what or ask.what


def reasons(ask: Ask, answers: Sequence[Answer]) -> list[str]:
    """The words of some refusals of one ask; none that says no more than one before."""
    found: list[str] = []
    for answer in answers:
        why = reason(answer, ask)
        if why and all(says_more(known, why) for known in found):
            found.append(why)
    return found


def refused_json(case: Case) -> list[dict[str, str]]:
    """What was asked for and refused in words of their own, as JSON values."""
    return [
        {"what": ask.what, "words": why} for ask in case.asks for why in reasons(ask, ask.answers)
    ]
