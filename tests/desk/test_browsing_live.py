"""Past cases beside a running call: nothing of them is written, live keys log, quotes are noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from callmate.cli.parser import parser
from tests.desk.past import listing, read, three_cases
from tests.desk.support import Person, on_disk


def in_a_call(person: Person) -> Person:
    return person.type("{ctrl+n}Sony{enter}{escape}{space}rDana{enter}")


def is_read(person: Person) -> bool:
    return person.desk.parts.browsing.reading is not None


def test_a_hit_opens_at_its_event() -> None:
    person = three_cases().type("/p:credit{enter}")
    chosen = read(person).chosen
    assert chosen is not None
    assert (chosen.kind, chosen.text("what")) == ("promise", "credit of $40")
    assert person.typed is None
    person.type("{home}")
    first = read(person).chosen
    assert first is not None and first.kind == "call_start"
    person.type("{end}{down}{pagedown}")
    assert read(person).index == len(read(person).rows) - 1


def test_live_keys_go_to_the_call_and_the_pane_stays() -> None:
    person = in_a_call(three_cases())
    written = {name: len(log.events) for name, log in person.memory.logs.items()}
    person.type("/p:credit{enter}h")
    assert person.states == {"rep", "hold"}
    person.type("h" + "n" + "they are back{enter}")
    assert person.fact("note").text("text") == "they are back"
    assert read(person).case.known("company") == "Sony"
    assert person.desk.view.pane == "browser"
    live = person.case.id
    for name, log in person.memory.logs.items():
        if name not in ("day", live):
            assert len(log.events) == written[name], "a past case is only read"


def test_escape_closes_a_strip_of_the_call_and_leaves_what_is_read() -> None:
    person = three_cases().type("{ctrl+n}Dell{enter}{escape}{space}/credit of{enter}z")
    assert person.asked
    person.type("{escape}")
    assert not person.asked and read(person).case.known("company") == "Sony"
    person.type("{escape}")
    assert person.desk.parts.browsing.reading is None


def test_function_keys_log_while_one_searches() -> None:
    person = in_a_call(three_cases()).type("/cred{f2}it")
    assert "hold" in person.states
    assert person.typed == "credit" and listing(person).hits


def test_q_notes_the_event_in_the_call_and_u_takes_it_out() -> None:
    person = in_a_call(three_cases()).type("/p:credit{enter}q")
    said = person.desk.view.quote
    assert "Sam of Sony promised: credit of $40, by Friday 6 March." in said
    note = person.fact("note")
    assert note.text("text") == said
    past = read(person)
    assert past.chosen is not None
    assert note.body["quotes"] == {"case": past.case.id, "event": past.chosen.id}
    assert note.call == person.call.id
    person.type("q")
    assert len(person.events("note")) == 1, "pressed twice it is noted once"
    person.type("{escape}")
    assert person.desk.view.quote == ""
    assert is_read(person), "escape closes the quote first"
    person.type("u")
    assert "note" not in person.kinds
    assert is_read(person), "and the past case is still there"


def test_without_a_call_a_quote_is_shown_and_copied() -> None:
    person = three_cases().type("/p:credit{enter}")
    events = len(person.log)
    person.type("q")
    assert person.desk.view.quote == person.desk.context.to_copy != ""
    assert len(person.log) == events


def test_what_is_private_is_not_quoted() -> None:
    person = Person().type("{ctrl+n}Sony{enter}{escape}{space}rSam{enter}fff").wait(3).type("ee")
    person.type("/sony{enter}")
    for _ in range(12):
        chosen = read(person).chosen
        if chosen is not None and chosen.kind == "anger":
            person.type("q")
            assert person.desk.view.quote == ""
            assert person.said == "Nothing to quote in this line."
            return
        person.type("{down}")
    pytest.fail("the anger was not on the timeline")


def test_letters_do_nothing_to_a_past_case_at_idle() -> None:
    person = three_cases().type("/sony{enter}x")
    assert "for reading" in person.said
    assert is_read(person)
    person.type("/")
    assert person.typed == "sony", "the way back to the list"


def test_on_the_disk_too_a_hit_is_found_opened_and_quoted(tmp_path: Path) -> None:
    person, world = on_disk(tmp_path / "store")
    in_a_call(three_cases(person)).wait(2)
    assert world.finder.settle(10)
    past = {path: path.read_bytes() for path in (tmp_path / "store" / "cases").glob("*/*.json")}
    person.type("/p:credit").wait(1)
    assert [doc.kind for doc in listing(person).hits] == ["promise"]
    person.type("{enter}q")
    assert "Sam of Sony promised" in person.fact("note").text("text")
    changed = {path.parent.name for path, was in past.items() if path.read_bytes() != was}
    assert changed <= {person.case.id}
    world.close()


def test_a_case_whose_files_are_damaged_says_so_and_is_read_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    person, world = on_disk(tmp_path / "store")
    three_cases(person).wait(2)
    sony = next(row.id for row in world.cases() if row.company == "Sony")
    world.close()
    (lane,) = (tmp_path / "store" / "cases" / sony).glob("*.json")
    text = lane.read_bytes()
    at = text.index(b"credit of $40")
    lane.write_bytes(text[:at] + b"CREDIT" + text[at + 6 :])
    person, world = on_disk(tmp_path / "store")
    from callmate.desk.caches.indexrenewal import renew

    renew(world)
    person.type("/sony")
    assert listing(person).rows[0].trouble
    person.type("{enter}")
    assert lane.name in read(person).trouble
    assert read(person).rows
    world.close()


def test_the_screen_may_open_in_the_list() -> None:
    person = three_cases()
    person.desk.seeks = "p:credit"
    person.desk.start()
    assert person.desk.view.pane == "browser"
    assert [doc.kind for doc in listing(person).hits] == ["promise"]
    person.type(" friday")
    assert person.typed == "p:credit friday"


def test_the_door_hands_its_words_to_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def open_screen(root: Path, config: Path, palette: str, seeks: str | None = None) -> int:
        opened.append(seeks)
        return 0

    monkeypatch.setattr("callmate.cli.screens._prepare_terminal", lambda: None)
    monkeypatch.setattr("callmate.ui.run.open_screen", open_screen)
    for words in (["browse", "p:credit", "sam"], ["browse"], []):
        options = parser().parse_args(words)
        assert options.door(options) == 0
    assert opened == ["p:credit sam", "", None]
