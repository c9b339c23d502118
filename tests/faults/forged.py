"""Records changed on purpose, by somebody who knows the form: what verify and the checker that goes
with an export say of each. Both must see it, and name the same event.

Three changes leave a whole chain behind: the end cut off, the last header changed, and everything
written anew from some event on. Of these the head code that was noted must be found no more.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from callmate.exchange import verify_case
from callmate.store.lanes.chain import canonical, digest_of, header_hash
from callmate.store.proof.anchors import find
from callmate.store.proof.heads import code_of, read_code
from callmate.store.proof.verifying import check_folder
from tests.faults.outcome import Effort, Outcome, Say
from tests.store.forging import doc_of, line_of, lines_of, put
from tests.store.support import CASE, Maker, UnsyncedFs, ids, lane_path, make_case

LANE: Final = "testdev1-1"
EVENTS: Final = 40
KINDS: Final = ("note", "key", "rep", "call_end", "promise")

Doc = dict[str, Any]
Forge = Callable[[list[Doc], int], int]
"""Changes the events of a lane at the place ``at``; the number of the first that is wrong now, 0
where only the head code can tell."""


def other_words(docs: list[Doc], at: int) -> int:
    docs[at]["body"] = {"text": "they promised"}
    return at + 1


def other_words_fitting(docs: list[Doc], at: int) -> int:
    other_words(docs, at)
    _seal(docs[at])
    return _by_the_next(docs, at)


def _by_the_next(docs: list[Doc], at: int) -> int:
    """Which event is named where a header was changed: the next but one tells that the next is
    right. Near the end it may be either."""
    last = len(docs) - 1
    return 0 if at == last else at + 1 if at + 1 < last else last + 1


def other_time(docs: list[Doc], at: int) -> int:
    docs[at]["at"] = "2026-03-02T08:00:00.000000+00:00"
    return _by_the_next(docs, at)


def left_out(docs: list[Doc], at: int) -> int:
    del docs[at]
    return at + 1 if at < len(docs) else 0


def swapped(docs: list[Doc], at: int) -> int:
    at = min(at, len(docs) - 2)
    docs[at : at + 2] = docs[at + 1], docs[at]
    return at + 1


def doubled(docs: list[Doc], at: int) -> int:
    at = min(at, len(docs) - 4)
    docs.insert(at + 3, dict(docs[at]))
    return at + 1


def put_in(docs: list[Doc], at: int) -> int:
    """An event of one's own, fitting the one before, with the numbers behind it moved on."""
    made = docs[at] | {"id": "01JNB0000000000000000000ZZ", "body": {"text": "put in"}}
    _seal(made)
    docs.insert(at, made)
    for doc in docs[at + 1 :]:
        doc["n"] += 1
    return at + 2


def anew_from_here(docs: list[Doc], at: int) -> int:
    other_words(docs, at)
    prev = docs[at]["prev"]
    for doc in docs[at:]:
        _seal(doc)
        doc["prev"] = prev
        prev = header_hash(doc)
    return 0


def _seal(doc: Doc) -> None:
    """Make an event whole by itself."""
    if "salt" in doc:
        doc["digest"] = digest_of(bytes.fromhex(doc["salt"]), canonical(doc["body"]))
    else:
        doc.pop("body", None)


FORGES: Final[Sequence[Forge]] = (
    other_words, other_words_fitting, other_time, left_out, swapped, doubled, put_in,
    anew_from_here,
)  # fmt: skip


def run(folder: Path, effort: Effort, say: Say) -> Outcome:
    chance, outcome = random.Random(effort.seed), Outcome(unit="forgeries")
    for number in range(effort.pick(10, 400)):
        root = folder / str(number)
        lane = _written(root, chance)
        whole = [doc_of(line) for line in lines_of(lane)]
        code = read_code(code_of(check_folder(lane.parent, CASE).heads)) or 0
        for forge in FORGES:
            docs = [dict(doc) for doc in whole]
            at = chance.randrange(len(docs))
            wrong = forge(docs, at)
            if [line_of(doc) for doc in docs] == [line_of(doc) for doc in whole]:
                continue  # what was forgotten has no words to change
            put(lane, [line_of(doc) for doc in docs])
            outcome.tried += 1
            _look(outcome, lane, f"{forge.__name__} at {at + 1}", wrong, code)
    return outcome


def _written(root: Path, chance: random.Random) -> Path:
    case, make = make_case(root, fs=UnsyncedFs()), Maker()
    events = case.append([make(chance.choice(KINDS), text=f"said {n}") for n in range(EVENTS)])
    case.forget(chance.sample(ids(events), 3))
    case.close()
    return lane_path(root, LANE)


def _look(outcome: Outcome, lane: Path, what: str, wrong: int, code: int) -> None:
    """Whether both see it. Behind it some of the record may hold, but never all of it."""
    checked = check_folder(lane.parent, CASE)
    other = verify_case.Lane(f"{CASE}/{lane.name}", lambda: lane.open("rb"))
    troubles = checked.troubles
    if wrong:
        outcome.expect(bool(troubles), f"{what}: verify saw nothing")
        outcome.expect(bool(other.wrong), f"{what}: verify_case.py saw nothing")
        named = troubles[0].n if troubles else wrong
        outcome.expect(named == wrong, f"{what}: event {named} was named, not {wrong}")
    by_code = find(checked, code).point is None, verify_case.point_of([other], code) is None
    outcome.expect(all(by_code), f"{what}: the code was found all the same, by {by_code}")
