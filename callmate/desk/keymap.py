"""A person's own keys: which default key each pressed key stands for, and how it is shown.

``[keys]`` in ``config.toml`` names commands of the registry and the keys they are to have; all
else keeps its default. Everything behind the keyboard goes on speaking of the default keys.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from callmate.desk.commands import COMMANDS, SHOWN_KEY, SIGNS, CommandSpec, is_function_key
from callmate.desk.view import View

TAKEN: Final = {
    "ctrl+i": "it arrives as tab",
    "ctrl+m": "it arrives as enter",
    "ctrl+j": "it arrives as enter",
    "ctrl+h": "it arrives as backspace",
    "ctrl+b": "tmux takes it",
    "ctrl+c": "it says how to close the screen",
    "ctrl+q": "it closes the screen",
    "ctrl+l": "it hides the screen",
    "escape": "it arrives late",
    "f1": "terminals take it for help",
    "f10": "terminals take it for their menu",
    "f11": "terminals take it for the full screen",
    "f12": "desktops take it",
}
"""Keys that cannot be given to a command, and why (measured in common terminals)."""

FIXED: Final = frozenset({"tick", "page", "level"})

WRITTEN: Final = {shown: key for key, shown in {**SIGNS, **SHOWN_KEY}.items()} | {"esc": "escape"}
NAMES: Final = frozenset({
    *SHOWN_KEY, *WRITTEN.values(), "tab", "left", "right", "home", "end", "pageup", "pagedown",
    "insert",
})  # fmt: skip
"""Keys that are named by a word which is not the Unicode name of their character."""
FUNCTION_KEYS: Final = frozenset(f"f{number}" for number in range(1, 13))
HELD: Final = ("ctrl+", "alt+", "shift+")


@dataclass(frozen=True, slots=True)
class Keymap:
    """``stands_for`` gives the default key of a pressed one, empty for a key that was given up;
    ``keys_of`` the keys of the commands that have others than by default."""

    stands_for: Mapping[str, str] = field(default_factory=dict)
    keys_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def default(self, key: str) -> str:
        """The default key that a pressed key stands for."""
        return self.stands_for.get(key, key)

    def meant(self, key: str, view: View) -> str:
        """The same where keys are commands; what is typed, or answers a strip, is as pressed."""
        if view.strip is not None and view.strip.choice(key):
            return key
        if view.field is not None and not is_function_key(key):
            return self.after_escape(key)
        return self.default(key)

    def after_escape(self, key: str) -> str:
        """A key that came as one with an Escape before it, as the default key that it is."""
        letter = key.removeprefix("alt+")
        return key if letter == key else f"alt+{self.default(letter)}"

    def spec(self, spec: CommandSpec) -> CommandSpec:
        """A command with the keys it has here."""
        keys = self.keys_of.get(spec.id)
        return replace(spec, keys=keys) if keys else spec


DEFAULT: Final = Keymap()


def named(text: str) -> str:
    """A key as a person writes it, by the name it has here: ``,`` is ``comma``, ``F2`` ``f2``."""
    text = text.strip()
    if text in WRITTEN:
        return WRITTEN[text]
    if len(text) != 1:
        return text.lower()
    return text if text.isalnum() else _sign(text)


def _sign(character: str) -> str:
    """A sign by its Unicode name, as the terminal's keys are named: ``;`` is ``semicolon``."""
    return unicodedata.name(character, "").lower().replace(" ", "_").replace("-", "_")


def _is_key(key: str) -> bool:
    """Whether there is a key of that name."""
    for held in HELD:
        if key.startswith(held):
            return _is_key(key.removeprefix(held))
    if len(key) == 1 or key in NAMES:
        return key.isprintable()
    if is_function_key(key):
        return key in FUNCTION_KEYS
    try:
        return _sign(unicodedata.lookup(key.replace("_", " "))) == key
    except KeyError:
        return False


def keymap(
    wanted: Mapping[str, tuple[str, ...]], commands: Iterable[CommandSpec] = COMMANDS
) -> tuple[Keymap, list[tuple[str, str]]]:
    """The keymap of ``[keys]``; and for each entry that was left out, its command and why."""
    specs = {spec.id: spec for spec in commands}
    problems: list[tuple[str, str]] = []
    given: dict[str, tuple[str, ...]] = {}
    for command, texts in wanted.items():
        keys = tuple(named(text) for text in texts)
        why = _fault(specs.get(command), keys)
        if why:
            problems.append((command, f"keys.{command}: {why}; its default stands."))
        else:
            given[command] = keys
    _settle(specs, given, problems)
    for spec in specs.values():
        if (live := _follows(specs, spec, given)) is not None:
            given[spec.id] = tuple(key for key in given[live] if not is_function_key(key))
    kept = {key for spec in specs.values() if spec.id not in given for key in spec.keys}
    stands_for = {key: "" for one in given for key in specs[one].keys if key not in kept}
    for command, keys in given.items():
        for key in keys:
            stands_for[key] = _default_for(specs[command], key)
    return Keymap(stands_for, given), problems


def _fault(spec: CommandSpec | None, keys: tuple[str, ...]) -> str:
    """What is wrong with an entry by itself; empty if nothing."""
    if spec is None:
        return "there is no such command (each has its name in `callmate keys`)"
    if any(" " in key for key in spec.keys):
        return "it stands in the menu of z, whose second keys are fixed"
    if spec.id in FIXED:
        return "its digits are fixed"
    if not keys or not all(keys):
        return "name at least one key"
    for key in keys:
        if key in TAKEN:
            return f"{key} cannot be used: {TAKEN[key]}"
        if " " in key or key.isdigit():
            return f"“{key}” is no single free key"
        if not _is_key(key):
            return f"there is no key “{key}”"
        if is_function_key(key) and not any(map(is_function_key, spec.keys)):
            return f"{key}: only a command that has a function key can be given another"
    return ""


def _settle(
    specs: Mapping[str, CommandSpec],
    given: dict[str, tuple[str, ...]],
    problems: list[tuple[str, str]],
) -> None:
    """Leave out entries whose key is another command's.

    It does not help if that one has other places: a key stands for one default key everywhere.
    """
    while True:
        clash = next(_clashes(specs, given), None)
        if clash is None:
            return
        command, key, other = clash
        del given[command]
        why = f"{key} is the key of {other} too; give that one another key as well"
        problems.append((command, f"keys.{command}: {why}; its default stands."))


def _clashes(
    specs: Mapping[str, CommandSpec], given: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    for command, keys in given.items():
        mine = specs[command]
        for other in specs.values():
            if other.id == command or _shares(mine, other) or _follows(specs, other, given):
                continue
            both = set(keys) & set(given.get(other.id, other.keys))
            if both - set(mine.keys):
                yield command, min(both), other.id


def _shares(one: CommandSpec, other: CommandSpec) -> bool:
    """Whether two commands have one letter between them: a live one, and a page at idle."""
    return "around" in (one.group, other.group) and bool(set(one.keys) & set(other.keys))


def _follows(
    specs: Mapping[str, CommandSpec], spec: CommandSpec, given: Mapping[str, tuple[str, ...]]
) -> str | None:
    """The command whose new key a page between the calls takes too, since a key stands for one
    default key everywhere."""
    if spec.group != "around" or spec.id in given:
        return None
    return next((one for one in given if one in specs and _shares(specs[one], spec)), None)


def _default_for(spec: CommandSpec, key: str) -> str:
    """The default key that stands for the command: a function key for a function key."""
    return next(
        (own for own in spec.keys if is_function_key(own) == is_function_key(key)), spec.keys[0]
    )
