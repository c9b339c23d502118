"""Makes the pictures in screenshots/ from the demo case: ``python -m tests.shots``.

Needs Chromium and the Fira Code font (Debian: ``chromium fonts-firacode``). The clock stands
still at a fixed moment, so the pictures change only when the screen does.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from callmate.clock import ManualClock
from callmate.desk.desk import Desk
from callmate.desk.rehearsal import press_all
from callmate.desk.world import StoredWorld
from callmate.ids import UlidSource
from callmate.packs.loader import load
from callmate.ui.app import CallmateApp
from callmate.ui.demo import prepare

SHOTS = Path(__file__).parent.parent / "screenshots"
NOW = datetime(2026, 3, 2, 18, 26, 20, tzinfo=UTC)
CELL = (12.2, 24.4)
"""Width and height of a cell in Textual's SVG, in pixels."""

HELD = ((0.0, "h"),)
PAST = ((0.0, "/gas{enter}"),)
PICTURES = {
    "live-dark": ((160, 48), "dark", ()),
    "live-light": ((160, 48), "light", ()),
    "live-80x24": ((80, 24), "dark", HELD),
    "past-cases-80x24": ((80, 24), "dark", PAST),
}


async def picture(name: str, folder: Path) -> str:
    """One picture as SVG."""
    size, palette, keys = PICTURES[name]
    clock = ManualClock(at=NOW)
    world = StoredWorld(folder, clock, UlidSource())
    desk = Desk(world, clock)
    prepare(desk)
    app = CallmateApp(desk, palette)
    async with app.run_test(size=size) as pilot:
        desk.parts.cards.use(load(None), clock.now())
        press_all(desk, keys, ago=0.0)
        if keys is HELD:
            clock.advance(903)
            desk.tick()
        app.picture()
        await pilot.pause()
        svg = app.export_screenshot(title="callmate")
    world.close()
    return svg


def to_png(svg: Path, png: Path, size: tuple[int, int]) -> None:
    """Render with Chromium, which alone gets every cell right."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("Chromium is not installed; on Debian: apt-get install chromium.")
    width, height = round(size[0] * CELL[0]) + 20, round(size[1] * CELL[1]) + 54
    subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
            "--disable-background-networking", f"--user-data-dir={svg.parent / 'profile'}",
            f"--window-size={width},{height}", f"--screenshot={png}", svg.as_uri(),
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def main() -> None:
    SHOTS.mkdir(exist_ok=True)
    names = sys.argv[1:] or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            svg = Path(folder) / f"{name}.svg"
            svg.write_text(asyncio.run(picture(name, Path(folder) / name)), encoding="utf-8")
            to_png(svg, SHOTS / f"{name}.png", PICTURES[name][0])
            print(SHOTS / f"{name}.png")


if __name__ == "__main__":
    main()
