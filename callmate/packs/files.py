"""The texts of the packs: those that come with callmate, and those in a person's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 1 << 20
"""Bytes; a pack is read whole at every start."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack's text and the name it is called by in a message."""

    name: str
    text: str
    own: bool = False
    """Whether the person wrote it; else it came with callmate."""


def built_in() -> Iterator[PackFile]:
    folder = resources.files("callmate.packs")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield PackFile(file.name, file.read_text(encoding="utf-8"))


def of_user(problems: list[str], folder: Path | None) -> Iterator[PackFile]:
    """The files of a person's folder; one that cannot be read is named among the problems."""
    if folder is None or not folder.is_dir():
        return
    try:
        files = sorted(folder.glob("*.toml"))
    except OSError as error:
        problems.append(f"The packs folder {folder} cannot be read: {error.strerror}.")
        return
    for file in files:
        try:
            if not file.is_file():
                problems.append(f"{file} is not a file that can be read; it is left out.")
            elif file.stat().st_size > LARGEST_FILE:
                problems.append(f"{file} is larger than a pack can be; it is left out.")
            else:
                yield PackFile(str(file), file.read_text(encoding="utf-8"), own=True)
        except OSError as error:
            problems.append(f"{file} cannot be read: {error.strerror}.")
        except UnicodeDecodeError:
            problems.append(f"{file} is not UTF-8 text; save it as UTF-8.")
