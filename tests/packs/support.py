"""The advice of the packs that come with callmate."""

from __future__ import annotations

from callmate.model.advice.values import Advice
from callmate.packs.loader import load

ADVICE: Advice = load().advice
