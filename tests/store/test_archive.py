"""Archives are written whole or not at all, and read back."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callmate.clock import ManualClock
from callmate.errors import CallmateError
from callmate.store.archives import archive
from callmate.store.archives.archive import Archive
from callmate.store.fs import REAL, lock_file

MADE = ManualClock().at
MIB = 1 << 20


def make(path: Path, **files: bytes) -> Path:
    parts = [(name.replace("__", "/"), [body]) for name, body in files.items()]
    archive.write(path, "case", parts, {"case": "one"}, made=MADE)
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(3 * MIB))
    target = tmp_path / "é a.zip"
    about = {"cases": 0}

    def parts() -> Iterator[tuple[str, archive.Source]]:
        yield "a/Ünïcode.json", [b"one ", b"two"]
        yield "empty", []
        about["cases"] = 7
        yield "b", source

    archive.write(target, "backup", parts(), lambda: about, made=MADE)
    with Archive.open(target) as found:
        assert set(found.names) == {"a/Ünïcode.json", "b", "empty"}
        assert found.read("a/Ünïcode.json") == b"one two" and found.read("empty") == b""
        assert found.read("b") == source.read_bytes()
        assert not any(map(found.fault, found.names))
        assert (found.manifest.kind, found.manifest.about) == ("backup", {"cases": 7})
        assert found.manifest.made == MADE.isoformat(timespec="seconds")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["source", "é a.zip"]
    assert zipfile.ZipFile(target).testzip() is None


@pytest.mark.parametrize("what", ["file", "folder", "link", "dangling"])
def test_nothing_is_written_over(tmp_path: Path, what: str) -> None:
    target = tmp_path / "a.zip"
    if what == "file":
        target.write_text("mine")
    elif what == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / ("real" if what == "link" else "nowhere"))
    (tmp_path / "real").write_text("mine")
    with pytest.raises(CallmateError, match="is there already; name another file"):
        make(target, a=b"")
    assert (tmp_path / "real").read_text() == "mine"


def test_a_name_that_is_taken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"

    def parts() -> Iterator[tuple[str, archive.Source]]:
        target.write_text("another's")
        yield "a", [b"a"]

    with pytest.raises(CallmateError, match="is there already"):
        archive.write(target, "case", parts(), {}, made=MADE)
    assert target.read_text() == "another's" and os.listdir(tmp_path) == ["a.zip"]


@pytest.mark.parametrize("call", ["fsync", "link", "pwrite"])
def test_a_failing_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if call == "pwrite":
            patch.setattr(zipfile._ZipWriteFile, "write", fails)  # type: ignore[attr-defined]
        else:
            patch.setattr(os, call, fails)
            patch.setattr(os, "rename", fails)
        with pytest.raises(CallmateError, match=r"a\.zip cannot be written: No space left"):
            make(tmp_path / "a.zip", a=b"a" * MIB)
    assert os.listdir(tmp_path) == []


def test_a_source_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CallmateError, match=r"^a/b cannot be read \(No such file.* no archive"):
        archive.write(
            tmp_path / "a.zip", "case", [("a/b", tmp_path / "none")], {}, made=MADE
        )  # fmt: skip
    assert os.listdir(tmp_path) == []


def test_a_disk_that_gives_back_other_bytes_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = zlib.compressobj

    def other(*arguments: int) -> object:
        monkeypatch.setattr(zlib, "compressobj", real)
        return _Other(real(*arguments))

    class _Other:
        def __init__(self, inner: object) -> None:
            self._inner = inner

        def compress(self, data: bytes) -> bytes:
            return bytes(self._inner.compress(data[::-1]))  # type: ignore[attr-defined]

        def flush(self) -> bytes:
            return bytes(self._inner.flush())  # type: ignore[attr-defined]

    monkeypatch.setattr(zlib, "compressobj", other)
    with pytest.raises(CallmateError, match="does not give back what was written"):
        make(tmp_path / "a.zip", a=b"forwards")
    assert os.listdir(tmp_path) == []


def test_what_a_killed_program_left_is_swept_but_not_what_another_writes(tmp_path: Path) -> None:
    (tmp_path / ".a.zip.1.part").write_bytes(b"left")
    (tmp_path / ".b.zip.1.part").write_bytes(b"of another archive")
    held = REAL.open(tmp_path / ".a.zip.2.part", os.O_RDWR | os.O_CREAT)
    lock_file(held)
    make(tmp_path / "a.zip", a=b"a")
    assert sorted(os.listdir(tmp_path)) == [".a.zip.2.part", ".b.zip.1.part", "a.zip"]
    os.close(held)
