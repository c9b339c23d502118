"""What the program left on the disk, read without any of its code."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tinydb import TinyDB

Document = dict[str, Any]


def lane_files(home: Path) -> list[Path]:
    """Every lane of a store: of its cases, its days and its library."""
    return sorted(
        path
        for path in home.rglob("*.json")
        if "quarantine" not in path.parts and not path.name.startswith(".")
    )


def documents(path: Path) -> list[Document]:
    """The events of one lane, in the order they were written; none where it is not there."""
    for _attempt in range(100):  # a reader may see a write half done, and its writer be waiting
        try:
            raw = path.read_bytes()
            return list(json.loads(raw).get("events", {}).values()) if raw else []
        except FileNotFoundError:
            return []
        except ValueError:
            threading.Event().wait(0.01)
    return list(json.loads(path.read_bytes()).get("events", {}).values())


def events(home: Path, folder: str = "*") -> list[Document]:
    """All events below ``cases``, ``days`` or any folder, in the merged order."""
    found = [
        document
        for path in lane_files(home)
        if path.relative_to(home).match(f"{folder}/*/*.json")
        for document in documents(path)
    ]
    return sorted(found, key=lambda each: (each["clock"], each["lane"], each["n"]))


def of_kind(home: Path, *kinds: str) -> list[Document]:
    """All events of these kinds, in the merged order."""
    return [event for event in events(home) if event["kind"] in kinds]


def keys(home: Path) -> list[str]:
    """The keys that were persisted, as the terminal's own order had them."""
    return [event["body"]["key"] for event in of_kind(home, "key") if "body" in event]


def texts(home: Path) -> list[str]:
    """The words that notes came to."""
    details = {event["body"]["target"]: event["body"] for event in of_kind(home, "detail")}
    found = []
    for note in of_kind(home, "note"):
        own = note["body"].get("text", "")
        found.append(details.get(note["id"], {}).get("values", {}).get("text", own))
    return found


def half_typed(stored: list[Document]) -> str:
    """The text of the field that was open last, by replaying its drafts; empty if none is."""
    texts: dict[str, str] = {}
    for event in stored:
        body = event["body"]
        if event["kind"] == "draft":
            text = texts.pop(body["entry"], "")
            place, gone = body["position"], len(body["removed"])
            texts[body["entry"]] = text[:place] + body["inserted"] + text[place + gone :]
        elif event["kind"] == "detail":
            texts.pop(body["target"], None)
        elif event["kind"] in ("case_set", "question", "mood"):  # a line of the preparation
            texts.pop(body.get("entry"), None)
    return next((text for text in reversed(texts.values()) if text), "")


def when(event: Document) -> float:
    """When an event was recorded, in seconds since 1970."""
    return datetime.fromisoformat(event["at"]).timestamp()


def open_with_stock(home: Path) -> int:
    """Open every lane with TinyDB as it comes; how many events it sees."""
    total = 0
    for path in lane_files(home):
        with TinyDB(path, access_mode="r") as db:
            total += len(db.table("events"))
    return total


def everything(home: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file below a folder with its bytes."""
    for path in home.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


@dataclass(frozen=True)
class Expected:
    """One event that a test expects: its kind, the key that caused it, and some of its body."""

    kind: str
    key: str
    holds: dict[str, Any]


def check_order(home: Path, expected: list[Expected]) -> None:
    """The facts of the cases are these and no other, each caused by its key, in this order."""
    stored = events(home)
    by_id = {event["id"]: event for event in stored}
    quiet = {"key", "draft", "card", "tick", "paste", "mouse", "command"}
    facts = [event for event in stored if event["kind"] not in quiet]
    told = [(fact["kind"], by_id[fact["cause"]]["body"].get("key")) for fact in facts]
    assert told == [(each.kind, each.key) for each in expected], told
    for fact, each in zip(facts, expected, strict=True):
        assert each.holds.items() <= fact["body"].items(), (fact, each)
        assert fact["at"] == by_id[fact["cause"]]["at"], "a fact has the time of its key"


def wait_for(home: Path, done: Callable[[list[Document]], bool]) -> Callable[[], bool]:
    """A condition on all events of a store, for ``Window.until``."""
    return lambda: done(events(home))
