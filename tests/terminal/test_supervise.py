"""Starting again after an error: how often, what is told, and what is written down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual import events

from callmate.clock import ManualClock
from callmate.errors import CallmateError
from callmate.ui.crash import LARGEST_REPORT, describe, write_report
from callmate.ui.supervise import RESTARTS, SafeApp, Supervisor
from callmate.ui.terminal import Input, Terminal


class Scripted(SafeApp):
    """Ends at once as it was told to: with an error, or with a status."""

    def __init__(self, end: Exception | int) -> None:
        super().__init__()
        self._end = end

    def run(self, **_options: object) -> None:
        if isinstance(self._end, Exception):
            raise self._end
        self._return_code = self._end


class Bench:
    """A supervisor whose apps end as scripted, ``pace`` seconds after the one before."""

    def __init__(self, report: Path, *ends: Exception | int, pace: float = 1.0) -> None:
        self.ends, self.pace = list(ends), pace
        self.clock, self.terminal = ManualClock(), Terminal()
        self.told: list[str] = []
        self.left: list[Input] = []
        self.supervisor = Supervisor(
            self._make, report, secrets=lambda: ["hunter2"], leftover=self.left.extend,
            tell=self.told.append, clock=self.clock, terminal=self.terminal,
        )  # fmt: skip

    def _make(self) -> Scripted:
        self.clock.advance(self.pace)
        return Scripted(self.ends.pop(0))


def errors(count: int) -> list[Exception]:
    return [ValueError(f"bug {number}") for number in range(count)]


def test_a_normal_end_is_the_end(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", 0)
    assert bench.supervisor.run() == 0
    assert not (tmp_path / "crash.txt").exists() and not bench.told


def test_a_few_errors_are_survived_and_each_is_reported(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", *errors(RESTARTS), 0)
    assert bench.supervisor.run() == 0
    assert (tmp_path / "crash.txt").read_text().count("== 2026-03-02T09:00:") == RESTARTS
    assert not bench.told


def test_more_than_three_in_a_minute_end_it_with_one_sentence(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", *errors(RESTARTS + 1), 0)
    assert bench.supervisor.run() == 1
    (sentence,) = bench.told
    assert "crash.txt" in sentence and "\n" not in sentence
    assert bench.ends == [0]


def test_errors_far_apart_never_end_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", *errors(30), 0, pace=21.0)
    assert bench.supervisor.run() == 0


def test_an_error_meant_for_the_user_is_not_tried_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", CallmateError("The store is read-only."), 0)
    with pytest.raises(CallmateError):
        bench.supervisor.run()
    assert bench.ends == [0]


def test_a_signal_outweighs_an_error(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", *errors(1), 0)
    bench.terminal.signal = 15
    assert bench.supervisor.run() == 143
    assert bench.ends == [0]


def test_keys_nobody_saw_are_handed_over_at_the_end(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "crash.txt", 0)
    key, paste = events.Key("a", "a"), events.Paste("b")
    key.time = 12.5
    for event in (key, paste):
        bench.terminal.arrived(event)
    bench.supervisor.run()
    first, second = bench.left
    assert isinstance(first, events.Key) and (first.key, first.time) == ("a", 12.5)
    assert isinstance(second, events.Paste) and second.text == "b"


def test_a_taken_key_is_not_given_again_even_out_of_order() -> None:
    terminal = Terminal()
    one, two, three = (events.Key(name, name) for name in "abc")
    for key in (one, two, three):
        terminal.arrived(key)
    terminal.taken(two)
    terminal.taken(events.Key("a", "a"))
    assert [key.key for key in terminal.rest() if isinstance(key, events.Key)] == ["a", "c"]
    assert terminal.rest() == []


def raised(message: str) -> ValueError:
    pin_local = "local-4711"
    try:
        raise ValueError(message + pin_local[:0])
    except ValueError as error:
        return error


def test_a_report_hides_values_and_locals(tmp_path: Path) -> None:
    message = "PIN 123456 of 'Jane Doe' with \"x\" said hunter2 \x1b[2J in 42 ms"
    report = describe(raised(message), ["hunter2"])
    assert report.splitlines()[-1] == "ValueError: PIN ··· of ··· with ··· said ··· ␛[2J in 42 ms"
    assert "pin_local[:0]" in report  # the line of the program, not the value
    assert "local-4711" not in report.replace('pin_local = "local-4711"', "")


def test_the_cause_of_an_error_is_hidden_alike() -> None:
    try:
        try:
            raise KeyError("Jane Doe")
        except KeyError as cause:
            raise RuntimeError("failed") from cause
    except RuntimeError as error:
        report = describe(error)
    assert "KeyError: ···" in report
    assert "\nKeyError: 'Jane" not in report


def test_the_report_file_is_private_bounded_and_no_link(tmp_path: Path) -> None:
    path = tmp_path / "new" / "crash.txt"
    write_report(path, "now", "x" * LARGEST_REPORT)
    write_report(path, "later", "lone \ud83d surrogate")
    write_report(path, "last", "end")
    assert path.read_text() == "== later\nlone \\ud83d surrogate\n== last\nend\n"
    assert path.stat().st_mode & 0o777 == 0o600
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(OSError):
        write_report(link, "now", "x")


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "crash.txt")  # opening it would wait for a reader
    bench = Bench(tmp_path / "crash.txt", *errors(1), 0)
    assert bench.supervisor.run() == 0
    (sentence,) = bench.told
    assert "could not be written" in sentence
