"""What an archive says of itself, and how much of one from elsewhere is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from callmate.errors import UsageError

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
MIB: Final = 1 << 20
LONGEST_PART: Final = 255
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of an archive: bytes of all its files together, files, bytes of the manifest.

    No file of more than ``small`` bytes may be over ``ratio`` times as long as it was packed.
    """

    total: int
    files: int
    manifest: int
    ratio: int
    small: int = MIB


STRICT: Final = Limits(200 * MIB, 10_000, 8 * MIB, 100)
"""For archives from anywhere."""
ROOMY: Final = Limits(1 << 40, 5_000_000, 1024 * MIB, 1100)
"""For the own backup of a person, which may be of very many cases: deflate shrinks no more."""


class Entry(NamedTuple):
    """What the manifest says of a file: its size in bytes, and its hash."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``kind`` is ``backup`` or ``case``; ``made`` is when, in RFC 3339, by which version."""

    kind: str
    made: str
    version: str
    about: Mapping[str, Any]
    files: Mapping[str, Entry]


def is_safe_name(name: str) -> bool:
    """Whether a file of an archive may bear this name: relative, and nothing but names in it."""
    parts = name.split("/")
    return name.isprintable() and all(
        part not in ("", ".", "..")
        and not set(part) & set('\\:<>|"*?')
        and len(part.encode("utf-8")) <= LONGEST_PART
        for part in parts
    )


def written(
    kind: str, made: datetime, version: str, about: Mapping[str, Any], files: Mapping[str, Entry]
) -> bytes:
    """A manifest as it stands in an archive."""
    told = {
        "callmate": kind,
        "format": FORMAT,
        "made": made.isoformat(timespec="seconds"),
        "version": version,
        "about": dict(about),
        "files": {name: entry._asdict() for name, entry in sorted(files.items())},
    }
    return f"{json.dumps(told, indent=1)}\n".encode("ascii")


def parse(text: bytes) -> Manifest:
    """A manifest of an archive. Raises UsageError, whose words go on from the archive's name."""
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise UsageError(f"its {MANIFEST} cannot be read") from None
    if not isinstance(told, dict) or told.get("callmate") not in ("backup", "case"):
        raise UsageError("it is no archive of callmate")
    form = told.get("format")
    if type(form) is not int or form < 1:
        raise UsageError(f"its {MANIFEST} names no format")
    if form > FORMAT:
        raise UsageError("a newer callmate made it; use that one")
    made, version, about, files = (told.get(key) for key in ("made", "version", "about", "files"))
    if not (isinstance(made, str) and isinstance(version, str)):
        raise UsageError(f"its {MANIFEST} does not say when it was made, or by what")
    if not (isinstance(about, dict) and isinstance(files, dict)):
        raise UsageError(f"its {MANIFEST} does not say what is in it")
    return Manifest(
        told["callmate"], made, version, about,
        {name: _entry(name, said) for name, said in files.items()},
    )  # fmt: skip


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _entry(name: str, said: object) -> Entry:
    size, hashed = (said.get(key) for key in Entry._fields) if isinstance(said, dict) else (0, "")
    is_hash = isinstance(hashed, str) and _SHA256.fullmatch(hashed)
    if not is_hash or type(size) is not int or size < 0:
        raise UsageError(f"its {MANIFEST} says nothing sound of {name}")
    return Entry(size, str(hashed))
