"""Makes the pictures in screenshots/ from the demo case: ``python -m tests.shots``.

Needs Chromium and the Fira Code font (Debian: ``chromium fonts-firacode``). The clock stands
still at a fixed moment, so the pictures change only when the screen does.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.desk.play.rehearsal import press_all
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.packs.loader import load
from callmate.ui.app import CallmateApp
from callmate.ui.demo import prepare
from callmate.ui.regions import regions
from tests.cases.years import years

SHOTS = Path(__file__).parent.parent / "screenshots"
NOW = datetime(2026, 3, 2, 18, 26, 20, tzinfo=UTC)
CELL = (12.2, 24.4)
"""Width and height of a cell in Textual's SVG, in pixels."""

Keys = tuple[tuple[float, str], ...]
"""Seconds to wait, then what is pressed."""

WIDE, NARROW = (160, 48), (80, 24)
HELD: Keys = ((0.0, "h"),)
PAST: Keys = ((0.0, "/"),)
FOUND: Keys = ((0.0, "/granted fee{down}"),)
READ: Keys = ((0.0, "/granted fee{enter}"), (1.0, "q"))
OVER: Keys = ((0.0, "{escape}e"), (1.0, "e"))
AFTER: Keys = (*OVER, (2.0, "{escape}zo"), (1.0, "promised{enter}"), (1500.0, ""))
WRAPUP: Keys = (*OVER, (2.0, "1"), (1.0, "3"), (1.0, "3"), (1.0, "5"))
PREPARE: Keys = (*OVER, (2.0, "{escape}{ctrl+n}"), (1.0, "Gas company{enter}{tab}"),
                 (9.0, "bill of January is twice the usual{enter}"), (9.0, "billing error{enter}"),
                 (9.0, "a corrected bill{enter}"), (9.0, "half of it back{enter}"),
                 (9.0, "yes: all pay what the meter says"))  # fmt: skip
PLAN: Keys = (*OVER, (2.0, "{escape}p"))
COMPANY: Keys = (*OVER, (2.0, "{escape}o"))
TWO: Keys = ((0.0, "h"), (61.0, "zz"), (9.0, "rTom, billing{enter}"), (20.0, "i"),
             (2.0, "read him the meter{enter}"))  # fmt: skip
PICTURES: dict[str, tuple[tuple[int, int], str, Keys]] = {
    "live-dark": (WIDE, "dark", ()),
    "live-light": (WIDE, "light", ()),
    "live-80x24": (NARROW, "dark", HELD),
    "past-list-80x24": (NARROW, "dark", PAST),
    "past-cases-80x24": (NARROW, "dark", FOUND),
    "past-read-80x24": (NARROW, "dark", READ),
    "past-160x48": (WIDE, "dark", FOUND),
    "after-80x24": (NARROW, "dark", AFTER),
    "two-lines-80x24": (NARROW, "dark", TWO),
    "prepare-80x24": (NARROW, "dark", PREPARE),
    "wrapup-80x24": (NARROW, "dark", WRAPUP),
    "plan-80x24": (NARROW, "dark", PLAN),
    "company-80x24": (NARROW, "dark", COMPANY),
}


CARDS = (
    ((0.0, "aA credit for the day without gas{enter}"), (8.0, "x")),
    ((0.0, "t"), (3.0, "billing{enter}")),
    ((0.0, "e"), (1.0, "e"), (60.0, " ")),
)
"""What is pressed for each of the three cards of one picture."""
BESIDE = 24
"""Pixels between them."""


PAST_CASES = 36
"""Cases of two years in the pictures of them: real histories, with other names of people."""


async def picture(name: str, folder: Path) -> str:
    """One picture as SVG."""
    if name.startswith("past-"):
        years(folder, PAST_CASES, NOW - timedelta(days=9), timedelta(days=730))
    return await taken(folder, *PICTURES[name])


async def taken(folder: Path, size: tuple[int, int], palette: str, keys: Keys) -> str:
    """The demo's screen after some more keys, as SVG."""
    clock = ManualClock(at=NOW)
    world = StoredWorld(folder, clock, UlidSource())
    desk = Desk(world, clock)
    prepare(desk)
    app = CallmateApp(desk, palette)
    async with app.run_test(size=size) as pilot:
        desk.parts.cards.use(load(None), clock.now())
        for seconds, text in keys:
            clock.advance(seconds)
            press_all(desk, ((0.0, text),), ago=0.0)
        clock.advance(903 if keys is HELD else 9)
        desk.tick()
        app.picture()
        await pilot.pause()
        svg = app.export_screenshot(title="callmate")
    world.close()
    return svg


def to_png(page: Path, png: Path, pixels: tuple[int, int]) -> None:
    """Render with Chromium, which alone gets every cell right."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("Chromium is not installed; on Debian: apt-get install chromium.")
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
            "--disable-background-networking", f"--user-data-dir={page.parent / 'profile'}",
            f"--window-size={pixels[0]},{pixels[1]}", f"--screenshot={png}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def cards(folder: Path) -> tuple[Path, tuple[int, int]]:
    """Three cards side by side: a page that shows the card's rectangle of three screens."""
    box = regions(*WIDE)["card"]
    x, y = 10 + box.x * CELL[0], 42 + box.y * CELL[1]
    width, height = round(box.width * CELL[0]), round(box.height * CELL[1])
    parts = []
    for number, keys in enumerate(CARDS):
        file = folder / f"card-{number}.svg"
        svg = asyncio.run(taken(folder / f"card-{number}", WIDE, "dark", keys))
        file.write_text(svg, encoding="utf-8")
        whole = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        size = f"{whole[1]}px {whole[2]}px" if whole else "auto"
        shown = f"url({file.name}) -{x:.1f}px -{y:.1f}px / {size} no-repeat"
        frame = f"flex:none;width:{width}px;height:{height}px;margin-right:{BESIDE}px"
        parts.append(f'<div style="{frame};background:{shown}"></div>')
    page = folder / "cards.html"
    style = "margin:0;display:flex;background:#fff"
    page.write_text(f'<body style="{style}">{"".join(parts)}</body>', encoding="utf-8")
    return page, (3 * width + 2 * BESIDE, height)


def whole(name: str, folder: Path) -> tuple[Path, tuple[int, int]]:
    """The whole screen: the page to render, and its size in pixels."""
    svg = folder / f"{name}.svg"
    svg.write_text(asyncio.run(picture(name, folder / name)), encoding="utf-8")
    (columns, rows), _, _ = PICTURES[name]
    return svg, (round(columns * CELL[0]) + 20, round(rows * CELL[1]) + 54)


def main() -> None:
    SHOTS.mkdir(exist_ok=True)
    names = sys.argv[1:] or [*PICTURES, "cards"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in names:
            page, pixels = cards(folder) if name == "cards" else whole(name, folder)
            to_png(page, SHOTS / f"{name}.png", pixels)
            print(SHOTS / f"{name}.png")


if __name__ == "__main__":
    main()
