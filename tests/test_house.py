"""The house keeps its own rules: small files, light imports, one version, honest commands."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import callmate
from tests.conftest import ROOT

PACKAGE = ROOT / "callmate"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
LIBRARIES = {
    "textual",
    "rich",
    "tinydb",
    "pydantic",
    "pendulum",
    "python-dateutil",
    "jinja2",
    "icalendar",
}
IMPORTED_AS = {"python-dateutil": "dateutil"}
HEAVY = {IMPORTED_AS.get(name, name) for name in LIBRARIES} | {"sqlite3", "asyncio"}

# The parts are joined here so that this file does not hold what it forbids.
FORBIDDEN_TEXT = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in [
            ("/work", "/main"),
            ("/work", "/shared"),
            ("/opt", "/"),
            ("pypi", ".org"),
            ("python", "hosted.org"),
            ("registry.npm", "js"),
            ("deb.debian", ".org"),
        ]
    )
)


def project() -> dict[str, Any]:
    """The parsed pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def dependencies() -> set[str]:
    """The names of the packages callmate needs to run."""
    found = (re.match(r"[A-Za-z0-9_-]+", line) for line in project()["project"]["dependencies"])
    return {match[0].lower() for match in found if match}


def modules(package: Path) -> list[str]:
    """The dotted names of all modules below a package folder, itself first."""
    files = sorted(package.rglob("*.py"))
    parts = (file.relative_to(ROOT).with_suffix("").parts for file in files)
    return [".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts]


def loaded_by(*names: str) -> set[str]:
    """The top-level modules that a new interpreter holds after importing ``names``."""
    code = (
        "import importlib, json, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout))


def tracked_files() -> list[Path]:
    """The files git tracks; skips the test where there is no repository, as in an sdist."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in run.stdout.split("\0") if name]


def imports(file: Path) -> Iterator[str]:
    """The top-level names a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def most_lines(path: str) -> int:
    """The most lines a file of the package may have, by its path within it."""
    if path == "ui/app.py":
        return 250
    return 200 if path.startswith("ui/widgets/") else 300


def test_files_are_short() -> None:
    long = {}
    for file in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.tcss")]:
        path = file.relative_to(PACKAGE).as_posix()
        lines = len(file.read_text(encoding="utf-8").splitlines())
        if lines > most_lines(path):
            long[path] = f"{lines} lines, at most {most_lines(path)}"
    assert not long


def test_files_of_tests_are_short() -> None:
    files = (ROOT / "tests").rglob("*.py")
    lines = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert not {file: count for file, count in lines.items() if count > 300}


def test_the_model_loads_no_library() -> None:
    assert not loaded_by(*modules(PACKAGE / "model")) & HEAVY


@pytest.mark.parametrize("name", ["callmate", "callmate.cli", "callmate.desk.times"])
def test_the_doors_load_nothing_heavy(name: str) -> None:
    assert not loaded_by(name) & HEAVY


def readme_commands() -> dict[str, str]:
    """Marker → command, of the README's marked blocks of one line each."""
    return dict(re.findall(r"^<!-- (\w+) -->\n```sh\n(.+)\n```$", README, re.MULTILINE))


def test_the_readme_has_two_setup_commands_of_one_line() -> None:
    assert list(readme_commands()) == ["start", "test"]
    assert README.count("-m venv") == 2


def test_ci_runs_the_readme_test_command_and_no_other() -> None:
    function = re.search(r"^readme_command\(\) \{\n.*?^\}$", CI, re.MULTILINE | re.DOTALL)
    assert function
    script = f"{function[0]}\nreadme_command test"
    run = subprocess.run(
        ["bash", "-euc", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.rstrip("\n") == readme_commands()["test"]
    assert "pytest" not in CI
    assert "pip install" not in CI


def test_the_version_has_one_home() -> None:
    table = project()
    assert "version" not in table["project"]
    assert table["project"]["dynamic"] == ["version"]
    assert table["tool"]["hatch"]["version"]["path"] == "callmate/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", callmate.__version__)


def test_the_changelog_has_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[:2] == ["Unreleased", callmate.__version__]


def test_every_import_is_a_dependency() -> None:
    known = sys.stdlib_module_names | {"callmate"}
    strangers = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in PACKAGE.rglob("*.py")
        for name in imports(file)
        if name not in known | {IMPORTED_AS.get(each, each) for each in dependencies()}
    }
    assert not strangers


def test_the_readme_says_what_each_dependency_is_for() -> None:
    part = README.split("## What it stands on", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (\w[\w-]*) \| (.+) \| (.+) \|$", part, re.MULTILINE)
    assert {name for name, *_ in rows if name != "package"} == dependencies() == LIBRARIES


def test_a_test_sees_nothing_of_the_user_and_starts_this_checkout(own_world: Path) -> None:
    code = (
        "import callmate, datetime, os, pathlib\n"
        "zone = datetime.datetime.now().astimezone().tzname()\n"
        "home, store = pathlib.Path.home(), os.environ['CALLMATE_HOME']\n"
        "print(callmate.__file__, home, store, zone, sep='\\n')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=own_world, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [
        str(PACKAGE / "__init__.py"),
        str(own_world / "home"),
        str(own_world / "callmate"),
        "UTC",
    ]


def test_nothing_tells_where_it_was_made() -> None:
    telling = {}
    for file in tracked_files():
        if file.is_file():
            found = FORBIDDEN_TEXT.search(file.read_text(encoding="utf-8", errors="replace"))
            if found:
                telling[str(file.relative_to(ROOT))] = found[0]
    assert not telling
