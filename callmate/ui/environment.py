"""What must be so before Textual is imported: it reads its settings once, at import."""

from __future__ import annotations

import codecs
from collections.abc import MutableMapping
from typing import Final, Protocol

from callmate.errors import UsageError

REFUSED: Final = (
    "TEXTUAL",  # development features: sends all that happens, keys too, to another program
    "TEXTUAL_DEBUG",  # writes every key, PINs too, to ./keys.log
    "TEXTUAL_LOG",  # the same for messages
    "TEXTUAL_PRESS",  # presses keys nobody pressed
    "TEXTUAL_SCREENSHOT",  # ends the program
    "TEXTUAL_SHOW_RETURN",
)

REMOTE_ESCAPE_DELAY_MS: Final = "250"
"""How long a lone Escape waits over a network, where an arrow key can arrive in two pieces."""


class Stream(Protocol):
    """As much of ``sys.__stdin__`` and its like as is asked here."""

    @property
    def encoding(self) -> str: ...

    def isatty(self) -> bool: ...


def prepare(environ: MutableMapping[str, str]) -> tuple[str, ...]:
    """Settle Textual's settings in ``environ``; return the names of those that were removed.

    Must come before the first import of textual.
    """
    removed = tuple(name for name in REFUSED if environ.pop(name, None) is not None)
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if environ.get("SSH_CONNECTION"):
        environ.setdefault("ESCDELAY", REMOTE_ESCAPE_DELAY_MS)
    if _is_iterm(environ) and not environ.get("TMUX"):
        # With the kitty protocol on, iTerm2 drops what an input method composes.
        environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    return removed


def require_terminal(
    stdin: Stream | None,
    stdout: Stream | None,
    stderr: Stream | None,
    environ: MutableMapping[str, str],
) -> None:
    """Raise :class:`UsageError` unless the screen can be shown here.

    Textual reads standard input and paints on standard error. A driver named in TEXTUAL_DRIVER
    (the browser's) speaks through pipes instead, so it is not asked for a terminal.
    """
    if environ.get("TEXTUAL_DRIVER"):
        return
    streams = {"input": stdin, "output": stdout, "error output": stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            raise UsageError(
                f"callmate needs a terminal, but its standard {name} is not one: "
                "start it in a terminal window without redirection."
            )
    if stderr is not None and not _is_utf8(stderr.encoding):
        raise UsageError(
            f"callmate needs a UTF-8 terminal, but this one is set to {stderr.encoding}: "
            "start it with LC_ALL=C.UTF-8 callmate."
        )


def _is_iterm(environ: MutableMapping[str, str]) -> bool:
    return environ.get("TERM_PROGRAM") == "iTerm.app" or environ.get("LC_TERMINAL") == "iTerm2"


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
