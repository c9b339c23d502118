"""The one registry of commands: keys, footer, palette, help, ``callmate keys``, README table.

Every other list of keys is derived from this one. Keys are named as Textual names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from callmate.desk.spec import EVERYWHERE as EVERYWHERE
from callmate.desk.spec import IN_CALL, NO_MENU, around, live, more_of, other
from callmate.desk.spec import MORE_KEY as MORE_KEY
from callmate.desk.spec import CommandSpec as CommandSpec
from callmate.desk.spec import Place as Place

COMMANDS: Final[tuple[CommandSpec, ...]] = (
    live("start", "space f5", "start call", "At idle: the call and its clock begin.",
          places=("idle",)),
    live("mark", "space f5", "mark", "In a call: a bare time stamp; ↑ enter names it later.",
          places=IN_CALL),
    live("hold", "h f2", "hold", "On hold, or back from it."),
    live("transfer", "t f3", "transfer", "They pass you on; then type where to.",
          places=IN_CALL, field="transferred to"),
    live("rep", "r f4", "rep", "A person answers; then type the name.",
          field="rep's name"),
    live("ask", "a", "asked", "You ask (enter alone: the outcome, or the same); then type what.",
          places=IN_CALL, field="asked for"),
    live("refused", "x", "refused", "No to the newest open ask, offer or request for a manager.",
          places=IN_CALL),
    live("granted", "g", "granted", "Yes to it.", places=IN_CALL),
    live("promise", "p", "promise", "They will do something; then type what, and by when.",
          places=IN_CALL, field="promise"),
    live("note", "n", "note", "A note; then type it.", field="note"),
    live("manager", "m", "manager", "You ask for a manager.", places=IN_CALL),
    live("number", "c", "case no.", "Their number for this, read back in groups; then type it.",
          places=IN_CALL, field="case number"),
    live("department", "d", "dept", "The department or line you are on; then type its name.",
          places=IN_CALL, field="department"),
    live("offer", "o", "offer", "They offer something (x or g answers it); then type what.",
          places=IN_CALL, field="offer"),
    live("pitch", "s f8", "sales pitch", "They start to sell, or stop.", places=IN_CALL),
    live("verification", "v", "who you are", "They ask who you are; it is counted.",
          places=IN_CALL),
    live("told_again", "y", "told again", "You had to tell it all yet again.", places=IN_CALL),
    live("unsure", "w", "unsure", "The rep seems new or unsure.", places=IN_CALL),
    live("instruction", "i", "told to do",
          "They tell you to do a step (i again: it is done); then type it.",
          places=IN_CALL, field="told to do"),
    live("objection", "j", "objection", "That step would make things worse; then type why.",
          places=IN_CALL, field="objection"),
    live("trouble", "l", "bad line", "The line is bad, or you cannot understand each other.",
          places=IN_CALL),
    live("kudos", "k", "praise", "This rep is good: remembered for the next time.",
          places=IN_CALL),
    live("anger", "f", "fuming", "You are angry, or calm again; kept private.", places=IN_CALL),
    live("cut_off", "b", "cut off", "The line broke. Asks once more before the call ends.",
          places=IN_CALL),
    live("end", "e f9", "end", "The call ends: press again, or any live key to go on.",
          places=IN_CALL),
    more_of("other_line", "z", "line 2", "Turn to the other call; with one running, z z begins "
          "a second.", also="tab"),
    more_of("incoming", "i", "call in", "They call you; at idle too.", places=EVERYWHERE),
    more_of("menu", "m", "menu", "A phone menu begins, or its next level."),
    CommandSpec("level", tuple("1234567890"), "menu key", "In a menu: the digit you press there.",
                "more", ("menu",), live=True),
    more_of("new_person", "p", "new rep",
          "Somebody else answers, whoever was there; then type the name.", field="rep's name"),
    more_of("manager_here", "s", "manager", "A manager takes the line; then type the name.",
          field="manager's name"),
    more_of("recording", "r", "record", "A recording begins, or stops."),
    more_of("kept", "k", "kept", "The promise was kept: the selected one, or the newest.",
          places=EVERYWHERE),
    more_of("broken", "b", "broken", "The promise was broken.", places=EVERYWHERE),
    more_of("announced", "w", "warm", "Whether they announced you with the transfer.",
          live=False),
    more_of("outcome", "o", "outcome", "What came of the call: first e, then z o; then type it.",
          places=EVERYWHERE, field="outcome of the call", live=False),
    more_of("insert", "e", "forgot", "The next key is something forgotten; then type @ and when.",
          places=EVERYWHERE, live=False),
    more_of("contradicts", "x", "clash", "Link two events, selected in turn: both cannot be.",
          places=EVERYWHERE, live=False),
    more_of("copy", "c", "copy", "Copy the case number, or the words of the selected event.",
          places=EVERYWHERE, live=False),
    more_of("reveal", "a", "account", "Show the account and masked facts for 10 s.",
          places=EVERYWHERE, live=False),
    more_of("never", "n", "never", "Never this card again.", places=EVERYWHERE, live=False),
    more_of("forget", "f", "forget", "Forget what was typed in the last minute, for good.",
          places=EVERYWHERE, live=False),
    more_of("wrapup_here", "v", "wrap", "The wrap-up of this call, while you wait; any live key "
          "goes back.", live=False),
    more_of("plan_here", "t", "plan", "What to quote and to ask for next; any live key goes back.",
          live=False),
    more_of("company_here", "g", "map", "Their departments, people and dead ends.",
          live=False),
    more_of("answered", "q", "answer", "A question of yours has its answer; it asks for the words.",
          places=EVERYWHERE, live=False),
    more_of("settled", "y", "settled", "The case is over; or open again, if it was.",
          places=("idle",), live=False),
    more_of("order_case", "j", "case", "This case: rename, tag, pin; between the calls also "
            "put away, merge.", places=EVERYWHERE, live=False),
    more_of("rest", "h", "a break", "Nothing is asked of you for a while: it asks until when.",
          places=("idle",), live=False),
    around("wrapup", "w", "wrap-up", "How the call went: marks, promises, result; Esc skips it."),
    around("plan", "p", "plan", "The next call: what to ask, whom, by which way, what is next."),
    around("due", "d", "due", "What is due, in all cases; enter opens one."),
    around("letters", "l", "letters", "Draft a letter from the log; nothing is ever sent."),
    around("figures", "s", "figures",
           "Where the time went, when to call, how often no became yes."),
    around("company", "o", "company", "The company: its departments, people, dead ends, score."),
    other("edit", "undo", "u", "undo", "Take the last thing back, with all it caused."),
    other("edit", "redo", "ctrl+r", "redo", "Bring back what was undone."),
    other("edit", "earlier", "comma", "15 s earlier", "Last or selected event 15 s earlier."),
    other("edit", "later", "full_stop", "15 s later", "Last or selected event 15 s later."),
    other("edit", "set_time", "at", "set time", "Type the time: @14:05 or @-2m."),
    other("edit", "up", "up", "select", "Select an event, or move in a list."),
    other("edit", "down", "down", "select", "Select the next event."),
    other("edit", "edit", "enter", "edit", "Type the words of the selected event."),
    other("edit", "strike", "delete", "strike out", "Strike the selected event out, or back in."),
    other("card", "said", "enter", "said it", "With nothing selected: the card's words are said."),
    other("card", "snooze", "backspace", "later", "With nothing selected: the card, later."),
    other("card", "tick", "1 2 3 4 5 6 7 8 9", "tick", "Tick that line of the checklist.",
           places=NO_MENU),
    other("card", "page", "0", "next page", "The checklist's next page.", places=NO_MENU),
    other("cases", "sort_cases", "tab", "sort", "In the list: the next order.", places=()),
    other("cases", "group_cases", "ctrl+g", "by company", "Group the list by company, or not.",
          places=()),
    other("cases", "pin", "ctrl+t", "pin", "Keep the case, or while reading the event, on top.",
          places=()),
    other("cases", "case_actions", "ctrl+y", "put in order",
          "Rename, tag, close, archive, merge; the second key acts.", places=()),
    other("cases", "replay", "tab", "replay", "While reading: play the call; again: pause, go on.",
          places=()),
    other("cases", "step_back", "left", "back", "In a replay: to the event before.", places=()),
    other("cases", "step_on", "right", "on", "In a replay: to the next event.", places=()),
    other("cases", "slower", "minus", "slower", "In a replay: slower, down to 1×.", places=()),
    other("cases", "faster", "plus", "faster", "In a replay: faster, up to 60×.", places=()),
    other("view", "sheet", "ctrl+o", "prepare", "The case: whom, what, what to have and to say."),
    other("view", "new_case", "ctrl+n", "new case", "A new case, before the call.",
           places=("idle",)),
    other("view", "browse", "slash", "past cases", "Past cases beside the running call."),
    other("view", "quote", "q", "quote", "One sentence from the log, to read aloud."),
    other("view", "more", MORE_KEY, "more", "A menu in one line; the second key acts."),
    other("view", "privacy", "ctrl+l", "privacy", "Hide what is on the screen; logging goes on."),
    other("view", "help", "question_mark", "keys", "All keys."),
    other("view", "quit", "ctrl+q", "quit", "Close the screen; a running call goes on."),
)  # fmt: skip

BY_ID: Final = {spec.id: spec for spec in COMMANDS}

SIGNS: Final = {
    "semicolon": ";", "minus": "-", "plus": "+", "equals_sign": "=", "apostrophe": "'",
    "number_sign": "#", "underscore": "_", "colon": ":", "asterisk": "*", "backslash": "\\",
    "left_square_bracket": "[", "right_square_bracket": "]", "less_than_sign": "<",
    "greater_than_sign": ">", "grave_accent": "`", "exclamation_mark": "!",
}  # fmt: skip
"""Signs that a person may give to a command, by the names their keys have."""

SHOWN_KEY: Final = {
    "space": "space", "comma": ",", "full_stop": ".", "at": "@", "slash": "/",
    "question_mark": "?", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "enter": "⏎", "delete": "del", "backspace": "⌫",
}  # fmt: skip


def shown(key: str) -> str:
    """A key as a person would write it: ``,`` for ``comma``, ``F2`` for ``f2``."""
    if key in SHOWN_KEY:
        return SHOWN_KEY[key]
    return key.upper() if is_function_key(key) else SIGNS.get(key, key)


RANGES: Final = {"tick": "1–9", "level": "0–9"}


def keys_shown(spec: CommandSpec) -> str:
    """The keys of a command as a list of keys shows them; a row of digits as a range."""
    between = ", " if any(" " in key for key in spec.keys) else " "
    return RANGES.get(spec.id) or between.join(shown(key) for key in spec.keys)


def find(key: str, place: Place) -> Iterator[CommandSpec]:
    """The commands a key has in a place, in the order of the registry."""
    return (spec for spec in COMMANDS if key in spec.keys and place in spec.places)


def live_command(key: str, place: Place) -> CommandSpec | None:
    """The live command of a key, whatever is open on the screen."""
    return next((spec for spec in find(key, place) if spec.live), None)


def more(place: Place) -> list[tuple[str, CommandSpec]]:
    """The entries of the ``z`` menu in a place, each with its second key."""
    begin = f"{MORE_KEY} "
    return [
        (key.removeprefix(begin), spec)
        for spec in COMMANDS
        for key in spec.keys
        if key.startswith(begin) and place in spec.places
    ]


def is_function_key(key: str) -> bool:
    """F2 to F9: live even while letters are text."""
    return len(key) > 1 and key[0] == "f" and key[1:].isdigit()


BARS: Final[dict[Place, tuple[str, ...]]] = {
    "idle": (
        "start", "new_case", "sheet", "due", "plan", "wrapup", "letters", "company", "figures",
        "browse", "more", "help", "quote",
    ),
    "call": (
        "hold", "transfer", "rep", "ask", "refused", "granted", "promise", "note", "manager",
        "number", "end", "more", "help",
    ),
    "menu": (
        "level", "rep", "hold", "transfer", "cut_off", "note", "number", "end", "undo", "more",
        "help",
    ),
    "hold": (
        "hold", "rep", "transfer", "cut_off", "note", "number", "browse", "end", "more", "help",
    ),
    "closing": (
        "end", "outcome", "hold", "rep", "promise", "note", "number", "undo", "more", "help",
    ),
}  # fmt: skip
"""What the key bar shows in each place, most urgent first; the rest is under ``z`` and ``?``."""


PAST_BARS: Final[dict[str, tuple[str, ...]]] = {
    "list": ("sort_cases", "group_cases", "pin", "case_actions"),
    "reading": ("quote", "replay", "pin", "case_actions"),
    "replay": ("replay", "step_back", "step_on", "slower", "faster", "quote"),
}
"""What the key bar shows first while one looks at past cases: in the list, reading one, and in a
replay of it."""


def for_bar(place: Place, lines: int = 1) -> list[CommandSpec]:
    """The commands of a place's key bar; with two lines in use, the way to the other first."""
    turn = ("other_line",) if lines > 1 else ()
    return [BY_ID[command] for command in (*turn, *BARS[place])]


def function_keys(place: Place) -> list[CommandSpec]:
    """The commands that stay live while letters are text."""
    return [
        spec
        for spec in COMMANDS
        if spec.live and place in spec.places and any(map(is_function_key, spec.keys))
    ]
