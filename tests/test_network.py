"""No door opens a network connection, and nothing of callmate could."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_house import PACKAGE, imports

NETWORK = {"ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "ssl", "telnetlib", "xmlrpc"}
WATCHED = """
import sys

def heard(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        print("NETWORK", event, arguments, file=sys.stderr, flush=True)

sys.addaudithook(heard)
from callmate.cli import main
sys.exit(main(sys.argv[1:]))
"""
DOORS = (
    "import {demo}", "list", "search meter", "report {case}", "export {case}", "plan {case}",
    "due", "stats", "letter {case} complaint", "verify", "doctor", "backup {archive}", "where",
    "keys",
)  # fmt: skip


def test_nothing_that_speaks_to_a_network_is_imported() -> None:
    found = {file.name: set(imports(file)) & NETWORK for file in PACKAGE.rglob("*.py")}
    assert not {name: names for name, names in found.items() if names}


def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    code = WATCHED.replace("from callmate.cli import main", "import socket").replace(
        "sys.exit(main(sys.argv[1:]))",
        "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(sys.argv[1])",
    )
    command = [sys.executable, "-c", code, str(tmp_path / "s")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "NETWORK socket.bind" in run.stderr


@pytest.mark.slow
def test_no_door_looks_up_an_address_or_connects(tmp_path: Path) -> None:
    for door in DOORS:
        told = door.format(
            demo=ROOT / "assets" / "demo.json", case="Gas", archive=tmp_path / "all.zip"
        )
        command = [sys.executable, "-c", WATCHED, *told.split()]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "NETWORK" not in run.stderr, door
        assert run.returncode in (0, 3), f"{door}: {run.stderr}"
