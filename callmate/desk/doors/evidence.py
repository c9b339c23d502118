"""Exports a case as evidence: its lanes as they are stored, what they say, and what checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from callmate.clock import SystemClock
from callmate.desk.doors.damage import damage_of
from callmate.desk.doors.doors import report_on, store
from callmate.desk.doors.reportpage import evidence_page
from callmate.desk.logs import read_once
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError
from callmate.model.events import Event
from callmate.model.fold import Fold, fold
from callmate.model.shelf.moves import Raw, reading
from callmate.packs.loader import load
from callmate.paths import config_home, store_home
from callmate.store.archives import archive
from callmate.store.archives.archive import Source
from callmate.store.archives.backing import Saved, lanes_of, refuse_inside
from callmate.text import show

Report = Mapping[str, Any]
KIND: Final = "case"
LANES: Final = "lanes"
REPORT: Final = "report.txt"
CHECKER: Final = "verify_case.py"
READ_ME: Final = """\
{title}

This is the record of a case as it was logged with callmate, exported {made}.

  report.txt       what it came to, and who said what and when, for reading
  lanes/           the record itself, as it was written during the calls
  verify_case.py   checks whether it was changed since: python3 verify_case.py THIS.zip
  manifest.json    the list of these files with their hashes

{code}
Where this was unpacked: python3 verify_case.py . (the dot is this folder).

The record is the files in lanes/: they alone are checked, and covered by a head code. report.txt
retells them, and it and manifest.json could be made anew by anybody. What the lanes themselves say
is told by: python3 verify_case.py THIS.zip --list

verify_case.py needs Python 3.8 or later and nothing else; it is short, and meant to be read. Who
does not trust this copy of it finds the same file in callmate's source. That the record is as it
was written helps to show that it was not changed later. That its end was cut off shows only by a
head code that somebody kept: verify_case.py THIS.zip --code CODE.
"""
CODE: Final = """\
The head code of the record was {code} when it was exported. Whoever noted it, or got
it in a letter, can tell later whether this is still the record it was made of.
"""
HOLDS_ALL: Final = (
    "The archive holds all that was logged in this case, also what its report leaves out or "
    "hides: every key, private marks, account numbers, cards and other secrets in full."
)


def export_evidence(text: str, target: Path) -> list[str]:
    """Write the evidence of a case to a new file; what is to be known of it, in sentences.

    Raises CallmateError.
    """
    made = SystemClock().now().at
    root = store_home()
    refuse_inside(target, root)
    with store(reading=True) as world:
        case_id = world.library.resolve(text)
        folded = fold(case_id, world.case(case_id).read())
        code, damage = world.case(case_id).head_code(), damage_of(world, case_id)
        lent = lenders(world, case_id)
        saved = Saved()

        def about() -> dict[str, object]:
            return {
                "case": case_id, "title": folded.case.title, "head_code": code,
                "borrowed_from": lent, "events": saved.events,
                "damaged": _in_archive(saved.damaged), "left_out": _in_archive(saved.left_out),
            }  # fmt: skip

        found = report_on(folded, load(config_home() / "packs"), made, private=False)
        found["head_code"], found["damaged"] = code or None, damage or None
        inside = _files(root, [case_id, *lent], folded, found, made, saved)
        archive.write(target, KIND, inside, about, made=made)
    return list(_told(code, lent, saved))


def _files(
    root: Path, cases: Sequence[str], folded: Fold, found: Report, made: datetime, saved: Saved
) -> Iterator[tuple[str, Source]]:
    yield "READ ME.txt", [_read_me(folded, found, made).encode("utf-8", "replace")]
    yield REPORT, [evidence_page(folded, found).encode("utf-8", "replace")]
    yield CHECKER, [checker()]
    for case in cases:
        for name, source in lanes_of(root, case, saved):
            yield _named(name), source


def _read_me(folded: Fold, found: Report, made: datetime) -> str:
    told = CODE.format(code=found["head_code"]) if found["head_code"] else ""
    told += f"\n{found['damaged']}.\n" if found["damaged"] else ""
    title = show(folded.case.title, " ") or f"Case {folded.case.id}"
    return READ_ME.format(title=title, made=f"{made:%Y-%m-%d %H:%M %z}", code=told)


def checker() -> bytes:
    """The program that checks an archive, as it stands in callmate. It is only read here."""
    try:
        return files("callmate.exchange").joinpath(CHECKER).read_bytes()
    except OSError as error:
        raise CallmateError(
            f"{CHECKER} cannot be read ({error.strerror}); install callmate anew."
        ) from None


def lenders(world: StoredWorld, case: str) -> list[str]:
    """The cases whose files hold something of this one: calls that were moved here, cases that
    became a part of it."""
    read, asked = read_once(world.library), set[str]()

    def raw(other: str) -> Sequence[Event]:
        asked.add(other)
        return read(other)

    own = read(case)
    whole = reading(case, own, raw)
    found = {event.case for event in whole} - {case}
    if _ids(reading(case, own, _only(raw, found))) != _ids(whole):
        found = {other for other in asked if read(other)} - {case}
    return sorted(found)


def _only(raw: Raw, cases: set[str]) -> Raw:
    return lambda other: raw(other) if other in cases else []


def _ids(events: Iterable[Event]) -> set[str]:
    return {event.id for event in events}


def _named(name: str) -> str:
    """A lane's name in the archive, by that in the store."""
    return f"{LANES}/{name.partition('/')[2]}"


def _in_archive(told: dict[str, str]) -> dict[str, str]:
    return {_named(name): why for name, why in told.items()}


def _told(code: str, lent: Sequence[str], saved: Saved) -> Iterator[str]:
    yield HOLDS_ALL
    if lent:
        yield (
            f"Some of its calls were written in {', '.join(lent)}: the files of those are in it "
            "too, whole."
        )
    for name, why in saved.damaged.items():
        yield f"{_named(name)} is damaged, and in it as it is: {why}."
    for name, why in saved.left_out.items():
        yield f"{_named(name)} is not in it: {why}."
    if code:
        yield f"The head code of the log is {code}."
