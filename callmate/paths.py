"""Where callmate keeps its things, and how its folders are made.

``$CALLMATE_HOME`` names the store; without it the XDG data folder does. Folders are 0700 and
files 0600: a call log is nobody else's business.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from callmate.errors import CallmateError

FOLDER_MODE = 0o700
FILE_MODE = 0o600
NAME = "callmate"


def store_home(env: Mapping[str, str] = os.environ) -> Path:
    """The store folder; it need not exist. Raises CallmateError if there is no home at all."""
    if env.get("CALLMATE_HOME"):
        return Path(env["CALLMATE_HOME"]).expanduser().absolute()
    return _xdg(env, "XDG_DATA_HOME", ".local/share") / NAME


def config_home(env: Mapping[str, str] = os.environ) -> Path:
    """The folder of the person's own settings and packs; it need not exist."""
    if env.get("CALLMATE_CONFIG"):
        return Path(env["CALLMATE_CONFIG"]).expanduser().absolute()
    return _xdg(env, "XDG_CONFIG_HOME", ".config") / NAME


def _xdg(env: Mapping[str, str], variable: str, below_home: str) -> Path:
    # The XDG specification says that a relative path is to be ignored.
    if os.path.isabs(env.get(variable, "")):
        return Path(env[variable])
    return _home(env) / below_home


def _home(env: Mapping[str, str]) -> Path:
    if env.get("HOME"):
        return Path(env["HOME"]).absolute()
    try:
        return Path.home()
    except RuntimeError:
        raise CallmateError(
            "No home folder is known for this user, so there is no place for the store; "
            "set CALLMATE_HOME to a folder."
        ) from None


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` and what leads to it, each new one 0700. An existing one is left alone."""
    missing = []
    step = folder
    while not step.exists() and step != step.parent:
        missing.append(step)
        step = step.parent
    for path in reversed(missing):
        try:
            path.mkdir(mode=FOLDER_MODE)
        except FileExistsError:
            if not path.is_dir():
                raise
