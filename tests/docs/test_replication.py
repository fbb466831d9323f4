"""The page of published figures is what the data give, and each is within its tolerance."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.needs_data
def test_the_page_is_what_the_data_give(data_dir: Path, root: Path) -> None:
    from docs.replicate.__main__ import render

    text = (root / "docs" / "replication" / "index.md").read_text(encoding="utf-8")
    assert text == render(data_dir), "run python -m docs.replicate"
    assert "🟥" not in text
    assert text.count("🟩") >= 7
