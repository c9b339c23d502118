"""Reads the forms of letters: those that come with callmate, then a person's own by file name."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Final

from callmate.model.letter.forms import LetterForm, LetterForms, form_of

FOLDER: Final = "letters"
ENDING: Final = ".j2"
LARGEST_FILE: Final = 1 << 16
"""Bytes; a letter is a page."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def load_forms(user_folder: Path | None = None) -> LetterForms:
    """All forms; a file of ``user_folder`` adds one, or stands in for the one of its name."""
    forms: dict[str, LetterForm] = {}
    problems: list[str] = []
    folder = resources.files("callmate.packs") / FOLDER
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(ENDING):
            name = file.name.removesuffix(ENDING)
            forms[name] = form_of(name, file.name, file.read_text(encoding="utf-8"))
    for path in _of_user(user_folder, problems):
        name = path.name.removesuffix(ENDING)
        text = _text(path, problems)
        if not _NAME.fullmatch(name):
            problems.append(f"{path}: name it with lower case words joined by '-'; it is left out.")
        elif text is not None:
            forms[name] = form_of(name, str(path), text, own=True, before=forms.get(name))
    return LetterForms(forms, tuple(problems))


def _of_user(folder: Path | None, problems: list[str]) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    try:
        return sorted(folder.glob(f"*{ENDING}"))
    except OSError as error:
        problems.append(f"The folder of letters {folder} cannot be read: {error.strerror}.")
        return []


def _text(path: Path, problems: list[str]) -> str | None:
    """The text of a file; None, and the reason among ``problems``, if it cannot be had."""
    try:
        if not path.is_file():
            problems.append(f"{path} is not a file that can be read; it is left out.")
        elif path.stat().st_size > LARGEST_FILE:
            problems.append(f"{path} is larger than a letter can be; it is left out.")
        else:
            return path.read_text(encoding="utf-8")
    except OSError as error:
        problems.append(f"{path} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        problems.append(f"{path} is not UTF-8 text; save it as UTF-8.")
    return None
