"""Puts a backup into a store that has no case yet.

All of it is unpacked and checked out of sight first. The cases come last and at once, so that a
restore that is cut short leaves a store without cases, into which the same backup goes again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from callmate.errors import CallmateError, UsageError
from callmate.paths import make_private_folder
from callmate.store.archives.archive import ROOMY, Archive
from callmate.store.archives.backing import KIND, LANES, PLAIN, SETTINGS, is_of_lanes
from callmate.store.archives.placing import put_in_place, unpack
from callmate.store.archives.staging import stage
from callmate.store.clones import DEVICE, DEVICE_ID, device_file, devices_in, random_device
from callmate.store.fs import REAL
from callmate.store.lanes.scan import Health, Place, is_lane, read_on
from callmate.store.layout import CASES, each_case
from callmate.store.library import trouble_with
from callmate.store.upgrade import FORMAT, format_of, note_format


@dataclass(slots=True)
class Restored:
    """What is in the store now. ``damaged`` lanes were so when the backup was made; ``settings``
    says whether they were put in, None if the backup has none."""

    cases: int = 0
    events: int = 0
    damaged: list[str] = field(default_factory=list)
    settings: bool | None = None
    new_device: bool = False


def restore(root: Path, config: Path, path: Path) -> Restored:
    """Put a backup into the store ``root``, and its settings into ``config`` if there are none.

    Raises CallmateError if there is a case, or anything is wrong with the backup; the store is
    then as it was.
    """
    if trouble := trouble_with(root):
        raise CallmateError(trouble)
    _refuse_cases(root)
    with Archive.open(path, ROOMY) as found:
        _refuse_other(found, path)
        _refuse_full(found, root)
        with _of_disk(root), _stage(root) as place:
            restored = _unpacked(found, path, place)
            _publish(place, root, config, restored)
    return restored


@contextmanager
def _of_disk(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CallmateError(
            f"Nothing was restored: {root} cannot be written ({error.strerror or error})."
        ) from None


def _refuse_cases(root: Path) -> None:
    if any(each_case(root)):
        raise CallmateError(
            f"There are cases in {root} already, and nothing is written over. Name an empty folder "
            "for the store (CALLMATE_HOME=FOLDER callmate restore FILE), or add the cases of the "
            "backup to these with: callmate import FILE"
        )


def _refuse_other(found: Archive, path: Path) -> None:
    """Raises UsageError for what is not a whole backup."""
    if found.manifest.kind != KIND:
        raise UsageError(
            f"{path} is of one case, not a backup; take it in with: callmate import FILE"
        )
    missing = found.manifest.files.keys() - set(found.names)
    if missing:
        raise UsageError(f"{path}: {min(missing)} is missing from it; nothing was restored.")
    for name in found.names:
        if not _belongs(name):
            raise UsageError(f"{path}: {name} is no file of a store; nothing was restored.")


def _belongs(name: str) -> bool:
    """Whether a backup may have such a file: what lay beside cases and days is in it, too."""
    top, _, rest = name.partition("/")
    if any(part.startswith(".") for part in name.split("/")):
        return False
    return name == FORMAT or (top in (*LANES, *PLAIN, SETTINGS) and bool(rest))


def _refuse_full(found: Archive, root: Path) -> None:
    there = root
    while not there.exists():
        there = there.parent
    disk = os.statvfs(there)
    needed = sum(entry.size for entry in found.manifest.files.values())
    if needed > disk.f_bavail * disk.f_frsize:
        raise CallmateError(
            f"{root} has too little room: {needed >> 20:,} MiB are needed, "
            f"{disk.f_bavail * disk.f_frsize >> 20:,} MiB are free."
        )


@contextmanager
def _stage(root: Path) -> Iterator[Path]:
    """Where all of it is unpacked. A store folder that was not there goes away again if nothing
    was put in it."""
    is_new = not root.exists()
    make_private_folder(root)
    try:
        with stage(root) as place:
            yield place
    finally:
        if is_new and not os.listdir(root):
            root.rmdir()


def _unpacked(found: Archive, path: Path, place: Path) -> Restored:
    """Unpack all of it, each file compared with the manifest and each chain followed."""
    restored = Restored()
    damaged = found.manifest.about.get("damaged")
    known = damaged if isinstance(damaged, dict) else {}
    for name in found.names:
        target = place / name
        make_private_folder(target.parent)
        if unpack(found, name, target) != found.manifest.files[name]:
            raise UsageError(f"{path}: {name} in it was changed; nothing was restored.")
        if name.partition("/")[0] in LANES and is_lane(target.name):
            why, events = _judged(target)
            restored.events += events if is_of_lanes(name) else 0
            if why and name not in known:
                raise UsageError(f"{path}: {name} in it is damaged ({why}); nothing was restored.")
            restored.damaged += [name] if why else []
    try:
        format_of(place)
    except ValueError:
        raise UsageError(f"{path}: {FORMAT} in it holds no number; nothing was restored.") from None
    for folder, _, _ in os.walk(place):
        REAL.sync_folder(Path(folder))
    restored.cases = sum(1 for _ in each_case(place))
    return restored


def _judged(lane: Path) -> tuple[str, int]:
    """What is wrong with a lane, or "", and how many events it has."""
    count = 0

    def counted(doc: object) -> None:
        nonlocal count
        count += 1

    fd = REAL.open(lane, os.O_RDONLY)
    try:
        found = read_on(fd, Place(), counted)
    finally:
        os.close(fd)
    return found.why if found.health is not Health.WHOLE else "", count


def _publish(place: Path, root: Path, config: Path, restored: Restored) -> None:
    """Give everything its name: the cases last, all at once."""
    rest = [
        file.relative_to(place)
        for top in (*LANES, *PLAIN)
        if top != CASES
        for file in _files(place / top)
    ]
    taken = [name for name in rest if not _is_free(place / name, root / name)]
    if taken:
        raise CallmateError(
            f"Nothing was restored: {root} has a {taken[0]} of its own, with other content. "
            f"Name an empty folder for the store (CALLMATE_HOME=FOLDER callmate restore FILE)."
        )
    restored.settings = _settings(place / SETTINGS, config)
    for name in rest:
        make_private_folder((root / name).parent)
        if not os.path.lexists(root / name):
            put_in_place(place / name, root / name)
    for folder in {parent for name in rest for parent in name.parents}:
        REAL.sync_folder(root / folder)
    _raise_format(place, root)
    restored.new_device = _leave_device(place, root)
    if (place / CASES).exists():
        try:
            os.rename(place / CASES, root / CASES)
        except OSError as error:
            _refuse_cases(root)
            raise CallmateError(
                f"The cases were not restored: {root / CASES} is in the way "
                f"({error.strerror}); move it elsewhere and restore again."
            ) from None
    REAL.sync_folder(root)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(one for one in path.rglob("*") if one.is_file())


def _is_free(staged: Path, target: Path) -> bool:
    """Whether a file may take its name: nothing is there, or the very same (a restore that was
    cut short put it there)."""
    if not os.path.lexists(target):
        return True
    return target.is_file() and not target.is_symlink() and _same(staged, target)


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _settings(staged: Path, config: Path) -> bool | None:
    """Put the settings in if there are none; whether that was done, None if it has none."""
    files = _files(staged)
    if not files:
        return None
    targets = [(file, config / file.relative_to(staged)) for file in files]
    if any(not one.is_dir() for one in config.rglob("*")) and not all(
        _is_free(file, target) for file, target in targets
    ):
        return False
    for file, target in targets:
        make_private_folder(target.parent)
        if not os.path.lexists(target):
            put_in_place(file, target)
        REAL.sync_folder(target.parent)
    return True


def _raise_format(place: Path, root: Path) -> None:
    """The newest format there may be in the store from now on."""
    number = format_of(place)
    if number > format_of(root):
        note_format(root, number)


def _leave_device(place: Path, root: Path) -> bool:
    """Let the store get a new device id if its old one wrote any of these lanes: some of what it
    wrote may be elsewhere by now, and no two machines may write one lane. The lanes that are put
    here are the store's own all the same: whoever wrote them writes others of that name."""
    device = root / DEVICE
    try:
        old = devices_in(device.read_text(encoding="ascii", errors="replace"))
    except OSError:
        old = ()
    wrote = {
        lane.name.partition("-")[0]
        for top in LANES
        for lane in _files(place / top)
        if is_lane(lane.name)
    }
    wrote = {one for one in wrote if DEVICE_ID.fullmatch(one)}
    own = random_device() if not old or old[0] in wrote else old[0]
    REAL.put_file(device, [device_file(own, {*old, *wrote})])
    REAL.sync_folder(root)
    return bool(old) and own != old[0]
