"""Figures, what they are held against, and the table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    ``value`` and ``floor`` are in ``unit``; ``floor`` was measured in the same run. ``most`` is
    the largest value that meets the target, ``target`` says it in words.
    """

    name: str
    value: float
    unit: str
    floor: float | None
    target: str
    most: float | None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """None for a figure without a target."""
        return None if self.most is None else self.value <= self.most

    def as_json(self) -> dict[str, Any]:
        return {
            "figure": self.name, "value": self.value, "unit": self.unit, "floor": self.floor,
            "ratio": self.ratio, "target": self.target, "most": self.most, "met": self.met,
        }  # fmt: skip


def times(name: str, value: float, unit: str, floor: float, factor: float) -> Figure:
    """A figure that may be ``factor`` times its floor."""
    return Figure(name, value, unit, floor, f"≤ {factor:g} ×", factor * floor)


def plus(name: str, value: float, unit: str, floor: float, more: float) -> Figure:
    """A figure that may be ``more`` above its floor."""
    return Figure(name, value, unit, floor, f"≤ floor + {more:g} {unit}", floor + more)


def at_most(name: str, value: float, unit: str, most: float, floor: float | None = None) -> Figure:
    """A figure with an absolute limit."""
    target = f"≤ {most:g} {unit}".rstrip() if most else "none"
    return Figure(name, value, unit, floor, target, most)


def shown(name: str, value: float, unit: str, floor: float | None = None) -> Figure:
    """A figure that is shown beside the others and has no target."""
    return Figure(name, value, unit, floor, "", None)


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def p99(values: Sequence[float]) -> float:
    """The value that one in a hundred exceeds; of fewer than a hundred, the largest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else float("nan")


def table(figures: Sequence[Figure]) -> str:
    """All figures, a line each, in Markdown."""
    head = ("figure", "value", "floor", "ratio", "target", "")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, _line(tuple("-" * width for width in widths), widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    floor = "" if figure.floor is None else number(figure.floor)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    value = f"{number(figure.value)} {figure.unit}".rstrip()
    return figure.name, value, floor, ratio, figure.target, verdict


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def number(value: float) -> str:
    """Three digits that count, no more."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
