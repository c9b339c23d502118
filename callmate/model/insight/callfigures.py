"""One call as numbers: what all tables of time and rates are summed from, without its events."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from callmate.model.durations import WAITING, stretches
from callmate.model.fold import Fold
from callmate.model.insight.answers import Given, answers_of
from callmate.model.moment import Moment, elapsed_us
from callmate.model.state import Call, Case, Rep

Stretch = tuple[int, int, str]
NOTHING: Final[Counter[str]] = Counter()


@dataclass(frozen=True, slots=True)
class StintFigures:
    """One person on the line of a call. Times are microseconds; ``waiting`` is all of the stint
    that is neither talk, hold nor pitch. ``kept`` and ``broken`` are of the promises they made."""

    name: str = ""
    department: str = ""
    talk: int = 0
    hold: int = 0
    pitch: int = 0
    waiting: int = 0
    granted: int = 0
    denied: int = 0
    promises: int = 0
    kept: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class CallFigures:
    """One call. Times are microseconds; the seven from ``talk`` to ``other`` sum to ``total``.

    ``at`` is when it began, RFC 3339 with the offset of where the person was; ``number`` counts
    the calls of its case from 1. ``answered`` is how long it took until a person was there, None
    if none came. ``refused`` counts the asks that were refused here for the first time, ``turned``
    those that were granted here for the first time after that. Of the answers to what had been
    refused before, ``same``, ``other`` and ``manager`` say who gave them, ``…_yes`` which were yes.
    """

    case: str
    id: str
    at: str
    number: int
    company: str = ""
    direction: str = "out"
    date_only: bool = False
    running: bool = False
    total: int = 0
    talk: int = 0
    hold: int = 0
    pitch: int = 0
    transfer: int = 0
    supervisor: int = 0
    menu: int = 0
    other: int = 0
    holds: int = 0
    longest_hold: int = 0
    answered: int | None = None
    menus: int = 0
    transfers: int = 0
    cut_off: bool = False
    granted: int = 0
    denied: int = 0
    refused: int = 0
    turned: int = 0
    same: int = 0
    same_yes: int = 0
    other_rep: int = 0
    other_rep_yes: int = 0
    manager: int = 0
    manager_yes: int = 0
    promises: int = 0
    kept: int = 0
    broken: int = 0
    stints: tuple[StintFigures, ...] = ()

    @property
    def waited(self) -> int:
        """All of the call in which nobody spoke to the point: neither talk nor pitch."""
        return self.total - self.talk - self.pitch


def call_figures(fold: Fold, now: Moment | None = None) -> tuple[CallFigures, ...]:
    """The calls of a case as numbers, in their order; one that runs up to ``now``, or without it
    to its last event."""
    case = fold.case
    reps: dict[str, list[Rep]] = {}
    for rep in case.reps:
        reps.setdefault(rep.call, []).append(rep)
    given = answers_of(fold)
    promises = _promises(case)
    transfers = Counter(one.call for one in case.transfers)
    return tuple(
        _figures(
            case, call, number, reps.get(call.id, []), given.get(call.id, []),
            promises.get(call.id, {}), transfers[call.id], now,
        )
        for number, call in enumerate(case.calls, start=1)
    )  # fmt: skip


def _figures(
    case: Case, call: Call, number: int, reps: Sequence[Rep], given: Sequence[Given],
    promises: Mapping[str, Counter[str]], transfers: int, at: Moment | None,
) -> CallFigures:  # fmt: skip
    now = (at if call.running else None) or call.last or call.start
    parts = list(stretches(call, now))
    by: Counter[str] = Counter()
    for start, end, kind in parts:
        by[kind] += end - start
    held = [elapsed_us(one.start, one.end or now) for one in call.spans if one.kind == "hold"]
    made: Counter[str] = Counter()
    for counts in promises.values():
        made.update(counts)
    said = Counter(name for one in given for name in one.names()) if given else NOTHING
    return CallFigures(
        case=case.id,
        id=call.id,
        at=call.start.at.isoformat(),
        number=number,
        company=call.organisation or case.known("company"),
        direction=call.direction,
        date_only=call.date_only,
        running=call.running,
        total=sum(by.values()),
        talk=by["rep"],
        hold=by["hold"],
        pitch=by["pitch"],
        transfer=by["transfer"],
        supervisor=by["supervisor"],
        menu=by["menu"],
        other=by[WAITING],
        holds=len(held),
        longest_hold=max(held, default=0),
        answered=min((elapsed_us(call.start, rep.start) for rep in reps), default=None),
        menus=call.count("ivr"),
        transfers=transfers,
        cut_off=call.cut_off,
        granted=said["granted"],
        denied=said["denied"],
        refused=said["refused"],
        turned=said["turned"],
        same=said["same"],
        same_yes=said["same_yes"],
        other_rep=said["other"],
        other_rep_yes=said["other_yes"],
        manager=said["manager"],
        manager_yes=said["manager_yes"],
        promises=made["made"],
        kept=made["kept"],
        broken=made["broken"],
        stints=tuple(_stints(call, parts, now, reps, given, promises)),
    )


def _stints(
    call: Call, parts: Sequence[Stretch], now: Moment, reps: Sequence[Rep],
    given: Sequence[Given], promises: Mapping[str, Counter[str]],
) -> Iterator[StintFigures]:  # fmt: skip
    said: dict[str, Counter[str]] = {}
    for one in given:
        said.setdefault(one.rep, Counter())["granted" if one.granted else "denied"] += 1
    starts = [start for start, _, _ in parts]
    for rep in reps:
        first = elapsed_us(call.start, rep.start)
        last = elapsed_us(call.start, rep.end or call.end or now)
        by = _between(parts, starts, first, last)
        made, answers = promises.get(rep.id, NOTHING), said.get(rep.id, NOTHING)
        yield StintFigures(
            rep.name, rep.place, by["rep"], by["hold"], by["pitch"],
            by["transfer"] + by["supervisor"] + by["menu"] + by[WAITING],
            answers["granted"], answers["denied"], made["made"], made["kept"], made["broken"],
        )  # fmt: skip


def _between(
    parts: Sequence[Stretch], starts: Sequence[int], first: int, last: int
) -> Counter[str]:
    """Microseconds of a part of a call, by what was open."""
    by: Counter[str] = Counter()
    for start, end, kind in parts[max(0, bisect_right(starts, first) - 1) :]:
        if start >= last:
            break
        by[kind] += max(0, min(end, last) - max(start, first))
    return by


def _promises(case: Case) -> dict[str, dict[str, Counter[str]]]:
    """Of each call and stint in it: promises made, kept and broken."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for one in case.promises:
        counts = found.setdefault(one.call, {}).setdefault(one.rep, Counter())
        counts["made"] += 1
        if one.kept is not None:
            counts["kept" if one.kept else "broken"] += 1
    return found
