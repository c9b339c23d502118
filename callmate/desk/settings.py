"""The person's ``config.toml``: so far their own keys. What is wrong in it is said, never fatal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from callmate.desk.keymap import DEFAULT, Keymap, keymap

FILE: Final = "config.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, and one sentence for each entry that was left out."""

    keymap: Keymap = DEFAULT
    problems: tuple[str, ...] = ()


def read_settings(folder: Path) -> Settings:
    """The settings in a folder; the defaults where it has none."""
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        return Settings(problems=(f"{file} cannot be read: {error.strerror}.",))
    except UnicodeDecodeError:
        return Settings(problems=(f"{file} is not UTF-8 text; save it as UTF-8.",))
    import tomllib  # only for those who have a file

    try:
        told = tomllib.loads(text)
    except RecursionError:
        return Settings(problems=(f"{file} is nested too deeply; the defaults stand.",))
    except ValueError as error:  # not TOML, or a number beyond all bounds
        return Settings(problems=(f"{file} is not TOML: {error}; the defaults stand.",))
    return _read(file, text, told)


def _read(file: Path, text: str, told: dict[str, Any]) -> Settings:
    problems = [
        f"{file}: there is no table [{name}]; only [keys] is known."
        for name in told
        if name != "keys"
    ]
    table = told.get("keys", {})
    if not isinstance(table, dict):
        return Settings(problems=(*problems, f"{file}: keys must be a table: [keys]."))
    wanted: dict[str, tuple[str, ...]] = {}
    for command, value in table.items():
        keys = [value] if isinstance(value, str) else value
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            wanted[command] = tuple(keys)
        else:
            problems.append(
                f"{file}, line {_line(text, command)}: keys.{command} must be a key, or a list of "
                'keys: hold = "h" or hold = ["h", "f2"]; its default stands.'
            )
    found, faults = keymap(wanted)
    problems += [f"{file}, line {_line(text, command)}: {why}" for command, why in faults]
    return Settings(found, tuple(problems))


def _line(text: str, command: str) -> int:
    """Where an entry stands; 1 if it is written in a way that does not show."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.split("=")[0].strip().strip("\"'") == command:
            return number
    return 1
