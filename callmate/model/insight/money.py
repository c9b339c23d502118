"""A person's own time as money, for those who want to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HOUR_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Money:
    """What an hour is worth; ``currency`` is a sign (``$``) or a name (``EUR``)."""

    hourly: float
    currency: str = ""

    def of(self, us: int) -> float:
        """What so many microseconds are worth, to the hundredth."""
        return round(self.hourly * us / HOUR_US, 2)

    def shown(self, amount: float) -> str:
        """``$12.50``, ``12.50 EUR``."""
        figure = f"{amount:,.2f}"
        if not self.currency:
            return figure
        if self.currency[-1].isalpha():
            return f"{figure} {self.currency}"
        return f"{self.currency}{figure}"

    def words(self, us: int) -> str:
        """``$12.50 at $25.00 an hour``."""
        return f"{self.shown(self.of(us))} at {self.shown(self.hourly)} an hour"
