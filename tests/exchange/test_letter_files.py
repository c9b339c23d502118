"""Letters as files: Markdown that stays literal, a mail that is a draft, nothing overwritten."""

from __future__ import annotations

import errno
import os
from email import message_from_string, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callmate.errors import CallmateError
from callmate.exchange.filing import safe_name, save, save_beside
from callmate.exchange.letter import Draft
from callmate.exchange.letterfile import mail, markdown, written


def letter(text: str) -> Draft:
    return Draft("complaint", text, (), 0, (), ())


TEXT = """2 March 2026

To: Acme
Your reference: 12

Complaint: a *late* bill


Dear team,

What happened:

- On 3 March: "no"
- 1. nothing

Yours faithfully,
"""


def test_markdown_keeps_lines_and_lists_and_says_all_else_literally() -> None:
    made = markdown(TEXT)
    assert "To\\: Acme" not in made
    assert "To: Acme\\\nYour reference: 12\n" in made
    assert "a \\*late\\* bill" in made
    assert '- On 3 March: "no"\n' in made
    assert "- 1\\. nothing" in made


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("# heading", "\\# heading"),
        ("1. one", "1\\. one"),
        ("4 January", "4 January"),
        ("+ plus", "\\+ plus"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("![x](http://a.b)", "\\!\\[x\\](http\\://a.b)"),
        ("www.a.b", "www\\.a.b"),
        ("<script>", "\\<script\\>"),
        ("a | b", "a \\| b"),
        ("`x` $1$ ~~y~~", "\\`x\\` \\$1\\$ \\~\\~y\\~\\~"),
        ("    code", "code"),
    ],
)
def test_markdown_of_one_line(line: str, made: str) -> None:
    assert markdown(line) == f"{made}\n"


def test_a_mail_is_a_draft_with_the_heading_as_its_subject() -> None:
    read = message_from_string(mail(letter(TEXT)), policy=policy.default)
    assert read["Subject"] == "Complaint: a *late* bill"
    assert read["X-Unsent"] == "1"
    assert read["To"] is None
    assert read.get_content().replace("\r\n", "\n") == TEXT


@given(st.text(max_size=200))
def test_any_text_comes_through_a_mail(text: str) -> None:
    whole = "\n".join(text.encode("utf-8", "replace").decode().splitlines()) + "\n"
    read = message_from_string(mail(letter(whole)), policy=policy.default)
    assert read.get_content().splitlines() == whole.splitlines()
    assert set(read.keys()) == {
        "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


def test_the_ending_says_what_is_written() -> None:
    assert written(letter("*a*\n"), ".txt") == "*a*\n"
    assert written(letter("*a*\n"), ".md") == "\\*a\\*\n"
    assert written(letter("*a*\n"), ".eml").startswith("Subject: ")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Acme: late bill", "acme-late-bill"),
        ("../../etc/passwd", "etc-passwd"),
        ("/abs", "abs"),
        ("C:\\x", "c-x"),
        ("CON", "case-con"),
        ("nul", "case-nul"),
        ("", "case"),
        ("..", "case"),
        ("-rf", "rf"),
        ("Café Zürich", "cafe-zurich"),
        ("日本", "case"),
        ("a\0b\nc", "a-b-c"),
        ("x" * 300, "x" * 60),
    ],
)
def test_any_words_make_a_safe_name(words: str, name: str) -> None:
    assert safe_name(words) == name


def test_a_file_is_private_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    save(path, "one", tmp_path / "store")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CallmateError, match="is there already"):
        save(path, "two", tmp_path / "store")
    assert path.read_text() == "one"
    assert save_beside(tmp_path, "a", ".txt", "three", tmp_path / "store").name == "a-2.txt"


def test_a_link_or_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(CallmateError, match="is there already"):
            save(tmp_path / name, "x", tmp_path / "store")
    assert not (tmp_path / "target").exists()
    with pytest.raises(CallmateError, match="cannot be written"):
        save(tmp_path / "none" / "a.txt", "x", tmp_path / "store")


def test_the_store_is_not_written_but_for_its_letters(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (store / "cases").mkdir(parents=True)
    (store / "letters").mkdir()
    (tmp_path / "way").symlink_to(store)
    for folder in (store, store / "cases", tmp_path / "way", store / "letters" / ".."):
        with pytest.raises(CallmateError, match="own store"):
            save(folder / "a.txt", "x", store)
    save(store / "letters" / "a.txt", "x", store)
    assert not (store / "a.txt").exists()


def test_a_full_disk_leaves_nothing_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CallmateError, match="No space left"):
        save(tmp_path / "a.txt", "x", tmp_path / "store")
    assert list(tmp_path.iterdir()) == []
