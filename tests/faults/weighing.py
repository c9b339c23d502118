"""What a process takes: memory, open files, threads. Linux."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weight:
    """Of one process: resident memory in kilobytes, open files, threads."""

    rss_kb: int
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> Weight:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(_number(status, "VmRSS"), files, _number(status, "Threads"))

    def __str__(self) -> str:
        return f"{self.rss_kb / 1024:.1f} MB, {self.files} open files, {self.threads} threads"


def _number(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
    assert found is not None
    return int(found[1])


@dataclass
class Scales:
    """Weights of one process, by the part of the day."""

    weights: dict[float, Weight] = field(default_factory=dict)

    def weigh(self, part: float, pid: int) -> None:
        self.weights[part] = Weight.of(pid)

    def figures(self) -> dict[str, str]:
        return {f"the window that stays, at {p:.0%}": str(w) for p, w in self.weights.items()}

    def growth(self, memory: float, files: int) -> list[str]:
        """Sentences where the end is more than is allowed: of open files and threads against the
        first weight, of memory against the middle one. In the morning it fills what has a bound:
        the caches, and the lines of open lanes that are kept to be written once more."""
        if len(self.weights) < 3:
            return ["the window that stays was not weighed"]
        weights = list(self.weights.values())
        first, middle, last = weights[0], weights[len(weights) // 2], weights[-1]
        wrong = []
        if last.rss_kb > middle.rss_kb * memory:
            wrong.append(f"memory grew from {middle} to {last}")
        if last.files > first.files + files or last.threads > first.threads + 1:
            wrong.append(f"open files or threads grew from {first} to {last}")
        return wrong
