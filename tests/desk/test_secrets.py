"""What is sensitive is masked, what is secret is never written, and what was typed is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.desk.world import StoredWorld
from callmate.store.lanes.scan import Health
from tests.desk.support import Person, on_disk, texts_of

TO_ACCOUNT = "{ctrl+n}Acme{tab}{tab}"
TO_PIN = TO_ACCOUNT + "{enter}" * 4


def files_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def holding(root: Path, text: str) -> list[str]:
    """The files that hold a text."""
    return [name for name, raw in files_of(root).items() if text.encode() in raw]


@pytest.mark.parametrize(("to", "line"), [(TO_ACCOUNT, "account"), (TO_PIN, "pin")])
def test_keys_of_a_masked_line_have_no_name_and_no_character(to: str, line: str) -> None:
    person = Person().type(to)
    before = len(person.events("key"))
    field = person.desk.view.field
    assert field is not None
    assert field.name == line
    person.type("4Z ß\u00a0{backspace}{left}")
    person.desk.press("alt+q", None, person.clock.now())
    person.desk.press("left_square_bracket", "[", person.clock.now(), junk=True)
    keys = [event.body for event in person.events("key")][before:]
    assert [body["key"] for body in keys] == [
        *["secret"] * 5, "backspace", "left", "secret", "secret",
    ]  # fmt: skip
    assert [body["character"] for body in keys] == [None] * 9


@pytest.mark.parametrize("to", [TO_ACCOUNT, TO_PIN])
def test_a_paste_into_a_masked_line_has_no_text(to: str) -> None:
    person = Person().type(to).paste("hunter2")
    body = person.events("paste")[0].body
    assert (body["text"], body["length"]) == (None, 7)


def test_a_sensitive_value_is_stored_as_what_it_is_for() -> None:
    person = Person().type(TO_ACCOUNT + "12345678{enter}")
    assert person.case.known("account") == "12345678"


def test_a_secret_is_in_no_file_and_gone_after_the_call(tmp_path: Path) -> None:
    root = tmp_path / "store"
    person, world = on_disk(root)
    person.type(TO_PIN + "Xyzzy").paste("Plugh").type("{enter}{escape}")
    assert person.desk.parts.sheet.secrets == {"pin": "XyzzyPlugh"}
    person.type("{space}h").wait(3)
    person.type("h{ctrl+o}{up}{escape}nwords{enter}")
    for part in ("Xyzzy", "Plugh"):
        assert holding(root, part) == []
    person.type("ee")
    assert person.desk.parts.sheet.secrets == {}
    world.close()
    assert holding(root, "Xyzzy") == []
    assert holding(root, "words") != [], "the search finds what is there"


def test_a_secret_of_one_case_is_not_shown_in_the_next() -> None:
    person = Person().type(TO_PIN + "Xyzzy{enter}{escape}{ctrl+n}")
    assert person.desk.parts.sheet.value("pin") == ""


def forgetful(tmp_path: Path) -> tuple[Person, StoredWorld, Path]:
    root = tmp_path / "store"
    person, world = on_disk(root)
    person.type("{space}nearlier{enter}").wait(61)
    return person, world, root


SECRETS = {
    "note": "nhunter2{enter}",
    "half typed": "nhunter2{escape}",
    "ask and its answer": "ahunter2{enter}x",
    "offer taken": "ohunter2{enter}g",
    "rep": "rhunter2{enter}",
    "transfer": "thunter2{enter}",
    "search": "/hunter2{escape}",
    "sheet": "{ctrl+o}{enter}{enter}{enter}hunter2{enter}{escape}",
    "company's facts": "{ctrl+o}Acme{enter}hunter2{enter}{escape}",
}


@pytest.mark.parametrize("keys", SECRETS.values(), ids=SECRETS)
def test_the_last_minute_is_forgotten_for_good(tmp_path: Path, keys: str) -> None:
    person, world, root = forgetful(tmp_path)
    person.type(keys, gap=0.5)
    person.wait(1)
    person.type("zfy")
    assert person.said.startswith("Forgotten for good:")
    assert "hunter2" not in texts_of(person.log) + texts_of(person.day)
    assert "earlier" in texts_of(person.log)
    person.wait(1)
    world.close()
    assert [name for name in holding(root, "hunter2") if name.endswith(".json")] == []
    assert all("hunter2" not in str(row) for row in world_again(root, person).cases())
    for folder in (root / "cases").iterdir():
        found = world_again(root, person).library.case(folder.name).verify()
        assert {each.health for each in found.values()} == {Health.WHOLE}


@pytest.mark.parametrize("keys", ["rhunter2{enter}", "{ctrl+o}hunter2{enter}{escape}"])
def test_the_index_of_an_open_window_forgets_too(tmp_path: Path, keys: str) -> None:
    person, world, root = forgetful(tmp_path)
    person.type(keys, gap=0.5).wait(2)
    assert [name for name in holding(root, "hunter2") if "index" in Path(name).name]
    person.type("zfy").wait(1)
    assert [name for name in holding(root, "hunter2") if "index" in Path(name).name] == []
    world.close()


def world_again(root: Path, person: Person) -> StoredWorld:
    from callmate.ids import UlidSource

    return StoredWorld(root, person.clock, UlidSource())


def test_what_is_older_than_a_minute_stays(tmp_path: Path) -> None:
    person, world, _ = forgetful(tmp_path)
    person.type("zfy")
    assert person.fact("note").body["text"] == "earlier"
    keys = [event.body.get("key") for event in person.events("key")]
    assert keys == [*"nearlier", "enter", None, None, "y"], "z and f too, y came after"
    world.close()


def test_the_call_goes_on_after_forgetting(tmp_path: Path) -> None:
    person, world, _ = forgetful(tmp_path)
    person.type("rhunter2{enter}hzfy")
    assert person.states == {"rep", "hold"}
    assert person.case.reps[0].name == ""
    person.type("h")
    assert person.states == {"rep"}
    world.close()


def test_forgetting_after_the_end_keeps_when_it_was(tmp_path: Path) -> None:
    person, world, _ = forgetful(tmp_path)
    person.type("e")
    pressed = person.clock.now()
    person.type("ezfy")
    assert not person.on_the_phone()
    assert person.case.calls[0].end == pressed
    world.close()


def test_forgetting_spares_a_case_that_was_only_looked_at(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{ctrl+o}Acme{tab}{tab}4417 2291{enter}{escape}{space}")
    person.clock.advance(90)
    person.type("{ctrl+o}{enter}{escape}zfy")
    assert person.case.known("company") == "Acme"
    assert person.case.known("account") == "4417 2291"
    person.clock.advance(90)
    person.type("{ctrl+o}{shift+tab}{shift+tab}{ctrl+u}Other{enter}{escape}zfy")
    assert person.case.known("company") == "Acme", "only what was typed since is gone"
    world.close()


def test_the_account_can_be_read_for_ten_seconds(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path)
    person.type("{ctrl+o}{tab}{tab}4417 2291 7730{enter}{escape}{space}za")
    assert person.desk.view.reveals(person.clock.now())
    person.clock.advance(11)
    assert not person.desk.view.reveals(person.clock.now())
    world.close()


def test_the_day_of_a_window_that_is_gone_is_forgotten_too(tmp_path: Path) -> None:
    person, world, root = forgetful(tmp_path)
    person.type("/hunter", gap=0.3).wait(1)
    world.close()
    person, world = on_disk(root, person.clock)
    assert person.on_the_phone()
    person.type("zfy")
    world.close()
    day = next((root / "days").rglob("*.json")).read_text()
    assert '"command":"start"' in day
    assert '"character":"u"' not in day


def test_what_will_go_is_said_before_it_goes() -> None:
    person = Person().type("{space}nlong ago{enter}").wait(61)
    person.type("nfour digits{enter}zf")
    asked = person.asked
    assert " since 09:0" in asked and asked.endswith(", for good?")
    said = person.type("y").said
    told, forgotten = int(asked.split()[1]), int(said.split()[3])
    assert len("four digits") < told < forgotten <= told + len("y") + 1
    assert texts_of(person.events("note", "detail")).count("long ago") == 1
