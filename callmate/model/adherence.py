"""How much of the advice that came was taken: the share of cards that were said aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from callmate.model.rules import Packs
from callmate.model.state import Fact

WEIGHTS: Final[Mapping[int, int]] = {1: 4, 2: 3, 3: 2, 4: 1}
"""What a card of each class counts: a closing window most, advice and tone least."""


BY_HAND: Final = frozenset({"said", "later", "never"})


@dataclass(frozen=True, slots=True)
class Adherence:
    """``said`` of ``shown`` cards; ``percent`` is the share weighted by class, None for none."""

    shown: int
    said: int
    percent: int | None


def adherence(cards: Iterable[Fact], packs: Packs) -> Adherence:
    """From the ``card`` facts of a case, or of one call.

    Each time a card came counts once. Lines of the quiet screen are nobody's to say, a card no
    pack knows has no class, and one whose reason went before it was answered asked for nothing.
    """
    weights, said = _came(cards, packs)
    whole = sum(weights.values())
    share = sum(weights[nonce] for nonce in said)
    percent = (200 * share + whole) // (2 * whole) if whole else None
    return Adherence(len(weights), len(said), percent)


def is_answered(cards: Iterable[Fact]) -> bool:
    """Whether the person answered any card by a key: only then does the share say something."""
    return any(fact.live and fact.text("answer") in BY_HAND for fact in cards)


def _came(cards: Iterable[Fact], packs: Packs) -> tuple[dict[str, int], set[str]]:
    """The weight of each time a card came, by its nonce, and the nonces that were said."""
    known = {card.id: card for card in packs.cards if not card.line}
    weights: dict[str, int] = {}
    withdrawn: set[str] = set()
    said: set[str] = set()
    for fact in cards:
        card, nonce = known.get(fact.text("card")), fact.text("nonce")
        if card is None or not fact.live:
            continue
        match fact.text("answer"):
            case "shown":
                weights[nonce] = WEIGHTS[card.urgency]
                withdrawn.discard(nonce)
            case "withdrawn":
                withdrawn.add(nonce)
            case "said":
                said.add(nonce)
    for nonce in withdrawn - said:
        weights.pop(nonce, None)
    return weights, said & weights.keys()
