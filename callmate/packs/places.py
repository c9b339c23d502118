"""Where in a TOML text a rule or one of its keys stands: the parser itself does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")


class Places:
    """Line numbers, from 1, of the rules of a text and of their keys."""

    def __init__(self, text: str) -> None:
        self._lines = list(_outside_strings(text))
        self._starts: dict[tuple[str, int], int] = {}
        self._tops: list[int] = []
        seen: dict[str, int] = {}
        for number, line in enumerate(self._lines, start=1):
            header = _HEADER.match(line)
            if header is None or header[2].partition(".")[0] in seen and "." in header[2]:
                continue  # a table within the rule before it
            self._tops.append(number)
            if header[1] == "[[":
                index = seen.get(header[2], 0)
                seen[header[2]] = index + 1
                self._starts[header[2], index] = number
            else:
                self._starts[header[2], 0] = number

    def of(self, table: str, index: int, path: Sequence[str | int] = ()) -> int:
        """The line of a key of the rule, or of the nearest thing around it that has a line."""
        start = self._starts.get((table, index), 1)
        end = next((top for top in self._tops if top > start), len(self._lines) + 1)
        place, names = start, [table]
        for position, part in enumerate(path):
            if isinstance(part, int):
                continue
            names.append(part)
            after = path[position + 1] if position + 1 < len(path) else 0
            times = after if isinstance(after, int) else 0
            found = self._header(".".join(names), place, end, times)
            found = found or self._key(part, place, end)
            place = found or place
        return place

    def _header(self, name: str, start: int, end: int, times: int) -> int | None:
        matching = [
            number
            for number in range(start, end)
            if (header := _HEADER.match(self._lines[number - 1])) and header[2] == name
        ]
        return matching[times] if times < len(matching) else None

    def _key(self, name: str, start: int, end: int) -> int | None:
        key = re.compile(rf"(?:^|[\s{{,.\"']){re.escape(name)}[\"']?\s*[=.]")
        numbers = range(start, end)
        return next((n for n in numbers if key.search(self._lines[n - 1])), None)


def _outside_strings(text: str) -> Iterator[str]:
    """The lines with those inside strings of several lines emptied."""
    fence = ""
    for line in text.split("\n"):
        if fence:
            fence = "" if fence in line else fence
            yield ""
            continue
        opened = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
        fence = opened
        yield line
