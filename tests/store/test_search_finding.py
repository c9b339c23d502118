"""Searching the file: it finds what the query means, and nothing typed is ever an operator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.model.agenda import Task
from callmate.model.search.documents import THE_CASE, Doc
from callmate.model.search.matching import Found, spans
from callmate.model.search.query import Query, parse
from callmate.model.summary import CaseSummary
from callmate.store.index import casefilters
from callmate.store.index.index import Index
from callmate.store.search import finding, searchfile
from callmate.store.search.finding import FoundIn
from callmate.store.search.reader import NOT_YET, SearchReader
from callmate.store.search.writer import SearchWriter
from tests.model.plainsearch import matches

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SONY, ACME, AWAY, TRAIN = (f"01JNB000000000000000000{n:03}" for n in range(4))


def doc(case: str, at: str, words: str, tags: str = "note", rep: str = "", **more: object) -> Doc:
    company, title = TITLES[case]
    values = {"event": f"{case}-{at}-{words[:20]}", "call": "c", "kind": "note", **more}
    return Doc(case=case, at=at, words=words, rep=rep, tags=tags, company=company, title=title,
               **values)  # type: ignore[arg-type]  # fmt: skip


TITLES = {
    SONY: ("Sony", "Rebate never came"), ACME: ("Société Acmé", "Router"),
    AWAY: ("Gasworks", "Boiler"), TRAIN: ("Train", "Practice call"),
}  # fmt: skip
DUE = int(datetime(2026, 4, 17, tzinfo=UTC).timestamp())
DOCS = (
    doc(
        SONY,
        "2026-04-12T14:05:00+02:00",
        "promise: credit of $40 by Friday",
        "promise open",
        "Sam Ortiz",
        department="billing",
        due_s=DUE,
    ),
    doc(SONY, "2026-04-12T14:01:00+02:00", "asked: credit", "asked", "Sam Ortiz"),
    doc(SONY, "2026-05-01T09:00:00+02:00", "promise: a call back", "promise broken", "Kim"),
    doc(SONY, "2026-05-02T09:00:00+02:00", "case no. AB-12 345", "number"),
    doc(SONY, "2025-12-31T23:30:00-05:00", "told again", "told"),
    doc(SONY, "2026-04-01T00:00:00+02:00", "Rebate never came", THE_CASE, kind="case", event=""),
    doc(ACME, "2024-03-04T08:00:00+00:00", "called (800) 555-0100, no credit", "note"),
    doc(ACME, "2024-03-04T08:10:00+00:00", "refused: the crеdit, 100% cаpped", "refused", "Zoë"),
    doc(ACME, "2024-03-05T08:10:00+00:00", "東京 支店, naïve [a-z]+ \\d", "note"),
    doc(AWAY, "2023-01-01T08:00:00+00:00", "boiler credit", "note"),
    doc(TRAIN, "2026-10-01T08:00:00+00:00", "practice credit", "note"),
)
LATE = Task("promise_due", due=datetime(2026, 4, 17, tzinfo=UTC))
ROWS = {
    SONY: CaseSummary(SONY, "Rebate never came", "Sony", state="open: promise", tasks=(LATE,),
                      next_at="2026-04-17T00:00:00+00:00", stake="$40", stake_n=40.0, pinned=True,
                      opened_at="2026-04-01T00:00:00+02:00", last_at="2026-05-02T09:00:00+02:00"),
    ACME: CaseSummary(ACME, "Router", "Société Acmé", state="resolved", tags=("Tax 2024", "œuvre"),
                      opened_at="2024-03-04T08:00:00+00:00", last_at="2024-03-05T08:10:00+00:00"),
    AWAY: CaseSummary(AWAY, "Boiler", "Gasworks", state="refused", archived="done", stake_n=900.0,
                      opened_at="2023-01-01T08:00:00+00:00", last_at="2023-01-01T08:00:00+00:00"),
    TRAIN: CaseSummary(TRAIN, "Practice call", "Train", state="open", archived="practice",
                       opened_at="2026-10-01T08:00:00+00:00", last_at="2026-10-01T08:00:00+00:00"),
}  # fmt: skip


class Both:
    """A search file and an index with the cases above."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "search.sqlite"
        self._search, self.index = SearchWriter(self.path), Index(None)
        for case, row in ROWS.items():
            self._search.put(case, [one for one in DOCS if one.case == case])
            self.index.put(row)
        self.reader = SearchReader(self.path)

    def search(self, query: Query, most: int = 200) -> Found:
        found = finding.find(self.reader, self.index, query, NOW, most)
        assert not found.trouble
        return found

    def find(self, query: Query) -> tuple[Doc, ...]:
        return self.search(query).hits

    def __call__(self, text: str) -> list[str]:
        """The words of what is found."""
        return [one.words for one in self.find(parse(text, TODAY))]

    def listed(self, text: str) -> set[str]:
        """The cases in the list that is narrowed so."""
        db = self.index._db
        condition, values = casefilters.where(db, parse(text, TODAY), NOW)
        return {row[0] for row in db.execute(f"select id from cases where {condition}", values)}

    def close(self) -> None:
        self.reader.close()
        self._search.close()
        self.index.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Both]:
    made = Both(tmp_path_factory.mktemp("search"))
    yield made
    made.close()


