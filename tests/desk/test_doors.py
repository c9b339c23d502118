"""The doors of the command line, through ``main`` as a shell calls it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from callmate import __version__
from callmate.cli import main
from callmate.clock import ManualClock, SystemClock
from callmate.desk import remote
from callmate.desk.commands import COMMANDS
from callmate.desk.desk import Desk
from callmate.desk.doors import doors
from callmate.desk.doors.reportpage import log_text
from callmate.desk.world import StoredWorld
from callmate.errors import UsageError
from callmate.ids import UlidSource
from callmate.model.state import Case
from callmate.paths import config_home, store_home
from tests.desk.support import Person


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """A door turns the garbage collector off for its short life; these tests live on."""
    yield
    gc.enable()


class Door:
    """Calls ``callmate`` and says what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.error = ""

    def __call__(self, *arguments: str, status: int = 0) -> str:
        try:
            found = main(arguments)
        except SystemExit as ended:  # argparse ends the program itself
            found = ended.code if isinstance(ended.code, int) else 1
        out, self.error = self._capsys.readouterr()
        assert found == status, (found, out, self.error)
        return out


@pytest.fixture
def door(capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(capsys)


def case_now() -> Case:
    """The case whose call runs, read by a window that has just been opened."""
    world = StoredWorld(store_home(), SystemClock(), UlidSource())
    desk = Desk(world, SystemClock())
    desk.start()
    world.close()
    case = desk.context.case
    assert case is not None
    return case


@pytest.fixture
def script(tmp_path: Path) -> Path:
    history = next(iter(sorted((Path(__file__).parent.parent / "cases").glob("[0-9]*.json"))))
    path = tmp_path / "history.json"
    path.write_bytes(history.read_bytes())
    return path


def test_an_empty_store(door: Door) -> None:
    assert door("list", status=1) == ""
    assert door.error == "callmate: No cases yet. Start one with: callmate\n"


def test_where_things_are(door: Door) -> None:
    lines = door("where").splitlines()
    assert lines[0].endswith(str(store_home()))
    assert [line.split()[0] for line in lines[:3]] == ["cases", "settings", "packs"]


def test_what_is_wrong_in_ones_own_files_is_listed_in_full(door: Door) -> None:
    packs = config_home() / "packs"
    packs.mkdir(parents=True)
    assert "problems" not in door("where")
    (config_home() / "config.toml").write_text("[keys]\nhold = 3\n")
    (packs / "bad.toml").write_text("[[card]]\nid = 'Bad Card'\n")
    (packs / "worse.toml").write_text("x = [")
    told = door("where").partition("\nproblems\n")[2].splitlines()
    assert len(told) == 3
    for line, part in zip(told, ("keys.hold must be a key", "card 'Bad Card", "not TOML"),
                          strict=True):  # fmt: skip
        assert str(config_home()) in line
        assert part in line


def test_keys_are_printed(door: Door) -> None:
    printed = door("keys")
    assert all(spec.help in printed for spec in COMMANDS)


def test_version_and_help(door: Door) -> None:
    assert door("--version") == f"callmate {__version__}\n"
    told = door("--help")
    for word in ("demo", "list", "search", "report", "import", "export", "log", "keys", "where"):
        assert word in told
    door("nonsense", status=2)
    assert "invalid choice" in door.error


def test_import_list_report_export_and_import_again(door: Door, script: Path) -> None:
    case_id, _, title = door("import", str(script)).strip().partition("  ")
    assert title in door("list")
    found = json.loads(door("report", case_id, "--json"))
    assert found["calls"] >= 1
    assert door("report", case_id[:20]).strip()
    exported = json.loads(door("export", case_id))
    assert exported["calls"]
    assert door("import", str(script)).startswith(case_id), "the same script is the same case"
    assert len(door("list").splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("report", "nosuch"), 1, "nosuch"),
        (("export", "nosuch"), 1, "nosuch"),
        (("import", "nosuch.json"), 2, "nosuch.json"),
        (("log",), 2, "WHAT"),
        (("log", "nonsense"), 2, "“nonsense” is no live command; there are: start, mark, hold"),
        (("log", "hold"), 1, "no case was worked on in the last 12 hours"),
        (("log", "note", "words"), 1, "no call is running"),
        (("log", "refused"), 1, "no call is running"),
    ],
)
def test_wrong_use_is_said_in_one_sentence(
    door: Door, arguments: tuple[str, ...], status: int, said: str
) -> None:
    door(*arguments, status=status)
    assert said in door.error
    assert "Traceback" not in door.error


