"""Hashes of what an answer rests on: the law the package carries, and the code and tables an index was built with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

_KINDS = {".py", ".csv", ".json", ".yaml"}


@cache
def package_sha256(package: str, below: str = ".") -> str:
    """Return the SHA-256 over names and contents of the code and data files of a package, or of one folder in it.

    Args:
        package: Name of the package, such as ``tidewaiter.screening``.
        below: Folder inside it, such as ``data``.
    """
    root = Path(str(resources.files(package))) / below
    digest = hashlib.sha256()
    for file in sorted(path for path in root.rglob("*") if path.suffix in _KINDS):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()
