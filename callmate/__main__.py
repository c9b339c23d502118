"""``python -m callmate`` is the same as ``callmate``."""

from __future__ import annotations

import sys

from callmate.cli import main

if __name__ == "__main__":
    sys.exit(main())
