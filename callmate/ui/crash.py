"""A crash report that can be sent to somebody: where it happened, none of what was typed."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from callmate import __version__
from callmate.text import show

LARGEST_REPORT: Final = 256 * 1024
"""Bytes; a longer file is begun anew with the next report."""

HIDDEN: Final = "···"

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_NUMBER = re.compile(r"\d{4,}")


def describe(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """The report of one crash: versions, the way to the error, its message without values.

    Holds no local variables. In messages, whatever is quoted, any four digits in a row and any
    of ``secrets`` are hidden: they may be what a person typed.
    """
    import platform  # Not before there is a crash: both cost time at the start.
    from importlib.metadata import version

    home = str(Path.home())
    lines = [
        f"callmate {__version__}, textual {version('textual')}, "
        f"Python {platform.python_version()}, {platform.system()}\n"
    ]
    for part in traceback.TracebackException.from_exception(error).format():
        is_place = part.startswith("  File ")
        lines.append(part.replace(home, "~") if is_place else _without_values(part, secrets))
    return "".join(lines)


def write_report(path: Path, when: str, text: str) -> None:
    """Add a report to the file at ``path``, readable by its owner alone.

    Raises :class:`OSError` where that cannot be done, also when ``path`` is a symbolic link.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        if os.fstat(file.fileno()).st_size > LARGEST_REPORT:
            file.truncate(0)
        file.write(f"== {when}\n{text}\n".encode("utf-8", "backslashreplace"))


def _without_values(message: str, secrets: Iterable[str]) -> str:
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        message = message.replace(secret, HIDDEN)
    message = _NUMBER.sub(HIDDEN, _QUOTED.sub(HIDDEN, message))
    return show(message, newline="\n")
