"""What is stored: one frozen event a fact, in an envelope that says when, where and why.

The names of facts are those of the case script (``hold_start``, ``rep``, ``transfer`` …), so
that import, export and the live keys speak of the same things. A body holds JSON values only:
strings, integers, booleans, null, lists and mappings of them; no floats, since the hash chain
needs one spelling for each value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from callmate.model.moment import Moment

Body = Mapping[str, Any]

FORMAT_VERSION: Final = 1

INPUTS: Final[Mapping[str, str]] = {
    "key": "A key was pressed: key, character, focus, screen, command, entry.",
    "paste": "Text was pasted: text, length, focus, screen, command, entry.",
    "mouse": "A click that means a command: focus, screen, command.",
    "command": "A command that no key gave here: command, values, source (log, timer, import).",
}
"""How a person, or another program for them, told callmate something."""

TEXTS: Final[Mapping[str, str]] = {
    "draft": "A change in a field: entry, field, position, removed, inserted; the first: opened.",
}

CORRECTIONS: Final[Mapping[str, str]] = {
    "detail": "Values learned later about an event: target, values.",
    "amend": "A new time for an event: target, and when (RFC 3339) or shift_ms.",
    "undo": "Withdraws events: targets.",
    "redo": "Brings withdrawn events back: targets.",
    "strike": "Strikes one event out: target.",
    "unstrike": "Takes a strike back: target.",
}

CASE_FACTS: Final[Mapping[str, str]] = {
    "case_opened": "The case begins; for an imported one, script holds its other fields.",
    "case_set": "What is known of the case: values (company, phone, account, problem …).",
    "call_moved": "A call belongs to another case; said in both, and in the case in whose files it "
    "was written, which decides: from_case, to_case, moved, home (that case), title, began.",
    "clock_jumped": "The wall clock moved against the steady clock: by_ms.",
    "forgotten": "Words were emptied at the person's wish: count, since (a time), events (ids of "
    "what has none now), whole (true: all of the case's).",
    "ended_by_signal": "The program was told to stop: signal.",
    "card": "What became of a card: card, answer (shown, said, later, never, unseen), why.",
    "tick": "A checklist line was ticked by hand: item, on.",
    "contradiction": "Two things they said cannot both be true: first, second (ids of facts).",
    "question": "A question to be answered by them: text.",
    "question_end": "It was: answers (the question), text, state (answered, dropped, open).",
    "mood": "Your mood before a call, private: mood (calm, tense, angry).",
    "cool_off": "A break: until (a date, or RFC 3339; empty: taken back), why.",
    "rep_mark": "A mark for a rep: rep (the stint), mark, value (true, false, null: blank).",
    "rep_line": "What a rep did and did not do, in your words: rep, text.",
    "conduct": "How you behaved, private: about (the call), mark, value.",
    "result": "What a call brought: about, result (all, least, part, nothing, open).",
    "wrapped_up": "The wrap-up of a call is over: about, how (done, skipped).",
    "handover": "Whether a third party was told: answers (the promise), state.",
    "details_checked": "You looked whether the account's details are right: right, text.",
    "letter": "A letter was drafted: form, to, reply_by.",
    "letter_sent": "You sent it: answers (the letter), reply_by, state (replied: they did).",
    "rung": "A step of the ladder: rung, name, by, state (planned, done).",
    "case_closed": "The case is over: how (resolved, dropped, reopened: it is not).",
    "case_merged": "This case became part of another: into_case.",
    "case_joined": "Another case became part of this one: from_case.",
    "case_archived": "The case is put away, or back in the lists: on, why (done, practice).",
    "case_tagged": "A word to find the case by: tag, on.",
    "pinned": "An event, or with no target the case, is kept on top: target, on.",
}

CALL_FACTS: Final[Mapping[str, str]] = {
    "call_start": "A call begins: direction (out, in), line, organisation, date_only, lasts_us.",
    "closing": "The call is about to end, stamped now: how (end, cut_off).",
    "resume": "The call goes on after all.",
    "call_end": "The call is over: outcome; of names the closing whose time is the end's.",
    "ivr": "A menu level: text. Opens the menu state.",
    "ivr_end": "The menu is left.",
    "hold_start": "They put you on hold.",
    "hold_end": "Back from hold.",
    "rep": "A person answers: name, department, extension, email. Opens a rep stint.",
    "rep_end": "The stint of a rep is over.",
    "transfer": "You are being passed on: to, announced. Opens the wait for it.",
    "transfer_end": "The wait after a transfer is over: reached.",
    "verification": "They ask who you are: what, n.",
    "repeat_story": "You had to tell it all again.",
    "ask": "You ask for something: what.",
    "denied": "They say no: what, answers (id of the ask or offer).",
    "granted": "They say yes: what, answers.",
    "offer": "They offer something: what, amount.",
    "accepted": "You take the offer: what, answers.",
    "declined": "You decline the offer: what, answers.",
    "promise": "They will do something: what, by, kept, due, owner, carrier (a third), told.",
    "promise_kept": "A promise was kept: answers.",
    "promise_broken": "A promise was broken: answers.",
    "instruction": "They tell you to do a step: what, state. Opens it until it is done.",
    "instruction_end": "The step is done, or over: state (done, not_done), answers.",
    "objection": "You say that a step would make things worse: text, what (the step), answers.",
    "pitch_start": "They start to sell: what.",
    "pitch_end": "The sales pitch is over.",
    "supervisor_asked": "You ask for a manager: result. Opens the wait unless answered at once.",
    "supervisor_end": "The answer to that: result (granted, refused, none, callback) or null.",
    "supervisor_reached": "A manager is on the line: name.",
    "unsure": "The rep seems new or unsure: text.",
    "kudos": "Praise for the rep: text.",
    "anger": "Your own anger, private: on.",
    "recording": "A recording runs: on.",
    "trouble": "You cannot understand each other, or the line is bad: text.",
    "line": "You turn to this line, of two that run.",
    "case_number": "Their number for this: value, kind.",
    "department": "The department or line you are on: text.",
    "note": "Free text: text.",
    "mark": "This moment, to be labelled later: text.",
}
"""Kinds that happened in a call. A kind that is in none of these tables is kept and shown."""

PRIVATE: Final = frozenset({"anger", "mood", "conduct"})

TEXT_FIELD: Final[Mapping[str, str]] = {
    "rep": "name", "transfer": "to", "case_number": "value", "ask": "what", "denied": "what",
    "granted": "what", "offer": "what", "accepted": "what", "declined": "what",
    "promise": "what", "instruction": "what", "pitch_start": "what", "verification": "what",
    "supervisor_reached": "name", "supervisor_end": "text", "call_end": "outcome",
    "ivr": "text", "unsure": "text", "kudos": "text", "department": "text", "note": "text",
    "mark": "text", "call_start": "organisation", "objection": "text", "trouble": "text",
    "question": "text", "question_end": "text", "rep_line": "text", "details_checked": "text",
}  # fmt: skip
"""Which value of a kind the person's own words go to."""


@dataclass(frozen=True, slots=True)
class Event:
    """One document of a lane, without its hashes. See the store for the written form."""

    id: str
    n: int
    lane: str
    case: str
    kind: str
    at: str
    boot: str
    mono: int
    clock: str
    call: str | None
    cause: str | None
    body: Body
    v: int = FORMAT_VERSION

    @property
    def moment(self) -> Moment:
        """When it was recorded."""
        return Moment(datetime.fromisoformat(self.at), self.boot, self.mono)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before a lane takes it: the lane adds n, lane, case, clock and hashes.

    ``id`` is a ULID, unique for ever; ``call`` is the id of the call's ``call_start`` event.
    """

    id: str
    kind: str
    moment: Moment
    body: Body = field(default_factory=dict)
    call: str | None = None
    cause: str | None = None
