"""What of the cards would tell others of one's own anger: what is private stays out of reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from callmate.model.events import PRIVATE
from callmate.model.facts import Fact
from callmate.model.rules import Card, Condition, Packs

ANGER: Final = "anger"
ANGRY: Final = "angry"


def public(facts: Iterable[Fact], hidden: Collection[str]) -> Iterator[Fact]:
    """The facts that others may know of: nothing private, and none of the ``hidden`` cards."""
    for fact in facts:
        if fact.kind not in PRIVATE and not (fact.kind == "card" and fact.text("card") in hidden):
            yield fact


def hidden_cards(packs: Packs) -> frozenset[str]:
    """The ids of the cards that only tempers explain."""
    return frozenset(card.id for card in packs.cards if comes_of_anger(card))


def comes_of_anger(card: Card) -> bool:
    """Whether a card can only be explained by tempers: its rule asks whether one was angry."""
    return _asks(card.holds) or any(
        trigger.event in PRIVATE or trigger.clock == ANGER or _asks(trigger.when)
        for trigger in card.triggers
    )


def _asks(one: Condition) -> bool:
    named = (*one.flags, *one.no_flags, *one.history, *one.no_history)
    counted = (name.partition(".")[2] for name in (*one.least, *one.most))
    return ANGRY in named or ANGER in one.within or not PRIVATE.isdisjoint(counted)
