"""The forms of letters, as values: what each is called, and the text of its template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_HEADER = re.compile(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)
_VALUE = re.compile(r"^\s*(title|needs|reader)\s*:\s*(.+?)\s*$", re.MULTILINE)
_REPLY = re.compile(r"\breply_by\b")
_REP = re.compile(r"\brep\b")

COMPANY: Final = "company"

FORMS: Final = ("complaint", "follow-up", "thank-you", "regulator")
"""The forms that come with callmate, in the order they are offered; a person's own come after."""


@dataclass(frozen=True, slots=True)
class LetterForm:
    """One form. ``needs`` is the value without which there is nothing to write; ``reader`` is
    ``company`` where the company itself is written to; ``before`` is the form of the same name
    that it stands in for, used if this one fails."""

    name: str
    file: str
    text: str
    title: str = ""
    needs: str = ""
    reader: str = ""
    own: bool = False
    before: LetterForm | None = None

    @property
    def to_others(self) -> bool:
        """Whether it is for readers outside the company."""
        return self.reader != COMPANY

    @property
    def asks_reply(self) -> bool:
        """Whether it names a day by which an answer is wanted."""
        return _REPLY.search(self._body) is not None

    @property
    def thanks(self) -> bool:
        """Whether it names a rep to thank."""
        return _REP.search(self._body) is not None

    @property
    def _body(self) -> str:
        return _HEADER.sub("", self.text, count=1)


@dataclass(frozen=True, slots=True)
class LetterForms:
    """All forms by their names, and a sentence for each that cannot be read."""

    forms: Mapping[str, LetterForm]
    problems: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order they are offered."""
        built_in = [name for name in FORMS if name in self.forms]
        return (*built_in, *sorted(name for name in self.forms if name not in FORMS))

    def beginning(self, text: str) -> tuple[str, ...]:
        """The names a person can mean: the one they typed whole, else those that begin so."""
        wanted = text.strip().casefold().replace("_", "-")
        if wanted in self.forms:
            return (wanted,)
        return tuple(name for name in self.names if wanted and name.startswith(wanted))

    def problems_of(self, name: str) -> tuple[str, ...]:
        """Why the file of a form was left out; empty if none was."""
        file = re.compile(rf"[/\\]{re.escape(name.strip())}\.j2\b") if name.strip() else None
        return tuple(line for line in self.problems if file and file.search(line))


def form_of(
    name: str, file: str, text: str, *, own: bool = False, before: LetterForm | None = None
) -> LetterForm:
    """A form from the text of its file; the comment at its top says its title and needs."""
    header = _HEADER.match(text)
    values = dict(_VALUE.findall(header[1])) if header else {}
    title = values.get("title") or (before.title if before else "") or name.replace("-", " ")
    reader = values.get("reader") or (before.reader if before else "")
    return LetterForm(name, file, text, title, values.get("needs", ""), reader, own, before)
