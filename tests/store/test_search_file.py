"""The search file holds what the cases hold, and nothing of what they do not hold any more."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callmate.model.search.documents import Doc
from callmate.model.search.searchtext import search_text
from callmate.store.cachefile import throw_away
from callmate.store.search import searchfile
from callmate.store.search.reader import DAMAGED, NOT_YET, SearchReader
from callmate.store.search.searchrows import tick
from callmate.store.search.writer import SearchWriter

SONY, ACME = "01JNB000000000000000000001", "01JNB000000000000000000002"


def doc(words: str, n: int = 0, case: str = SONY, at: str = "", title: str = "Rebate") -> Doc:
    """Something said in the n-th minute."""
    at = at or f"2026-04-12T{14 + n // 60:02}:{n % 60:02}:00+02:00"
    return Doc(case, f"event-{n}", "call", "note", at, words, rep="Sam", company="Sony",
               tags="note", number=1, title=title)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / searchfile.NAME


@pytest.fixture
def search(path: Path) -> Iterator[SearchWriter]:
    search = SearchWriter(path)
    yield search
    search.close()


@pytest.fixture
def reader(path: Path, search: SearchWriter) -> Iterator[SearchReader]:
    reader = SearchReader(path)
    yield reader
    reader.close()


def found(reader: SearchReader, words: str) -> list[int]:
    """Rowids of what holds these words, the newest first."""
    query = "select rowid from found where found match ? order by rowid desc"
    rows: list[tuple[int]] = reader.ask(lambda db: db.execute(query, (words,)).fetchall(), [])
    return [row[0] for row in rows]


def said(reader: SearchReader, case: str = SONY) -> list[str]:
    return [one.words for one in reader.around(case, most=1000)]


def is_whole(search: SearchWriter) -> None:
    """Raises if the index of words does not fit what is in it."""
    search._db.execute("insert into found(found) values('integrity-check')")


def test_the_file_is_ones_own_and_wiped_where_it_is_freed(path: Path, search: SearchWriter) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings = [search._db.execute(f"pragma {one}").fetchone()[0] for one in
                ("journal_mode", "synchronous", "secure_delete")]  # fmt: skip
    assert settings == ["wal", 0, 1]


def test_rowids_tell_the_time_so_that_the_newest_comes_first(
    search: SearchWriter, reader: SearchReader
) -> None:
    search.put(SONY, [doc("credit", 5), doc("credit", 9)])
    search.put(ACME, [doc("credit", 7, ACME), doc("credit", 7, ACME, "2026-04-12T12:06:30Z")])
    times = ("12:09:00", "12:06:30", "12:05:00")  # one event of a case is one document
    assert found(reader, "credit") == [tick(f"2026-04-12T{at}Z") for at in times]


def test_many_things_of_one_instant_have_places_of_their_own_in_order(
    search: SearchWriter, reader: SearchReader
) -> None:
    at = "2026-04-12T00:00:00Z"
    for case in (SONY, ACME):
        search.put(case, [doc(f"w{n}", n, case, at) for n in range(200)])
        assert said(reader, case)[:20] == [f"w{n}" for n in range(20)]
    nos = found(reader, "rebate")
    assert len(nos) == 400
    assert max(nos) - tick(at) < 400 * 32


def test_only_what_changed_is_written(search: SearchWriter, reader: SearchReader) -> None:
    docs = [doc(f"w{n}", n) for n in range(10)]
    assert search.put(SONY, docs) == 10
    assert search.put(SONY, docs) == 0
    docs[3] = replace(docs[3], words="other")
    assert search.put(SONY, docs) == 2
    assert search.put(SONY, docs[:9]) == 1
    assert (found(reader, "w3"), found(reader, "w9")) == ([], [])
    assert len(found(reader, "other")) == 1
    is_whole(search)


def test_another_name_of_the_case_is_found_with_all_its_documents(
    search: SearchWriter, reader: SearchReader
) -> None:
    search.put(SONY, [doc(f"w{n}", n) for n in range(5)])
    search.put(SONY, [doc(f"w{n}", n, title="Refund") for n in range(5)])
    assert len(found(reader, "title:refund")) == 5
    assert found(reader, "title:rebate") == []
    is_whole(search)


def test_two_windows_may_write_the_same_case(path: Path, search: SearchWriter) -> None:
    other = SearchWriter(path)
    search.put(SONY, [doc("one", 1), doc("two", 2)])
    other.put(SONY, [doc("one", 1), doc("three", 3)])
    assert search.put(SONY, [doc("two", 2), doc("three", 3)]) == 2
    assert said(SearchReader(path)) == ["two", "three"]
    is_whole(search)
    other.close()


def test_what_is_written_together_comes_all_or_not_at_all(
    search: SearchWriter, reader: SearchReader
) -> None:
    with pytest.raises(RuntimeError), search.together():
        search.put(SONY, [doc("credit")])
        raise RuntimeError
    assert said(reader) == []
    assert search.put(SONY, [doc("credit")]) == 1
    is_whole(search)


def test_around_an_event_or_at_the_end_of_a_case(
    search: SearchWriter, reader: SearchReader
) -> None:
    head = replace(doc("Sony: Rebate"), event="", kind="case", at="2026-04-12T13:00:00+02:00")
    search.put(SONY, [head, *(doc(f"w{n}", n) for n in range(50))])
    assert [one.words for one in reader.around(SONY, most=3)] == ["w47", "w48", "w49"]
    near = [one.words for one in reader.around(SONY, "event-20", most=4)]
    assert near == ["w19", "w20", "w21", "w22"]
    assert [one.event for one in reader.around(SONY, "event-0", most=4)][0] == "event-0"
    assert reader.around(ACME) == ()
    whole = doc("w20", 20)
    assert whole in reader.around(SONY, "event-20", most=4)


def bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def test_forgotten_words_leave_nothing_in_the_file(path: Path, search: SearchWriter) -> None:
    for n in range(40):  # many segments of the index, and freed pages
        search.put(f"01JNB0000000000000000001{n:02}", [doc(f"plain words {n}", n)])
    search.put(SONY, [doc("pin zyxwvut4711", 1), doc("kept", 2)])
    assert b"zyxwvut4711" in bytes_of(path)
    assert search.scrub()  # nothing is to be scrubbed yet
    assert search.put(SONY, [doc("kept", 2)], forgotten=1) == 1
    assert search.scrub()
    for part in (b"zyxwvut4711", b"xwvut4711"):
        assert part not in bytes_of(path)
    assert not search._db.execute("select 1 from meta where key='scrub'").fetchall()
    is_whole(search)


def test_a_case_that_is_gone_leaves_nothing_in_the_file(path: Path, search: SearchWriter) -> None:
    search.put(SONY, [doc("zyxwvut4711", 1)])
    search.put(ACME, [doc("kept", 2, ACME)])
    search.remove(SONY)
    assert search.scrub()
    assert b"zyxwvut4711" not in bytes_of(path)
    assert dict(search.stamps()) == {ACME: ""}


def test_scrubbing_waits_for_a_window_that_reads(path: Path, search: SearchWriter) -> None:
    search.put(SONY, [doc("zyxwvut4711", 1)])
    reading = sqlite3.connect(path, isolation_level=None)
    reading.execute("begin")
    reading.execute("select * from docs").fetchone()
    search._db.execute("pragma busy_timeout=1")
    search.put(SONY, [], forgotten=1)
    assert not search.scrub()
    reading.close()
    assert search.scrub()
    assert b"zyxwvut4711" not in bytes_of(path)


WORDS = st.sampled_from(["credit", "Crédit", "(800) 555-0100", "\ud800", "a\x00b", "日本", "", "'"])
STATE = st.dictionaries(st.integers(0, 12), st.tuples(WORDS, st.integers(0, 3)), max_size=8)


@given(st.lists(st.tuples(STATE, st.booleans(), st.sampled_from(["Rebate", "Ré"])), max_size=6))
@settings(max_examples=50, deadline=None)
def test_after_any_changes_the_file_holds_just_the_last(
    states: list[tuple[dict[int, tuple[str, int]], bool, str]],
) -> None:
    search = SearchWriter(searchfile.in_memory("test-any"))
    last: list[Doc] = []
    for state, anew, title in states:
        if anew:  # as after a start: nothing is remembered
            search._last, search._rows = ("", {}), ("", {})
        last = [doc(w, n, at=f"2026-04-12T14:00:0{s}Z", title=title) for n, (w, s) in state.items()]
        search.put(SONY, last)
    rows = search._db.execute("select event, words from docs order by event").fetchall()
    plain = {(one.event, one.words.encode("utf-8", "replace").decode()) for one in last}
    assert set(rows) == plain
    is_whole(search)
    hits = search._db.execute("select count(*) from found where found match 'credit'").fetchone()
    assert hits[0] == sum("credit" in search_text(one.words) for one in last)
    search.close()


@pytest.mark.parametrize("content", [b"", b"\0" * 8192, b"no database at all", b"[]"])
def test_what_is_no_search_is_thrown_away(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    search = SearchWriter(path)
    assert search.fresh
    search.put(SONY, [doc("credit")])
    search.close()
    assert not SearchWriter(path).fresh


@pytest.mark.parametrize("change", ["pragma user_version=99", "drop table docs",
                                    "update meta set value='0 9.0' where key='fold'"])  # fmt: skip
def test_a_search_of_another_version_is_thrown_away(path: Path, change: str) -> None:
    search = SearchWriter(path)
    search.put(SONY, [doc("credit")])
    search._db.execute(change)
    search.close()
    search = SearchWriter(path)
    assert search.fresh and not dict(search.stamps())
    search.close()


def test_a_file_in_the_way_is_left_alone(path: Path) -> None:
    path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(OSError, match="plain file"):
        SearchWriter(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(OSError, match="plain file"):
        SearchWriter(path)


def test_a_reader_says_what_is_in_its_way_and_goes_on_when_it_is_gone(path: Path) -> None:
    reader = SearchReader(path)
    assert (reader.around(SONY), reader.trouble) == ((), NOT_YET)
    path.write_bytes(b"no database at all" * 500)
    assert (reader.around(SONY), reader.trouble, reader.damaged) == ((), DAMAGED, True)
    search = SearchWriter(path)
    search.put(SONY, [doc("credit")])
    assert said(reader) == ["credit"]
    assert (reader.trouble, reader.damaged) == ("", False)
    search.close()
    throw_away(path)
    SearchWriter(path).close()
    assert said(reader) == []  # not what the deleted file held
    reader.close()


def test_progress_is_said_while_somebody_builds(path: Path, search: SearchWriter) -> None:
    reader = SearchReader(path)
    search.say(3, 10)
    assert reader.progress() is None  # whoever said so is gone
    lock = searchfile.lock(path)
    with pytest.raises(BlockingIOError):
        searchfile.lock(path)
    assert reader.progress() == (3, 10)
    search.say(10, 10)
    assert reader.progress() is None
    os.close(lock)
    reader.close()
