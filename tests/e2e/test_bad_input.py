"""Whatever is typed or pasted is stored as it is and can do nothing to the terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from callmate.desk.preparation.sections import KEYS, REPAIR_LINES
from tests.e2e.conftest import Open
from tests.e2e.painted import foreign, most_marks
from tests.e2e.stored import of_kind, texts
from tests.e2e.window import READY, WIDE, Window, callmate, environment
from tests.terminal.harness import ROOT

pytestmark = pytest.mark.terminal

ZALGO = "Z" + "\u0301\u0302\u0316\u0334" * 25 + "algo"
PASTED = {
    "title \x1b]0;owned\x07": "title ␛]0;owned␇",
    "wipe \x1b[2J": "wipe ␛[2J",
    "reset \x1bc": "reset ␛c",
    "leave \x1b[?1049l": "leave ␛[?1049l",
    "clip \x1b]52;c;ZXZpbA==\x07": "clip ␛]52;c;ZXZpbA==␇",
    "link \x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\": "link ␛]8;;http://evil␛\\x␛]8;;␛\\",
    "sixel \x1bPq#0\x1b\\": "sixel ␛Pq#0␛\\",
    "bell \x07 tab \t del \x7f": "bell ␇ tab ␉ del ␡",
    "nul \x00 in it": "nul ␀ in it",
    "c1 \x9b31m red \x9d0;t\x9c": "c1 <U+009B>31m red <U+009D>0;t<U+009C>",
    "rlo \u202egnp.exe \u2066x\u2069": "rlo <U+202E>gnp.exe <U+2066>x<U+2069>",
    "zero Ja\u200bni\u2060ce": "zero Ja<U+200B>ni<U+2060>ce",
}
TYPED = {
    "[bold] [/b] [TODO] \\[ [/]": "[bold] [/b] [TODO] \\[ [/]",
    "[@click=app.quit]here[/]": "[@click=app.quit]here[/]",
    "smile :smile: $var {x}": "smile :smile: $var {x}",
    "c1 \x9b2J typed": "c1 <U+009B>2J typed",
    "rlo \u202etyped": "rlo <U+202E>typed",
    "wide 日本語 한국어 done": "wide 日本語 한국어 done",
    "arabic مرحبا devanagari नमस्ते": "arabic مرحبا devanagari",
}


def note(screen: Window, home: Path, raw: str, *, pasted: bool) -> None:
    """Make a note of a text; wait until it is stored."""
    before = len(texts(home))
    screen.press("n").see("TYPING note")
    if pasted:
        screen.paste(raw)
    else:
        screen.send(raw)
    screen.until(lambda: typed(home).endswith(raw), f"the draft of {raw!r}")
    screen.send("\r").see(READY)
    screen.until(lambda: len(texts(home)) == before + 1, f"the note {raw!r}")


def typed(home: Path) -> str:
    """All that was put into fields, in one."""
    return "".join(event["body"]["inserted"] for event in of_kind(home, "draft"))


def put_in(home: Path, text: str) -> Callable[[], bool]:
    """The condition that a text has been put into a field."""
    return lambda: text in typed(home)


@pytest.mark.parametrize("pasted", [True, False], ids=["pasted", "typed"])
def test_a_note_is_stored_exactly_and_shown_harmlessly(
    window: Open, home: Path, pasted: bool
) -> None:
    screen = window()
    mine, title = len(screen.raw), screen.screen.title
    screen.press(" ").see("W A I T I N G")
    table = PASTED if pasted else TYPED
    for raw, shown in table.items():
        note(screen, home, raw, pasted=pasted)
        screen.see(shown[:60])
    assert texts(home) == list(table)
    if pasted:
        assert [event["body"]["text"] for event in of_kind(home, "paste")] == list(table)
    assert foreign(screen.raw[mine:]) == []
    assert screen.screen.title == title
    screen.kill()
    again = window(ready=list(table.values())[-1][:60])
    assert foreign(again.raw) == []
    again.quit()


def test_hostile_names_are_harmless_in_every_pane(window: Open, home: Path) -> None:
    """Company, outcome, rep, department, case number, promise: band, cards, browser, sheet."""
    hostile = "[/b]\x1b[2J\u202e[@click=app.quit]"
    shown = "[/b]␛[2J<U+202E>[@click=app.quit]"
    screen = window(size=WIDE)
    mine = len(screen.raw)
    screen.press("\x0e").see("1/5 COMPANY")
    plain = [key for key in KEYS if key not in ("fair", "pin", "mood", "expected")]
    for name in KEYS[: -len(REPAIR_LINES)]:
        if name in plain:
            screen.paste(f"{name} {hostile}")
            screen.until(put_in(home, f"{name} {hostile}"), name)
        screen.send("\r" if name != "question" else "\t")
    screen.press("\x1b").see_gone("5/5 THIS CALL").see(f"WANT outcome {shown}")
    screen.press(" ").see("W A I T I N G")
    for key, prompt in zip("rdcpoa", ("rep's", "dep", "case", "prom", "off", "asked"), strict=True):
        screen.press(key).see(f"TYPING {prompt}")
        screen.paste(f"{prompt} {hostile}")
        screen.until(put_in(home, f"{prompt} {hostile}"), prompt)
        screen.send("\r").see(READY)
    screen.see(f"prom {shown}", "▸ rep rep's")
    for key in "xtq":
        screen.press(key).see("call 1")
        screen.press("\x1b")
    screen.press("/").see("PAST CASES", f"company {shown}")
    screen.send("\r").see("READ ONLY")
    screen.press("\x1b").see("PAST CASES").press("\x1b").see_gone("PAST CASES")
    screen.press("\x0f").see("1/5 COMPANY")
    for section in ("2/5 THE MATTER", "3/5 HAVE READY", "4/5 TO SAY", "5/5 THIS CALL"):
        screen.send("\t").see(section)
    screen.press("\x1b").see_gone("5/5 THIS CALL")
    assert foreign(screen.raw[mine:]) == []
    screen.quit()
    report = json.loads(callmate(home, "report", "--json", "company"))
    assert report["company"] == f"company {hostile}"
    for door in (["report", "company"], ["list"], ["search", "company"], ["show", "company"]):
        assert foreign(callmate(home, *door).replace("\t", " ").encode()) == []


def test_a_flood_of_marks_stays_in_its_cell(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G")
    note(screen, home, ZALGO, pasted=True)
    screen.see("algo")
    assert texts(home) == [ZALGO]
    assert 0 < most_marks(screen.raw) <= 4


def test_wide_characters_shift_nothing(window: Open, home: Path) -> None:
    """What stands right of a wide text stays in its column."""
    screen = window(size=WIDE)
    screen.press(" ").see("W A I T I N G", "SAY NOW")
    columns = [line.index("SAY NOW") for line in screen.screen.display if "SAY NOW" in line]
    for text in ("日本語のメモ" * 12, "한국어 " * 20, "नमस्ते " * 14, "مرحبا " * 14):
        note(screen, home, text.strip(), pasted=True)
    screen.press("nlast\r").see("· last")
    footer = next(y for y, line in enumerate(screen.screen.display) if "OPEN" in line)
    cells = screen.screen.buffer[footer]
    assert "".join(cells[x].data for x in range(columns[0], columns[0] + 4)) == "OPEN"
    for y in range(3, 20):
        assert screen.screen.buffer[y][columns[0] - 1].data == " "
    assert texts(home)[0] == "日本語のメモ" * 12


def test_emoji_made_of_parts_are_kept_whole(window: Open, home: Path) -> None:
    family, flag = "👨\u200d👩\u200d👧", "🇩🇪"
    screen = window()
    screen.press(" ").see("W A I T I N G")
    note(screen, home, f"{family} {flag} x", pasted=True)
    screen.press("nab").see("TYPING note: ab")
    screen.send(f"{family}\x7f\r").see("· ab")
    screen.until(lambda: len(texts(home)) == 2, "the note")
    assert texts(home) == [f"{family} {flag} x", "ab"], "a backspace takes the whole family"
    assert family.encode() in screen.raw


def test_a_line_break_becomes_a_space_and_the_paste_is_kept_raw(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.press("n").see("TYPING note").paste("one\rtwo\nthree").see("one two three")
    screen.send("\r").see("· one two three")
    assert texts(home) == ["one two three"]
    assert of_kind(home, "paste")[0]["body"]["text"] == "one\rtwo\nthree"


def test_a_paste_of_ten_megabytes_is_refused_and_costs_nothing(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.press("n").see("TYPING note").send("before ").see("before")
    screen.paste(b"x" * 10_000_000)
    screen.send("after").see("TYPING note: before after")
    screen.see("10,000,000", "64 KiB")
    screen.send("\r").see("· before after")
    assert texts(home) == ["before after"]
    paste = of_kind(home, "paste")[0]["body"]
    assert (paste["text"], paste["length"]) == (None, 10_000_000)
    written = [path for path in home.rglob("*") if path.is_file() and path.name != "reserve"]
    assert sum(path.stat().st_size for path in written) < 1_000_000


def test_a_paste_outside_a_field_becomes_a_note(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G")
    screen.rest(0.4).paste("hold \x1b[2J e e").see("· hold ␛[2J e e", "control characters")
    assert texts(home) == ["hold \x1b[2J e e"]
    assert of_kind(home, "hold_start", "closing", "call_end") == []
    assert of_kind(home, "paste")[0]["body"]["command"] == "note"


def test_a_paste_with_no_call_is_kept_in_the_days_log(window: Open, home: Path) -> None:
    screen = window()
    screen.paste("h e e").see("kept in the log of today")
    assert [event["body"]["text"] for event in of_kind(home, "paste")] == ["h e e"]
    assert of_kind(home, "call_start") == []


def test_bytes_that_are_no_text_round_trip_through_the_shell(window: Open, home: Path) -> None:
    """A lone surrogate (row 12): kept, shown as a token, and nothing falls over it."""
    screen = window()
    screen.press(" ").see("W A I T I N G")
    command = [sys.executable.encode(), b"-m", b"callmate", b"log", b"note", b"bad \xff byte"]
    run = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True)
    assert run.returncode == 0, run.stderr
    screen.see("· bad <U+DCFF> byte")
    assert texts(home) == ["bad \udcff byte"]
    doors = ["list"], ["search", "bad"], ["report", "case without"], ["export", "case without"]
    for door in doors:
        assert foreign(callmate(home, *door).replace("\t", " ").encode()) == []


def test_one_name_in_two_spellings_is_found_by_either(window: Open, home: Path) -> None:
    screen = window()
    screen.press("\x0e").see("1/5 COMPANY")
    screen.send("Cafe\u0301 Noir").until(lambda: "Noir" in typed(home), "the company")
    screen.press("\x1b").see_gone("1/5 COMPANY")
    screen.press("/").see("1 of 1").send("CAFÉ noir").see("1 of 1", "TYPING find: CAFÉ noir")
    screen.send("x").see("0 of 1")
    assert "Cafe\u0301 Noir" in typed(home)


@pytest.mark.parametrize(
    "extra", [{"LC_ALL": "C"}, {"TERM": "dumb"}, {"TERM": "vt100"}, {"NO_COLOR": "1"}], ids=str
)
def test_a_poor_terminal_still_logs(window: Open, home: Path, extra: dict[str, str]) -> None:
    screen = window(extra=extra)
    screen.press(" ").see("call 1")
    screen.press("nnaïve\r").see("naïve")
    assert texts(home) == ["naïve"]
    screen.quit()


def test_a_broken_pipe_ends_a_door_quietly(window: Open, home: Path) -> None:
    screen = window()
    screen.press(" ").see("W A I T I N G").quit()
    command = [sys.executable, "-m", "callmate", "list"]
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        command, env=environment(home), cwd=ROOT, stdout=writer, stderr=subprocess.PIPE
    )
    os.close(writer)
    assert run.returncode == 128 + signal.SIGPIPE
    assert run.stderr == b""
