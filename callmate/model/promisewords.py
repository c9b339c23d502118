"""Who answers for a promise and who is to carry it out, read from its own words.

Only what cannot be mistaken is read: who will do something that people do (``tom will call``),
and a trade that is to come or to be told (``the technician will be told``). What the person set
by hand goes before what the words say.
"""

from __future__ import annotations

import re
from typing import Final

from callmate.model.requests import Promise
from callmate.model.words import same_text

LONGEST: Final = 200
"""Characters of a promise that are looked at."""

_NOBODY: Final = frozenset({
    "i", "we", "you", "he", "she", "they", "it", "this", "that", "these", "those", "there", "who",
    "which", "someone", "somebody", "anyone", "anybody", "nobody", "everybody", "everyone", "one",
    "me", "us", "them", "him", "her", "people", "rep", "agent",
})  # fmt: skip
"""Words that name nobody in particular, or the rep on the line."""
_SUPERIORS: Final = frozenset({"colleague", "supervisor", "manager", "boss", "lead"})
"""Those who answer for nothing as long as they have no name, but may have to be told."""
_DESKS: Final = r"(?:department|dept|team|office|desk|unit|branch|depot)"

_DOES: Final = (
    r"call|phone|ring|e-?mail|mail|write|text|contact|reply|answer|get\sback|check|look\sinto"
    r"|follow\sup|arrange|send|credit|refund|fix|sort|confirm|investigate"
)
_WILL: Final = r"(?:\s(?:will|shall|is\sgoing\sto|has\sto|is\sto)|['’]ll)\s"
# Patterns are compiled when first used, which no start of the program waits for.
_OWNER: Final = (
    rf"(?:the\s|an?\s|their\s|our\s|my\s)?(?P<who>[^\W\d_][\w’'.-]*(?:\s[^\W\d_][\w’'.-]*)?)"
    rf"{_WILL}(?:also\s|then\s|personally\s)?(?:{_DOES})\b"
)

_TRADES: Final = (
    r"technicians?|techs?|engineers?|installers?|fitters?|plumbers?|electricians?|mechanics?"
    r"|drivers?|couriers?|crew|contractors?|surveyors?|inspectors?|locksmiths?|repair(?:man|men)"
)
_COMES: Final = (
    r"(?:will|shall|is\s(?:going\sto|to|coming|on)|are\s(?:to|coming|on)|comes|to\scome|out"
    r"|visits?|be\ssent)\b"
)
_TRADE: Final = (
    rf"(?:^|\b(?:the|an?|another|their|our|send|sends|sending)\s)(?P<who>{_TRADES})\b"
    rf"(?:\s{_COMES}|['’]ll\s|\sby\s|\son\s|\sout\b|$)"
)
_SENT: Final = (
    r"^(?P<who>some(?:one|body))\s(?:(?:will|is\sgoing\sto)\s)?(?:be\s)?"
    r"(?:out|come|comes|coming|visit|round|sent)\b"
)
_TOLD: Final = (
    r"(?:^(?:the\s|an?\s|their\s|our\s|my\s)?|\b(?:the|an?|their|our|my)\s)"
    r"(?P<who>[^\W\d_][\w’'-]*(?:\s[^\W\d_][\w’'-]*)?)"
    r"\s(?:will|is\sto|is\sgoing\sto)\sbe\s(?:told|informed|notified|advised)\b"
)
_TELLS: Final = (
    r"(?:\b(?:tell|inform|notify|advise)|\bpass(?:es|ed)?\s(?:it|this|that)\son\sto"
    r"|\bforward(?:s|ed)?\s(?:it|this|that)\sto)\s(?:the\s|their\s|our\s|my\s|an?\s)?"
    rf"(?P<who>(?:[^\W\d_][\w’'-]*\s){{1,2}}{_DESKS}|[^\W\d_][\w’'-]*)"
    r"(?=\s*(?:$|[,.;:]|\s(?:to|about|that|by|now|today|tomorrow)\b))"
)
_DESK: Final = (
    rf"\b(?:the|their|our)\s(?P<who>(?:[^\W\d_][\w’'-]*\s){{1,2}}{_DESKS}){_WILL}(?:also\s|then\s)?"
    r"(?:correct|change|update|process|review|handle|fix|sort|issue|release|credit|refund|repair"
    r"|replace|deliver|approve|remove|re-?bill|re-?code|re-?send|deal\swith|take\scare)\b"
)


def owner_of(promise: Promise) -> str:
    """Who answers for it by name, if it is not the rep who made it; empty if nothing says so."""
    return promise.owner or _owner_in(promise.what)


def carrier_of(promise: Promise) -> str:
    """The third party who is to carry it out; empty if there is none.

    Of a promise that ``someone`` comes that is all that is known, and it is what is returned.
    """
    return promise.carrier or _carrier_in(promise.what)


def is_trade(who: str) -> bool:
    """Whether it is a trade (``technician``) rather than a name."""
    return re.fullmatch(_TRADES, who.casefold()) is not None


def is_role(who: str) -> bool:
    """Whether it says what somebody is (``technician``, ``claims department``), and no name."""
    last = who.casefold().split()[-1:] or [""]
    is_desk = re.fullmatch(_DESKS, last[0]) is not None
    return is_desk or last[0] in _SUPERIORS or is_trade(who)


def _owner_in(words: str) -> str:
    text = _plain(words)
    found = re.match(_OWNER, text.casefold())
    if found is None:
        return ""
    who = found["who"]
    if set(who.split()) & (_NOBODY | _SUPERIORS) or is_trade(who.split()[-1]):
        return ""
    return text[found.start("who") : found.end("who")]


def _carrier_in(words: str) -> str:
    text = _plain(words)
    folded = text.casefold()
    for pattern in (_TRADE, _TOLD, _TELLS, _DESK, _SENT):
        found = re.search(pattern, folded)
        if found is None or (pattern != _SENT and set(found["who"].split()) & _NOBODY):
            continue
        return text[found.start("who") : found.end("who")]
    return ""


def _plain(words: str) -> str:
    """The words on one line; folding must not change their length, since places are taken over."""
    text = " ".join(words[:LONGEST].split())
    return text if len(text.casefold()) == len(text) else same_text(text)
