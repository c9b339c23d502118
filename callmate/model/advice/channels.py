"""Whether to call or to write about a matter, and what kind of company it is about."""

from __future__ import annotations

from collections.abc import Iterable

from callmate.model.advice.recording import country_code
from callmate.model.advice.values import CHANNELS, NOT_ADVICE, Advice, Channel
from callmate.model.words import any_of
from callmate.text import fold


def channel_for(advice: Advice, kind: str, country: str = "") -> Channel | None:
    """Whether to call or write about a kind of matter: an id, or a person's own words for it.

    The longest of a channel's words that is in the text wins; of two alike the one for the
    ``country``. Words that fit nothing get the channel without words; none if there is none.
    With a country known, the law of another is never given: what only that would fit counts as
    fitting nothing. With none known it is, and says which.
    """
    code = country_code(advice, country)
    text = fold(kind)
    fitting = [one for one in advice.channels if not one.country or code in ("", one.country)]
    named = next((one for one in fitting if one.id == "-".join(text.split())), None)
    if named is not None:
        return named
    best = _best(advice.channels, text, code)
    if best is not None and best not in fitting:
        best = _best([one for one in fitting if one.country], text, code)
    return best or next((one for one in fitting if not one.words), None)


def channel_lines(advice: Advice, channel: Channel) -> tuple[str, ...]:
    """A channel in lines to show: what to do and why; the time limit; what it rests on."""
    lines = [f"{CHANNELS[channel.channel]}: {channel.why}"]
    lines += [channel.limit] if channel.limit else []
    if channel.preserves_right:
        where = f" ({_country_name(advice, channel.country)})" if channel.country else ""
        lines.append(f"How you say it matters in law{where}. {NOT_ADVICE}")
    lines += [channel.extra] if channel.extra else []
    lines += [f"Not verified: {channel.unverified}"] if channel.unverified else []
    source = advice.cite(channel.sources)
    return (*lines, *([f"Source: {source}."] if source else []))


def _best(channels: Iterable[Channel], text: str, code: str) -> Channel | None:
    """The channel that fits a folded text best; none if none fits at all."""
    fitting = [one for one in channels if _longest(text, one.words)]
    return max(fitting, key=lambda one: _fit(text, one, code), default=None)


def _fit(text: str, channel: Channel, code: str) -> tuple[bool, int, bool]:
    """How well a channel fits a folded text: where one must leave first comes before all else."""
    at_once = channel.channel == "leave-then-call"
    return at_once, _longest(text, channel.words), channel.country == code != ""


def guess_sector(advice: Advice, words: str) -> str:
    """What kind of company this is, from its name, the problem, the account; empty if unclear.

    The longest word found decides, so that "card" in a parcel's story does not make it a bank's.
    """
    text = fold(words)
    best = max(advice.sectors, key=lambda one: _longest(text, one.words), default=None)
    if best is None or not best.sectors or not _longest(text, best.words):
        return ""
    return best.sectors[0]


def _longest(text: str, words: tuple[str, ...]) -> int:
    """The length of the longest of the words that is in a folded text; 0 if none is."""
    return max((len(found[0]) for found in any_of(words).finditer(text)), default=0)


def _country_name(advice: Advice, code: str) -> str:
    return next((one.name for one in advice.places if one.code == code), code)
