"""Files for other programs: never over an old one, never half, never into the store by mistake."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Final

from callmate.errors import CallmateError
from callmate.paths import FILE_MODE

LETTERS: Final = "letters"
"""The folder of the store home that letters go to, and the only one there that may be written."""

LONGEST_NAME: Final = 60
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def safe_name(words: str) -> str:
    """A part of a file name made of any words: lower case, plain letters, joined by ``-``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.casefold()))[:LONGEST_NAME].strip("-")
    return f"case-{slug}".rstrip("-") if not slug or _RESERVED.fullmatch(slug) else slug


def save(path: Path, text: str, home: Path) -> None:
    """Write a new file, readable by its owner alone, and sync it.

    Raises CallmateError if there is something of that name, if it would lie in the store ``home``
    (but for its letters), or if the disk refuses; then nothing is left under the name.
    """
    data = text.encode("utf-8", "replace")
    _refuse_store(path, home)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, FILE_MODE)
    except FileExistsError:
        raise CallmateError(f"{path} is there already; name another file.") from None
    except OSError as error:
        raise CallmateError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise CallmateError(f"{path} cannot be written: {error.strerror}.") from None


def save_beside(folder: Path, stem: str, ending: str, text: str, home: Path) -> Path:
    """Write a new file in a folder, with a number in its name if the plain one is taken."""
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        if not os.path.lexists(path):
            save(path, text, home)
            return path
    raise CallmateError(f"{folder} holds a thousand files named {stem}; move some away.")


def _refuse_store(path: Path, home: Path) -> None:
    target, store = path.absolute().parent.resolve(), home.resolve()
    inside = target == store or store in target.parents
    if inside and target != store / LETTERS:
        raise CallmateError(f"{path} lies in callmate's own store; name a file elsewhere.")
