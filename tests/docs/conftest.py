from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="package")
def generator() -> Iterator[None]:
    """Make ``docs.generate`` importable: it belongs to the repository, not to the package."""
    sys.path.insert(0, str(_ROOT))
    yield
    sys.path.remove(str(_ROOT))


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return _ROOT


@pytest.fixture(scope="session")
def pages(root: Path) -> dict[str, str]:
    """Text of every page a reader meets, by its path in the repository."""
    found = [*root.glob("docs/**/*.md"), root / "README.md", root / "CONTRIBUTING.md"]
    kept = sorted(page for page in found if "generate" not in page.relative_to(root).parts)
    return {page.relative_to(root).as_posix(): page.read_text(encoding="utf-8") for page in kept}
