"""What the doors of the command line do, as functions that return text. No screen, no argparse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar

from callmate.clock import SystemClock
from callmate.desk import remote
from callmate.desk.caches.indexrenewal import renew
from callmate.desk.commands import COMMANDS, keys_shown
from callmate.desk.desk import Desk
from callmate.desk.ports import World
from callmate.desk.settings import read_settings
from callmate.desk.world import StoredWorld
from callmate.errors import CallmateError, UsageError
from callmate.ids import NewId, UlidSource
from callmate.model.fold import Fold, fold
from callmate.model.moment import Moment
from callmate.model.rules import Packs
from callmate.paths import config_home, store_home
from callmate.text import show

Tell = Callable[[str], None]
Given = TypeVar("Given")
Found = TypeVar("Found")


@contextmanager
def store(reading: bool = False) -> Iterator[StoredWorld]:
    """The store, its index up to date. Raises CallmateError if it cannot be used (for ``reading``
    one will do that can be read), and at the end if something was not saved."""
    world = StoredWorld(store_home(), SystemClock(), UlidSource())
    try:
        if world.library.trouble and not (reading and world.library.is_readable):
            raise CallmateError(world.library.trouble)
        renew(world)
        yield world
    finally:
        world.close()
    saved = world.saved()
    if saved.unsaved:
        raise CallmateError(f"Not saved: {saved.reason}")


def report_case(
    text: str, as_json: bool, as_of: str | None, private: bool, tell: Tell | None = None
) -> str:
    """The report of a case, as JSON or for reading. ``tell`` hears that the case is damaged."""
    from callmate.desk.doors.damage import damage_of
    from callmate.desk.doors.reportpage import page
    from callmate.exchange import strictjson
    from callmate.packs.loader import load

    judged = instant(as_of) if as_of else SystemClock().now().at
    with store(reading=True) as world:
        folded = _folded(world, text)
        code = world.case(folded.case.id).head_code()
        damage = damage_of(world, folded.case.id)
    if tell is not None:
        tell(damage)
    found = report_on(folded, load(config_home() / "packs"), judged, private)
    found["head_code"], found["damaged"] = code or None, damage or None
    if as_json:
        return strictjson.write(found, indent=1)
    return page(folded, found, private)


def report_on(folded: Fold, packs: Packs, judged: datetime, private: bool) -> dict[str, Any]:
    """The report of a case with the cards that it raises, what was said of them, its checklist.

    Unless it is ``private``, the cards are those of a log in which nobody ever was angry.
    """
    from callmate.model.adherence import adherence, is_answered
    from callmate.model.checklist import checklist
    from callmate.model.privacy import hidden_cards, public
    from callmate.model.replay import replay
    from callmate.model.report import report

    case = folded.case
    first = case.calls[0] if case.calls else None
    items = checklist(case, first, packs) if first else ()
    hidden = frozenset() if private else hidden_cards(packs)
    facts = folded.facts if private else list(public(folded.facts, hidden))
    tips = [tip for tip in replay(case.id, facts, packs) if tip.card not in hidden]
    numbers = {call.id: number for number, call in enumerate(case.calls, start=1)}
    came = [fact for fact in facts if fact.kind == "card"]
    return report(
        folded,
        judged,
        private,
        tips=[
            {
                "card": tip.card,
                "class": f"P{card.urgency}" if (card := packs.card(tip.card)) else None,
                "at": tip.at.at.isoformat(),
                "call": numbers.get(tip.call),
                "why": tip.why,
            }
            for tip in tips
        ],
        checklist=(sum(item.ticked for item in items), len(items)),
        said=asdict(adherence(came, packs)) if is_answered(came) else None,
    )


def _folded(world: StoredWorld, text: str) -> Fold:
    case_id = world.library.resolve(text)
    return fold(case_id, world.case(case_id).read())


def instant(text: str) -> datetime:
    """A time as people write it in files; without an offset it is this computer's."""
    import pendulum
    from pendulum.parsing.exceptions import ParserError
    from pendulum.tz.local_timezone import get_local_timezone

    try:
        found = pendulum.parse(text, tz=get_local_timezone())
    except (ParserError, ValueError, OverflowError):
        found = None
    if not isinstance(found, pendulum.DateTime):
        raise UsageError(f"--as-of: “{text}” is no time; give one like 2026-03-02T14:05.")
    # A plain one: pendulum's arithmetic does not mix with timedelta in every operation.
    return datetime.fromisoformat(found.isoformat())


