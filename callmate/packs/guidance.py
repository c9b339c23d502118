"""The form of what packs know besides what to say: channels, recording law, ladders, sources."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from callmate.model.advice import values
from callmate.packs.schema import Form, Id, Text, known_as

_COUNTRY = re.compile(r"[A-Z]{2}")
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z]{2,3})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _country(code: str) -> str:
    if code == "UK":
        raise ValueError("write GB for the United Kingdom")
    if not _COUNTRY.fullmatch(code):
        raise ValueError("write the two capital letters of the country, such as US")
    return code


def _place(code: str) -> str:
    if not _PLACE.fullmatch(code):
        raise ValueError("write the code of the place in capitals, such as GB or US-TX")
    return code


def _iso(value: object) -> object:
    """A TOML date as its text; anything else as it is."""
    return value.isoformat() if type(value) is date else value


def _dated(text: str) -> str:
    """A date as exact as it is known: a year, a month or a day that there is."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no date; write it as 2026, 2026-04 or 2026-04-08")
    _real(int(found[1]), int(found[2] or 1), int(found[3] or 1), text)
    return text


def _day(text: str) -> str:
    if len(text) != len("2026-04-08"):
        raise ValueError(f"{text!r} is no day; write it as 2026-04-08")
    return _dated(text)


def _real(year: int, month: int, day: int, text: str) -> None:
    try:
        date(year, month, day)
    except ValueError as error:
        raise ValueError(f"there is no day {text}") from error


Country = Annotated[str, AfterValidator(_country)]
PlaceCode = Annotated[str, AfterValidator(_place)]
Dated = Annotated[str, BeforeValidator(_iso), AfterValidator(_dated)]
Day = Annotated[str, BeforeValidator(_iso), AfterValidator(_day)]
Days = Annotated[int, Field(ge=0, le=3660)]
Confidence = Annotated[str, known_as(values.CONFIDENCES, "confidence")]
Law = Annotated[str, known_as(values.RULES, "rule")]
ChannelName = Annotated[str, known_as(values.CHANNELS, "channel")]


class _Sourced(Form):
    """What every rule here has: an id, and the ids of its sources."""

    id: Id
    sources: list[str] = []
    unverified: Text = ""

    def keys(self) -> dict[str, Any]:
        """The keys by name, lists as tuples."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


class _Timed(_Sourced):
    """A rule with a length of time, which is nothing without its beginning."""

    days: Days = 0
    business_days: Days = 0
    starts: Text = Field("", alias="from")

    @model_validator(mode="after")
    def _begins(self) -> _Timed:
        if (self.days or self.business_days) and not self.starts:
            raise ValueError("say in `from` what the days run from")
        return self


class ChannelForm(_Timed):
    name: Text
    channel: ChannelName
    why: Text
    words: list[Text] = []
    country: Country = ""
    urgent: bool = False
    preserves_right: bool = False
    extra: Text = ""

    def value(self) -> values.Channel:
        return values.Channel(**self.keys())


class PlaceForm(_Sourced):
    code: PlaceCode
    name: Text
    rule: Law
    treat_as: Law
    cite: Text
    note: Text
    names: list[Text] = []
    turns_on: Text = ""
    sharing: Text = ""
    address: Text = ""
    checked: Text = ""
    disputed: Text = ""

    def value(self) -> values.PlaceLaw:
        return values.PlaceLaw(country=self.code[:2], **self.keys())


class ClockForm(_Timed):
    who: Text
    what: Text
    country: Country
    cite: Text
    note: Text = ""
    written: bool = False
    words: list[Text] = []
    confidence: Confidence = ""
    disputed: Text = ""

    def value(self) -> values.ClockRule:
        return values.ClockRule(**self.keys())


class RungForm(_Sourced):
    name: Text
    do: Text
    asks: list[Text] = []
    clocks: list[str] = []
    words: list[Text] = []
    confidence: Confidence = ""
    disputed: Text = ""

    def value(self) -> values.Rung:
        return values.Rung(**self.keys())


class BodyForm(_Sourced):
    name: Text
    kind: Text
    country: Country
    do: Text
    url: Text = ""
    phone: Text = ""
    mail: Text = ""
    find: Text = ""
    asks: list[Text] = []
    not_send: list[Text] = []
    wait_days: Days = 0
    wait_days_before: Days = 0
    wait_since: Day = ""
    your_days: Days = 0
    your_limit: Text = ""
    company_days: Days = 0
    company_business_days: Days = 0
    company_limit: Text = ""
    cost: Text = ""
    limits: Text = ""
    note: Text = ""
    words: list[Text] = []
    confidence: Confidence = ""
    disputed: Text = ""

    def value(self) -> values.Body:
        return values.Body(**self.keys())


class SectorForm(_Sourced):
    name: Text
    sectors: Annotated[list[Id], Field(min_length=1)]
    steps: Annotated[list[str], Field(min_length=1)]
    country: Country = ""
    parallel: list[str] = []
    clocks: list[str] = []
    words: list[Text] = []
    note: Text = ""

    def value(self) -> values.Sector:
        return values.Sector(**self.keys())


class SourceForm(Form):
    id: Id
    title: Text
    address: Text = ""
    dated: Dated = ""
    read: Dated = ""
    country: Country = ""

    def value(self) -> values.Source:
        return values.Source(self.id, self.title, self.address, self.dated, self.read, self.country)
