"""A case script: read from a file, checked, and told apart from the ones that are known already.

The parts of the exchange that need pydantic are imported by this module; import it on use.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from callmate.errors import UsageError
from callmate.exchange import form, strictjson

SCHEMA: Final = form.SCHEMA


@dataclass(frozen=True, slots=True)
class ScriptEvent:
    """One event: its object as it stood in the file, and the checked values its type knows."""

    raw: dict[str, Any]
    form: form.EventForm
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScriptCall:
    """One call: its object without the events, the checked form, and the events in file order."""

    raw: dict[str, Any]
    form: form.CallForm
    events: tuple[ScriptEvent, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A checked script. ``name`` is the file's; ``digest`` is of the canonical content."""

    name: str
    id: str
    digest: str
    raw: dict[str, Any]
    """The top level without the calls."""
    form: form.ScriptForm
    calls: tuple[ScriptCall, ...]


def read_script(path: Path) -> Script:
    """The script in a file. Raises UsageError, with one line, for whatever is wrong with it."""
    name = path.name
    try:
        data = _read(path)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UsageError(f"{path}: {reason}; expected a case script in JSON") from error
    if len(data) > strictjson.MAX_BYTES:
        raise UsageError(f"{path}: larger than 64 MiB; expected a smaller case script")
    return parse_script(data, name)


def _read(path: Path) -> bytes:
    """At most one byte more than is allowed, without waiting for a pipe that nobody fills."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a regular file")
        return file.read(strictjson.MAX_BYTES + 1)


def parse_script(data: bytes, name: str) -> Script:
    """The script in the bytes of a file called ``name``."""
    value = strictjson.load(data, name)
    checked = form.check(value, name)
    calls = []
    for index, (raw, call) in enumerate(zip(value["calls"], checked.calls, strict=True)):
        events = tuple(
            ScriptEvent(one, event, form.values_of(event, name, ("calls", index, "events", row)))
            for row, (one, event) in enumerate(zip(raw["events"], call.events, strict=True))
        )
        calls.append(ScriptCall(_without(raw, "events"), call, events))
    top = _without(value, "calls")
    return Script(name, checked.id, digest(value), top, checked, tuple(calls))


def _without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: one for name, one in value.items() if name != key}


def digest(script: dict[str, Any]) -> str:
    """SHA-256 of the canonical text of a whole script, in hex."""
    return hashlib.sha256(strictjson.canonical(script).encode("ascii")).hexdigest()


def is_known(script: Script, known_digest: str | None) -> bool:
    """Whether the script was imported before, so that there is nothing to do.

    ``known_digest`` is that of the case imported under the same ``id`` (``script_digest`` of its
    summary), None if there is none. Raises UsageError if the content differs.
    """
    if known_digest is None:
        return False
    if known_digest == script.digest:
        return True
    raise UsageError(
        f"{script.name}: id: {strictjson.shorten(script.id)} was imported before with other "
        "content; give this script an id of its own"
    )


def dump(script: dict[str, Any]) -> str:
    """A script as the text of a file, one member a line, ending in a newline."""
    return strictjson.write(script, indent=1) + "\n"
