"""The form of each table of a pack."""

from __future__ import annotations

from callmate.model import rules
from callmate.model.advice import values
from callmate.packs.guidance import (
    BodyForm,
    ChannelForm,
    ClockForm,
    PlaceForm,
    RungForm,
    SectorForm,
    SourceForm,
)
from callmate.packs.schema import CardForm, LineForm, SayingForm

Value = (
    rules.Card
    | rules.Line
    | rules.Saying
    | values.Body
    | values.Channel
    | values.ClockRule
    | values.PlaceLaw
    | values.Rung
    | values.Sector
    | values.Source
)
AnyForm = (
    type[CardForm]
    | type[LineForm]
    | type[SayingForm]
    | type[BodyForm]
    | type[ChannelForm]
    | type[ClockForm]
    | type[PlaceForm]
    | type[RungForm]
    | type[SectorForm]
    | type[SourceForm]
)

FORMS: dict[str, AnyForm] = {
    "card": CardForm,
    "line": LineForm,
    "saying": SayingForm,
    "channel": ChannelForm,
    "place": PlaceForm,
    "rung": RungForm,
    "body": BodyForm,
    "clock": ClockForm,
    "sector": SectorForm,
    "sources": SourceForm,
}
