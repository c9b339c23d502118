"""Lanes changed as somebody would who wants the record to say something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from callmate.store.lanes import chain
from tests.store.support import Maker, lane_path, make_case

LANE = "testdev1-1"
EVENTS = 8
START = "2026-03-02T09:00:"


def written(root: Path, count: int = EVENTS) -> Path:
    """A whole lane of so many events, one a second from 09:00:01 on."""
    case = make_case(root)
    case.append(Maker().many(count))
    case.close()
    return lane_path(root, LANE)


def lines_of(path: Path) -> list[bytes]:
    """The events of a lane, each as its line has it."""
    return path.read_bytes().rstrip(b"} \n").partition(b"\n")[2].split(b",\n")


def put(path: Path, lines: list[bytes]) -> None:
    whole = [line if line.endswith(b"}") else line + b"}" for line in lines]
    path.write_bytes(b'{"events": {\n' + b",\n".join(whole) + b"}}")


def doc_of(line: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(line.partition(b": ")[2] + b"}" * (not line.endswith(b"}")))
    return found


def line_of(doc: dict[str, Any]) -> bytes:
    return f'"{doc["n"]}": {json.dumps(doc, sort_keys=True, separators=(",", ":"))}'.encode()


def edited(n: int, **changes: Any) -> Callable[[list[bytes]], None]:
    """Changes fields of one event; of a body the digest is made anew, as a forger would."""

    def edit(lines: list[bytes]) -> None:
        doc = doc_of(lines[n - 1]) | changes
        if "body" in changes:
            salt = bytes.fromhex(doc["salt"])
            doc["digest"] = chain.digest_of(salt, chain.canonical(doc["body"]))
        lines[n - 1] = line_of(doc)

    return edit


def swapped(lines: list[bytes]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


def moved_up(lines: list[bytes]) -> None:
    lines.insert(2, lines.pop(5))


def doubled(lines: list[bytes]) -> None:
    lines.insert(5, lines[2])


def renumbered_double(lines: list[bytes]) -> None:
    doc = doc_of(lines[2]) | {"n": 6}
    lines.insert(5, line_of(doc))


def without(*numbers: int) -> Callable[[list[bytes]], None]:
    def leave_out(lines: list[bytes]) -> None:
        lines[:] = [line for n, line in enumerate(lines, 1) if n not in numbers]

    return leave_out


def a_letter(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b"number 3", b"number 9")


def a_space(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b'"at":', b'"at": ')


def unreadable_line(lines: list[bytes]) -> None:
    lines[3] = lines[3].replace(b'"at"', b'"at')


Changed = Callable[[list[bytes]], None]
CHANGES: list[tuple[Changed, str, int, int, str]] = [
    (a_letter, "altered", 4, 5, "what it says is not what was written"),
    (edited(4, body={"text": "forged"}), "altered", 4, 5, "header"),
    (edited(8, body={"text": "forged"}, prev="a" * 64), "altered", 8, 9, "put in place of another"),
    (edited(4, at=f"{START}59+00:00"), "altered", 4, 5, "header"),
    (edited(4, salt="0" * 32), "altered", 4, 5, "not what was written"),
    (edited(1, prev="1" * 64), "altered", 1, 2, "not the first that was written"),
    (edited(4, v=1.5), "altered", 4, 5, "no whole number"),
    (a_space, "altered", 4, 5, "not spelled"),
    (unreadable_line, "garbled", 4, 5, "cannot be read"),
    (without(4), "missing", 4, 5, "is missing: event 5 follows"),
    (without(1), "missing", 1, 2, "is missing: event 2 follows"),
    (without(4, 5, 6), "missing", 4, 5, "to 6 are missing: event 7 follows"),
    (swapped, "reordered", 3, 4, "stands on line 5: events were put in another order"),
    (moved_up, "reordered", 3, 4, "stands on line 5: events were put in another order"),
    (doubled, "doubled", 3, 7, "stands there twice"),
    (renumbered_double, "altered", 6, 7, "put in place of another"),
]
