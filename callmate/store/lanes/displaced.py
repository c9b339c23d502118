"""A lane file that was cut short, overwritten, replaced, moved away or removed under its writer.

Who writes on to such a file writes for nobody. It is noticed before an event is called written:
the writer goes on in another lane, and what the file held is kept as far as it is still there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from callmate.paths import make_private_folder
from callmate.store.fs import Fs, NotARegularFile
from callmate.store.lanes.goodlines import Doc
from callmate.store.lanes.journal import Journal
from callmate.store.lanes.scan import HEAD, LANE, Place, is_lane, read_on
from callmate.store.quarantine import copy_damage

if TYPE_CHECKING:
    from callmate.store.lanes.site import Site

KEPT: Final = ".kept-"
CLOSERS: Final = b"}}"
SEALED_END: Final = b"}}\n"
CHUNK: Final = 1 << 20
MARK: Final = 64


class Displaced(OSError):
    """The file that is open does not bear its name any more, or holds something else."""


class Own(NamedTuple):
    """What a writer knows of its file: where it should be, and which one it is."""

    path: Path
    fd: int
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path, fd: int) -> Own:
        found = os.fstat(fd)
        return cls(path, fd, found.st_dev, found.st_ino)


class End(NamedTuple):
    """The last bytes of what was written, and where they begin. A salt is among them, so that
    nothing else of a lane looks like them."""

    start: int
    mark: bytes

    @classmethod
    def of(cls, fd: int, end: int) -> End:
        """As they stand in a file of which ``end`` bytes, without the closers, are good."""
        start = max(0, end - MARK)
        return cls(start, os.pread(fd, end - start, start))

    @classmethod
    def after(cls, line: bytes, end: int) -> End:
        """The same after ``line`` was written up to there."""
        mark = line[-MARK:]
        return cls(end - len(mark), mark)

    @property
    def closed(self) -> End:
        """With the closers that stand behind it until the next event."""
        return End(self.start, self.mark + CLOSERS)


def lost_name(own: Own) -> str:
    """What became of the name, to go on after "it was"; "" if the file still bears it."""
    try:
        named = os.lstat(own.path)
    except (FileNotFoundError, NotADirectoryError):
        return "moved away" if os.fstat(own.fd).st_nlink else "removed"
    except OSError:
        return ""  # a folder that lets nobody look; the file may be whole all the same
    return "" if (named.st_dev, named.st_ino) == (own.device, own.inode) else "replaced"


def refuse(own: Own, end: End) -> None:
    """Raise Displaced unless the file bears its name and ends as it should."""
    if what := lost_name(own):
        raise Displaced(what)
    found = os.pread(own.fd, len(end.mark), end.start)
    if found != end.mark:
        raise Displaced("overwritten" if len(found) == len(end.mark) else "cut short")


class Kept(NamedTuple):
    """What became of what a displaced file held: the name of the file, or folder, that has it now
    ("" if the file itself, or a copy of it, has it all), how many events that it had lost were
    written there again, and those of which only this process knows, to be written elsewhere."""

    name: str = ""
    again: int = 0
    missing: tuple[Doc, ...] = ()
    gone: int = 0
    """Events that are in no file and in no memory any more."""

    remade: bool = False
    """Whether the folder had to be made again."""

    def told(self, distrusted: str) -> str:
        """This in sentences for the person, with the one that says what happened."""
        if self.remade:
            return "A folder was removed and made again; callmate purge removes a case."
        gone = f" {self.gone} older events are gone." if self.gone else ""
        if self.again:
            return f"{self.again} events were written again: {distrusted}{gone}"
        return f"{distrusted}{f' Its events are kept in {self.name}.' if self.name else ''}{gone}"


def keep(own: Own, end: int, journal: Journal, site: Site, fs: Fs) -> Kept:
    """Keep what the open file holds up to ``end``, and what is in ``journal`` and not in it.

    What makes a whole lane becomes a further file of its folder, which is made again if need be,
    and is read and never written. Other bytes that nobody would find go to quarantine.
    Raises OSError.
    """
    is_lost, quarantine = bool(lost_name(own)), site.quarantine
    remade = not own.path.parent.exists()
    if is_lost and _is_elsewhere(own, end, fs):
        return Kept()
    place, ids, older = Place(), set[str](), set[int]()

    def found(doc: Doc) -> None:
        ids.add(doc["id"])
        if doc["n"] < journal.first:
            older.add(doc["n"])

    read_on(own.fd, place, found)
    if is_lost and place.offset == end:
        if site.copies.hold(own.path.parent, ids):  # as of one that was empty
            return Kept(remade=remade)
        name = _put(own, (*_chunks(own.fd, end), SEALED_END), quarantine, fs)
        site.copies.add(own.path.with_name(name), ids)
        return Kept(name, remade=remade)
    name = ""
    if is_lost and ids:
        copy_damage(own.fd, 0, f"{own.path.parent.name}-{own.path.stem}", quarantine, fs)
        name = quarantine.name
    missing, gone = journal.besides(ids), journal.first - 1 - len(older)
    if not missing:
        return Kept(name, gone=gone)
    head = _head_to_go_on_from(own, place, journal)
    if not head:
        return Kept(name, len(missing), tuple(missing), gone)
    return Kept(_put(own, head, quarantine, fs), len(missing))


def _head_to_go_on_from(own: Own, place: Place, journal: Journal) -> list[bytes]:
    """The whole lane out of what is left of it and the journal; empty if they do not meet."""
    after = place.link.n + 1
    if place.link.n and journal.prev_of(after) == place.link.hash:
        chunks = list(_chunks(own.fd, place.offset))
    elif journal.first == 1:
        after, chunks = 1, [HEAD]
    else:
        return []
    for n, line in enumerate(journal.since(after), after):
        chunks += [b",\n" if n > 1 else b"\n", line]
    return [*chunks, SEALED_END]


def _put(own: Own, chunks: Sequence[bytes], quarantine: Path, fs: Fs) -> str:
    """Put a whole lane beside where its file was, and say where that is."""
    folder, lane = own.path.parent, own.path.stem
    digest = hashlib.sha256(b"".join(chunks)[: -len(SEALED_END)]).hexdigest()[:12]
    target = folder / f"{lane}{KEPT}{digest}{LANE}"
    make_private_folder(folder)
    if not folder.is_dir():  # something else has its name
        make_private_folder(quarantine)
        target = quarantine / f"{folder.name}-{lane}-{digest}.bin"
    if not target.exists():
        fs.put_file(target, chunks)
    return target.name


def keep_other(path: Path, fd: int, fs: Fs) -> str:
    """Keep a lane of another writer, of a folder that was taken away; the name of what holds it
    now, "" if there is nothing whole to keep. Raises OSError."""
    place = Place()
    read_on(fd, place, lambda doc: None)
    if not place.link.n or not path.parent.is_dir():
        return ""
    lane = lane_of(path.name) or path.stem
    own = Own.of(path.with_name(f"{lane}{LANE}"), fd)
    return _put(own, (*_chunks(fd, place.offset), SEALED_END), path.parent, fs)


def _is_elsewhere(own: Own, end: int, fs: Fs) -> bool:
    """Whether what the file holds is read anyway: from a copy of it under the name, or from the
    file itself under another name in the folder."""
    try:
        with os.scandir(own.path.parent) as entries:
            if any(one.inode() == own.inode and is_lane(one.name) for one in entries):
                return True
        fd = fs.open(own.path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError, NotARegularFile):
        return False
    try:
        return all(
            os.pread(fd, len(chunk), at * CHUNK) == chunk
            for at, chunk in enumerate(_chunks(own.fd, end))
        )
    finally:
        os.close(fd)


def _chunks(fd: int, end: int) -> Iterator[bytes]:
    for at in range(0, end, CHUNK):
        chunk = os.pread(fd, min(CHUNK, end - at), at)
        if not chunk:
            raise OSError("the file became shorter while it was read")
        yield chunk


def lane_of(name: str) -> str:
    """The lane of which a file is the kept copy, by its name; "" if it is none."""
    lane, kept, _ = name.partition(KEPT)
    return lane if kept and is_lane(name) else ""


def begun_elsewhere(folder: Path, known: Mapping[str, Place]) -> set[str]:
    """The lanes that other files of the folder hold: begun anew, there were two of one name.

    ``known`` tells of files that were read, by name without ending.
    """
    try:
        names = set(os.listdir(folder))
    except FileNotFoundError:
        return set()
    moved = {place.lane for name, place in known.items() if f"{name}{LANE}" in names}
    kept = {lane for name in names if (lane := lane_of(name))}
    return kept | {lane for lane in moved if lane and f"{lane}{LANE}" not in names}
