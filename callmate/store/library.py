"""All that is stored: the device, the cases, the days, and what is known of companies.

Opening a library costs the same with no case and with ten thousand: it looks at the folder and
reads one small file. A folder that cannot be used is said so, and all goes on in memory.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from callmate.clock import Clock
from callmate.errors import CallmateError
from callmate.ids import NewId, is_ulid
from callmate.model.events import Event, NewEvent
from callmate.model.summary import CaseSummary
from callmate.model.words import same_text
from callmate.paths import FOLDER_MODE, make_private_folder
from callmate.store.casefile import CaseFile, LaneFolder
from callmate.store.clones import LONGEST_FILE, device_file, devices_in, random_device
from callmate.store.dayfile import DayFile
from callmate.store.fs import REAL, Fs
from callmate.store.index import indexfile
from callmate.store.index.index import Index
from callmate.store.lanes.lane import Site
from callmate.store.lanes.sync import Syncer
from callmate.store.upgrade import made_ready
from callmate.text import cut, show

MOST_NAMED: Final = 5
LONGEST_NAME: Final = 56


class Library:
    """A store folder, open. ``trouble`` is a sentence if nothing can be written there."""

    def __init__(
        self, root: Path, clock: Clock, new_id: NewId, syncer: Syncer | None = None, fs: Fs = REAL
    ) -> None:
        self.root, self._clock, self._new_id = root, clock, new_id
        self.site = Site(random_device(), root / "quarantine", syncer or Syncer(), fs)
        self._facts = LaneFolder(root / "library", "", self.site)
        self._companies: dict[str, dict[str, Any]] = {}
        self._facts_read = False
        self._index: Index | None = None
        self._has_device = False
        self._outdated = ""
        self._prepare()

    @property
    def trouble(self) -> str:
        return self.site.refusal

    @property
    def is_readable(self) -> bool:
        """Whether the cases can be read, whatever is in the way of writing."""
        return os.access(self.root / "cases", os.R_OK | os.X_OK)

    @property
    def device(self) -> str:
        return self.site.device

    def _prepare(self) -> None:
        """Make sure of the folder and the device id, or say what is in the way."""
        self.site.refusal = trouble_with(self.root) or self._outdated
        if self.site.refusal or self._has_device:
            return
        try:
            make_private_folder(self.root)
            device = _device_id(self.root / "device", self.site)
        except OSError as error:
            self.site.refusal = f"The store {self.root} cannot be written ({error.strerror})."
            return
        self.site.device, self._has_device = device, True
        self._outdated = made_ready(self.root, self._clock.now().at, self.site.fs)
        self.site.refusal = self._outdated
        if stat.S_IMODE(self.root.stat().st_mode) & 0o022:
            self.site.notice(
                f"Other users may write to {self.root}; run chmod {FOLDER_MODE:o} on it."
            )

    def retry(self) -> None:
        """Call about once a second: looks whether the folder can be used by now, and keeps room
        for the day the disk is full, once something was written."""
        if self.site.refusal:
            self._prepare()
        elif self.site.syncer.status.written:
            self.site.reserve.keep(self.site.fs)
        self._facts.retry()

    # Cases.

    def new_case(self) -> CaseFile:
        """A new case; its folder is made with its first event."""
        return self.case(self._new_id())

    def case(self, case_id: str) -> CaseFile:
        """The file of a case, there yet or not. Raises CallmateError for what is no id."""
        if not is_ulid(case_id):
            raise CallmateError(f"“{case_id}” is not the id of a case; see: callmate list")
        return CaseFile(self.root, case_id, self.site)

    def days(self) -> DayFile:
        return DayFile(self.root, self.site)

    def case_ids(self) -> list[str]:
        """The ids of all cases on the disk, the newest first. Takes longer the more there are."""
        return sorted(self.each_case(), reverse=True)

    def each_case(self) -> Iterator[str]:
        """The same one after the other, in no order."""
        try:
            with os.scandir(self.root / "cases") as entries:
                yield from (entry.name for entry in entries if is_ulid(entry.name))
        except (FileNotFoundError, NotADirectoryError):
            return

    @property
    def index(self) -> Index:
        """The cache of summaries, opened when first asked for."""
        if self._index is None:
            self._index = Index(self.root / indexfile.NAME, writable=not self.site.refusal)
        return self._index

    def unread(self) -> list[str]:
        """The cases that were being written when a program ended without a word. On a full disk
        the index may not have been told of them: there it is each one that changed."""
        marked = self.index.dirty()
        if not self.site.reserve.look(self.site.fs):
            return marked
        return [*marked, *(one for one in self.index.stale(self.root) if one not in marked)]

    def resolve(self, text: str) -> str:
        """The id of the one case whose id or title begins so. Raises CallmateError."""
        wanted = text.strip()
        if is_ulid(wanted.upper()) and (self.root / "cases" / wanted.upper()).is_dir():
            return wanted.upper()
        found = self.index.beginning(wanted) if wanted else []
        exact = [one for one in found if same_text(one.title) == same_text(wanted)]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0].id
        if not found:
            raise CallmateError(
                f"No case begins with “{wanted}”; see the ids and titles with: callmate list"
            )
        raise CallmateError("\n".join([
            f"{len(found)} cases begin with “{wanted}”; give more of the title, or an id:",
            *_named(found, wanted),
        ]))  # fmt: skip

    # Companies.

    def companies(self) -> dict[str, dict[str, Any]]:
        """What is known of each company, by its name as last written."""
        self._follow_facts()
        return {known["name"]: dict(known) for known in self._companies.values()}

    def company(self, name: str) -> dict[str, Any]:
        """What is known of one company: phone, menu path, facts …; empty if nothing."""
        self._follow_facts()
        return dict(self._companies.get(same_text(name), {}))

    def remember_company(self, name: str, values: Mapping[str, Any]) -> None:
        """Add to what is known of a company; a value of None takes one away."""
        self._follow_facts()
        body = {"name": name, "values": dict(values)}
        self._facts.append([NewEvent(self._new_id(), "company_set", self._clock.now(), body)])
        self._fold(body)

    def forget_companies(self, recent: Callable[[Event], bool]) -> int:
        """Take from the disk what the events said that ``recent`` picks; how many were emptied."""
        meant = [one.id for one in self._facts.read() if recent(one) and one.kind == "company_set"]
        emptied = self._facts.forget(meant) if meant else 0
        self._companies.clear()
        self._facts_read = False
        return emptied

    def _follow_facts(self) -> None:
        events = self._facts.follow() if self._facts_read else self._facts.read()
        self._facts_read = True
        for event in events:
            if event.kind == "company_set":
                self._fold(event.body)

    def _fold(self, body: Mapping[str, Any]) -> None:
        name, values = body.get("name"), body.get("values")
        if not isinstance(name, str) or not isinstance(values, Mapping):
            return  # forgotten, or of a later version: kept on the disk
        known = self._companies.setdefault(same_text(name), {})
        known |= {"name": name, **values}
        for key in [key for key, value in known.items() if value is None]:
            del known[key]

    def close(self) -> None:
        """Sync and let go of everything opened here but the cases and days."""
        self._facts.close()
        if self._index is not None:
            self._index.close()
        self.site.syncer.stop(timeout=1.0)


def trouble_with(root: Path) -> str:
    """Why ``root`` cannot be the store, in a sentence with the cure; "" if it can be or be made."""
    cure = "set CALLMATE_HOME to another folder"
    try:
        found = os.lstat(root)
        if stat.S_ISLNK(found.st_mode):
            found = os.stat(root)
    except FileNotFoundError:
        if root.is_symlink():
            return f"The store is a link to nothing; mend it or {cure}: {root}"
        return ""
    except OSError as error:
        return f"The store cannot be reached ({error.strerror}); {cure}: {root}"
    if not stat.S_ISDIR(found.st_mode):
        return f"The store is not a folder; move that file away or {cure}: {root}"
    if found.st_uid != os.geteuid():
        return f"The store belongs to another user; {cure}: {root}"
    if not os.access(root, os.W_OK | os.X_OK):
        if _is_read_only(root):
            return f"The disk is read-only; make it writable or {cure}: {root}"
        return f"The store cannot be written; run chmod 700 on it or {cure}: {root}"
    return ""


def _is_read_only(root: Path) -> bool:
    """Whether the whole disk is, so that no right of the folder would help."""
    try:
        return bool(os.statvfs(root).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _named(found: Sequence[CaseSummary], wanted: str) -> Iterator[str]:
    """Some of these cases, a line each: id, day of the last activity, title."""
    for one in found[:MOST_NAMED]:
        yield f"  {one.id}  {one.last_at[:10]}  {cut(show(one.title, ' '), LONGEST_NAME)}".rstrip()
    if len(found) > MOST_NAMED:
        yield f"  and {len(found) - MOST_NAMED} more: callmate list {wanted}"


def _device_id(path: Path, site: Site) -> str:
    """The id in the file, made if there is none yet; two first starts at once agree on one."""
    try:
        fd = site.fs.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return _new_device_id(path, site)
    try:
        found = devices_in(os.read(fd, LONGEST_FILE).decode("ascii", "replace"))
    finally:
        os.close(fd)
    if found:
        site.former = frozenset(found[1:])
        return found[0]
    site.notice(f"{path} holds no device id; this start uses one of its own. Remove the file.")
    return site.device


def _new_device_id(path: Path, site: Site) -> str:
    temporary = path.with_name(f".device.{os.getpid()}")
    try:
        site.fs.put_file(temporary, [device_file(site.device, ())])
        try:
            os.link(temporary, path)
        except FileExistsError:
            return _device_id(path, site)
        except OSError:  # a file system without links
            os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    site.fs.sync_folder(path.parent)
    return site.device
