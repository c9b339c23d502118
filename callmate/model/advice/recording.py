"""May one record one's own call? One line, by the places of both ends; never as legal advice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from callmate.model.advice.values import NOT_ADVICE, Advice, PlaceLaw
from callmate.model.words import same_text

_CODE = re.compile(r"(?<![\w-])[A-Z]{2}(?:-[A-Z]{2,3})?(?![\w-])")
_ALIASES = {"UK": "GB", "USA": "US"}


@dataclass(frozen=True, slots=True)
class Recording:
    """An answer to "may I record?": whether everyone must be asked, a line to show, the notes of
    the places' laws, what that rests on with its date, and the places that were recognised."""

    ask: bool
    line: str
    note: str = ""
    source: str = ""
    places: tuple[PlaceLaw, ...] = ()
    caution: str = NOT_ADVICE


def places_in(advice: Advice, text: str) -> tuple[PlaceLaw, ...]:
    """The places that a text names, in order: by name, or by a code in capitals.

    A code that two places share (CA, DE, IN) names none of them, unless it is written with its
    country (US-CA). A country falls away beside one of its own states.
    """
    found = [*_by_name(advice, text), *_by_code(advice, text)]
    places = list(dict.fromkeys(place for _, place in sorted(found, key=lambda one: one[0])))
    inside = {one.country for one in places if one.code != one.country}
    return tuple(one for one in places if one.code != one.country or one.country not in inside)


def find_place(advice: Advice, text: str) -> PlaceLaw | None:
    """The one place that a text names; none if it names none, or more than one."""
    places = places_in(advice, text) or places_in(advice, text.upper() if len(text) < 7 else "")
    return places[0] if len(places) == 1 else None


def country_code(advice: Advice, text: str) -> str:
    """The two letters of a country, from a code, a country's name or a state's; empty if unknown.
    Of two ends (``Ohio / Texas``) it is that of the first.

    Two letters are taken for a country's code: CA is Canada here, whatever it is elsewhere.
    """
    code = text.strip().upper()
    code = _ALIASES.get(code, code)
    if len(code) == 2 and code.isalpha() and code.isascii():
        return code
    places = places_in(advice, text) or places_in(advice, text.upper() if len(text) < 7 else "")
    return places[0].country if places else ""


def recording_line(advice: Advice, here: str, there: str = "") -> Recording:
    """May the call be recorded, with the ends at two places given in words or by code?

    The stricter of the two laws holds. A place that is not known, a law that is disputed, and an
    end that is not told all mean: ask everyone. ``here`` may name both ends ("Texas / Ohio").
    """
    both = there.strip() != ""
    ends = [find_place(advice, here), find_place(advice, there)] if both else _ends(advice, here)
    known = tuple(dict.fromkeys(place for place in ends if place))
    strict = [place for place in known if _must_ask(place)]
    if strict:
        return _answer(advice, True, _strict(strict[0]), known)
    if not known:
        said = "Ask everyone before you record: it is not known where the two ends are."
        return _answer(advice, True, said, known)
    names = " and ".join(place.name for place in known)
    if len(known) == 1 and not (both and None not in ends):
        said = f"{names}: your own consent is enough if both ends are there. Else ask everyone."
        return _answer(advice, True, said, known)
    return _answer(advice, False, f"{names}: your own consent is enough.{_sharing(known)}", known)


def _ends(advice: Advice, here: str) -> list[PlaceLaw | None]:
    places = places_in(advice, here)
    return [*places] if len(places) > 1 else [find_place(advice, here)]


def _must_ask(place: PlaceLaw) -> bool:
    return place.treat_as != "one-party" or place.disputed != ""


def _strict(place: PlaceLaw) -> str:
    if place.code == place.country and place.rule != place.treat_as:
        return f"{place.name}: ask everyone; it depends on the state, so name both ends."
    if place.disputed or place.rule == "mixed":
        return f"{place.name}: ask everyone; the law there is read in more than one way."
    return f"{place.name}: everyone must agree. Say that you record; go on only if they stay."


def _sharing(places: tuple[PlaceLaw, ...]) -> str:
    return "".join(f" {place.sharing}" for place in places if place.sharing)


def _answer(advice: Advice, ask: bool, line: str, places: tuple[PlaceLaw, ...]) -> Recording:
    notes = " ".join(f"{place.name}: {place.note}" for place in places)
    cited = "; ".join(_cited(advice, place) for place in places)
    return Recording(ask, line, notes, cited, places)


def _cited(advice: Advice, place: PlaceLaw) -> str:
    """The law, how it was checked, and the date of that."""
    source = advice.sources.get(place.sources[0]) if place.sources else None
    when = (source.dated or f"read {source.read}") if source else ""
    return ", ".join(part for part in (place.cite, place.checked, when) if part)


def _by_name(advice: Advice, text: str) -> list[tuple[int, PlaceLaw]]:
    names = {
        same_text(name): place for place in advice.places for name in (place.name, *place.names)
    }
    if not names:
        return []
    longest_first = sorted(names, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
    return [(found.start(), names[found[0]]) for found in re.finditer(pattern, same_text(text))]


def _by_code(advice: Advice, text: str) -> list[tuple[int, PlaceLaw]]:
    found = []
    for code in _CODE.finditer(text):
        fitting = [place for place in advice.places if code[0] in (place.code, place.code[3:])]
        if len(fitting) == 1:
            found.append((code.start(), fitting[0]))
    return found
