"""The form of a case script (``callmate-acceptance-case/1``), checked with pydantic.

Only what the figures rest on is checked; any other key is kept whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from callmate.errors import UsageError
from callmate.exchange.strictjson import dotted, shorten

SCHEMA: Final = "callmate-acceptance-case/1"
MAX_MINUTES: Final = 10_000_000
MAX_COUNT: Final = 1_000_000

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")


def _minutes(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise ValueError("not a number")
    if not 0 <= value <= MAX_MINUTES:
        raise ValueError("out of range")
    return Decimal(value)


def _moment(text: str) -> str:
    if _DATE.fullmatch(text):
        date.fromisoformat(text)
    elif _DATE_TIME.fullmatch(text):
        datetime.fromisoformat(text)
    else:
        raise ValueError("not a date")
    return text


Minutes = Annotated[Decimal, BeforeValidator(_minutes)]
MomentText = Annotated[str, AfterValidator(_moment)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class EventForm(_Form):
    type: Annotated[str, Field(min_length=1)]
    t_min: Minutes


class CallForm(_Form):
    start: MomentText
    direction: Literal["out", "in"] = "out"
    line: Annotated[int, Field(ge=1, le=99)] = 1
    organisation: str | None = None
    duration_min: Minutes | None = None
    events: list[EventForm]


class ScriptForm(_Form):
    schema_name: Annotated[Literal["callmate-acceptance-case/1"], Field(alias="schema")]
    id: Annotated[str, Field(min_length=1)]
    company: str | None = None
    country: str | None = None
    account_type: str | None = None
    problem: str | None = None
    outcome_wanted: str | None = None
    calls: list[CallForm]


class ValuesForm(_Form):
    """The values of an event of a known type."""

    name: str | None = None
    department: str | None = None
    extension: str | None = None
    email: str | None = None
    to: str | None = None
    what: str | None = None
    text: str | None = None
    value: str | int | Decimal | None = None
    amount: str | int | Decimal | None = None
    kind: str | None = None
    state: str | None = None
    result: str | None = None
    outcome: str | None = None
    by: MomentText | None = None
    kept: bool | None = None
    on: bool | None = None
    n: Count | None = None


FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ivr": ("text",),
    "hold_start": (),
    "hold_end": (),
    "rep": ("name", "department", "extension", "email"),
    "transfer": ("to", "announced"),
    "verification": ("what", "n"),
    "repeat_story": ("n",),
    "ask": ("what", "n"),
    "denied": ("what",),
    "granted": ("what",),
    "offer": ("what", "amount"),
    "accepted": ("what",),
    "declined": ("what",),
    "promise": ("what", "by", "kept"),
    "instruction": ("what", "state"),
    "pitch_start": ("what",),
    "pitch_end": ("what",),
    "supervisor_asked": ("result",),
    "supervisor_reached": ("name",),
    "unsure": ("text",),
    "kudos": ("text",),
    "anger": ("on", "text"),
    "recording": ("on",),
    "case_number": ("value", "kind"),
    "department": ("text",),
    "mark": ("text",),
    "note": ("text",),
    "objection": ("text", "what"),
    "trouble": ("text",),
    "call_end": ("outcome",),
}
"""The types an event may have, and the values of each. Any other type is kept as it is."""

_MOMENT: Final = "a date (2026-11-23) or a date and time (2026-11-23T17:00) that exists"
_TEXT: Final = "a text or null"
EXPECTED: Final[Mapping[str, str]] = {
    "schema": f'"{SCHEMA}"',
    "id": "a text that names the case",
    "calls": "a list of calls",
    "events": "a list of events",
    "start": _MOMENT,
    "by": f"{_MOMENT}, or null",
    "direction": '"out" or "in"',
    "line": "the number of a line, 1 or more",
    "t_min": f"minutes from the call's start, a number from 0 to {MAX_MINUTES}",
    "duration_min": f"minutes, a number from 0 to {MAX_MINUTES}",
    "type": "the type of the event, a text",
    "n": f"a whole number from 0 to {MAX_COUNT}",
    "kept": "true, false or null",
    "on": "true or false",
    "amount": "a text, a number or null",
    "value": "a text, a number or null",
}


def check(value: object, name: str) -> ScriptForm:
    """The checked form of a script; UsageError names the file, the JSON path, what was expected."""
    try:
        form = ScriptForm.model_validate(value)
    except ValidationError as error:
        raise refusal(error, name, ()) from error
    return form


def values_of(event: EventForm, name: str, path: tuple[str | int, ...]) -> dict[str, Any]:
    """The values of an event that its type knows, checked; all that is not given is left out."""
    fields = FIELDS.get(event.type, ())
    extra = event.model_extra or {}
    given = {field: extra[field] for field in fields if field in extra}
    try:
        ValuesForm.model_validate(given)
    except ValidationError as error:
        raise refusal(error, name, path) from error
    return given


def refusal(error: ValidationError, name: str, path: tuple[str | int, ...]) -> UsageError:
    """The first thing that is wrong, as one line."""
    first = error.errors(include_url=False, include_context=False)[0]
    steps: list[str | int] = [*path, *first["loc"]]
    while steps and len(steps) > 1 and isinstance(steps[-1], str) and steps[-1] in UNION_PARTS:
        steps.pop()
    last = steps[-1] if steps else ""
    expected = EXPECTED.get(last, _TEXT) if isinstance(last, str) and last else "a JSON object"
    found = "nothing" if first["type"] == "missing" else shorten(first["input"])
    where = dotted(iter(steps)) or "(top)"
    return UsageError(f"{name}: {where}: expected {expected}, got {found}")


UNION_PARTS: Final = frozenset({"str", "int", "decimal", "bool"})
"""What pydantic adds to a path to say which member of a union it tried."""
