"""Days that a text names beside the time that was found in it.

Words with a day in them are never read without it: ``call by 31.2. at 14:00`` is not today at
14:00 because there is no such day, and ``8:30 am eastern`` is not half past eight here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from callmate.desk.plaintimes import CLOCK, MONTH, WEEKDAY, plain

_ORDINAL: Final = r"(?:st|nd|rd|th)"
_CURRENCY: Final = r"(?:[$€£¥%]|usd\b|eur\b|gbp\b|aud\b|cad\b|dollars?\b|pounds?\b|euros?\b)"
_MENTION: Final = re.compile(
    rf"""
    (?P<day>
      (?<![\w.,/$€£¥-])\d{{1,2}}
        (?:\s?/\s?\d{{1,2}}(?:/\d{{2,4}})?|\s?\.\s?\d{{1,2}}\s?\.(?:\d{{2,4}})?|-\d{{1,2}}-\d{{2,4}})(?![\w/])
      |\b\d{{4}}-\d\d-\d\d(?!\d)
      |\b\d{{1,2}}(?:{_ORDINAL}|\.)?\s(?:of\s)?{MONTH}\b
      |\b{MONTH}\s(?:the\s)?\d{{1,2}}{_ORDINAL}?(?![\d:.%])
    )
    |(?P<number>(?<![\w.,/$€£¥-])[0-3]?\d\.[01]?\d(?![\w.%]))
    |(?P<named>\b(?:tomorrow|(?!(?:mon|wed|sat|sun)\b){WEEKDAY})\b)
    |(?P<bare>(?<![\w.,:/-])\d{{1,2}}(?:{_ORDINAL}|-\d{{1,2}}|\.(?:\s[^\W\d]+)?)?(?![\w.,:/-]))
    """,
    re.VERBOSE,
)
"""``day`` is one, ``number`` may be one or an amount; ``bare`` is one only where it stands so."""

_MONEY: Final = re.compile(rf"(?:\bof|\bfor|refund|credit|fee|pay|paid|costs?|\bx|{_CURRENCY})\s?$")
_OF: Final = re.compile(rf"(?:\bof|{_CURRENCY})\s?$")
_IS_MONEY: Final = re.compile(rf"\s?{_CURRENCY}")
_DUE: Final = re.compile(r"\b(?:by|due|until|till|later\sthan)\s(?:on\s)?(?:the\s)?$")
_ON: Final = re.compile(r"\b(?:by|on)\s(?:the\s)?$")
_JOINED: Final = re.compile(r"[\s,;]*(?:(?:at|on|by)\b)?[\s,]*")
_ALWAYS_OPEN: Final = "24/7"

_ZONE: Final = (
    r"(?:eastern|central|mountain|pacific|[ecmp][sd]?t|akst|hst|gmt|utc|z|bst|wes?t|ces?t|ees?t|ist"
    r"|jst|a[ecw][sd]t|nz[sd]t)"
)
_ELSEWHERE: Final = re.compile(
    rf"\b{CLOCK}[\s,]*\(?(?:{_ZONE}\b"
    r"|(?!(?:my|our|this|that|the|same|first|next|last|any|some|every|one|of|at)\b)[a-z.]+"
    r"(?:\s(?!of\b)[a-z.]+)?\stime\b)"
)


def elsewhere(text: str) -> bool:
    """Whether a time of day is on the clock of another place: none of them is known."""
    return bool(_ELSEWHERE.search(plain(text)))


def names_day(before: str, after: str, *, cued: bool, dated: bool) -> bool:
    """Whether the words around a time name a day that it must not be read without.

    ``dated`` is a time that has a day of its own, ``cued`` one that begins with ``by`` or the
    like: a day that such a time does not adjoin is of something else (a charge, a letter).
    """
    lead, tail = plain(before), plain(after)
    return any(
        _counts(said, found, joined, cued=cued, dated=dated)
        for said, found, joined in (*_mentions(lead, last=True), *_mentions(tail, last=False))
    )


def _mentions(said: str, *, last: bool) -> Iterator[tuple[str, re.Match[str], bool]]:
    """The days in the words before a time (``last``) or after it, and whether they adjoin it."""
    for found in _MENTION.finditer(said):
        between = said[found.end() :] if last else said[: found.start()]
        if found[0] != _ALWAYS_OPEN:
            yield said, found, bool(_JOINED.fullmatch(between))


def _counts(said: str, found: re.Match[str], joined: bool, *, cued: bool, dated: bool) -> bool:
    lead, tail = said[: found.start()], said[found.end() :]
    due = bool(_DUE.search(lead))
    if found["bare"]:
        return joined and not dated and (bool(_ON.search(lead)) or not found[0].isdigit())
    if found["named"]:
        return not dated
    money = (_OF if found["day"] else _MONEY).search(lead) or _IS_MONEY.match(tail)
    if "." in found[0] and (money or not (joined or _is_possible(found[0]))):
        return False
    if found["number"]:
        return due or not dated
    return due or not dated or (joined and not cued)


def _is_possible(figures: str) -> bool:
    """Whether ``1.12.`` can be a day of a month: ``64.90.`` is an amount."""
    day, month = (int(one) for one in re.findall(r"\d+", figures)[:2])
    return 1 <= day <= 31 and 1 <= month <= 12
