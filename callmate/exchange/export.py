"""A case as a case script again.

What was imported is written as it came; what was logged live is written as it stands now, with
minutes from the call's start. Keys, drafts and the history of amendments have no place in a
script: ``notices`` says what was left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from callmate.exchange.form import FIELDS, SCHEMA
from callmate.exchange.importing import SHEET, SOURCE
from callmate.exchange.schedule import US_A_MINUTE, microseconds
from callmate.exchange.strictjson import load
from callmate.model.around import HANDLERS as AROUND
from callmate.model.durations import length_us
from callmate.model.events import PRIVATE
from callmate.model.fold import Fold
from callmate.model.moment import elapsed_us
from callmate.model.promises import due_at
from callmate.model.state import ENDS, Call, Fact

LEFT_OUT: Final = (
    "keys, drafts, amendments, private marks, the account, phone, brief and facts of the case, and "
    "what was done between its calls"
)
SILENT: Final = frozenset({
    "call_start", "closing", "resume", "rep_end", "transfer_end", "ivr_end", "supervisor_end",
    "promise_kept", "promise_broken", "clock_jumped", "forgotten", "ended_by_signal", "card",
    "tick", "call_moved", "instruction_end", "line", "contradiction", *AROUND,
})  # fmt: skip
"""Facts that a script says through others, or not at all."""

OWN: Final = frozenset({"when", "mono", "auto", "source", "script", "row", "of", "due", "draft"})


@dataclass(frozen=True, slots=True)
class Exported:
    """A script, and one plain sentence for each thing it does not say."""

    script: dict[str, Any]
    notices: tuple[str, ...] = ()


def to_script(fold: Fold) -> Exported:
    """The case script of a case."""
    return _Exporting(fold).run()


class _Exporting:
    def __init__(self, fold: Fold) -> None:
        self._fold, self._case = fold, fold.case
        self._live = False
        """Whether anything was logged here rather than imported."""
        self._amended = False
        self._odd = {one for one, _ in fold.case.oddities}
        self._facts: dict[str, list[Fact]] = {}
        for fact in fold.facts:
            if fact.live and fact.call:
                self._facts.setdefault(fact.call, []).append(fact)
            elif isinstance(fact.body.get("script"), str) and not fact.live:
                self._amended = True

    def run(self) -> Exported:
        opened = next((one for one in self._fold.facts if one.kind == "case_opened"), None)
        top = self._imported_top(opened) if opened else None
        calls = [self._call(call, number) for number, call in enumerate(self._in_order(), start=1)]
        self._live = self._live or top is None
        script = top if top is not None else self._top()
        if self._live:
            script = {**script, "left_out": LEFT_OUT}
        return Exported({**script, "calls": calls}, tuple(self._notices()))

    def _imported_top(self, opened: Fact) -> dict[str, Any] | None:
        """The top level as it came, with what the case sheet says otherwise since."""
        raw = _original(opened)
        if raw is None:
            return None
        then = opened.body.get("values") or {}
        for key, name in SHEET.items():
            if self._case.info.get(name) != then.get(name):
                raw, self._amended = {**raw, key: self._case.info.get(name)}, True
        return raw

    def _in_order(self) -> list[Call]:
        """Imported calls as they stood in the file, then the others by time."""
        rows = {
            fact.id: fact.body["row"]
            for fact in self._fold.facts
            if fact.kind == "call_start" and isinstance(fact.body.get("row"), int)
        }
        return sorted(self._case.calls, key=lambda call: rows.get(call.id, len(rows)))

    def _notices(self) -> Iterable[str]:
        if self._live:
            yield f"The script leaves out {LEFT_OUT}."
        elif any(fact.live and fact.kind in AROUND for fact in self._fold.facts):
            yield "The script leaves out what was done between the calls, and private marks."
        if self._amended:
            yield "What was imported and changed since is written as it stands now."
        if self._case.running:
            yield "A call is running: the script has it up to its last event."

    def _top(self) -> dict[str, Any]:
        known = self._case.known
        return {
            "schema": SCHEMA,
            "id": self._case.id,
            "source": "callmate",
            "company": known("company") or None,
            "country": known("country") or None,
            "account_type": known("account_type") or None,
            "problem": known("problem") or None,
            "outcome_wanted": known("outcome") or None,
            "timeline_outside_calls": [],
            "after": [],
            "final_state": None,
            "expect": [],
        }

    def _call(self, call: Call, number: int) -> dict[str, Any]:
        facts = self._facts.get(call.id, [])
        start = next((fact for fact in facts if fact.id == call.id), None)
        raw = _original(start) if start else None
        if raw is None:
            self._live = True
            raw = self._call_top(call, number)
        return {**raw, "events": self._events(call, facts)}

    def _call_top(self, call: Call, number: int) -> dict[str, Any]:
        at = call.start.at.replace(tzinfo=None)
        raw: dict[str, Any] = {
            "n": number,
            "start": at.date().isoformat() if call.date_only else at.isoformat(),
            "direction": call.direction,
            "line": call.line,
        }
        if call.organisation:
            raw["organisation"] = call.organisation
        if call.lasts_us:
            raw["duration_min"] = minutes(length_us(call, call.start))
        return raw

    def _events(self, call: Call, facts: list[Fact]) -> list[dict[str, Any]]:
        """Imported events in the order of the file; others each before the next later one."""
        rows = [fact for fact in facts if isinstance(fact.body.get("row"), int)]
        imported = sorted(
            (fact for fact in rows if fact.id != call.id), key=lambda fact: fact.body["row"]
        )
        places = {fact.id: place for place, fact in enumerate(imported)}
        keyed: list[tuple[int, int, dict[str, Any]]] = []
        before = -1
        """The highest place of an imported event that happened so far."""
        for order, fact in enumerate(facts):
            if fact.id in places:
                before = max(before, places[fact.id])
                keyed.append((places[fact.id], -1, self._imported(call, fact)))
            elif self._is_told(fact):
                self._live = True
                keyed.append((before, order, self._logged(call, fact)))
        return [event for _, _, event in sorted(keyed, key=lambda one: one[:2])]

    def _is_told(self, fact: Fact) -> bool:
        """Whether a fact that was not in a script has a line of its own in one."""
        if fact.kind in SILENT or fact.kind in PRIVATE:
            return False
        if fact.kind in ENDS and fact.id in self._odd:
            return False  # its beginning was struck or moved: no script may hold it
        return fact.body.get("source") != SOURCE

    def _imported(self, call: Call, fact: Fact) -> dict[str, Any]:
        """The event as it came, with whatever was changed about it since."""
        raw = _original(fact) or {}
        entry = self._fold.ledger.entries[fact.id]
        if entry.details:
            changed = {key: value for key, value in entry.details.items() if key in _fields(fact)}
            raw, self._amended = {**raw, **changed}, True
        if entry.amended:
            raw = {**raw, "t_min": self._minutes(call, fact), "t_basis": "stated"}
            self._amended = True
        values = self._folded(call, fact)
        for key in ("kept", "result", "note", "state"):
            if key in values and fact.body.get(key) != values[key]:
                raw, self._amended = {**raw, key: values[key]}, True
        return raw

    def _logged(self, call: Call, fact: Fact) -> dict[str, Any]:
        base = {"type": fact.kind, "t_min": self._minutes(call, fact), "t_basis": "stated"}
        values = {key: fact.body[key] for key in _fields(fact) if fact.body.get(key) is not None}
        return {**base, **values, **self._folded(call, fact)}

    def _minutes(self, call: Call, fact: Fact) -> int | Decimal:
        return minutes(elapsed_us(call.start, fact.moment))

    def _folded(self, call: Call, fact: Fact) -> dict[str, Any]:
        """Values that later events decided: who answered, what came of it."""
        case = self._case
        if fact.kind == "rep":
            rep = case.rep(fact.id)
            return {
                "name": (rep.name if rep else "") or None,
                "department": (rep.department if rep else "") or None,
            }
        if fact.kind == "transfer":
            to = next((one.to for one in case.transfers if one.id == fact.id), "")
            return {"to": to or None}
        if fact.kind == "supervisor_asked":
            return {"result": self._result(fact), **self._answer_words(fact)}
        if fact.kind == "instruction":
            step = next((one for one in case.instructions if one.id == fact.id), None)
            return {"state": step.state} if step and step.state else {}
        if fact.kind == "objection":
            step = next((one for one in case.instructions if one.id == fact.text("answers")), None)
            return {"what": step.what} if step and step.what else {}
        if fact.kind == "promise":
            promise = next((one for one in case.promises if one.id == fact.id), None)
            if promise is None:
                return {}
            if due_at(promise) is None:
                return {"by": None, "kept": promise.kept}
            return {"by": promise.by, "kept": promise.kept}
        return {}

    def _result(self, fact: Fact) -> str | None:
        """What the asking for a manager came to; null where ``supervisor_reached`` says it."""
        told = fact.text("result")
        if told:
            return told
        closed = [
            one for one in self._facts[fact.call] if one.kind == "supervisor_end" and one.auto
        ]
        request = next((one for one in self._case.supervisors if one.id == fact.id), None)
        by_rule = any(one.text("result") == "granted" for one in closed)
        result = request.result if request else ""
        return None if result == "granted" and by_rule else result or None

    def _answer_words(self, fact: Fact) -> dict[str, str]:
        """What was typed for the answer to asking for a manager: the answer has no line."""
        ends = [one for one in self._facts[fact.call] if one.kind == "supervisor_end"]
        words = [one.text("text") for one in ends if one.text("answers") == fact.id]
        return {"note": words[-1]} if words and words[-1] else {}


def _fields(fact: Fact) -> tuple[str, ...]:
    if fact.kind in FIELDS:
        return FIELDS[fact.kind]
    return tuple(key for key in fact.body if key not in OWN)


def _original(fact: Fact) -> dict[str, Any] | None:
    """The object a fact was imported from; None for a fact that was logged here."""
    text = fact.body.get("script")
    if not isinstance(text, str):
        return None
    value = load(text.encode("utf-8"), "the stored script")
    return value if isinstance(value, dict) else None


def minutes(us: int) -> int | Decimal:
    """Microseconds as the shortest decimal number of minutes that means the same microsecond."""
    exact = Decimal(us) / US_A_MINUTE
    for digits in range(12):
        short = exact.quantize(Decimal(1).scaleb(-digits))
        if microseconds(short) == us:
            return int(short) if digits == 0 else short
    return exact
