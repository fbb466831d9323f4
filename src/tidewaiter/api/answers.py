"""Answers to a body of rows, written as the command line writes them and sent while they are made."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable, Iterator
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from tidewaiter.api.bodies import JSON, NDJSON, Body
from tidewaiter.api.errors import ApiError, error_line, row_details
from tidewaiter.reports import write_jsonl

T = TypeVar("T")

_LOG = logging.getLogger("tidewaiter.api")
#: Bytes gathered before they are sent.
_CHUNK = 65536


def json_bytes(value: object) -> bytes:
    """Return one answer as the command line writes it as a line: the same object always gives the same bytes."""
    stream = io.StringIO()
    write_jsonl([value], stream)
    return stream.getvalue().encode()


def answer_one(value: object) -> Response:
    """Send one object."""
    return Response(json_bytes(value), media_type=JSON)


def answer_rows(request: Request, body: Body, answers: Iterable[object]) -> Response:
    """Send the answers to a body: one JSON object, or JSON Lines where the client sent or accepts them.

    The body is closed once all is sent. To be called in a worker thread: the first answers are made here.

    Raises:
        ApiError: 422 when no row of the body could be used.
    """
    accepted = request.headers.get("accept", "*/*").lower()
    lines = "ndjson" in accepted or "jsonl" in accepted or (body.lines and JSON not in accepted)
    stream = iter(answers)
    try:
        every = _usable(stream, body)
        made = _gathered(_as_lines(every, body) if lines else _as_object(every, body), body)
        start, more = next(made, b""), next(made, None)
    except BaseException:
        body.close()
        raise
    kind = NDJSON if lines else JSON
    if more is None:
        return Response(start, media_type=kind)
    return StreamingResponse(_chained(start, _chained(more, made)), media_type=kind)


def _usable(answers: Iterator[T], body: Body) -> Iterator[T]:
    first = next(answers, None)
    if first is None and body.rejected:
        reasons = [row_details(error) for error in body.rejected]
        message = f"No row could be used. {body.rejected[0].reason} {body.rejected[0].remedy}"
        raise ApiError(422, "unusable_rows", message, reasons)
    return _chained(first, answers)


def _chained(first: T | None, rest: Iterator[T]) -> Iterator[T]:
    if first is not None:
        yield first
    yield from rest


def _as_object(answers: Iterator[object], body: Body) -> Iterator[bytes]:
    yield b'{"answers":['
    for number, value in enumerate(answers):
        yield (b"," if number else b"") + json_bytes(value).rstrip(b"\n")
    rest = {"rejected": [row_details(error) for error in body.rejected], "notes": body.notes}
    yield b"]," + json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode()[1:]


def _as_lines(answers: Iterator[object], body: Body) -> Iterator[bytes]:
    told = 0
    try:
        for value in answers:
            yield from map(error_line, body.rejected[told:])
            told = len(body.rejected)
            yield json_bytes(value)
        yield from map(error_line, body.rejected[told:])
        for note in body.notes:
            yield json.dumps({"note": note}, ensure_ascii=False).encode() + b"\n"
    except Exception as error:  # noqa: BLE001  the status is sent already: the stream itself must say that it is cut
        _LOG.exception("a stream of answers was cut")
        yield error_line(error)


def _gathered(parts: Iterator[bytes], body: Body) -> Iterator[bytes]:
    buffer = bytearray()
    try:
        for part in parts:
            buffer += part
            if len(buffer) >= _CHUNK:
                yield bytes(buffer)
                buffer.clear()
        if buffer:
            yield bytes(buffer)
    finally:
        body.close()
