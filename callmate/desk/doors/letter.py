"""The door of letters: drafting one from the log."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callmate.clock import SystemClock
from callmate.desk.doors.damage import damage_of
from callmate.desk.doors.doors import store
from callmate.desk.doors.showing import find_id
from callmate.desk.drafting import (
    draft_of,
    forms,
    in_two_weeks,
    letter_values,
    remarks_of,
    save_new,
)
from callmate.errors import CallmateError, UsageError
from callmate.ids import UlidSource
from callmate.model.events import NewEvent
from callmate.model.fold import Fold, fold
from callmate.model.letter.facts import Choices, thankable
from callmate.model.letter.forms import LetterForm, LetterForms
from callmate.model.moment import Moment
from callmate.model.words import same_text
from callmate.paths import config_home, store_home
from callmate.text import show as safe

if TYPE_CHECKING:
    from callmate.desk.world import StoredWorld
    from callmate.exchange.letter import Draft

ENDINGS: Final = (".txt", ".md", ".eml")


def letter(
    case: str,
    form: str,
    out: Path | None = None,
    edit: bool = False,
    sources: bool = False,
    reply_by: str | None = None,
    account: bool = False,
    notes: Sequence[str] = (),
    to: str = "",
    rep: str = "",
) -> tuple[str, str]:
    """Draft a letter: what is for standard output, and what is to be known of it (for error).

    The first is the text, or the file it was written to. ``out`` names a new file (.txt, .md,
    .eml); with ``edit`` the person's editor opens it and the tone is checked afterwards.
    ``sources`` lists each statement with its events instead. ``account`` puts the account number
    in full, ``notes`` are ids of notes to put in, ``to`` is whom it is to, ``rep`` names the rep
    to thank.
    """
    known = forms(config_home() / "packs" / "letters")
    chosen = form_named(known, form)
    ending = _ending(out)
    now = SystemClock().now()
    by = _reply_by(chosen, reply_by, now.at)
    with store() as world:
        case_id = world.library.resolve(case)
        folded = fold(case_id, world.case(case_id).read())
        ids = frozenset(find_id(folded.ledger.entries, one) for one in notes)
        thanked = _thanked(chosen, folded, rep, now.at)
        choices = Choices(chosen.name, to, by, ids, account, thanked)
        cases = world.with_company(folded.case.known("company"))
        drafted = draft_of(chosen, folded, choices, now.at, cases)
        damage = filter(None, [damage_of(world, case_id)])
        problems = (*damage, *known.problems_of(chosen.name), *drafted.problems)
        if sources:
            from callmate.exchange.letter import sources as listed

            code = world.case(case_id).head_code()
            told = f"\nhead code of the log: {code}\n" if code else ""
            return f"{listed(drafted)}{told}", _told(drafted, problems)
        if out is None and not edit:
            return drafted.text, _told(drafted, problems)
        filed = _file(folded, drafted, out, ending, now.at)
        _log(world, folded, choices, filed, now)
    after = _edited(filed, drafted) if edit else drafted
    return f"{filed}\n", _told(after, problems)


def form_named(known: LetterForms, text: str) -> LetterForm:
    """The form a person means. Raises UsageError."""
    found = known.beginning(text)
    if len(found) == 1:
        return known.forms[found[0]]
    listed = ", ".join(found or known.names)
    said = f"“{text}” can be any of these" if found else f"there is no form “{text}”; use one of"
    why = "".join(f"\n{line}" for line in known.problems_of(text))
    raise UsageError(f"letter: {said}: {listed}.{why}")


def _thanked(form: LetterForm, folded: Fold, name: str, now: datetime) -> str:
    """The stint of the rep to thank; empty where nobody was named. Raises UsageError."""
    if name and not form.thanks:
        raise UsageError(f"--rep: the form “{form.name}” thanks nobody.")
    helpers = thankable(folded, now)
    found = [one.id for one in helpers if same_text(one.name) == same_text(name)]
    if name and not found:
        listed = ", ".join(one.name for one in helpers) or "nobody who gave a name helped yet"
        raise UsageError(f"--rep: the log has no help from “{name}”; it has: {listed}.")
    return found[0] if name else ""


def _reply_by(form: LetterForm, text: str | None, now: datetime) -> str:
    """By when an answer is wanted; empty where the form asks for none. Raises UsageError."""
    if form.asks_reply:
        return reply_date(text, now)
    if text is not None:
        raise UsageError(f"--reply-by: the form “{form.name}” asks for no answer.")
    return ""


def reply_date(text: str | None, now: datetime) -> str:
    """By when an answer is wanted (ISO date, or date and time): as told, else two weeks on.

    Raises UsageError.
    """
    if text is None:
        return in_two_weeks(now)
    from callmate.desk.times import when

    found = when(text, now)
    if not found:
        raise UsageError(
            f"--reply-by: “{text}” is no time to come; say it like 2026-12-05, fri, or 3 weeks."
        )
    return found


def _ending(out: Path | None) -> str:
    """How a letter's file ends, which says what is written. Raises UsageError."""
    if out is None:
        return ENDINGS[0]
    if out.suffix.lower() not in ENDINGS:
        listed = ", ".join(ENDINGS)
        raise UsageError(f"--out: “{out.name}” ends in none of these: {listed}.")
    return out.suffix.lower()


def _file(folded: Fold, drafted: Draft, out: Path | None, ending: str, now: datetime) -> Path:
    """Write a letter to the file that was named, else to a new one among the store's letters."""
    from callmate.exchange.filing import save
    from callmate.exchange.letterfile import written

    if out is None:
        return save_new(folded, drafted, store_home(), now)
    save(out, written(drafted, ending), store_home())
    return out


def _log(world: StoredWorld, folded: Fold, choices: Choices, filed: Path, now: Moment) -> None:
    """That the letter was drafted, in the log of the case. Raises CallmateError."""
    values = {**letter_values(choices), "file": filed.name}
    event = NewEvent(UlidSource()(), "letter", now, values)
    folded.add(world.case(folded.case.id).append([event]))
    world.changed(folded, now)
    saved = world.saved()
    if saved.unsaved:
        raise CallmateError(
            f"The letter is in {filed}, but the log could not note it: {saved.reason}"
        )


def _told(drafted: Draft, problems: Sequence[str]) -> str:
    return "".join(f"{safe(line)}\n" for line in remarks_of(drafted, problems))


def _edited(path: Path, drafted: Draft) -> Draft:
    """Open the letter in the person's editor; the draft as it is afterwards."""
    from callmate.exchange.letter import again

    _open(path)
    try:
        return again(drafted, path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise CallmateError(f"{path} cannot be read after editing: {error.strerror}.") from None


def _open(path: Path) -> None:
    """Wait for $VISUAL, $EDITOR or vi. Raises CallmateError if there is none, or it fails."""
    told = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(told)
        status = subprocess.run([*command, str(path.absolute())], check=False).returncode
    except (OSError, ValueError) as error:
        raise CallmateError(
            f"The editor “{told}” cannot be started: {error}; set EDITOR. The letter is in {path}."
        ) from None
    if status:
        raise CallmateError(f"“{told}” ended with status {status}; the letter is in {path}.")
