"""What a line of a page is for, which is drawn as its colour."""

from __future__ import annotations

from typing import Literal

Role = Literal["text", "dim", "strong", "warn", "error", "ok", "accent", "head"]
