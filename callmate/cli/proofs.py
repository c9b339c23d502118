"""The doors of verify and of evidence. What a door needs is imported when it is opened."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Doors = argparse._SubParsersAction[argparse.ArgumentParser]


def add(doors: Doors) -> None:
    """Their commands with their options."""
