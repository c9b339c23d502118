"""Settings before Textual is imported, and where the screen cannot be shown."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from callmate.errors import UsageError
from callmate.ui.environment import REFUSED, prepare, require_terminal


def test_what_would_write_down_or_press_keys_is_removed() -> None:
    environ = dict.fromkeys(REFUSED, "1") | {"TEXTUAL_THEME": "nord"}
    assert prepare(environ) == REFUSED
    assert environ == {"TEXTUAL_THEME": "nord", "TEXTUAL_ANIMATIONS": "none"}


def test_a_lone_escape_waits_longer_over_ssh_unless_told() -> None:
    remote = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    told = remote | {"ESCDELAY": "40"}
    local: dict[str, str] = {}
    for environ in (remote, told, local):
        prepare(environ)
    assert remote["ESCDELAY"] == "250"
    assert told["ESCDELAY"] == "40"
    assert "ESCDELAY" not in local


@pytest.mark.parametrize(
    ("environ", "off"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"LC_TERMINAL": "iTerm2"}, True),
        ({"TERM_PROGRAM": "iTerm.app", "TMUX": "/tmp/t,1,0"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, False),
    ],
)
def test_kitty_keys_are_off_for_iterm_outside_tmux(environ: dict[str, str], off: bool) -> None:
    prepare(environ)
    assert (environ.get("TEXTUAL_DISABLE_KITTY_KEY") == "1") is off


@dataclass
class Stream:
    tty: bool = True
    encoding: str = "UTF-8"

    def isatty(self) -> bool:
        return self.tty


def test_a_terminal_is_accepted() -> None:
    require_terminal(Stream(), Stream(), Stream(encoding="utf8"), {})


@pytest.mark.parametrize(
    ("streams", "word"),
    [
        ((Stream(tty=False), Stream(), Stream()), "standard input"),
        ((None, Stream(), Stream()), "standard input"),
        ((Stream(), Stream(tty=False), Stream()), "standard output"),
        ((Stream(), Stream(), Stream(tty=False)), "standard error output"),
        ((Stream(), Stream(), Stream(encoding="latin-1")), "latin-1"),
        ((Stream(), Stream(), Stream(encoding="no such")), "no such"),
    ],
)
def test_what_is_no_terminal_is_refused_in_one_sentence(
    streams: tuple[Stream | None, Stream, Stream], word: str
) -> None:
    with pytest.raises(UsageError) as refused:
        require_terminal(*streams, {})
    assert word in str(refused.value)
    assert refused.value.exit_status == 2
    assert "\n" not in str(refused.value)


def test_a_browser_needs_no_terminal() -> None:
    pipe = Stream(tty=False)
    require_terminal(pipe, pipe, pipe, {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"})


def test_it_is_imported_without_textual() -> None:
    code = "import callmate.ui.environment, sys; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
