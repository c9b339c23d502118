"""What a command is, and short ways to write one down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["live", "more", "around", "edit", "view", "card", "cases"]
Place = Literal["idle", "call", "menu", "hold", "closing"]

IN_CALL: Final[tuple[Place, ...]] = ("call", "menu", "hold", "closing")
EVERYWHERE: Final[tuple[Place, ...]] = ("idle", *IN_CALL)
NO_MENU: Final[tuple[Place, ...]] = ("idle", "call", "hold", "closing")


MORE_KEY: Final = "z"


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command.

    ``label`` is for the key bar, ``help`` says what pressing it does; ``group`` is the heading
    it is listed under (``more``: the second key of the ``z`` menu). ``live`` commands log at
    once; their function keys work while typing too. ``field`` is the prompt of the field it
    opens, if it opens one.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    places: tuple[Place, ...] = EVERYWHERE
    field: str = ""
    live: bool = False


def live(
    name: str, keys: str, label: str, tip: str, *, field: str = "",
    places: tuple[Place, ...] = EVERYWHERE,
) -> CommandSpec:  # fmt: skip
    return CommandSpec(name, tuple(keys.split()), label, tip, "live", places, field, live=True)


def more_of(
    name: str, key: str, label: str, tip: str, *, field: str = "",
    places: tuple[Place, ...] = IN_CALL, live: bool = True, also: str = "",
) -> CommandSpec:  # fmt: skip
    keys = (*also.split(), f"{MORE_KEY} {key}")
    return CommandSpec(name, keys, label, tip, "more", places, field, live)


def around(name: str, key: str, label: str, tip: str) -> CommandSpec:
    """A page between the calls, on the letter that a live command has during one."""
    return CommandSpec(name, (key,), label, tip, "around", ("idle",))


def other(
    group: Group, name: str, keys: str, label: str, tip: str,
    places: tuple[Place, ...] = EVERYWHERE,
) -> CommandSpec:  # fmt: skip
    return CommandSpec(name, tuple(keys.split()), label, tip, group, places)
