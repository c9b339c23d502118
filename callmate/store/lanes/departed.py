"""The lanes that a process wrote and does not trust any more: what they held is kept, and of
those that lost their names the files are let go of, lest thousands are open one day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from callmate.store.lanes.lane import Lane, Site, Stamped


def lanes_left(site: Site, folder: Path) -> list[Lane]:
    """Those of this folder that are open still: their locks keep others from trusting them."""
    return [lane for lane in site.abandoned if lane.path.parent == folder]


def names_left(site: Site, folder: Path) -> set[str]:
    """Their names, and those of lanes that were let go of: not to be begun anew."""
    gone = {path.stem for path in site.left if path.parent == folder}
    return gone | {lane.name for lane in lanes_left(site, folder)}


def let_go_of_kept(site: Site, folder: Path) -> None:
    """Close the displaced ones of which all is kept."""
    for lane in lanes_left(site, folder):
        if lane.dismiss():
            site.abandoned.remove(lane)
            site.left.add(lane.path)


def keep(site: Site, lanes: Sequence[Lane]) -> tuple[list[Lane], list[Stamped]]:
    """Say what became of lanes that were left, and keep what no file holds any more.

    Gives those that cannot be kept yet, and the events that are to be written elsewhere.
    """
    unkept, again = list[Lane](), list[Stamped]()
    for lane in lanes:
        told = f"{lane.distrusted} What it held cannot be kept yet: leave callmate open."
        try:
            kept, missing = lane.keep() if lane.displaced else (lane.distrusted, [])
        except OSError:
            unkept.append(lane)
            site.notice(told, lasting=True)
        else:
            site.withdraw(told)
            again += missing
            site.notice(f"{kept} New events go to another file.")
    return unkept, again
