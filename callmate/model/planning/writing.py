"""Where only a written notice keeps a right: what to write, why, and how long one has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from callmate.model.advice.channels import channel_for
from callmate.model.advice.ladders import add_days
from callmate.model.advice.values import NOT_ADVICE, Advice, Channel
from callmate.model.dates import written_out
from callmate.model.spoken import MONTHS
from callmate.model.state import Case

_MATTER: Final = ("problem", "outcome")
_STARTS: Final = ("statement", "facts")
"""Where a person writes down the day from which a time runs."""
_NAMES: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_NUMBER: Final = r"\d{1,2})(?:st|nd|rd|th)?"
"""A day of the month, up to the end of a group that it is in."""
_DAY: Final = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    rf"|\b(?P<day>{_NUMBER} (?:of )?(?P<month>{_NAMES})\b\.?,?(?: (?P<year>\d{{4}}))?"
    rf"|\b(?P<month2>{_NAMES})\.? (?P<day2>{_NUMBER}\b,?(?: (?P<year2>\d{{4}}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A notice that must be in writing: its step and name, and why; ``limit`` is the time one has
    as a sentence, ``until`` its last day where the day from which it runs is known."""

    step: str
    name: str
    why: str
    limit: str
    until: date | None
    source: str
    planned: bool
    country: str = ""
    """Whose law it is; empty if it is not one country's alone."""

    @property
    def words(self) -> str:
        """All of it as one line."""
        last = f" That is until {written_out(self.until)}." if self.until else ""
        cited = f" [{self.source}]" if self.source else ""
        limit = f" {self.limit}{last}" if self.limit else ""
        where = f" ({self.country})" if self.country else ""
        return f"Only writing keeps this right{where}: {self.why}{limit} {NOT_ADVICE}{cited}"


def only_in_writing(case: Case, advice: Advice, country: str) -> Channel | None:
    """The channel of a case's kind of matter, if writing alone keeps the right; by what was typed
    as its kind, else by the problem and what is wanted."""
    matter = case.known("kind") or " ".join(case.known(key) for key in _MATTER)
    found = channel_for(advice, matter, country) if matter.strip() else None
    return found if found and found.preserves_right and found.channel == "write" else None


def written(case: Case, channel: Channel, source: str, today: date) -> Written:
    """What is to be written for a case, as it is on a day."""
    start = next((day for key in _STARTS if (day := day_told(case.known(key), today))), None)
    until = None
    if start and (channel.days or channel.business_days):
        until = add_days(start, channel.days, channel.business_days)
    step = f"in-writing-{channel.id}"
    planned = any(one.rung == step for one in case.around.rungs)
    return Written(step, channel.name, channel.why, channel.limit, until, source, planned,
                   channel.country)  # fmt: skip


def day_told(text: str, today: date) -> date | None:
    """The first day that a text names; without a year the last one of that name. None if there is
    none, or none such."""
    found = _DAY.search(text)
    if found is None:
        return None
    if found["iso"]:
        return _day(found["iso"])
    month = (found["month"] or found["month2"])[:3].capitalize()
    number = [name[:3] for name in MONTHS].index(month) + 1
    day, year = int(found["day"] or found["day2"]), found["year"] or found["year2"]
    years = [int(year)] if year else range(today.year, today.year - 5, -1)
    days = (_day(f"{one:04}-{number:02}-{day:02}") for one in years)
    return next((one for one in days if one and (year or one <= today)), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
