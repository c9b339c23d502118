"""A letter as a file: plain text, Markdown, or a mail that waits to be sent by its writer."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

from callmate.exchange.letter import Draft
from callmate.text import show

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&^!@%])")
_BULLET = re.compile(r"^([-+=:])")
_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data|file|www)([:.])")
ITEM = "- "
ADDRESSED = "To:"


def written(drafted: Draft, ending: str) -> str:
    """The text of the file that ends so (``.txt``, ``.md``, ``.eml``)."""
    if ending == ".md":
        return markdown(drafted.text)
    return mail(drafted) if ending == ".eml" else drafted.text


def markdown(text: str) -> str:
    """A letter as Markdown: its lines stay lines, its list a list, and all else is literal."""
    lines = text.splitlines()
    made = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        item = line.startswith(ITEM)
        literal = _literal(line.removeprefix(ITEM) if item else line)
        # A backslash at the end of a line keeps it a line of its own, as in an address.
        broken = bool(line and after) and not item and not after.startswith(ITEM)
        made.append(f"{ITEM if item else ''}{literal}{chr(92) if broken else ''}")
    return "\n".join(made) + "\n"


def _literal(line: str) -> str:
    """A line without anything Markdown would act on: no list, heading, link, picture or tag."""
    signs = _SIGNS.sub(r"\\\1", line.lstrip())
    plain = _NUMBER.sub(r"\1\\\2", _BULLET.sub(r"\\\1", signs))
    return _LINK.sub(r"\1\\\2", plain)


def mail(drafted: Draft) -> str:
    """An unsent mail without an address; mail programs open it as a draft."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _subject(drafted.text)
    message["X-Unsent"] = "1"
    message.set_content(drafted.text, cte="quoted-printable")
    return message.as_bytes().decode("ascii")


def _subject(text: str) -> str:
    """The heading: the first line that stands alone after the date and the addresses."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    headings = (one for one in blocks[1:] if "\n" not in one and not one.startswith(ADDRESSED))
    return " ".join(show(next(headings, blocks[0] if blocks else ""), " ").split())
