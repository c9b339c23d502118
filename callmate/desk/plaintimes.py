"""Times as people say them, in the few words that are read: ``half past four`` is ``4:30pm``."""

from __future__ import annotations

import re
from typing import Final

WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
CLOCK = r"(?:\d{1,2}:\d\d(?:\s?[ap]m)?|\d{1,2}(?:\.\d\d)?\s?[ap]m|noon|midday)"
_HOURS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_PLAIN: Final = (
    (re.compile(r"[‐-―−]"), "-"),
    (re.compile(r"\b([ap])\.m\b\.?"), r"\1m"),
    (re.compile(r"\bhalf an hour\b"), "30 min"),
    (re.compile(r"\ban hour and a half\b"), "90 min"),
    (re.compile(r"^((?:with)?in) the hour$"), r"\1 60 min"),
    (re.compile(rf"\ba (week|fortnight) (?:on )?(today|tomorrow|{WEEKDAY})\b"), r"\2 \1"),
    (re.compile(r"\b(?:a|the next) fortnight\b"), "2 weeks"),
    (re.compile(r"\b((?:with)?in (?:the next )?)(?:a )?couple of\b"), r"\g<1>2"),
    (re.compile(r"\bthis (?=(?:morning|afternoon|evening)\b)"), "today "),
    (
        re.compile(
            rf"\b(today|tomorrow|{WEEKDAY}),? (?:morning|afternoon|evening)"
            r"(?=,? (?:at \d|\d|(?:at )?(?:half past|(?:a )?quarter|between)\b))"
        ),
        r"\1",
    ),
    (re.compile(rf"\b(today|tomorrow|{WEEKDAY}) morning\b"), r"\1 12:00"),
    (re.compile(rf"\b(today|tomorrow|{WEEKDAY}) afternoon\b"), r"\1 18:00"),
    (re.compile(rf"\b(today|tomorrow|{WEEKDAY}) evening\b"), r"\1"),
)
_HALVES: Final = re.compile(
    r"\b(?:(?P<half>half past)|(?:a )?quarter (?P<quarter>past|to)) (?P<hour>\d{1,2}|"
    + "|".join(_HOURS)
    + r")\b(?P<half_day>\s?[ap]m)?"
)
_BETWEEN: Final = re.compile(
    r"\bbetween \d{1,2}(?:[:.]\d\d)?(?:\s?[ap]m)? (?:and|to) "
    r"(?=\d{1,2}(?:[:.]\d\d)?\s?[ap]m\b|\d{1,2}:\d\d)"
)
_TIMELY: Final = re.compile(
    rf"\b(?:today|tonight|tomorrow|fortnights?|noon|midday|midnight|lunch(?:time)?|mornings?"
    rf"|afternoons?|evenings?|weekends?|weeks?|months?|years?|days?|hours?|minutes?"
    rf"|christmas|xmas|easter|thanksgiving|halloween|january|february|july|september|october"
    rf"|november|december|(?!sun\b|sat\b){WEEKDAY}"
    r"|\d{1,2}(?:[:.]\d\d)?\s?[ap]m|\d{1,2}:\d\d|\d{4}-\d\d-\d\d)\b"
    rf"|(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}|{MONTH}\s(?:the\s)?\d{{1,2}})\b"
    r"|(?<![\w./$€£¥-])(?!24/7\b)\d{1,2}(?:/\d{1,2}(?:/\d{2,4})?|\.\d{1,2}\.\d{2,4})(?![\w/])"
    r"|(?<![\w./$€£¥-])(?<!of\s)[0-3]?\d\.[01]?\d\.(?!\w)"
    rf"|\b(?:by|due|until|till|before)\s(?:on\s)?(?:the\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\w,])"
    rf"|{MONTH}\b)"
    rf"|\b(?:in|after|early|mid|late|(?:start|middle|end) of)\s{MONTH}\b"
    r"|\b(?:by|in|until|till|before|after)\s(?:the\s)?(?:spring|summer|autumn|fall|winter)\b"
)


def _clock(found: re.Match[str]) -> str:
    """``half past four`` on the clock, at the time of day when people are at work: 4:30 pm."""
    said = found["hour"]
    hour = _HOURS.index(said) + 1 if said in _HOURS else int(said)
    if not 1 <= hour <= 12:
        return found[0]
    minutes = 30 if found["half"] else 15
    if found["quarter"] == "to":
        hour, minutes = (hour - 2) % 12 + 1, 45
    at_work = "am" if 7 <= hour <= 11 else "pm"
    return f"{hour}:{minutes}{(found['half_day'] or at_work).strip()}"


def sounds_timely(text: str) -> bool:
    """Whether a text has words as of a time, whatever they come to."""
    said = plain(text)
    return bool(_TIMELY.search(said) or _HALVES.search(said))


def plain(text: str) -> str:
    """A text as the patterns want it: small letters, single spaces, one kind of dash."""
    said = " ".join(text.casefold().split())
    for pattern, instead in _PLAIN:
        said = pattern.sub(instead, said)
    return _BETWEEN.sub("at ", _HALVES.sub(_clock, said))
