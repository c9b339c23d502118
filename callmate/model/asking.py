"""Asks, offers and the answers to them, linked over all calls of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callmate.model.amounts import as_int
from callmate.model.replacing import replace
from callmate.model.requests import Answer, Ask, Offer
from callmate.model.state import Call, Case, Fact
from callmate.model.words import same_text

ANSWERS: Final = frozenset({"denied", "granted", "accepted", "declined"})
"""Facts that answer an ask or an offer; they say again what it was until words are typed."""


def ask(case: Case, call: Call, fact: Fact) -> Case:
    """Count one more time of the same request, or begin a new one."""
    what = fact.text("what")
    key = same_text(what)
    old = next((known for known in case.asks if known.key == key), None)
    base = old or Ask(key=key, what=what, seq=case.seq)
    now = replace(
        base,
        seq=case.seq,
        events=(*base.events, fact.id),
        moments=(*base.moments, fact.moment),
        calls=(*base.calls, call.id),
        highest_n=max(base.highest_n, as_int(fact.body.get("n"), 0)),
        open_call=call.id,
    )
    return _with_ask(case, now)


def newest_open(case: Case, call: Call) -> Ask | Offer | None:
    """The ask or offer of a call that was made last and still waits for an answer."""
    return _newest(_waiting(case, call))


def target_of(case: Case, call: Call, what: str) -> Ask | Offer | None:
    """What an answer belongs to; None if it stands alone.

    In this order: the newest unanswered ask or offer of the call with the same text, the newest
    unanswered of the call, the newest ask of the case that was not granted, of these first the
    one in the same words.
    """
    found = _worded(case, call, what) or _newest(_waiting(case, call))
    if found is not None:
        return found
    key = same_text(what)
    left = [known for known in case.asks if not known.is_granted]
    return _newest([known for known in left if key and known.key == key]) or _newest(left)


def _worded(case: Case, call: Call, what: str) -> Ask | Offer | None:
    """What waits for an answer in the call under just these words."""
    key = same_text(what)
    return _newest([known for known in _waiting(case, call) if same_text(known.what) == key])


def _waiting(case: Case, call: Call) -> list[Ask | Offer]:
    asks = [known for known in case.asks if known.open_call == call.id]
    offers = [known for known in case.offers if known.call == call.id and known.state == "open"]
    return [*asks, *offers]


def _newest(known: Sequence[Ask | Offer]) -> Ask | Offer | None:
    return max(known, key=lambda one: one.seq, default=None)


def answer(case: Case, call: Call, fact: Fact) -> Case:
    """A denial or a grant: joined to the ask or offer it answers."""
    granted = fact.kind == "granted"
    found = (
        _worded(case, call, fact.text("what"))
        or _named(case, fact.text("answers"))
        or target_of(case, call, fact.text("what"))
    )
    if isinstance(found, Offer):
        return _with_offer(case, replace(found, state="accepted" if granted else "declined"))
    what = fact.text("what")
    base = found or Ask(key=same_text(what), what=what, seq=case.seq)
    rep = call.state("rep")
    said = Answer(fact.id, call.id, rep.id if rep else "", fact.moment, granted, what)
    return _with_ask(case, replace(base, answers=(*base.answers, said), open_call=""))


def offer(case: Case, call: Call, fact: Fact) -> Case:
    """Something offered; open until taken or declined."""
    rep = call.state("rep")
    made = Offer(
        fact.id,
        call.id,
        rep.id if rep else "",
        fact.moment,
        fact.text("what"),
        fact.text("amount"),
        case.seq,
    )
    return replace(case, offers=(*case.offers, made))


def offer_answer(case: Case, call: Call, fact: Fact) -> Case:
    """Your own answer to an offer: the one named, the one of the same text, or the newest open."""
    named, key = fact.text("answers"), same_text(fact.text("what"))
    waiting = [known for known in case.offers if known.state == "open"]
    chosen = (
        [known for known in case.offers if known.id == named]
        or [known for known in waiting if key and same_text(known.what) == key]
        or [known for known in waiting if known.call == call.id]
        or waiting
    )
    if not chosen:
        return case
    taken = fact.kind == "accepted"
    return _with_offer(case, replace(chosen[-1], state="accepted" if taken else "declined"))


def _named(case: Case, fact_id: str) -> Ask | Offer | None:
    if not fact_id:
        return None
    for known in case.asks:
        if fact_id in known.events or any(said.id == fact_id for said in known.answers):
            return known
    return next((known for known in case.offers if known.id == fact_id), None)


def _with_ask(case: Case, ask: Ask) -> Case:
    for index, old in enumerate(case.asks):
        if old.key == ask.key:
            return replace(case, asks=(*case.asks[:index], ask, *case.asks[index + 1 :]))
    return replace(case, asks=(*case.asks, ask))


def _with_offer(case: Case, offer: Offer) -> Case:
    offers = tuple(offer if old.id == offer.id else old for old in case.offers)
    return replace(case, offers=offers)
