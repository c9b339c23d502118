"""Whose the files of a store are, who may read them, and what was left lying there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import Final

from callmate.paths import FILE_MODE, FOLDER_MODE
from callmate.store.checkup.finding import Finding, broken, look, ok
from callmate.store.clones import LONGEST_FILE, devices_in
from callmate.store.fs import REAL
from callmate.store.lanes.scan import named
from callmate.store.leftovers import Leftover, leftovers
from callmate.store.strangers import is_litter, strangers

NAMED: Final = 3
"""Files that are named; of the others only the number is said."""
AGE_S: Final = 60.0
"""A file that was written just now may be another machine's, which is still at it."""


def look_at_files(root: Path, now_s: float) -> Iterator[Finding]:
    """Modes, owners, device, leftovers; ``now_s`` in seconds of the epoch."""
    there = list(_walk(root))
    yield _modes(root, there)
    yield from _owners(there)
    yield _device(root)
    yield _leftovers(root, now_s)
    yield from _strangers(root)


def _walk(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """A folder before what is in it; what may not be looked at is left out."""
    yield root, os.stat(root)
    for parent, folders, names in os.walk(root):
        for name in (*folders, *names):
            if not is_litter(name):
                with suppress(OSError):
                    yield Path(parent, name), os.lstat(Path(parent, name))


def _modes(root: Path, there: Iterable[tuple[Path, os.stat_result]]) -> Finding:
    others = [path for path, seen in there if _is_open_to_others(seen)]
    shut = [path for path, seen in there if _is_shut(seen)]
    if not others and not shut:
        return ok("modes", "Nobody else may read the store.")

    def mend() -> str:
        return f"Only you may read or write {first_of(made_private(root))} now."

    if shut:
        said = f"You may not read or write {first_of(shut)}."
        return broken("modes", said, _chmod(shut[0], shut[0].is_dir()), mend)
    return look(
        "modes",
        f"Others may read or write {first_of(others)}.",
        _chmod(others[0], others[0].is_dir()),
        mend,
    )


def _is_open_to_others(seen: os.stat_result) -> bool:
    return _is_ours(seen) and bool(stat.S_IMODE(seen.st_mode) & 0o077)


def _is_shut(seen: os.stat_result) -> bool:
    wanted = 0o700 if stat.S_ISDIR(seen.st_mode) else 0o600
    return _is_ours(seen) and stat.S_IMODE(seen.st_mode) & wanted != wanted


def _is_ours(seen: os.stat_result) -> bool:
    plain = stat.S_ISREG(seen.st_mode) or stat.S_ISDIR(seen.st_mode)
    return plain and seen.st_uid == os.geteuid()


def _chmod(path: Path, is_folder: bool) -> str:
    return f"chmod {FOLDER_MODE if is_folder else FILE_MODE:o} {quote(str(path))}"


def made_private(root: Path) -> list[Path]:
    """Give all that is ours in a folder the modes it should have; what had others."""
    changed = []
    for path, seen in _walk(root):  # a folder that is opened here is gone into
        if _is_open_to_others(seen) or _is_shut(seen):
            path.chmod(FOLDER_MODE if stat.S_ISDIR(seen.st_mode) else FILE_MODE)
            changed.append(path)
    return changed


def look_at_root(root: Path, trouble: str) -> Finding:
    """A store that cannot be used, and why."""

    def mend() -> str:
        root.chmod(FOLDER_MODE)
        return f"You may read and write {root} now."

    try:
        is_shut = os.path.isdir(root) and _is_shut(os.stat(root))
    except OSError:
        is_shut = False
    if is_shut:
        return broken("store", trouble, "--repair does that.", mend)
    return broken("store", trouble, "Until then nothing is saved.")


def _owners(there: Iterable[tuple[Path, os.stat_result]]) -> Iterator[Finding]:
    foreign = [path for path, seen in there if seen.st_uid != os.geteuid()]
    if foreign:
        yield broken(
            "owner", f"Another user owns {first_of(foreign)}.", f"chown {os.geteuid()} {foreign[0]}"
        )
    odd = [path for path, seen in there if not _is_plain(seen)]
    if odd:
        yield look(
            "odd files", f"No plain file or folder: {first_of(odd)}.",
            "callmate does not touch it; move it away if you do not know it.",
        )  # fmt: skip


def _is_plain(seen: os.stat_result) -> bool:
    return stat.S_ISREG(seen.st_mode) or stat.S_ISDIR(seen.st_mode)


def _device(root: Path) -> Finding:
    path = root / "device"
    if not os.path.lexists(path):
        return ok("device", "It gets an id with the first event.")
    if device := device_of(root):
        return ok("device", f"This device writes its files as {device}.")
    return broken("device", f"{path} holds no id, so each start takes another.", f"rm {path}")


def device_of(root: Path) -> str:
    """The id that the device of a store has; "" if no file tells."""
    try:
        fd = REAL.open(root / "device", os.O_RDONLY)
    except OSError:
        return ""
    try:
        found = devices_in(os.read(fd, LONGEST_FILE).decode("ascii", "replace"))
    finally:
        os.close(fd)
    return found[0] if found else ""


def all_leftovers(root: Path, before_s: float) -> Iterator[Leftover]:
    """Leftovers anywhere in a store that were last written before a time."""
    for parent, _, _ in os.walk(root):
        with suppress(PermissionError):  # told of with the modes
            yield from (one for one in leftovers(Path(parent)) if one.at < before_s)


def _strangers(root: Path) -> Iterator[Finding]:
    found = [path for path in strangers(root) if _is_plain(os.lstat(path))]
    if found:
        yield look(
            "not ours", f"Not of callmate: {first_of(found)}.",
            "It reads none of that and leaves it as it is; if you do not need it, delete it: what "
            "you have callmate forget may still be in it.",
        )  # fmt: skip


def _leftovers(root: Path, now_s: float) -> Finding:
    found = [one.path for one in all_leftovers(root, now_s - AGE_S)]
    if not found:
        return ok("leftovers", "No half-written file lies about.")
    said = f"A program that was stopped left half-written: {first_of(found)}."
    return look("leftovers", said, "What they were for is in other files.", _remover(found))


def _remover(paths: Iterable[Path]) -> Callable[[], str]:
    def mend() -> str:
        gone = [path for path in paths if _is_removed(path)]
        return f"{len(gone)} removed."

    return mend


def _is_removed(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True


def first_of(paths: Iterable[Path]) -> str:
    """The first of them by name, and how many more there are."""
    found = list(paths)
    names = ", ".join(named(path) for path in found[:NAMED])
    return names + (f" and {len(found) - NAMED} more" if len(found) > NAMED else "")
