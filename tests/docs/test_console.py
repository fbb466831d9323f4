"""Console blocks of the pages are run, and must print what the page says.

In a block marked ``console`` each line ``$ tidewaiter ...`` is run, and the lines below it, up to the next ``$``, are
its output; ``...`` stands for any text, also over several lines. The blocks of a page run in order in one folder, which
holds the carried example orders and each file that a comment ``<!-- file: NAME -->`` above a code block names.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from tests.command import answered

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<name>[\w.-]+) -->\n+)?^```(?P<kind>\w*)[^\n]*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_ROOT = Path(__file__).resolve().parents[2]


def _runnable() -> list[Path]:
    pages = [*_ROOT.glob("docs/**/*.md"), _ROOT / "README.md", _ROOT / "CONTRIBUTING.md"]
    kept = (page for page in pages if "generate" not in page.relative_to(_ROOT).parts)
    return sorted(
        page
        for page in kept
        if re.search(r"^```console\n(?:.*\n)*?\$ tidewaiter", page.read_text("utf-8"), re.MULTILINE)
    )


def said_matches(said: str, printed: str) -> bool:
    """Tell whether printed text is what a page says, ``...`` standing for anything."""
    pieces = [re.escape(piece) for piece in said.strip().split("...")]
    return re.fullmatch(".*?".join(pieces), printed.strip(), flags=re.DOTALL) is not None


def _commands(body: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line + "\n")
    return found


@pytest.fixture(scope="session")
def home(indexed: Callable[[str], Path]) -> Path:
    """The workspace the pages are run in."""
    return indexed("docs")


def _run(command: str, folder: Path, home: Path) -> str:
    program, *words = shlex.split(command, comments=True)
    assert program == "tidewaiter", f"only tidewaiter can be run in a console block, not {program}"
    environment = {**os.environ, "TIDEWAITER_WORKSPACE": str(home), "COLUMNS": "120"}
    with contextlib.chdir(folder):
        done = answered(words, environment)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("page", _runnable(), ids=lambda page: page.relative_to(_ROOT).as_posix())
def test_console_blocks_print_what_the_page_says(page: Path, tmp_path: Path, home: Path) -> None:
    for example in resources.files("tidewaiter").joinpath("examples").iterdir():
        with resources.as_file(example) as source:
            shutil.copy(source, tmp_path)
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["name"]:
            (tmp_path / block["name"]).write_text(block["body"], encoding="utf-8")
        for command, said in _commands(block["body"]) if block["kind"] == "console" else []:
            if not command.startswith("tidewaiter"):
                continue
            printed = _run(command, tmp_path, home)
            assert said_matches(said, printed), f"$ {command}\n{printed}"


def test_the_comparison_can_fail() -> None:
    assert said_matches("a ... c", "a b\nb c\n")
    assert not said_matches("a ... c", "a b d")
    assert not said_matches("a c", "a b c")
