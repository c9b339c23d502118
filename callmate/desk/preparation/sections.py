"""The sections of the preparation: at most five lines are seen at once, each may be left empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from callmate.model.readiness import is_repair
from callmate.model.state import Case


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the sheet; ``sensitive`` is masked, ``secret`` is never stored."""

    key: str
    label: str
    hint: str
    sensitive: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A few lines that are filled in together."""

    name: str
    lines: tuple[SheetLine, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(line.key for line in self.lines)


COMPANY: Final = Section("COMPANY", (
    SheetLine("company", "Company", "who you are calling"),
    SheetLine("phone", "Phone to dial", "the number on the bill or the card"),
    SheetLine("menu", "Menu path", "the keys that lead to a person: 2, then 1, then 0"),
    SheetLine("hours", "Their hours", "when somebody answers; when it is quiet"),
    SheetLine("place", "Where you are", "you / them: Ohio / Texas (may you record the call?)"),
))  # fmt: skip
MATTER: Final = Section("THE MATTER", (
    SheetLine("problem", "Problem", "what is wrong, in a few words"),
    SheetLine("kind", "Kind", "repair, credit, billing error, quote … (call or write?)"),
    SheetLine("outcome", "Outcome wanted", "the one thing that ends this"),
    SheetLine("least", "At the least", "what you would still take"),
    SheetLine("fair", "Fair to all?", "could they do it for everyone? yes, no, unsure: why"),
))  # fmt: skip
READY: Final = Section("HAVE READY", (
    SheetLine("account", "Account", "account or customer number (masked on screen)", True),
    SheetLine("order", "Order", "order, booking or tracking number"),
    SheetLine("statement", "Statement", "the bill or statement it is about, and its date"),
    SheetLine("facts", "Facts", "dates, amounts, names to have before you"),
    SheetLine("pin", "PIN or password", "for this call only, never stored", secret=True),
))  # fmt: skip
TO_SAY: Final = Section("TO SAY", (
    SheetLine("brief", "Brief", "two sentences for the right department, to say first"),
    SheetLine("plan", "Your idea", "how you would solve it; it is put as a question"),
    SheetLine("question", "A question", "what they are to answer: is this normal?"),
))  # fmt: skip
THIS_CALL: Final = Section("THIS CALL", (
    SheetLine("mood", "Your mood", "calm, tense or angry; for you alone"),
    SheetLine("expected", "Minutes", "how long it should take: 20, or 1 h"),
))  # fmt: skip
REPAIR_LINES: Final = (
    SheetLine("device", "At the device", "can you reach it while you talk? its name, its lights"),
    SheetLine("tools", "Tools", "what you have at hand: a torch, a second phone"),
    SheetLine("access", "Access", "when a technician can come in, and who opens"),
)
"""Asked only where something is to be mended."""

ALWAYS: Final = (COMPANY, MATTER, READY, TO_SAY, THIS_CALL)
SHEET: Final = (*(line for section in ALWAYS for line in section.lines), *REPAIR_LINES)
KEYS: Final = tuple(line.key for line in SHEET)
LINES: Final = {line.key: line for line in SHEET}


def sections(case: Case | None) -> tuple[Section, ...]:
    """The sections of a case: a repair needs more to be ready."""
    if not is_repair(case):
        return ALWAYS
    return (*ALWAYS[:-1], Section(THIS_CALL.name, (*THIS_CALL.lines, *REPAIR_LINES)))


def place_of(case: Case | None, key: str) -> tuple[int, int]:
    """Which section a line is in, and which line of it; the first one if it is in none."""
    for number, section in enumerate(sections(case)):
        if key in section.keys:
            return number, section.keys.index(key)
    return 0, 0


def keys_of(case: Case | None) -> tuple[str, ...]:
    """All lines of a case in the order they are asked."""
    return tuple(key for section in sections(case) for key in section.keys)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is to be drawn: ``text`` is what stands in it, ``here`` where one types."""

    line: SheetLine
    text: str
    here: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SheetView:
    """One section of the preparation. Texts are as typed, not yet safe to show.

    ``advice`` are pairs of a role and a sentence, the most pressing first.
    """

    number: int
    of: int
    name: str
    lines: tuple[ShownLine, ...]
    missing: tuple[str, ...] = ()
    advice: tuple[tuple[str, str], ...] = ()
