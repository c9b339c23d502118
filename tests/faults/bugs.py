"""Bugs put in on purpose, and the test that catches each: a trial that sees nothing proves nothing.

Such a test puts the bug in, runs the trial, and expects it to find what is lost.
"""

from __future__ import annotations

from typing import Final

BUGS: Final[tuple[tuple[str, str], ...]] = ()
"""What is left out or done wrong, and the test: ``file::name`` below ``tests/faults``."""
