"""One hash for all the law the package carries, so that a record can say which law a decision rests on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

_LAW_FILES = ("*.yaml", "*.csv", "*.json")


@cache
def law_sha256() -> str:
    """Return the SHA-256 over names and contents of every file under ``law/data``."""
    root = Path(str(resources.files("tidewaiter.law"))) / "data"
    digest = hashlib.sha256()
    for file in sorted(path for pattern in _LAW_FILES for path in root.rglob(pattern)):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()
