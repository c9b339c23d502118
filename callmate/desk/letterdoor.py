"""The doors of letters: drafting one from the log, and showing the events it rests on."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from callmate.clock import SystemClock
from callmate.desk.doors import store
from callmate.desk.showing import find_id, show_events
from callmate.errors import CallmateError, UsageError
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.letterfacts import DEFAULT_DAYS, Choices, letter_facts
from callmate.model.letterforms import LetterForm, LetterForms
from callmate.model.moment import Moment
from callmate.paths import config_home, make_private_folder, store_home
from callmate.text import show as safe

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld
    from callmate.exchange.letter import Draft

ENDINGS = (".txt", ".md", ".eml")


def forms() -> LetterForms:
    """The forms that come with callmate, and the person's own."""
    from callmate.packs.templates import FOLDER, load_forms

    return load_forms(config_home() / "packs" / FOLDER)


def letter(
    case: str,
    form: str,
    out: Path | None = None,
    edit: bool = False,
    sources: bool = False,
    reply_by: str | None = None,
    account: bool = False,
    notes: Sequence[str] = (),
) -> tuple[str, str]:
    """Draft a letter: what is for standard output, and what is to be known of it (for error).

    The first is the text, or the file it was written to.

    ``out`` names a new file (.txt, .md, .eml); with ``edit`` the person's editor opens it and
    the tone is checked afterwards. ``sources`` lists each statement with its events instead.
    ``account`` puts the account number in full, ``notes`` are ids of notes to put in.
    """
    known = forms()
    chosen = form_named(known, form)
    ending(out)
    clock = SystemClock()
    with store() as world:
        folded = case_of(world, case)
        now = clock.now()
        by = reply_date(reply_by, now.at)
        ids = frozenset(find_id(folded.ledger.entries, one) for one in notes)
        choices = Choices(chosen.name, "", by, ids, account)
        drafted = draft_of(chosen, folded, choices, now.at)
        problems = (*known.problems, *drafted.problems)
        if sources:
            from callmate.exchange.letter import sources as listed

            return listed(drafted), remarks(drafted, problems)
        if out is None and not edit:
            return drafted.text, remarks(drafted, problems)
        filed = file_letter(folded, drafted, out, now.at)
        _log(world, folded, choices, filed, now)
    after = _edited(filed, drafted) if edit else drafted
    return f"{filed}\n", remarks(after, problems)


def show(case: str, events: Sequence[str]) -> str:
    """The events of a case with these ids, or all its facts, a line each."""
    return show_events(case, events)


def draft_of(form: LetterForm, folded: Fold, choices: Choices, as_of: datetime) -> Draft:
    """The letter of a form, from the log of a case."""
    from callmate.exchange.letter import draft

    return draft(form, letter_facts(folded, choices, as_of))


def form_named(known: LetterForms, text: str) -> LetterForm:
    """The form a person means. Raises UsageError."""
    found = known.beginning(text)
    if len(found) == 1:
        return known.forms[found[0]]
    listed = ", ".join(found or known.names)
    said = f"“{text}” can be any of these" if found else f"there is no form “{text}”"
    raise UsageError(f"letter: {said}: {listed}.")


def reply_date(text: str | None, now: datetime) -> str:
    """By when an answer is wanted (ISO date, or date and time): as told, else two weeks on.

    Raises UsageError.
    """
    if text is None:
        return (now.date() + timedelta(days=DEFAULT_DAYS)).isoformat()
    from callmate.desk.times import when

    found = when(text, now)
    if not found:
        raise UsageError(
            f"--reply-by: “{text}” is no time to come; say it like 2026-12-05, fri, or 3 weeks."
        )
    return found


def ending(out: Path | None) -> str:
    """How a letter's file ends, which says what is written. Raises UsageError."""
    if out is None:
        return ENDINGS[0]
    if out.suffix.lower() not in ENDINGS:
        listed = ", ".join(ENDINGS)
        raise UsageError(f"--out: “{out.name}” ends in none of these: {listed}.")
    return out.suffix.lower()


def file_letter(folded: Fold, drafted: Draft, out: Path | None, now: datetime) -> Path:
    """Write a letter to the file that was named, else to a new one among the store's letters."""
    from callmate.exchange.filing import LETTERS, safe_name, save, save_beside
    from callmate.exchange.letterfile import written

    home = store_home()
    text = written(drafted, ending(out))
    if out is not None:
        save(out, text, home)
        return out
    folder = home / LETTERS
    make_private_folder(folder)
    stem = f"{now.date()}-{safe_name(folded.case.title)}-{safe_name(drafted.form)}"
    return save_beside(folder, stem, ENDINGS[0], text, home)


def letter_values(choices: Choices, file: Path | None = None) -> dict[str, object]:
    """What the event of a letter says of it."""
    values: dict[str, object] = {
        "form": choices.form, "to": choices.to, "reply_by": choices.reply_by,
    }  # fmt: skip
    if choices.notes:
        values["notes"] = sorted(choices.notes)
    if choices.account:
        values["account"] = True
    return values | ({"file": file.name} if file else {})


def remarks(drafted: Draft, problems: Sequence[str] = ()) -> str:
    """What is to be known of a draft before it is sent, a line each; empty if nothing is."""
    return "".join(f"{safe(line)}\n" for line in remarks_of(drafted, problems))


def remarks_of(drafted: Draft, problems: Sequence[str] = ()) -> list[str]:
    """The same as sentences."""
    lines = list(problems)
    if drafted.missing:
        lines.append(f"{len(drafted.missing)} missing: {', '.join(drafted.missing)}.")
    if drafted.left_out:
        lines.append(f"{drafted.left_out} more of what the log says had no room on the page.")
    if drafted.is_long:
        lines.append(f"It has {drafted.words} words and is longer than a page.")
    lines += [f"Tone: {one.why}: “{one.words}”." for one in drafted.tone]
    return list(dict.fromkeys(lines))


def case_of(world: StoredWorld, text: str) -> Fold:
    """The fold of the case a person names."""
    case_id = world.library.resolve(text)
    return fold(case_id, world.case(case_id).read())


def _log(world: StoredWorld, folded: Fold, choices: Choices, filed: Path, now: Moment) -> None:
    """That the letter was drafted, in the log of the case."""
    event = NewEvent(UlidSource()(), "letter", now, letter_values(choices, filed))
    folded.add(world.case(folded.case.id).append([event]))
    world.changed(folded, now)


@dataclass(frozen=True, slots=True)
class _Editor:
    command: tuple[str, ...]

    def open(self, path: Path) -> None:
        name = self.command[0] if self.command else ""
        try:
            status = subprocess.run([*self.command, str(path.absolute())], check=False).returncode
        except OSError as error:
            raise CallmateError(
                f"The editor {name} cannot be started: {error.strerror}; set EDITOR. "
                f"The letter is in {path}."
            ) from None
        if status:
            raise CallmateError(f"{name} ended with status {status}; the letter is in {path}.")


def _editor() -> _Editor:
    """The person's editor: $VISUAL, $EDITOR, else vi."""
    told = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return _Editor(tuple(shlex.split(told)))
    except ValueError:
        raise CallmateError(f"EDITOR holds “{told}”, which is no command; set it.") from None


def _edited(path: Path, drafted: Draft) -> Draft:
    """Open the letter in the editor; the draft as it is afterwards."""
    from callmate.exchange.letter import again

    _editor().open(path)
    try:
        return again(drafted, path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise CallmateError(f"{path} cannot be read after editing: {error.strerror}.") from None
