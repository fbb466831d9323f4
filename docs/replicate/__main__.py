"""Write docs/replication/index.md from the data, or with ``--check`` say whether it is out of date."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from docs.replicate.figures import MISSING, Figure, figures
from docs.replicate.workbench import Workbench

PAGE = Path(__file__).resolve().parents[1] / "replication" / "index.md"
_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_OPENING = """# Published figures, computed again

Built from the data by `python -m docs.replicate`; a test compares. Green is within the tolerance, red outside; white is
our own figure, with nothing printed to hold it against. The statistics are those of Eurostat, UN Comtrade and Taiwan's
customs, as imported by `tidewaiter flows import`.
"""


def render(data: Path) -> str:
    """Return the page."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(data, Path(folder))
        parts = [_OPENING]
        for title, group in figures():
            lines = [f"## {title}", "", "| figure | ours | printed | source | |", "|---|---:|---:|---|---|"]
            lines += [_row(figure, figure.compute(bench)) for figure in group]
            parts.append("\n".join(lines) + "\n")
    missing = ["## No data here", "", "| printed | source | extract that would settle it |", "|---|---|---|"]
    missing += [f"| {entry.what} | {entry.source} | {entry.needs} |" for entry in MISSING]
    return "\n".join([*parts, "\n".join(missing) + "\n"])


def _row(figure: Figure, ours: float) -> str:
    if figure.published is None:
        return f"| {figure.what} | {ours:,.2f} {figure.unit} | | | ⬜ |"
    within = abs(ours / figure.published - 1) <= figure.tolerance
    sign = f"{'🟩' if within else '🟥'} {ours / figure.published - 1:+.1%}, allowed {figure.tolerance:.1%}"
    return f"| {figure.what} | {ours:,.2f} {figure.unit} | {figure.published:,} | {figure.source} | {sign} |"


def main(words: list[str]) -> int:
    """Write the page when it differs; with ``--check`` write nothing and return 1 when it does."""
    text = render(Path(os.environ.get("TIDEWAITER_DATA", _DATA)))
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if words == ["--check"]:
        sys.stdout.write(f"{PAGE.name}: out of date\n")
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
