"""Where the store is may have any name; and a terminal that knows few letters loses no data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NAMES = (
    b"with spaces", b"new\nline", b"no \xff text", "grüße ☎".encode(), b"%41?mode=rw#x", b"-rf",
)  # fmt: skip


def door(home: bytes, *arguments: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "callmate", *arguments]
    env = {os.fsencode(k): os.fsencode(v) for k, v in (os.environ | extra).items()}
    env[b"CALLMATE_HOME"] = home
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, check=False)


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_store_of_any_name_works(tmp_path: Path, name: bytes) -> None:
    home = os.fsencode(tmp_path) + b"/" + name
    assert door(home, "log", "start").returncode == 0
    assert door(home, "log", "note", "frobnitz").returncode == 0
    found = door(home, "search", "frobnitz")
    assert found.returncode == 0 and b"frobnitz" in found.stdout, found.stderr
    looked = door(home, "doctor", "--repair")
    assert looked.returncode == 0, looked.stdout
    again = door(home, "doctor")
    assert again.stdout.splitlines()[-1] == b"All is well.", again.stdout
    assert os.listdir(home) and len(os.listdir(tmp_path)) == 1, "nothing stands beside it"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_of_few_letters_gets_what_it_can_show(tmp_path: Path, encoding: str) -> None:
    home = os.fsencode(tmp_path / "store")
    assert door(home, "log", "start").returncode == 0
    assert door(home, "log", "note", "naïve ☎ frobnitz").returncode == 0
    for arguments in (("list",), ("search", "frobnitz"), ("doctor",), ("keys",)):
        done = door(home, *arguments, PYTHONIOENCODING=encoding)
        assert done.returncode in (0, 1) and b"went wrong" not in done.stderr, done.stderr
    shown = door(home, "search", "frobnitz", PYTHONIOENCODING=encoding).stdout
    assert b"frobnitz" in shown
    kept = [path.read_text(encoding="ascii") for path in (tmp_path / "store").rglob("*.json")]
    assert any("na\\u00efve \\u260e" in text for text in kept)
