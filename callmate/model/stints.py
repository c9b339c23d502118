"""What a rep did and did not do, in one line at the end of the stint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from callmate.model.amounts import as_int
from callmate.model.dates import due_short
from callmate.model.moment import elapsed_us, whole_seconds
from callmate.model.promises import says_when
from callmate.model.spoken import SOMETHING, brief
from callmate.model.state import UNNAMED, Case, Fact, Rep
from callmate.model.timeline import hms

LONG_ENOUGH: Final = 60
"""Seconds of a stint in which one may expect a number and an answer."""
WORDS: Final = 30
"""Characters of a person's words that are repeated."""

LEFT_OUT: Final = "did not"
"""How the last part begins, which tells what one may expect and did not get."""

ENDS_STINT: Final = frozenset({"rep", "rep_end", "call_end"})
ANSWERS: Final = frozenset({"denied", "granted"})


def did(case: Case, facts: Sequence[Fact], rep: Rep) -> str:
    """``Janice 12:04: refused ×2; promised a call by 17:00; did not give a case number``.

    ``facts`` are the case's in the order they happened, or those from the stint's start on. Only
    what was known when the stint ended counts, so that the line stays as it is, but for where a
    transfer goes: that may be told later.
    """
    within = list(during(facts, rep))
    end = rep.end or (within[-1].moment if within else rep.start)
    seconds = whole_seconds(elapsed_us(rep.start, end))
    known = any(number.moment.at < rep.start.at for number in case.numbers)
    done = _done(within) or _passed_on(case, rep)
    parts = [*done, *_left_out(within, known, seconds)]
    name = " ".join(rep.name.split()) or UNNAMED
    return f"{name} {hms(seconds)}: {'; '.join(parts)}" if parts else ""


def during(facts: Iterable[Fact], rep: Rep) -> Iterator[Fact]:
    """The live facts of a stint, its own start and end left out."""
    inside = False
    for fact in facts:
        if fact.id == rep.id:
            inside = True
        elif inside and fact.live and fact.call == rep.call:
            if fact.kind in ENDS_STINT:
                return
            yield fact


def _done(within: Sequence[Fact]) -> list[str]:
    kinds = Counter(fact.kind for fact in within)
    parts = []
    refused = kinds["denied"]
    if refused:
        parts.append("refused" + (f" ×{refused}" if refused > 1 else ""))
    if any(_no_manager(fact) for fact in within):
        parts.append("no manager")
    for fact in within:
        if fact.kind == "granted":
            parts.append(" ".join(("granted", _words(fact, "what"))).strip())
        elif fact.kind == "promise":
            by = fact.text("by")
            told = not by or says_when(fact.text("what"))
            due = "" if told else f"by {due_short(by, fact.moment.at.date())}"
            said = _words(fact, "what") or SOMETHING
            parts.append(" ".join(part for part in ("promised", said, due) if part))
        elif fact.kind == "offer":
            parts.append(f"offered {_words(fact, 'amount') or _words(fact, 'what')}".strip())
        elif fact.kind == "case_number" and fact.text("value"):
            parts.append("gave a case number")
    asked = sum(as_int(fact.body.get("n"), 1) for fact in within if fact.kind == "verification")
    if asked > 1:
        parts.append(f"asked who you are ×{asked}")
    if kinds["hold_start"]:
        parts.append(f"{kinds['hold_start']} hold{'s' if kinds['hold_start'] > 1 else ''}")
    return list(dict.fromkeys(parts))


def _passed_on(case: Case, rep: Rep) -> list[str]:
    """That one was put through, and where to: all that a rep did who did nothing else."""
    passed = next((one for one in case.transfers if one.from_rep == rep.id), None)
    if passed is None:
        return []
    to = brief(passed.to, WORDS)
    return [f"put you through to {to}" if to else "put you through"]


def _no_manager(fact: Fact) -> bool:
    """Whether it says that there is no manager to be had."""
    if fact.kind not in ("supervisor_end", "supervisor_asked") or fact.auto:
        return False
    result = fact.text("result")
    return result.startswith("none") or result in ("refused", "no")


def _left_out(within: Sequence[Fact], known: bool, seconds: int) -> list[str]:
    """What one may expect of a rep and did not get."""
    parts = []
    open_ask: Fact | None = None
    for fact in within:
        open_ask = fact if fact.kind == "ask" else None if fact.kind in ANSWERS else open_ask
    gave = known or any(fact.kind == "case_number" for fact in within)
    if open_ask is not None:
        said = _words(open_ask, "what")
        parts.append(f"answer “{said}”" if said else "answer")
    if not gave and seconds >= LONG_ENOUGH:
        parts.append("give a case number")
    return [f"{LEFT_OUT} {' or '.join(parts)}"] if parts else []


def _words(fact: Fact, key: str) -> str:
    return brief(fact.text(key), WORDS)
