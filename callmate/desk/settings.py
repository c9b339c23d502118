"""The person's ``config.toml``: their own keys, and what an hour of theirs is worth. What is wrong
in it is said, never fatal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from callmate.desk.keymap import DEFAULT, Keymap, keymap
from callmate.model.insight.money import Money

FILE: Final = "config.toml"
KNOWN: Final = ("keys", "money")
MOST_CURRENCY: Final = 8
MOST_HOURLY: Final = 1e9


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file says, and one sentence for each entry that was left out."""

    keymap: Keymap = DEFAULT
    problems: tuple[str, ...] = ()
    money: Money | None = None
    """What their own time is worth; None, as it is by itself, shows no money anywhere."""


def read_settings(folder: Path) -> Settings:
    """The settings in a folder; the defaults where it has none."""
    file = folder / FILE
    if file.exists() and not file.is_file():  # a pipe would be waited for, a device read for ever
        return Settings(problems=(f"{file} is not a file; move it away.",))
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
        f"{file}: there is no table [{name}]; only [keys] and [money] are known."
        for name in told
        if name not in KNOWN
    ]
    found, faults = _keys(file, text, told.get("keys", {}))
    money, fault = _money(file, text, told["money"]) if "money" in told else (None, "")
    return Settings(found, (*problems, *faults, *([fault] if fault else ())), money)


def _keys(file: Path, text: str, table: Any) -> tuple[Keymap, list[str]]:
    """The keys in force, and what is wrong with those that were told."""
    if not isinstance(table, dict):
        return DEFAULT, [f"{file}: keys must be a table: [keys]."]
    problems: list[str] = []
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
    return found, problems


def _money(file: Path, text: str, table: Any) -> tuple[Money | None, str]:
    """What an hour is worth, or none and what is wrong with it."""
    off = "no money is shown"
    if not isinstance(table, dict):
        return None, f"{file}: money must be a table: [money]; {off}."
    hourly, currency = table.get("hourly"), table.get("currency", "")
    is_number = isinstance(hourly, int | float) and not isinstance(hourly, bool)
    if hourly is None or not is_number or not 0 < hourly <= MOST_HOURLY:
        where = f"{file}, line {_line(text, 'hourly')}"
        return None, f"{where}: money.hourly must be a number above 0: hourly = 25; {off}."
    if not isinstance(currency, str) or len(currency.strip()) > MOST_CURRENCY:
        where = f"{file}, line {_line(text, 'currency')}"
        return None, f'{where}: money.currency must be a short text: currency = "$"; {off}.'
    return Money(float(hourly), currency.strip()), ""


def _line(text: str, command: str) -> int:
    """Where an entry stands; 1 if it is written in a way that does not show."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.split("=")[0].strip().strip("\"'") == command:
            return number
    return 1
