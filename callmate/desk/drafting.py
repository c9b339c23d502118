"""What the page and the door of letters share: the draft of a form, and where it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from callmate.errors import CallmateError
from callmate.model.facts import Fact
from callmate.model.fold import Fold
from callmate.model.letter.facts import DEFAULT_DAYS, Choices, letter_facts
from callmate.model.letter.forms import LetterForm, LetterForms
from callmate.model.masking import masked
from callmate.model.summary import CaseSummary
from callmate.paths import make_private_folder

if TYPE_CHECKING:
    from callmate.exchange.letter import Draft

ENDING: Final = ".txt"
SAID: Final = 78
"""Characters of a message that every screen has room for."""
LEAST_FOLDER: Final = 10
"""Of a folder less tells nothing."""


def forms(folder: Path | None) -> LetterForms:
    """The forms that come with callmate, and the person's own in ``folder``."""
    from callmate.packs.templates import load_forms

    return load_forms(folder)


def draft_of(
    form: LetterForm, folded: Fold, choices: Choices, as_of: datetime, cases: Sequence[CaseSummary]
) -> Draft:
    """The letter of a form, from the log of a case; ``cases`` are those with the same company,
    the latest first. Raises CallmateError."""
    from callmate.exchange.letter import draft

    spelled = (row.company for row in reversed(cases) if not row.company.islower())
    facts = letter_facts(
        folded, choices, as_of, company=next(spelled, ""), others=form.to_others
    )  # fmt: skip
    return draft(form, facts)


def in_two_weeks(now: datetime) -> str:
    """The date by which an answer is wanted unless another is given (ISO)."""
    return (now.date() + timedelta(days=DEFAULT_DAYS)).isoformat()


def newest_unsent(folded: Fold, form: str) -> Fact | None:
    """The letter of a form that was drafted last, unless it was sent."""
    mine = [one for one in folded.case.around.letters if one.form == form]
    if not mine or mine[-1].sent is not None:
        return None
    entry = folded.ledger.entries.get(mine[-1].id)
    return entry.fact() if entry else None


def choices_of(letter: Fact) -> Choices:
    """What was chosen for a letter, as its event says."""
    notes = letter.body.get("notes")
    told = notes if isinstance(notes, list | tuple) else ()
    ids = frozenset(one for one in told if isinstance(one, str))
    return Choices(
        letter.text("form"), letter.text("to"), letter.text("reply_by"), ids,
        letter.body.get("account") is True, letter.text("rep"),
    )  # fmt: skip


def letter_values(choices: Choices) -> dict[str, Any]:
    """What the event of a letter says of it."""
    values: dict[str, Any] = {
        "form": choices.form, "to": choices.to, "reply_by": choices.reply_by,
    }  # fmt: skip
    if choices.notes:
        values["notes"] = sorted(choices.notes)
    if choices.rep:
        values["rep"] = choices.rep
    return values | ({"account": True} if choices.account else {})


def save_new(folded: Fold, drafted: Draft, home: Path, now: datetime) -> Path:
    """Write a letter to a new file among the store's letters. Raises CallmateError."""
    from callmate.exchange.filing import LETTERS, safe_name, save_beside

    folder = home / LETTERS
    try:
        make_private_folder(folder)
    except OSError as error:
        raise CallmateError(f"{folder} cannot be made: {error.strerror}.") from None
    # A file that is handed on shows its name too: it holds no account number either.
    title = masked(folded.case.title, (folded.case.known("account"),))
    stem = f"{now.date()}-{safe_name(title)}-{safe_name(drafted.form)}"
    return save_beside(folder, stem, ENDING, drafted.text, home)


def saved_as(path: Path, room: int = SAID) -> str:
    """What a letter was saved as, in so many characters: its name, then as much of the end of its
    folder as there is room for."""
    folder = str(path.parent)
    own = os.path.expanduser("~")
    folder = f"~{folder.removeprefix(own)}" if folder.startswith(own + os.sep) else folder
    name, left = path.name, room - len("Saved: ")
    name = name if len(name) <= left else f"{name[:20]}…{name[21 - left :]}"
    left -= len(f"{name} in ")
    if len(folder) > left:
        end = folder[1 - left :] if left > LEAST_FOLDER else ""
        folder = f"…{end[end.find(os.sep) :]}" if os.sep in end else ""
    return f"Saved: {name} in {folder}" if folder else f"Saved: {name}"


def remarks_of(drafted: Draft, problems: Sequence[str] = ()) -> list[str]:
    """What is to be known of a draft before it is sent, in sentences."""
    settled = f"This case is settled ({drafted.settled}): is this letter still wanted?"
    lines = [*([settled] if drafted.settled else ()), *problems]
    if drafted.missing:
        lines.append(f"{len(drafted.missing)} missing: {', '.join(drafted.missing)}.")
    if drafted.left_out:
        lines.append(f"{drafted.left_out} more of what the log says had no room on the page.")
    if drafted.is_long:
        lines.append(f"It has {drafted.words} words and is longer than a page.")
    lines += [f"Tone: {one.why}: “{one.words}”." for one in drafted.tone]
    return list(dict.fromkeys(lines))
