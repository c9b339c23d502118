"""Finds the time in the words a promise was typed in: ``refund by fri 5pm``."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple

from callmate.desk.daywords import elsewhere, names_day
from callmate.desk.phrases import CUE, OPENS, ORDINAL, POINT, says_day, understood
from callmate.desk.plaintimes import plain

LONGEST: Final = 200
"""Characters of a text that are looked at, from its end."""
MOST_WORDS: Final = 9

_BEFORE: Final = frozenset({
    "for", "of", "from", "since", "to", "after", "about", "around", "between", "than", "until",
    "till", "not", "or", "and", "every", "each", "last", "past", "per", "over", "before", "maybe",
    "perhaps", "probably", "roughly", "approx", "approximately", "next", "-", "/", "&",
})  # fmt: skip
"""Words that make of the time that follows something other than when it is due."""
_AFTER: Final = frozenset({
    "or", "of", "-", "/", "&", "at", "ago", "late", "later", "earlier", "week", "night",
    "morning", "afternoon", "evening",
})  # fmt: skip
"""Words that make of the time before them another one."""


class _Word(NamedTuple):
    start: int
    end: int
    text: str


def find(text: str, now: datetime) -> tuple[str, str] | None:
    """The time at the end of a promise, or one that ``by`` or ``within`` marks anywhere in it.

    What was promised without it, and the time as ``times.read`` gives it. None if there is none,
    or if it would be read without a day or a place that the text names with it.
    """
    cut = max(0, len(text) - LONGEST)
    if elsewhere(text[cut:]):
        return None
    words = [_Word(cut + m.start(), cut + m.end(), m[0]) for m in re.finditer(r"\S+", text[cut:])]
    if cut:
        words = words[1:]  # perhaps half a word
    for first in range(max(1 if cut else 0, len(words) - MOST_WORDS), len(words)):
        whole = first == 0 and not cut
        by = understood(text[words[first].start : words[-1].end], now, whole)
        if by:
            before = words[:first]
            if before and (not _may_follow(before, words[first]) or _marked(text, before, now)):
                return None
            if _elsewise_dated(text, words[first].start, len(text)):
                return None
            return _what(text[: words[first].start]), by
    return None if cut else _within(text, words, now)


def _within(text: str, words: list[_Word], now: datetime) -> tuple[str, str] | None:
    """A time in the midst of the text: only one, and only if a word marks it."""
    found = _marked(text, words, now)
    if len(found) != 1:
        return None
    first, last, by = found[0]
    if _elsewise_dated(text, words[first].start, words[last - 1].end):
        return None
    before = _what(text[: words[first].start])
    return f"{before} {text[words[last - 1].end :].strip()}".strip(), by


def _elsewise_dated(text: str, start: int, end: int) -> bool:
    """Whether the words around a time name another day for it."""
    phrase = text[start:end]
    cue = CUE.match(plain(phrase))
    cued = bool(cue and not cue["weak"])
    before, after = text[max(0, start - LONGEST) : start], text[end:]
    return names_day(before, after, cued=cued, dated=says_day(phrase))


def _marked(text: str, words: list[_Word], now: datetime) -> list[tuple[int, int, str]]:
    """The times that begin with ``by`` or ``within``: first word, word after the last, time."""
    found: list[tuple[int, int, str]] = []
    for first in range(len(words)):
        if (found and first < found[-1][1]) or not _may_begin(words[first:]):
            continue
        for last in range(min(len(words), first + MOST_WORDS), first, -1):
            phrase = text[words[first].start : words[last - 1].end]
            if _is_marked(phrase) and _may_precede(words[last:]):
                by = understood(phrase.rstrip(":"), now, False)
                if by and (not first or _may_follow(words[:first], words[first])):
                    found.append((first, last, by))
                    break
    return found


def _may_begin(words: list[_Word]) -> bool:
    """Whether a word such as ``by`` comes first, and what may be a time after it."""
    said = plain(" ".join(word.text for word in words[:MOST_WORDS]))
    cue = CUE.match(said)
    return bool(cue and not cue["weak"] and OPENS.match(said[cue.end() :]))


def _what(text: str) -> str:
    return text.strip().rstrip(" ,;:-–—→")


def _is_marked(phrase: str) -> bool:
    """Whether ``by`` or the like opens it; ``by the 3rd party`` is about no day."""
    said = plain(phrase)
    cue = CUE.match(said)
    if cue is None or cue["weak"]:
        return False
    return not re.fullmatch(rf"(?:the\s)?{ORDINAL}", said[cue.end() :])


def _may_follow(before: list[_Word], first: _Word) -> bool:
    """Whether a time may begin after some words: not if they change what it means."""
    *others, word = (plain(one.text).rstrip(",;:") for one in before)
    if word in _BEFORE or word.endswith("-"):
        return False
    if CUE.match(f"{first.text.casefold()} "):
        return True
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    if (day and int(day[1]) <= 31) or (word and POINT.fullmatch(word)):
        return False
    # A "by" that is near speaks of a time that was not understood.
    return not {"by", "within"} & {word, *others[-3:]}


def _may_precede(after: list[_Word]) -> bool:
    """Whether a marked time may end before some words: not if they are part of it."""
    words = [plain(one.text).rstrip(",;:") for one in after[:2]]
    word, following = [*words, "", ""][:2]
    if word in _AFTER or word[:1].isdigit():
        return False
    then = following if word in ("to", "and", "the") else word
    return not then or not POINT.fullmatch(then)
