"""Archives from elsewhere are read with distrust: of names, of sizes, of what they say."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callmate.errors import UsageError
from callmate.store.archives import archive
from callmate.store.archives.archive import ROOMY, STRICT, Archive
from callmate.store.archives.manifest import FORMAT, Entry, written
from tests.store.test_archive import MADE, MIB, make


def by_hand(path: Path, files: dict[str, bytes], names: dict[str, bytes] | None = None) -> Path:
    """A zip with a manifest that fits it, made by another program; ``names``: what is in it
    besides."""
    told = {name: Entry(len(body), hashlib.sha256(body).hexdigest())
            for name, body in files.items()}  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("manifest.json", written("case", MADE, "1", {}, told))
        for name, body in {**files, **(names or {})}.items():
            pack.writestr(name, body)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught, Archive.open(path) as found:
        for name in found.names:
            found.read(name)
    return str(caught.value)


BAD_NAMES = [
    "../../evil", "/etc/passwd", "a/../b", "./a", "a//b", "C:/x", "a\\b", "a\x00b", "a\nb", "..",
    "a/", "a" * 256, "\x1b[2J", "\u202ea",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    raw = name.replace("\x00", "\x01")
    by_hand(path, {}, {raw: b"x"})
    if raw != name:
        path.write_bytes(path.read_bytes().replace(raw.encode(), name.encode()))
    assert "no file may have the name" in refusal(path)


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, mode: int) -> None:
    path = make(tmp_path / "a.zip", a=b"a")
    with zipfile.ZipFile(path, "a") as pack:
        info = zipfile.ZipInfo("b")
        info.external_attr = (mode | 0o777) << 16
        pack.writestr(info, b"/etc/passwd")
    assert "is a link, a folder or a device" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", a=b"a")
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr("a", b"other")
    assert "'a' is in it twice" in refusal(path)


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    assert "'evil' is in it, which" in refusal(by_hand(tmp_path / "a.zip", {}, {"evil": b"x"}))


def test_a_bomb_is_refused_by_what_comes_out_of_it(tmp_path: Path) -> None:
    bomb = by_hand(tmp_path / "a.zip", {"a": bytes(200 * MIB)})
    assert bomb.stat().st_size < 250_000
    assert "a is packed more than 100 to 1" in refusal(bomb)
    # The sizes that stand in the zip say nothing: here they are those of an honest file.
    data = bytearray(bomb.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 20 : at + 28] = (150 * MIB).to_bytes(4, "little") + (MIB).to_bytes(4, "little")
    bomb.write_bytes(data)
    assert refusal(bomb)


def test_too_many_bytes_and_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = archive.Limits(1000, 5, 10_000, 100, 1000)
    made = by_hand(tmp_path / "a.zip", {"a": os.urandom(600), "b": os.urandom(600)})
    with pytest.raises(UsageError, match="MiB are packed"), Archive.open(made, few) as found:
        found.read("a"), found.read("a"), found.read("b")  # fmt: skip
    by_hand(tmp_path / "b.zip", {str(number): b"" for number in range(6)})
    with (
        pytest.raises(UsageError, match="more than 5 files"),
        Archive.open(tmp_path / "b.zip", few),
    ):
        pass
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as pack:
        for number in range(70_000):
            pack.writestr(str(number), b"")
    monkeypatch.setattr(zipfile, "ZipFile", None)  # it is refused before the list is read
    assert "more than 10,000 files" in refusal(tmp_path / "c.zip")


def test_a_very_long_text_is_put_in_so_that_it_is_taken_again(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", a=b"a" * (5 * MIB))
    with Archive.open(path) as found:
        assert found.fault("a") == ""


def test_a_file_that_was_changed_or_left_out_is_told(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "a.zip", {"a": b"one", "b": b"two"})
    with zipfile.ZipFile(path) as pack:
        text = pack.read("manifest.json").replace(b'"size": 3', b'"size": 4', 1)
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("manifest.json", text)
        pack.writestr("a", b"one")
    with Archive.open(path) as found:
        assert found.fault("a") == "it was changed"
        assert found.fault("b") == "it is missing from the archive"
        assert found.names == ("a",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[]", "no archive of callmate"),
        (b'{"callmate": "case", "callmate": "case"}', "cannot be read"),
        (b'{"callmate": "other"}', "no archive of callmate"),
        (b'{"callmate": "case", "format": true}', "names no format"),
        (b'{"callmate": "case", "format": %d}' % (FORMAT + 1), "a newer callmate made it"),
        (b'{"callmate": "case", "format": 1}', "does not say when"),
        (b'{"callmate": "case", "format": 1, "made": "", "version": ""}', "what is in it"),
        (b'{"callmate":"case","format":1,"made":"","version":"","about":{},"files":{"a":1}}',
         "nothing sound of a"),
    ],
)  # fmt: skip
def test_a_manifest_that_is_none(tmp_path: Path, text: bytes, why: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as pack:
        pack.writestr("manifest.json", text)
    assert why in refusal(tmp_path / "a.zip")


def test_what_is_no_zip(tmp_path: Path) -> None:
    whole = make(tmp_path / "a.zip", a=b"a" * 100).read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as pack:
        pack.writestr("a", b"")
    for bad in (b"", b"PK", b"hello" * 100, whole[:-1], whole[: len(whole) // 2], other.getvalue()):
        (tmp_path / "b.zip").write_bytes(bad)
        assert "archive of callmate" in refusal(tmp_path / "b.zip")
    os.mkfifo(tmp_path / "c.zip")
    for odd in ("c.zip", "none.zip", "."):
        assert "cannot be read" in refusal(tmp_path / odd)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_byte_that_was_changed_is_told_in_a_sentence(tmp_path: Path, at: int, by: int) -> None:
    path = tmp_path / "a.zip"
    if not path.exists():
        make(path, a__b=b"some words " * 20, c=b"others")
        (tmp_path / "whole").write_bytes(path.read_bytes())
    data = bytearray((tmp_path / "whole").read_bytes())
    data[at % len(data)] ^= by
    path.write_bytes(data)
    try:
        with Archive.open(path, ROOMY) as found:
            same = not any(map(found.fault, found.manifest.files))
            if same:  # a byte that says nothing: a date, a version
                assert found.read("a/b") == b"some words " * 20
    except UsageError as error:
        assert str(error).endswith(".")


def test_limits_are_those_of_the_specification() -> None:
    assert (STRICT.total, STRICT.files, STRICT.ratio) == (200 * MIB, 10_000, 100)
    assert json.loads(written("case", MADE, "1", {}, {}))["format"] == 1