def import_files(files: Sequence[Path], zone: str | None) -> list[str]:
    """Import scripts; a line each with the case's id and title.

    All files are read and looked over before the first is stored, and if one of them cannot be
    imported, none is. Raises UsageError with a line for each such file.
    """
    from callmate.exchange.script import read_script

    where = zone_of(zone)
    scripts = _of_each(files, read_script)
    _of_each(scripts, lambda script: _refuse_namesake(script, scripts))
    lines = []
    with store() as world:
        clock = SystemClock()
        _of_each(scripts, lambda script: _known(world, script))
        for script in scripts:
            case_id = import_script(world, script, clock.now(), UlidSource(), where)
            title = fold(case_id, world.case(case_id).read()).case.title
            lines.append(f"{case_id}  {show(title)}")
    return lines


def _of_each(given: Sequence[Given], work: Callable[[Given], Found]) -> list[Found]:
    """What ``work`` makes of each. Raises UsageError with a line for each that it refuses."""
    found, refused = [], []
    for one in given:
        try:
            found.append(work(one))
        except UsageError as error:
            refused.append(str(error))
    if refused and len(given) > 1:
        of = f"{len(refused)} of the {len(given)} files"
        refused.append(f"Nothing was imported: {of} must be mended or left out.")
    if refused:
        raise UsageError("\n".join(refused))
    return found


def _refuse_namesake(script: Any, scripts: Sequence[Any]) -> None:
    """Raises UsageError where an earlier one of these scripts has its id and other content."""
    first = next(one for one in scripts if one.id == script.id)
    if first.digest != script.digest:
        raise UsageError(
            f"{script.name}: id: {script.id} is the id of {first.name}, too; give this script an "
            "id of its own"
        )


def _known(world: World, script: Any) -> str:
    """The id of the case that was made of this very script; empty if there is none. Raises
    UsageError where one was made of another that has its id."""
    from callmate.exchange.script import is_known

    known = world.of_script(script.id)
    return known.id if known and is_known(script, known.script_digest) else ""


def import_script(
    world: World, script: Any, now: Moment, new_id: NewId, zone: tzinfo | None = None
) -> str:
    """Make a case of a script; the id of the case, which is the old one if it is known."""
    from callmate.exchange.importing import to_events

    if known := _known(world, script):
        return known
    events = to_events(script, now, zone, new_id)
    case_id, log = world.new_case()
    folded = Fold(case_id)
    folded.add(log.append(events))
    world.changed(folded, now)
    return case_id


def zone_of(name: str | None) -> tzinfo | None:
    """A zone by name. Pendulum brings its own table: a small machine may have none."""
    import pendulum
    from pendulum.tz.exceptions import InvalidTimezone

    if name is None:
        return None
    try:
        return pendulum.Timezone(name)
    except (InvalidTimezone, ValueError, OSError):
        raise UsageError(f"--tz: “{name}” is no time zone; give one like Europe/Berlin.") from None


def export_case(text: str) -> tuple[str, str]:
    """The script of a case; and in sentences what it leaves out, whether the case is damaged, and
    the head code of the log."""
    from callmate.desk.doors.damage import damage_of
    from callmate.exchange.export import to_script
    from callmate.exchange.script import dump

    with store(reading=True) as world:
        exported = to_script(folded := _folded(world, text))
        code = world.case(folded.case.id).head_code() or "unknown"
        damage = damage_of(world, folded.case.id)
    told = *exported.notices, f"Its log's head code is {code}.", f"{damage}." if damage else ""
    return dump(exported.script), " ".join(filter(None, told))


def log_command(word: str, words: str) -> str:
    """Log in the running call, from a shell or a desktop hotkey."""
    remote.command_of(word)
    clock = SystemClock()
    now = clock.now()  # when it was asked for, however long the store takes to open
    with store() as world:
        desk = Desk(world, clock)
        desk.start()
        said = remote.log(desk, word, words, now)
    saved = world.saved()  # closing tries once more whatever a disk refused
    if saved.unsaved:
        raise CallmateError(f"log: not saved: {saved.reason}")
    return said


GROUPS = {
    "live": "While you talk: logged at once",
    "more": "More, after z",
    "around": "Between the calls",
    "edit": "Put right",
    "card": "Card and checklist",
    "cases": "Past cases: letters search, F-keys log",
    "view": "See more",
}


def keys_table() -> tuple[str, tuple[str, ...]]:
    """All keys in force, with what they do; and a sentence for each fault of the settings."""
    found = read_settings(config_home())
    lines: list[str] = []
    for group, heading in GROUPS.items():
        rows = (
            f"  {keys_shown(found.keymap.spec(spec)):<13} {spec.id:<13} {spec.help}"
            for spec in COMMANDS
            if spec.group == group
        )
        lines += [heading, *rows, ""]
    return "\n".join(lines), found.problems


def keys_markdown() -> str:
    """The same as the table of the README."""
    lines = ["| key | what it does |", "| --- | --- |"]
    for group, heading in GROUPS.items():
        lines.append(f"| | **{heading}** |")
        lines += [
            f"| `{keys_shown(spec)}` | {spec.help} |" for spec in COMMANDS if spec.group == group
        ]
    return "\n".join(lines) + "\n"
