"""Made the files beside it, once, with the program that wrote the first format.

    python -m tests.data.v1.make FOLDER

writes the same files into another folder. Those here are never made anew: they are what a store
of that time is, and every later version has to open it. What it has to find is ``expected.json``.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from callmate.clock import ManualClock
from callmate.desk.doors.evidence import export_evidence
from callmate.exchange.importing import to_events
from callmate.exchange.script import read_script
from callmate.ids import UlidSource
from callmate.model.events import Event, NewEvent
from callmate.store.archives.backing import backup
from callmate.store.casefile import CaseFile, LaneFolder
from callmate.store.lanes import chain
from callmate.store.lanes.lane import Site
from callmate.store.lanes.scan import HEAD
from callmate.store.library import Library
from callmate.store.proof.heads import code_of

TESTS: Final = Path(__file__).parents[2]
HERE_DEVICE: Final = "abcdefgh"
OTHER_DEVICE: Final = "otherone"
STORY: Final = "01JNB0000000000000000000ST"
TWO_LANES: Final = "01JNB0000000000000000000TW"
DAMAGED: Final = "01JNB0000000000000000000DM"
NOT_YET: Final = "01JNB0000000000000000000NW"
TORN: Final = "01JNB0000000000000000000TN"
TEXTS: Final = (
    "Grüße, 你好, नमस्ते, שלום", "👩‍👩‍👧 𝄞", "a\u0000b\u001b]0;title\u0007", "\ud83d alone",
    '}}\n"7": {"n":7}', "", "x" * 5000,
)  # fmt: skip


class Source:
    """Ids, salts and moments that are the same every time."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.random = random.Random(1)
        self.ids = UlidSource(
            lambda: int(self.clock.at.timestamp() * 1000),
            lambda count: self.random.randbytes(count),
        )

    def event(self, kind: str, call: str | None = None, /, **body: Any) -> NewEvent:
        self.clock.advance(1)
        return NewEvent(self.ids(), kind, self.clock.now(), body, call)


def make(folder: Path) -> None:
    source, real = Source(), os.urandom
    os.urandom = source.random.randbytes
    try:
        root = folder / "store"
        root.mkdir(parents=True)
        (root / "device").write_text(f"{HERE_DEVICE}\n", encoding="ascii")
        _cases(root, source)
        _others(root, source)
        made = datetime(2026, 3, 4, tzinfo=UTC)
        with tempfile.TemporaryDirectory() as config:
            backup(root, _settings(Path(config)), folder / "backup.zip", made)
    finally:
        os.urandom = real
    _evidence(root, folder / "evidence.zip")
    expected = json.dumps(facts(root), indent=1, ensure_ascii=True)
    (folder / "expected.json").write_text(f"{expected}\n", encoding="ascii")


