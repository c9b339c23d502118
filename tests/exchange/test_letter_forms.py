"""The forms of letters: the built-in ones, own ones, and faulty ones that are named."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from callmate.errors import CallmateError
from callmate.exchange.letter import draft, faults
from callmate.model.letter.facts import Choices, LetterFacts, letter_facts
from callmate.model.letter.forms import FORMS, form_of
from callmate.packs.templates import load_forms
from callmate.text import has_controls
from tests.exchange.letters import AS_OF, BUILT_IN, case_of, drafted, history, in_form, known


def test_the_built_in_forms_are_all_there() -> None:
    assert BUILT_IN.names == FORMS
    assert not BUILT_IN.problems
    assert all(form.title and form.title != name for name, form in BUILT_IN.forms.items())


def test_the_forms_are_described_with_every_value_they_get() -> None:
    text = (resources.files("callmate.packs") / "letters" / "README.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert told == [name for name in LetterFacts.__slots__ if name != "secrets"]
    example = text.partition("```jinja\n")[2].partition("```")[0]
    form = form_of("bank", "bank.j2", example, own=True)
    assert form.title == "To my bank, to take a payment back"
    facts = letter_facts(history("13"), Choices("bank"), AS_OF)
    assert "refused twice by Janice" in draft(form, facts).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{{ nobody }}", "own.j2, line 2: 'nobody' is undefined"),
        ("{% if %}", "own.j2, line 1: "),
        ("a\nb\n{% for %}", "own.j2, line 3: "),
        ("\n{{ 1 / 0 }}", "own.j2, line 2: division by zero"),
        ("{{ ''.__class__.__mro__ }}", "own.j2"),
        ("{% for n in range(10**9) %}x{% endfor %}", "own.j2, line 1: "),
        ("{% include 'complaint.j2' %}", "own.j2"),
        ("{{ happened.append(1) }}", "own.j2, line 1: "),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "own.j2, line 1: "),
    ],
)
def test_a_template_that_fails_is_named_and_the_built_in_stands(text: str, said: str) -> None:
    fold = history("13")
    form = form_of("complaint", "own.j2", text, own=True, before=BUILT_IN.forms["complaint"])
    facts = letter_facts(fold, Choices("complaint", reply_by="2026-03-16"), AS_OF)
    letter = draft(form, facts)
    assert letter.problems[0].startswith(said)
    assert letter.problems[0].endswith("the letter is the one that comes with callmate.")
    assert letter.text == drafted(fold).text
    alone = form_of("mine", "own.j2", text, own=True)
    with pytest.raises(CallmateError, match=re.escape(said)):
        draft(alone, facts)


def test_an_own_form_holds_nothing_a_terminal_would_obey() -> None:
    form = form_of("odd", "odd.j2", "Hello \x1b]0;owned\x07 there\u00a0now\x9b31m", own=True)
    letter = draft(form, letter_facts(history("13"), Choices("odd"), AS_OF))
    assert not has_controls(letter.text)
    assert letter.text.startswith("Hello ") and "now" in letter.text


def test_an_own_form_may_be_longer_than_a_page_and_says_so() -> None:
    form = form_of("long", "long.j2", "word " * 300, own=True)
    letter = draft(form, letter_facts(history("13"), Choices("long"), AS_OF))
    assert letter.is_long
    assert letter.words == 300


def test_own_forms_are_read_and_faulty_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "bank.j2").write_text("{# title: To my bank\n   needs: good #}\nHello")
    (tmp_path / "complaint.j2").write_text("short")
    (tmp_path / "Bad Name.j2").write_text("x")
    (tmp_path / "latin.j2").write_bytes(b"\xe9")
    (tmp_path / "huge.j2").write_text("x" * 70_000)
    (tmp_path / "folder.j2").mkdir()
    forms = load_forms(tmp_path)
    assert forms.names == (*FORMS, "bank")
    assert (forms.forms["bank"].title, forms.forms["bank"].needs) == ("To my bank", "good")
    assert forms.forms["complaint"].text == "short"
    assert forms.forms["complaint"].title == BUILT_IN.forms["complaint"].title
    assert len(forms.problems) == 4
    for name in ("Bad Name.j2", "latin.j2", "huge.j2", "folder.j2"):
        assert sum(name in problem for problem in forms.problems) == 1


def test_a_form_that_names_no_day_asks_for_no_answer() -> None:
    forms = load_forms().forms
    asking = {name: form.asks_reply for name, form in forms.items()}
    assert asking == {"complaint": True, "follow-up": True, "regulator": True, "thank-you": False}
    own = form_of("mine", "mine.j2", "{# without reply_by #}Hello", own=True)
    assert not own.asks_reply
    assert [name for name, form in forms.items() if form.thanks] == ["thank-you"]


def test_an_own_form_can_print_a_list_whole() -> None:
    fold = case_of(
        known(company="Acme"), ("question", {"text": "Who owns it"}),
        ("question", {"text": "Since when?"}), ("case_number", {"value": "A-1"}),
        ("case_number", {"value": "B-2"}),
    )  # fmt: skip
    assert in_form("{{ questions }}", fold) == "Who owns it? Since when?\n"
    assert in_form("{{ references }}", fold) == "A-1, B-2\n"
    assert "Said(" not in in_form("{{ happened }} {{ [questions] }}", fold)


def test_no_sentence_ends_twice() -> None:
    fold = case_of(known(company="Acme", problem="Why?"), ("promise", {"what": "word " * 30}))
    text = in_form("{{ problem }}. {{ summary }}. {{ happened[0] }}. Wait... {{ company }}.", fold)
    assert text.startswith("Why? ")
    assert "…." not in text
    assert "on 2 March 2026. On" in text
    assert "Wait... Acme." in text


def test_a_need_that_no_letter_has_is_named_and_the_letter_written() -> None:
    form = form_of("mine", "mine.j2", "{# needs: moonlight #}Hello", own=True)
    letter = draft(form, letter_facts(history("13"), Choices("mine"), AS_OF))
    assert letter.text == "Hello\n"
    assert letter.problems[0].startswith("mine.j2: no letter has a value “moonlight” to need; use")
    assert "secrets" not in letter.problems[0]
    assert faults(load_forms()) == ()


def test_why_a_form_was_left_out_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "bank.j2").write_bytes(b"\xe9")
    (tmp_path / "my-bank.j2").mkdir()
    forms = load_forms(tmp_path)
    assert len(forms.problems_of("bank")) == 1
    assert forms.problems_of("complaint") == forms.problems_of("") == ()
