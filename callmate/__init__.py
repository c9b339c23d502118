"""callmate: one key a fact while you are on the phone with customer support."""

from __future__ import annotations

__version__ = "0.1.0"