def expected(query: Query) -> list[Doc]:
    found = [one for one in DOCS if matches(query, one, ROWS[one.case], NOW)]
    return sorted(found, key=lambda one: datetime.fromisoformat(one.at), reverse=True)


def words_of(docs: Iterable[Doc]) -> set[tuple[str, str]]:
    return {(one.case, one.event) for one in docs}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("credit sam", ["promise: credit of $40 by Friday", "asked: credit"]),
        ("cred -asked -refused sony", ["promise: credit of $40 by Friday"]),
        ('"credit of" rep:sam', ["promise: credit of $40 by Friday"]),
        ('"credi"', []),
        ("promise:broken", ["promise: a call back"]),
        ("promise:open", ["promise: credit of $40 by Friday"]),
        ("promise:overdue", ["promise: credit of $40 by Friday"]),
        ("promise:credit", ["promise: credit of $40 by Friday"]),
        ("asked:credit", ["asked: credit"]),
        ("dept:bill", ["promise: credit of $40 by Friday"]),
        ("number:ab12345", ["case no. AB-12 345"]),
        ("number:345", ["case no. AB-12 345"]),
        ("8005550100", ["called (800) 555-0100, no credit"]),
        ("800-555-0100", ["called (800) 555-0100, no credit"]),
        ("zoe", ["refused: the crеdit, 100% cаpped"]),
        ("ZOË refused:credit", ["refused: the crеdit, 100% cаpped"]),
        ("company:societe refused", ["refused: the crеdit, 100% cаpped"]),
        ("東", ["東京 支店, naïve [a-z]+ \\d"]),
        ("京東", []),
        ('"a z"', ["東京 支店, naïve [a-z]+ \\d"]),
        ("in:2025", ["told again"]),
        ("in:\"last spring\" rebate kim", ["promise: a call back"]),
        ("state:practice", ["practice credit"]),
        ("gasworks", []),
        ("sony", ["Rebate never came"]),
        ("rebate", ["Rebate never came"]),
        ("gasworks boiler", ["boiler credit"]),
        ("sony promise:broken", ["promise: a call back"]),
        ("rebate forty", []),
    ],
)  # fmt: skip
def test_what_is_found(both: Both, text: str, found: list[str]) -> None:
    assert both(text) == found


def test_words_in_the_letters_of_another_alphabet_are_found(both: Both) -> None:
    """Pasted text often has Cyrillic letters that look Latin: here е and а."""
    pasted = "refused: the crеdit, 100% cаpped"
    assert not pasted.isascii()
    assert pasted in both("credit capped")
    assert pasted in both("сredit")


@pytest.mark.parametrize(
    "text",
    ["credit", "-credit", "promise:open -sam", "-promise:overdue promise:open", "is:pinned",
     "-is:pinned credit", "overdue:yes", "overdue:no credit", "money:>100", "money:40 sam",
     "tag:tax", "-tag:tax credit", "tag:oeuv", "state:open", "state:closed credit", "before:2024",
     "after:2025", "in:2024 credit", "state:archived", "-state:refused credit", "c", "*", "of by",
     "-promise:broken rep:kim", "note:credit", "is:pinned -rep:sam"],
)  # fmt: skip
def test_the_file_finds_what_the_query_means(both: Both, text: str) -> None:
    query = parse(text, TODAY)
    assert list(both.find(query)) == expected(query)


