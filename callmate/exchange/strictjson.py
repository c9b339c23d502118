"""JSON as a file must hold it: no doubtful text, no value that readers disagree about.

Numbers with a point are read as ``Decimal``, so that writing them gives back what was read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from callmate.errors import UsageError

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_DIGITS: Final = 300
"""A longer whole number is not one that any reader of JSON can be relied on to keep."""

UTF8_MARK: Final = b"\xef\xbb\xbf"
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

Path = tuple[Any, ...]
"""A place in a document, innermost step last, as nested pairs: ``((), "calls"), 0)``."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the tree for a value that is not accepted, until its place is known."""

    why: str


def load(data: bytes, name: str) -> Any:
    """The value of a UTF-8 JSON text; ``name`` is the file's, for the message of a refusal.

    A byte order mark and CRLF are tolerated. Raises UsageError with one line that says where.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name}: larger than 64 MiB; expected a smaller JSON file")
    text = _decode(data, name)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_number,
            parse_int=_whole,
            parse_constant=lambda word: _Refused(f"expected a number, got {word}"),
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{name}: {where}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise _too_deep(name) from error
    _check(value, name)
    return value


def _decode(data: bytes, name: str) -> str:
    if data.startswith(UTF16_MARKS) or b"\0" in data[:4]:
        raise UsageError(f"{name}: line 1, byte 1: UTF-16 or UTF-32 text; expected UTF-8")
    data = data.removeprefix(UTF8_MARK)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        byte = f"0x{data[error.start]:02X}"
        raise UsageError(
            f"{name}: line {line}, byte {column}: {byte} is not UTF-8; expected a file in UTF-8"
        ) from error


def _object(pairs: list[tuple[str, Any]]) -> Any:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return _Refused(f"the key {shorten(key)} stands twice; expected it once")
        seen.add(key)
    return value


def _number(text: str) -> Any:
    if math.isinf(float(text)):
        return _Refused(f"expected a number that a computer can hold, got {text[:20]}")
    return Decimal(text)


def _whole(text: str) -> Any:
    if len(text) > MAX_DIGITS:
        return _Refused(f"expected a number of at most {MAX_DIGITS} digits, got {len(text)}")
    return int(text)


def _check(root: Any, name: str) -> None:
    """Refuse the first value that was marked on the way, and nesting beyond reason."""
    waiting: list[tuple[Any, Path, int]] = [(root, (), 0)]
    while waiting:
        value, path, depth = waiting.pop()
        if isinstance(value, _Refused):
            raise UsageError(f"{name}: {path_text(path)}: {value.why}")
        if not isinstance(value, (dict, list)):
            continue
        if depth >= MAX_DEPTH:
            raise _too_deep(name)
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        waiting.extend(reversed([(one, (path, key), depth + 1) for key, one in inner]))


def _too_deep(name: str) -> UsageError:
    return UsageError(f"{name}: nested too deeply; expected at most {MAX_DEPTH} levels")


def path_text(path: Path) -> str:
    """A place as people write it: ``calls[0].events[3]``; the whole document is ``(top)``."""
    return dotted(reversed(list(_steps(path)))) or "(top)"


def dotted(steps: Iterator[Any]) -> str:
    """Keys and indexes, outermost first, as a JSON path."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if str(step).isidentifier() else f"[{shorten(str(step))}]"
    return text.removeprefix(".")


def _steps(path: Path) -> Iterator[Any]:
    while path:
        path, step = path
        yield step


def shorten(value: object, limit: int = 40) -> str:
    """A value for an error line: as JSON in ASCII, cut after ``limit`` characters."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = write(value, ascii_only=True)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def write(
    value: Any, *, indent: int = 0, sort: bool = False, ascii_only: bool = False, _level: int = 0
) -> str:
    """A value as JSON text: compact, or one member a line if ``indent`` is given.

    Texts that hold invisible or active characters are written in escapes, so that the output
    can be looked at in a terminal.
    """
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=ascii_only or not value.isprintable())
    if isinstance(value, Decimal):
        return str(value)
    if not isinstance(value, (dict, list, tuple)):
        return json.dumps(value, allow_nan=False)

    def inner(one: Any) -> str:
        return write(one, indent=indent, sort=sort, ascii_only=ascii_only, _level=_level + 1)

    if isinstance(value, dict):
        keys = sorted(value) if sort else list(value)
        gap = ": " if indent else ":"
        parts = [inner(str(key)) + gap + inner(value[key]) for key in keys]
        return _wrap("{", parts, "}", indent, _level)
    return _wrap("[", [inner(one) for one in value], "]", indent, _level)


def _wrap(left: str, parts: list[str], right: str, indent: int, level: int) -> str:
    if not indent or not parts:
        return left + ",".join(parts) + right
    pad = "\n" + " " * indent * (level + 1)
    return left + pad + ("," + pad).join(parts) + "\n" + " " * indent * level + right


def canonical(value: Any) -> str:
    """The one spelling of a value: keys sorted, no spaces, ASCII."""
    return write(value, sort=True, ascii_only=True)
