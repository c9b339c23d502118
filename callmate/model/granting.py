"""What was granted in the end, and what is still to be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from callmate.model.likeness import ONE_MATTER, alike
from callmate.model.moment import Moment
from callmate.model.requests import Ask, Offer
from callmate.model.state import Case


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes that stands: what it was to, in which stint (empty: nobody's) and call, and when."""

    what: str
    rep: str
    call: str
    moment: Moment


def open_asks(case: Case) -> list[Ask]:
    """What was asked for and has no yes, in the order it was first asked.

    A later yes to the same thing in other words counts, whoever gave it.
    """
    left = sorted((ask for ask in _put(case) if not ask.is_granted), key=lambda ask: ask.seq)
    return [ask for ask in left if not any(_is_like(ask, yes) for yes in _given(case, ask))]


def granted(case: Case) -> list[Yes]:
    """The yes to each thing that has one, and what was offered and taken, the newest first."""
    found = [_yes(ask) for ask in _put(case) if ask.is_granted]
    found += (_taken(offer) for offer in case.offers if offer.state == "accepted")
    return sorted(found, key=lambda one: one.moment.at, reverse=True)


def last_yes(case: Case) -> Yes | None:
    """The yes that came last, if nothing that was refused is left; None if something is."""
    if any(ask.denied for ask in open_asks(case)):
        return None
    return next(iter(granted(case)), None)


def turned(case: Case) -> Yes | None:
    """The yes that came last, if it was in a call after all that was refused: who said it may
    grant the rest as well. None if a refusal came later, or in the same call."""
    newest = next(iter(granted(case)), None)
    refused = [said for ask in open_asks(case) for said in ask.answers if not said.granted]
    if newest is None or any(said.call == newest.call for said in refused):
        return None
    return newest if all(said.moment.at < newest.moment.at for said in refused) else None


def _put(case: Case) -> Iterator[Ask]:
    return (ask for ask in case.asks if ask.asked or ask.answers)


def _yes(ask: Ask) -> Yes:
    said = ask.answers[-1]
    return Yes(said.what or ask.what, said.rep, said.call, said.moment)


def _taken(offer: Offer) -> Yes:
    return Yes(offer.what or offer.amount, offer.rep, offer.call, offer.moment)


def _given(case: Case, but: Ask) -> Iterator[tuple[Yes, str]]:
    """Each yes to something else that came after the last word on an ask, and what it was to."""
    after = _last_word(but)
    for ask in case.asks:
        if ask.is_granted and ask.answers[-1].moment.at >= after:
            yield _yes(ask), ask.what
    for offer in case.offers:
        if offer.state == "accepted" and offer.moment.at >= after:
            yield _taken(offer), offer.what


def _is_like(ask: Ask, given: tuple[Yes, str]) -> bool:
    yes, asked = given
    return max(alike(ask.what, yes.what), alike(ask.what, asked)) >= ONE_MATTER


def _last_word(ask: Ask) -> datetime:
    """When it was asked or answered last."""
    return max(one.at for one in (*ask.moments, *(said.moment for said in ask.answers)))
