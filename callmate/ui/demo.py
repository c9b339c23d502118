"""``callmate demo``: the screen in the middle of a call, on a store that is thrown away."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from callmate.desk.desk import Desk
from callmate.desk.dispatch import QUIT_DEMO
from callmate.desk.doors.doors import import_script
from callmate.desk.play.rehearsal import press_all
from callmate.exchange.script import Script, parse_script
from callmate.ui.run import Session

SHEET = (
    (0.0, "{ctrl+o}{enter}number on the bill{enter}2 · 1{tab}{tab}7730 2291 4417{enter}{enter}"),
    (80.0, "{enter}meter changed on the 3rd; refused twice on the first call{tab}"),
    (220.0, "Your technician changed our meter yesterday and left the gas off. "
            "I would like someone out today to turn it back on.{escape}"),
)  # fmt: skip
"""What a person would have filled in before dialling; the account number is made up."""


def demo_script() -> Script:
    """The demo case as it ships, up to the call that is pressed here."""
    told = json.loads((files("callmate.packs") / "demo.json").read_bytes())
    told["calls"] = told["calls"][:1]
    return parse_script(json.dumps(told).encode(), "demo.json")


def prepare(desk: Desk) -> None:
    """The first call from the script, the second pressed key by key."""
    context, desk.parts.quit = desk.context, QUIT_DEMO
    case_id = import_script(context.world, demo_script(), context.clock.now(), context.new_id)
    context.open(case_id, context.world.case(case_id))
    press_all(desk, SHEET, 900.0)
    press_all(desk)


def open_demo(folder: Path, theme: str) -> int:
    """Open the demo on a throw-away store; the exit status."""
    return Session(folder, None, theme, prepare=prepare).run()
