"""Writes the parts of README.md that are derived: ``python -m tests.readme``."""

from __future__ import annotations

from pathlib import Path

from callmate.desk.doors.doors import keys_markdown

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->"


def with_keys(text: str) -> str:
    """The README with the table of keys as the registry has it."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{keys_markdown()}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
