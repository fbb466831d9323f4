"""Request bodies as open files of our own: the readers of the command line read them, in bounded memory.

Nothing a client sends is ever taken for the name of a file.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, TypeVar, cast

from fastapi import Request

from tidewaiter.api.errors import ApiError
from tidewaiter.model import RowError
from tidewaiter.sources.rows import Stream

T = TypeVar("T")

JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
#: What the forms of a body are called, and the ending by which the readers know them.
_FORMS = {
    JSON: ".json",
    NDJSON: ".jsonl",
    "application/ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/json-lines": ".jsonl",
    CSV: ".csv",
}
#: Bytes up to which a body stays in memory: most are of one row, and a file costs more than to screen it.
_IN_MEMORY = 1 << 20
_BINARY = (b"PK\x03\x04", b"PAR1")
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Body:
    """One request body, on disk when it is large, until `close`.

    Attributes:
        sha256: Of the bytes as received.
        lines: Whether it came as JSON Lines.
        rejected: Rows that could not be used, in their order, as far as the body has been read.
        notes: What a person should know about the body or its answers as a whole.
    """

    file: Stream
    sha256: str
    lines: bool
    rejected: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, reader: Callable[..., Iterator[T | RowError]]) -> Iterator[T]:
        """Return the usable rows as one of the readers of ``sources.orders`` reads them; keep the others aside."""
        for row in reader(self.file, warn=self.note):
            if isinstance(row, RowError):
                self.rejected.append(replace(row, file="body"))
            else:
                yield row

    def note(self, text: str) -> None:
        """Keep something worth knowing."""
        self.notes.append(text.replace(self.file.name, "body"))

    def close(self) -> None:
        """Let it go."""
        self.file.binary.close()


async def received(request: Request) -> Body:
    """Receive a body.

    Raises:
        ApiError: 415 when it is neither JSON, JSON Lines nor CSV; 400 when it is empty or not what its type says.
    """
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind not in _FORMS:
        message = f"Bodies of type {kind!r} are not read: send {JSON}, {NDJSON} or {CSV}, and say so in Content-Type."
        raise ApiError(415, "unsupported_media_type", message)
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="tidewaiter-")  # noqa: SIM115  `Body.close` closes it
    digest, head = hashlib.sha256(), b""
    try:
        async for chunk in request.stream():
            file.write(chunk)
            digest.update(chunk)
            head = head if len(head) > 512 else head + chunk[:1024]
        _check(kind, head)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    stream = Stream(f"body{_FORMS[kind]}", cast("BinaryIO", file))
    return Body(stream, digest.hexdigest(), _FORMS[kind] == ".jsonl")


def _check(kind: str, head: bytes) -> None:
    bare = head.removeprefix(_BOM).lstrip()
    if not bare:
        raise ApiError(400, "empty_body", "The body is empty: send one object, a list of objects, or JSON Lines.")
    if kind == CSV and not bare.startswith(_BINARY):
        return
    if kind == CSV or bare[:1] not in {b"{", b"["}:
        raise ApiError(400, "not_json" if kind != CSV else "not_csv", f"The body is not {kind}.")


def body_schema(row: str, example: Any) -> dict[str, Any]:  # noqa: ANN401  JSON is of any kind
    """Describe, for OpenAPI, a body of one row or many.

    Args:
        row: Name of the schema of a row among the components.
        example: One row.
    """
    one = {"$ref": f"#/components/schemas/{row}"}
    return {
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]},
                    "example": [example],
                },
                NDJSON: {"schema": {"type": "string", "description": "One JSON object a line."}},
                CSV: {"schema": {"type": "string", "description": "With the headings of the command line."}},
            },
        }
    }
