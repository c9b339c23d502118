"""``callmate list``, ``search`` and ``show`` as a pipe, a program and a terminal get them."""

from __future__ import annotations

import json
import sqlite3

import pytest

from callmate.cli.cases import SORTS
from callmate.desk.doors.cases import as_query, list_cases, search
from callmate.desk.doors.records import Look
from callmate.desk.doors.showing import show_events
from callmate.model.listing import ORDERS
from callmate.paths import store_home
from callmate.store.search import writer as store_search
from tests.desk.printed import ACCOUNT, HOSTILE, PASTED, Run
from tests.desk.storytelling import Story


def test_an_empty_store_has_nothing_to_list_or_to_find(run: Run) -> None:
    assert run("list", status=1) == []
    assert run.said == "callmate: No cases yet. Start one with: callmate\n"
    assert run("search", "credit", status=1) == []
    assert run.said == "callmate: Nothing was found.\n"


def test_a_store_of_which_all_is_put_away_says_where_it_is(run: Run) -> None:
    story = Story()
    story.say(story.case("Gasworks", "Boiler"), "case_archived", on=True, why="done")
    assert run("list", status=1) == []
    assert run.said.endswith("Every case is put away; callmate list --archived lists them.\n")


def test_a_case_a_line_in_columns_that_stay(run: Run, told: dict[str, str]) -> None:
    acme, sony = run.rows("list")
    assert [acme[0], sony[0]] == [told["acme"], told["sony"]]
    assert [len(acme), len(sony)] == [10, 10]
    due = sony.pop(3)
    assert due.startswith("2026-01-0")
    assert sony[2:] == ["open: promise due 2 Jan 2026", "overdue", "4:00", "$40", "1", "Sony",
                        "Sony: Rebate never came"]  # fmt: skip
    assert run.said == ""


def test_a_list_is_narrowed_sorted_and_shows_what_is_put_away(
    run: Run, told: dict[str, str]
) -> None:
    def ids(*arguments: str, status: int = 0) -> list[str]:
        return [row[0] for row in run.rows("list", *arguments, status=status)]

    assert ids("--sort", "money") == [told["sony"], told["acme"]]
    assert ids("--archived") == [told["old"], told["acme"], told["sony"]]
    assert ids("state:practice") == [told["old"]]
    assert ids("tag:tax") == ids("overdue:yes") == ids("company:SONY") == [told["sony"]]
    assert ids("promise:open") == ids("credit") == ids("a credit of") == [told["sony"]]
    assert ids("--archived", "credit") == [told["old"], told["sony"]]
    assert ids("nothing-like-it", status=1) == []
    assert run.said == "callmate: No case is like that.\n"


def test_a_hit_a_line_with_what_show_takes(run: Run, told: dict[str, str]) -> None:
    note, promise = run.rows("search", "credit")
    assert [note[:2], promise[:2]] == [[told["sony"], told[name]] for name in ("note", "promise")]
    assert promise[3:] == ["Sony", "Sony: Rebate never came", "1", "Sam",
                           "promise: a credit of $40 by 2 Jan 2026"]  # fmt: skip
    assert "what           a credit of $40" in "\n".join(run("show", *promise[:2]))


def test_pasted_look_alike_letters_are_found(run: Run, told: dict[str, str]) -> None:
    assert "credit" not in PASTED
    (hit,) = run.rows("search", "credit", "promised", "note:credit")
    assert hit[1] == told["note"]
    assert PASTED in hit[-1]


def test_the_account_is_found_and_never_shown(run: Run, told: dict[str, str]) -> None:
    hits = run.rows("search", ACCOUNT)
    assert hits
    for arguments in (("search", ACCOUNT), ("search", "credit", "--json"), ("show", told["sony"]),
                      ("show", told["sony"], "--json"), ("list", "--json")):  # fmt: skip
        assert ACCOUNT not in "\n".join(run(*arguments))


def test_what_is_private_is_nowhere(run: Run, told: dict[str, str]) -> None:
    assert run("search", "anger", status=1) == []
    assert run("search", "company:acme")
    for line in (*run("search", "company:acme", "--json"), *run("show", told["acme"], "--json")):
        assert "anger" not in line


def test_nothing_typed_makes_a_column_a_line_or_a_command(run: Run, told: dict[str, str]) -> None:
    (hit,) = run.rows("search", "said")
    assert len(hit) == 8
    assert hit[-1] == "they said a␛]0;x␇␉b c [/b] <U+202E>d"
    for arguments in (("list",), ("show", told["acme"]), ("list", "--json"),
                      ("search", "said", "--json"), ("show", told["acme"], "--json")):  # fmt: skip
        text = "\n".join(run(*arguments))
        assert not {"\x1b", "\x07", "\u202e"} & {*text}
    assert json.loads(run("search", "said", "--json")[0])["words"] == f"they said {HOSTILE}"


