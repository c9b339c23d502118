"""What ``callmate`` prints, and three cases for it to print."""

from __future__ import annotations

import pytest

from callmate.cli import main
from tests.desk.storytelling import Story

HOSTILE = "a\x1b]0;x\x07\tb\nc [/b] \u202ed"
"""A title that would set a terminal's, make a column and a line, and turn the text around."""
PASTED = "the сrеdit оf $40 thаt wаs prоmised"
"""As it comes from a web page: Cyrillic letters that look Latin."""
ACCOUNT = "7788-4417"


class Run:
    """Calls ``callmate``; says what it printed, and keeps what it said beside it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self.said = capsys, ""

    def __call__(self, *arguments: str, status: int = 0) -> list[str]:
        try:
            found = main(arguments)
        except SystemExit as ended:
            found = ended.code if isinstance(ended.code, int) else 1
        out, self.said = self._capsys.readouterr()
        assert found == status, (found, out, self.said)
        return out.splitlines()

    def any(self, *arguments: str) -> int:
        """The same, however it ends; its exit status."""
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        _, self.said = self._capsys.readouterr()
        return status

    def rows(self, *arguments: str, status: int = 0) -> list[list[str]]:
        return [line.split("\t") for line in self(*arguments, status=status)]


def three_cases() -> dict[str, str]:
    """The ids of the cases and of what is looked for in them."""
    story = Story()
    sony = story.case("Sony", "Rebate never came", outcome="$40 back", account=ACCOUNT)
    _, promise, note = story.call(
        sony,
        ("rep", {"name": "Sam", "department": "billing"}),
        ("promise", {"what": "a credit of $40", "by": "2026-01-02", "kept": None}),
        ("note", {"text": f"{PASTED}; my account is {ACCOUNT}"}),
    )
    acme = story.case("Acme", HOSTILE)
    story.call(acme, ("note", {"text": f"they said {HOSTILE}"}), ("anger", {"on": True}))
    old = story.case("Gasworks", "Boiler")
    story.call(old, ("note", {"text": "no credit there"}))
    story.say(old, "case_archived", on=True, why="practice")
    story.say(sony, "case_tagged", tag="tax", on=True)
    return {"sony": sony, "acme": acme, "old": old, "promise": promise, "note": note}
