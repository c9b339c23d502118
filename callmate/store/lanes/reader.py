"""One lane file read as it grows."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from callmate.model.events import Event
from callmate.store.fs import Fs, NotARegularFile
from callmate.store.lanes.chain import to_event
from callmate.store.lanes.lane import Stat
from callmate.store.lanes.scan import Found, Health, Place, read_on


class LaneReader:
    """One lane file as it grows. Reads only what is new, and nothing if nothing changed."""

    def __init__(self, path: Path, fs: Fs) -> None:
        self.path, self._fs = path, fs
        self.place = Place()
        self.stat: Stat | None = None
        self.found = Found(Health.WHOLE, 0)
        self._settled = False
        self.tried: Stat | None = None
        """As it was when its torn end was to be mended."""

    def read(self) -> list[Event]:
        """Events since the last call; all of them again if the file was replaced."""
        try:
            seen = os.stat(self.path, follow_symlinks=False)
        except FileNotFoundError:
            return []
        except OSError as error:
            return self._unreadable(error)
        if not stat.S_ISREG(seen.st_mode):
            self.found = Found(Health.SHAPELESS, 0, "it is not a plain file", 1)
            return []
        now = Stat.of(seen)
        if now == self.stat and self._settled:
            return []
        # Two writes within one tick of the file system's clock leave the same times behind, so
        # a changed file is looked at once more.
        self._settled = now == self.stat
        if self.stat is None or now.inode != self.stat.inode or now.size < self.place.offset:
            self.place = Place()
        goes_on = self.place.link.n > 0
        events = self._read_from_place()
        if goes_on and self.found.health is not Health.WHOLE:
            # A file that was put in the place of another may have the inode of the one before.
            self.place = Place()
            events = self._read_from_place()
        return events

    def _read_from_place(self) -> list[Event]:
        events: list[Event] = []
        try:
            fd = self._fs.open(self.path, os.O_RDONLY)
        except (FileNotFoundError, NotARegularFile):
            return []
        except OSError as error:
            return self._unreadable(error)
        try:
            self.stat = Stat.of(os.fstat(fd))
            self.found = read_on(fd, self.place, lambda doc: events.append(to_event(doc)))
        except OSError as error:  # what stands before a bad sector is there all the same
            self._unreadable(error)
        finally:
            os.close(fd)
        return events

    def _unreadable(self, error: OSError) -> list[Event]:
        self._settled = False
        self.found = Found(Health.DAMAGED, 0, f"it cannot be read ({error.strerror})")
        return []