def test_json_is_an_object_a_line(run: Run, told: dict[str, str]) -> None:
    cases = [json.loads(line) for line in run("list", "--json")]
    assert [case["id"] for case in cases] == [told["acme"], told["sony"]]
    sony = cases[1]
    assert sony["overdue"] is True
    assert (sony["stake_number"], sony["tags"], sony["open"]) == (40.0, ["tax"], True)
    (hit,) = [json.loads(line) for line in run("search", "promise:overdue", "--json")]
    assert (hit["case"], hit["event"], hit["kind"]) == (told["sony"], told["promise"], "promise")
    assert (hit["rep"], hit["call"], hit["tags"]) == ("Sam", 1, ["promise", "open"])


def test_show_has_a_head_on_a_terminal(told: dict[str, str]) -> None:
    printed = show_events("Sony", (), look=Look(True, False, 80)).splitlines()
    head = [line for line in printed if line.startswith("#")]
    assert head[0] == "# Sony: Rebate never came"
    assert head[1:] == [
        f"# id       {told['sony']}", "# company  Sony", "# state    open: promise due 2 Jan 2026",
        "# calls    1 call, 4:00 on the phone", "# wanted   $40 back", "# money    $40",
        "# tags     tax",
    ]  # fmt: skip
    assert len(printed) - len(head) == 6


def test_show_prints_columns_or_objects_a_line_each_in_a_pipe(
    run: Run, told: dict[str, str]
) -> None:
    rows = run.rows("show", "Sony")
    assert {len(row) for row in rows} == {6}
    promise = rows[3]
    assert promise[0] == told["promise"] and promise[1][:4].isdigit()
    assert promise[2:] == ["1", "promise", "", "promise: a credit of $40"]
    case, *events = [json.loads(line) for line in run("show", "Sony", "--json")]
    assert case == json.loads(run("list", "company:sony", "--json")[0])
    assert [event["id"] for event in events] == [row[0] for row in rows]
    assert {event["case"] for event in events} == {told["sony"]}
    _, one = [json.loads(line) for line in run("show", "Sony", told["promise"], "--json")]
    assert one["id"] == told["promise"]
    assert one["words"] == "promise: a credit of $40"
    assert one["values"]["what"] == "a credit of $40"


def test_show_of_no_case_asks_which(run: Run) -> None:
    assert run("show", status=2) == []
    assert run.said.startswith("callmate: show: which case? callmate show CASE")


def test_wrong_use_says_so_and_prints_nothing(run: Run, told: dict[str, str]) -> None:
    assert run("search", status=2) == []
    assert run("search", "", status=2) == []
    assert run("search", "credit", "--most", "0", status=2) == []
    assert run("list", "--sort", "nonsense", status=2) == []


def test_a_hint_is_said_beside_what_is_found(run: Run, told: dict[str, str]) -> None:
    assert run("search", "credit colour:forty", status=1) == []
    assert "There is no field “colour:”." in run.said
    assert len(run("search", 'asked "credit of' + " -asked", status=1)) == 0
    assert len(run("search", "credit", "--most", "1")) == 1
    assert run.said == "callmate: There are more than 1: --most N prints more of them.\n"


def test_the_search_is_built_where_there_is_none(run: Run, told: dict[str, str]) -> None:
    for broken in (None, b"", b"nonsense" * 1000):
        path = store_home() / "search.sqlite"
        path.unlink(missing_ok=True)
        if broken is not None:
            path.write_bytes(broken)
        assert len(run("search", "credit")) == 2
        assert run.said == ""


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ([], ""), (["a b"], "a b"), (["credit -x"], "credit -x"),
        (["rep:sam", "a b"], 'rep:sam "a b"'), (["x", "in:last spring"], "x in:last spring"),
        (["x", '"a b"'], 'x "a b"'), (["x", " -y"], "x -y"),
    ],
)  # fmt: skip
def test_what_a_shell_gives_is_one_query(words: list[str], query: str) -> None:
    assert as_query(words) == query


def test_on_a_terminal_columns_stand_in_line_and_what_was_found_is_marked(
    told: dict[str, str],
) -> None:
    printed = search(["credit sam"], 9, False, Look(True, True, 100)).lines
    assert any("\x1b[1;4mcredit\x1b[0m of $40" in line for line in printed)
    plain = search(["credit sam"], 9, False, Look(True, False, 60)).lines
    assert not any("\x1b" in line for line in plain)
    assert len({line.index("Sam") for line in plain}) == 1
    cases = list_cases([], "latest", False, False, Look(True, False, 80)).lines
    assert all(told[name] not in line for name in ("sony", "acme") for line in cases)
    wide = list_cases([], "latest", False, False, Look(True, False, 130)).lines
    assert [line[:26] for line in wide] == [told["acme"], told["sony"]]


def test_a_search_that_cannot_be_kept_is_said_or_made_in_memory(
    run: Run, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store_home() / "search.sqlite"
    path.unlink(missing_ok=True)
    path.mkdir()
    assert len(run("search", "credit")) == 2
    assert "kept in memory" in run.said

    def no_fts(place: object) -> None:
        raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(store_search, "SearchWriter", no_fts)
    assert run("search", "credit", status=1) == []
    assert "no FTS5" in run.said
    assert len(run("list", "rebate")) == 1, "names are in the index"


def test_the_door_offers_the_orders_that_there_are() -> None:
    assert SORTS == ORDERS