PIECES = (
    "credit", "cre", "sam", '"credit of"', '"', "-", "of", "$40", "rep:", "rep:zoe", "é", "e",
    "promise:open", "-promise:overdue", "company:sony", "note:", "asked:credit", "AND", "OR",
    "NEAR(a b)", "*", "cred*", "(", ")", "^credit", "{words}:", "words:x", "'", "''", ";--", "\\",
    "[a-z]+", ".*", "%", "_", "\x00", "\ud800", "2026", "in:2024", "before:2025", "東京", "кредит",
    "😀", "state:open", "800-555-0100", "5550100", "tag:tax", "money:<50", "is:pinned", "\u0301",
    "½", "ﬁ", "100%",
)  # fmt: skip
PARTS = st.lists(st.sampled_from(PIECES), max_size=7)
TYPED = st.one_of(PARTS.map(" ".join), PARTS.map("".join))


@given(st.one_of(TYPED, st.text(max_size=20)))
def test_whatever_is_typed_finds_what_it_means(both: Both, text: str) -> None:
    query = parse(text, TODAY)
    found = both.search(query)
    assert words_of(found.hits) == words_of(expected(query))
    for one in found.hits:
        for start, end in spans(query, one.words):
            assert 0 <= start < end <= len(one.words)


def test_the_newest_come_first_and_it_says_that_there_are_more(both: Both) -> None:
    found = both.search(parse("credit", TODAY), 2)
    assert [one.words for one in found.hits] == [DOCS[0].words, DOCS[1].words]
    assert found.more
    assert not both.search(parse("kim", TODAY), 2).more


def test_what_is_found_is_the_document_whole(both: Both) -> None:
    (found,) = both.find(parse("promise:overdue", TODAY))
    assert found == DOCS[0]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("", {SONY, ACME}), ("state:any", set(ROWS)), ("state:open", {SONY}),
        ("state:closed", {ACME}),
        ("state:archived", {AWAY}), ("state:practice", {TRAIN}), ("is:pinned", {SONY}),
        ("company:soc", {ACME}), ("rebate", {SONY}), ("tag:tax", {ACME}), ("-tag:tax", {SONY}),
        ("money:<50", {SONY}), ("overdue:yes", {SONY}), ("in:2024", {ACME}), ("after:2025", {SONY}),
        ("before:march 2024", set()), ("in:april 2026", {SONY}), ("asked:credit", set()),
        ("-company:sony", {ACME}), ("tag:absent", set()), ("state:damaged", set()),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_asked_of_cases(
    both: Both, text: str, cases: set[str]
) -> None:
    assert both.listed(text) == cases


def test_the_cases_that_have_what_is_asked_for(both: Both) -> None:
    found_in = FoundIn()

    def cases(text: str) -> frozenset[str] | None:
        return found_in(both.reader, both.index, parse(text, TODAY), NOW)

    assert cases("state:open") is None
    assert cases("credit") is cases("credit"), "what was said last is kept"
    assert cases("credit") == frozenset({SONY, ACME, AWAY})
    assert cases("credit -sony state:closed") == frozenset({ACME})


def test_without_a_file_nothing_is_found_and_it_says_why(both: Both, tmp_path: Path) -> None:
    reader, query = SearchReader(tmp_path / "search.sqlite"), parse("credit", TODAY)
    assert finding.find(reader, both.index, query, NOW) == Found(trouble=NOT_YET)
    assert FoundIn()(reader, both.index, query, NOW) is None


def test_marks_are_where_the_words_are_written() -> None:
    def marked(query: str, text: str) -> list[str]:
        return [text[start:end] for start, end in spans(parse(query, TODAY), text)]

    assert marked("cred -no", "No Crеdit, Café; credo") == ["Crеdit", "credo"]
    assert marked('"cafe c"', "No Crеdit, CAFÉ c") == ["CAFÉ", "c"]
    assert marked("fi", "the ﬁnal fee") == ["ﬁnal"]
    assert marked("", "anything") == []


def test_a_word_of_every_document_streams(tmp_path: Path) -> None:
    """The newest of many are found by walking back from the end, not by sorting all of them."""
    search = SearchWriter(searchfile.in_memory("streams"))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    search.put(SONY, [doc(SONY, (start + timedelta(minutes=n)).isoformat(), f"credit {n}")
                      for n in range(50)])  # fmt: skip
    source, _, values = finding._source(parse("credit", TODAY), NOW, finding.EVERY)
    plan = search._db.execute(
        f"explain query plan select 1 {source} order by f.rowid desc limit 2", values
    ).fetchall()
    assert not any("TEMP B-TREE" in step[-1] for step in plan), plan
    found = finding.search(search._db, parse("credit", TODAY), NOW, most=2)
    assert [one.words for one in found.hits] == ["credit 49", "credit 48"]
