"""The ladder of a case: the steps for its kind of company and its country, and their clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from callmate.model.advice.recording import country_code
from callmate.model.advice.values import Advice, Body, ClockRule, Rung, Sector
from callmate.model.words import speaks_of

EU_MEMBERS = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"  # of 2026
)
SATURDAY = 5
ELSEWHERE = "that it is done so in this country: only sources of another were read."


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is shown: what to do there, what it asks for, its clocks, its source.

    ``outside`` is true of a body that is not the company; ``parallel`` of a step that may run
    beside all others. ``source`` is title and date; ``disputed`` and ``unverified`` say what is
    not sure, empty where all is.
    """

    id: str
    name: str
    do: str
    asks: tuple[str, ...]
    clocks: tuple[ClockRule, ...]
    source: str
    confidence: str
    disputed: str
    unverified: str
    parallel: bool
    body: Body | None = None

    @property
    def outside(self) -> bool:
        return self.body is not None

    def wait_days(self, complained: date) -> int:
        """The days that the company has first, after a complaint of that day; 0 if none are set."""
        body = self.body
        if body is None:
            return 0
        before = body.wait_since and complained < date.fromisoformat(body.wait_since)
        return body.wait_days_before if before else body.wait_days

    def opens(self, complained: date) -> date:
        """The first day on which one may turn to it, after a complaint of that day."""
        return add_days(complained, self.wait_days(complained))


def ladder(advice: Advice, sector: str, country: str, about: str | None = None) -> tuple[Step, ...]:
    """The steps in order, those that may run at any time last; never empty if there is any ladder.

    A country without a ladder for the sector has the Union's for one of its members, then the one
    that holds anywhere; where there is none for the sector, the general ones in the same order.
    With ``about``, a text, steps that are for some matters alone are left out unless it speaks
    of one.
    """
    found = sector_of(advice, sector, country)
    if found is None:
        return ()
    code = country_code(advice, country)
    steps = [_step(advice, one, code, about, False) for one in found.steps]
    steps += [_step(advice, one, code, about, True) for one in found.parallel]
    return tuple(step for step in steps if step is not None)


def sector_of(advice: Advice, sector: str, country: str) -> Sector | None:
    """The ladder that :func:`ladder` takes its steps from."""
    code = country_code(advice, country)
    codes = [code, *(["EU"] if code and code in EU_MEMBERS else []), ""]
    wanted = sector.strip().casefold().replace("_", "-").replace(" ", "-")
    for name in (wanted, "general"):
        for where in dict.fromkeys(codes):
            for one in advice.sectors:
                if one.country == where and name in one.sectors:
                    return one
    return None


def clocks(advice: Advice, sector: str, country: str, about: str = "") -> tuple[ClockRule, ...]:
    """The clocks of a sector's ladder; with ``about``, a text, those that it speaks of."""
    found = sector_of(advice, sector, country)
    if found is None:
        return ()
    rungs = [advice.rungs[one] for one in (*found.steps, *found.parallel) if one in advice.rungs]
    ids = dict.fromkeys([*found.clocks, *(one for rung in rungs for one in rung.clocks)])
    known = [advice.clocks[one] for one in ids if one in advice.clocks]
    return tuple(one for one in known if not about or speaks_of(about, one.words))


def falls_due(clock: ClockRule, start: date) -> date | None:
    """The last day of a clock that starts on a day; None for one that has no length."""
    if not clock.days and not clock.business_days:
        return None
    plain = add_days(start, clock.days)
    worked = add_days(start, business_days=clock.business_days)
    return min(
        one for one, length in ((plain, clock.days), (worked, clock.business_days)) if length
    )


def add_days(start: date, days: int = 0, business_days: int = 0) -> date:
    """A day that many days on, or the last there is; business days are Monday to Friday, holidays
    are not known here."""
    try:
        day = start + timedelta(days=days)
        left = business_days
        while left > 0:
            day += timedelta(days=1)
            left -= day.weekday() < SATURDAY
    except OverflowError:
        return date.max
    return day


def step_lines(step: Step) -> tuple[str, ...]:
    """A step in lines to show: what to do, what they ask for, times, what is unsure, the source."""
    lines = [step.do]
    if step.asks:
        lines.append(f"Have ready: {', '.join(step.asks)}.")
    lines += _body_lines(step.body) if step.body else []
    lines += [f"Disputed: {step.disputed}"] if step.disputed else []
    lines += [f"Not verified: {step.unverified}"] if step.unverified else []
    lines += [f"Source: {step.source}."] if step.source else []
    return tuple(lines)


def _body_lines(body: Body) -> list[str]:
    lines = [f"Leave out: {', '.join(body.not_send)}."] if body.not_send else []
    lines += [
        text for text in (body.your_limit, body.company_limit, body.cost, body.limits) if text
    ]
    lines += [body.note] if body.note else []
    where = ", ".join(part for part in (body.url, body.phone, body.mail, body.find) if part)
    return [*lines, f"{where} (check before you use it)"] if where else lines


def _step(
    advice: Advice, step: str, country: str, about: str | None, parallel: bool
) -> Step | None:
    """A step by its id; a body's goes before a rung's of the same id."""
    one: Body | Rung | None = advice.bodies.get(step) or advice.rungs.get(step)
    if one is None or (about is not None and one.words and not speaks_of(about, one.words)):
        return None
    own = () if isinstance(one, Body) else one.clocks
    return Step(
        id=one.id,
        name=one.name,
        do=one.do,
        asks=one.asks,
        clocks=tuple(advice.clocks[clock] for clock in own if clock in advice.clocks),
        source=(source := advice.cite(one.sources, country)),
        confidence=one.confidence,
        disputed=one.disputed,
        unverified=one.unverified or ("" if source or not one.sources else ELSEWHERE),
        parallel=parallel,
        body=one if isinstance(one, Body) else None,
    )