def _evidence(root: Path, target: Path) -> None:
    """A case as it is handed on, made in a copy of the store: the door keeps caches there."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(root, Path(copy, "store"))
        os.environ |= {"CALLMATE_HOME": f"{copy}/store", "CALLMATE_CONFIG": f"{copy}/none"}
        export_evidence(TWO_LANES, target)


def _settings(config: Path) -> Path:
    (config / "packs").mkdir()
    (config / "config.toml").write_text('[keys]\nnote = "n"\n', encoding="utf-8")
    (config / "packs" / "grüße.toml").write_text("# empty\n", encoding="utf-8")
    return config


def _file(root: Path, case: str, device: str) -> CaseFile:
    return CaseFile(root, case, Site(device, root / "quarantine"))


def _cases(root: Path, source: Source) -> None:
    script = read_script(TESTS / "cases" / "01-comcast-cancel-2014.json")
    story = _file(root, STORY, HERE_DEVICE)
    story.append(to_events(script, source.clock.now(), UTC, source.ids))
    story.close()
    _two_lanes(root, source)
    _damaged(root, source)
    later = _file(root, NOT_YET, HERE_DEVICE)
    later.append([source.event("case_opened"), source.event("a_kind_of_tomorrow", deep=[1, None])])
    later.close()
    _of_tomorrow(root / "cases" / NOT_YET / f"{OTHER_DEVICE}-1.json", source)
    torn = _file(root, TORN, HERE_DEVICE)
    torn.append([source.event("case_opened"), source.event("note", text="whole")])
    torn.close()
    lane = root / "cases" / TORN / f"{HERE_DEVICE}-1.json"
    lane.write_bytes(lane.read_bytes()[:-3] + b',\n"3": {"at":"2026-03-02T1')


def _two_lanes(root: Path, source: Source) -> None:
    """One lane closed in good order, with an event forgotten; one still padded; one of another
    device."""
    first = _file(root, TWO_LANES, HERE_DEVICE)
    call = source.event("call_start", None, direction="out", organisation="Acmé")
    rep = source.event("rep", call.id, name="Zoë")
    draft = source.event("draft", call.id, entry=rep.id, field="name", position=0,
                         removed="", inserted="Zoë")  # fmt: skip
    gone = source.event("note", call.id, text="to be forgotten")
    first.append([source.event("case_opened"), call, rep, draft, gone])
    first.append([source.event("note", call.id, text=text) for text in TEXTS])
    second = _file(root, TWO_LANES, HERE_DEVICE)
    second.read()
    second.append([source.event("hold_start", call.id), source.event("hold_end", call.id)])
    other = _file(root, TWO_LANES, OTHER_DEVICE)
    other.read()
    other.append([source.event("call_end", call.id, outcome="they hung up")])
    first.forget([gone.id])
    first.close()
    other.close()
    lane = root / "cases" / TWO_LANES / f"{HERE_DEVICE}-2.json"
    padded = lane.read_bytes()
    second.close()
    lane.write_bytes(padded)


def _damaged(root: Path, source: Source) -> None:
    """A byte was changed by hand in the midst; after it, and beside it, is what still holds."""
    case = _file(root, DAMAGED, HERE_DEVICE)
    case.append([source.event("case_opened"),
                 *(source.event("note", text=f"note {n}") for n in range(1, 6))])  # fmt: skip
    case.close()
    lane = root / "cases" / DAMAGED / f"{HERE_DEVICE}-1.json"
    lane.write_bytes(lane.read_bytes().replace(b"note 3", b"note 8"))
    case = _file(root, DAMAGED, HERE_DEVICE)
    case.read()
    case.append([source.event("note", text="in the lane after it")])
    case.close()
    (root / "cases" / DAMAGED / f"{OTHER_DEVICE}-1.json").write_bytes(bytes(600))


def _of_tomorrow(lane: Path, source: Source) -> None:
    """A lane of a later program: another version, and a field that nobody knows yet."""
    prev, lines = chain.FIRST_PREV, []
    for n in (1, 2):
        new = source.event("note", text=f"of tomorrow {n}")
        body, salt = dict(new.body), source.random.randbytes(chain.SALT_BYTES)
        doc = {
            "id": new.id, "n": n, "lane": lane.stem, "case": lane.parent.name, "kind": new.kind,
            "at": new.moment.at.isoformat(timespec="microseconds"), "boot": new.moment.boot,
            "mono": new.moment.mono, "clock": f"ffffffffffff-000{n}", "call": None, "cause": None,
            "v": 2, "prev": prev, "weather": "fair", "salt": salt.hex(), "body": body,
            "digest": chain.digest_of(salt, chain.canonical(body)),
        }  # fmt: skip
        prev = chain.header_hash(doc)
        lines.append(b'"%d": %s' % (n, chain.canonical(doc).encode("ascii")))
    lane.write_bytes(HEAD + b"\n" + b",\n".join(lines) + b"}}\n")


def _others(root: Path, source: Source) -> None:
    library = Library(root, source.clock, source.ids)
    days = library.days()
    for _ in range(2):
        days.append([source.event("key", key="j", focus="list", screen="browser", command=None)])
        source.clock.at += timedelta(days=1)
    days.close()
    library.remember_company("Acmé", {"phone": "+1 800 555 0100", "menu": ["2", "1"]})
    library.remember_company("Acmé", {"phone": "+1 800 555 0199"})
    library.close()
    shutil.rmtree(root / "quarantine", ignore_errors=True)
    for name, text in (("letters/acme.md", "Dear Zoë,\n"), ("quarantine/a-1.bin", "half of a")):
        (root / name).parent.mkdir()
        (root / name).write_text(text, encoding="utf-8")


def facts(root: Path) -> dict[str, Any]:
    """What there is to find in a store."""
    library = Library(root, ManualClock(), UlidSource())
    cases = {}
    for case in sorted(library.each_case()):
        file = library.case(case)
        events = [told(event) for event in file.read()]
        cases[case] = {
            "events": events,
            "damaged": sorted(file.damaged),
            "code": "" if file.damaged else code_of(file.heads()),
        }
    days = {
        folder.name: [told(one) for one in LaneFolder(folder, "", library.site).read()]
        for folder in sorted((root / "days").iterdir())
    }
    found = {"cases": cases, "days": days, "companies": library.companies()}
    library.close()
    return found


def told(event: Event) -> dict[str, Any]:
    """All of an event."""
    return {
        "id": event.id, "n": event.n, "lane": event.lane, "case": event.case, "kind": event.kind,
        "at": event.at, "boot": event.boot, "mono": event.mono, "clock": event.clock,
        "call": event.call, "cause": event.cause, "body": dict(event.body), "v": event.v,
    }  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    make(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