def test_a_wrong_time_and_a_wrong_zone(door: Door, script: Path) -> None:
    door("import", str(script), "--tz", "Mars/Crater", status=2)
    assert "Mars/Crater" in door.error
    case_id = door("import", str(script)).split()[0]
    door("report", case_id, "--as-of", "noonish", status=2)
    assert "noonish" in door.error
    assert json.loads(door("report", case_id, "--json", "--as-of", "2014-07-15T12:00"))


def test_log_begins_a_call_and_reaches_it(door: Door) -> None:
    assert door("log", "start") == (
        "logged: start call, in a new case; ctrl+o in callmate names it\n"
    )
    assert door("log", "rep", "sarah,", "billing", "x44") == "logged: rep sarah, billing x44\n"
    assert door("log", "hold") == "logged: hold\n"
    assert door("log", "note", "they", "promised") == "logged: note they promised\n"
    case = case_now()
    assert [(rep.name, rep.department, rep.extension) for rep in case.reps] == [
        ("sarah", "billing", "44")
    ]
    assert {span.kind for span in case.running[0].open} == {"rep", "hold"}


def test_log_names_the_unnamed_rep_and_no_other(door: Door) -> None:
    door("log", "start")
    door("log", "rep")
    door("log", "rep", "sarah")
    assert [rep.name for rep in case_now().reps] == ["sarah"]
    door("log", "hold")
    door("log", "rep", "Sarah")
    assert [rep.name for rep in case_now().reps] == ["Sarah"]
    assert {span.kind for span in case_now().running[0].open} == {"rep"}


def test_log_of_another_rep_after_a_hold_is_a_new_stint(door: Door) -> None:
    door("log", "start")
    door("log", "rep", "sarah")
    door("log", "hold")
    door("log", "rep", "tom")
    assert [rep.name for rep in case_now().reps] == ["sarah", "tom"]
    assert {span.kind for span in case_now().running[0].open} == {"rep"}


def test_log_with_a_time_in_its_words(door: Door) -> None:
    door("log", "start")
    door("log", "note", "@-0s", "they", "called")
    world = StoredWorld(store_home(), SystemClock(), UlidSource())
    note = next(e for e in world.case(case_now().id).read() if e.kind == "note")
    world.close()
    assert note.body["text"] == "they called"
    assert "when" in note.body


def test_what_is_said_holds_no_control_sequences(door: Door) -> None:
    door("log", "start")
    assert door("log", "note", "red \x1b[31m") == "logged: note red ␛[31m\n"
    door("log", "\x1b[31m", status=2)
    assert "\x1b" not in door.error


def test_log_refuses_words_where_there_are_none(door: Door) -> None:
    door("log", "start")
    door("log", "hold", "quickly", status=2)
    assert "hold takes no words" in door.error
    assert case_now().running[0].open == ()


def test_log_writes_its_input_as_a_command_of_its_own(door: Door) -> None:
    door("log", "start")
    door("log", "hold")
    world = StoredWorld(store_home(), SystemClock(), UlidSource())
    events = {event.id: event for event in world.case(case_now().id).read()}
    world.close()
    hold = next(event for event in events.values() if event.kind == "hold_start")
    assert events[hold.cause or ""].body == {"command": "hold", "values": {}, "source": "log"}


def test_log_end_asks_once_more_as_the_key_does(door: Door) -> None:
    door("log", "start")
    door("log", "end")
    assert case_now().running[0].closing is not None
    door("log", "end")
    assert door("list").count("call running") == 0


def test_log_counts_from_when_it_was_asked_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ManualClock()
    asked = clock.now().at
    monkeypatch.setattr(doors, "SystemClock", lambda: clock)
    monkeypatch.setattr(doors, "renew", lambda world: clock.advance(5))
    door("log", "start")
    assert case_now().running[0].start.at == asked


def test_log_dates_the_rep_on_the_line_and_refuses_a_time_before_the_call() -> None:
    person = Person().type("{space}r{escape}").wait(600)
    begun = person.fact("rep").moment.at
    remote.log(person.desk, "rep", "@-2m sarah", person.clock.now())
    rep = person.fact("rep")
    assert rep.body["name"] == "sarah"
    assert rep.moment.at > begun
    with pytest.raises(UsageError, match="before this call began"):
        remote.log(person.desk, "note", "@-3h words", person.clock.now())
    assert "note" not in person.kinds


def test_anger_stays_out_of_the_printed_log_unless_asked_for() -> None:
    person = Person().type("{space}f")
    fold = person.desk.context.fold
    assert fold is not None
    assert "anger" not in log_text(fold)
    assert "anger on" in log_text(fold, private=True)
