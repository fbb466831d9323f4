"""Write the reference pages, or with ``--check`` say which of them are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from docs.generate.pages import render_pages

FOLDER = Path(__file__).resolve().parents[1] / "reference"


def main(words: list[str]) -> int:
    """Write every page that differs; with ``--check`` write nothing, name the pages that differ and return 1."""
    if words not in ([], ["--check"]):
        sys.stderr.write("usage: python -m docs.generate [--check]\n")
        return 2
    stale = {name: text for name, text in render_pages().items() if _present(FOLDER / name) != text}
    if not words:
        for name, text in stale.items():
            (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    verb = "out of date" if words else "written"
    sys.stdout.writelines(f"docs/reference/{name}: {verb}\n" for name in stale)
    return 1 if words and stale else 0


def _present(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
