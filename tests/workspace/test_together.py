"""Questions of several threads, screened together."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tidewaiter.model import ListedName, Listing, Schema
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.workspace.together import SharedScreener

DAY = dt.date(2026, 1, 1)
NAMES = ("Karasani Dis Ticaret", "Delta Harbour Machinery", "Ivan Petrov", "Kuzey Plant No. 5")


@pytest.fixture(scope="module")
def index() -> ScreeningIndex:
    return ScreeningIndex.build(
        [
            Listing(id=f"custom.a:{n}", list="custom.a", schema=Schema.ENTITY, names=(ListedName(text=name),))
            for n, name in enumerate(NAMES)
        ]
    )


def at_once(ask: Callable[[int], None], threads: int) -> None:
    started = [threading.Thread(target=ask, args=(number,)) for number in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(60)


def test_each_thread_gets_the_answer_to_its_own_question(index: ScreeningIndex) -> None:
    shared, alone, found = SharedScreener(index), Screener(index), dict[int, Any]()
    asked = [[Query(name=NAMES[number % 4]), Query(name=f"{NAMES[number % 3]} Ltd")] for number in range(24)]
    terms = [{"as_of": DAY, "threshold": 0.3 + 0.2 * (number % 2), "limit": 1 + number % 3} for number in range(24)]

    def ask(number: int) -> None:
        found[number] = shared.screen(asked[number], **terms[number])  # type: ignore[arg-type]

    at_once(ask, 24)
    expected = {number: alone.screen(asked[number], **terms[number]) for number in range(24)}  # type: ignore[arg-type]
    assert found == expected
    assert all(hits[0] for hits in expected.values())


def test_questions_that_wait_are_screened_in_one_batch(index: ScreeningIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    begun, may_go_on = threading.Event(), threading.Event()
    shared, real = SharedScreener(index), Screener.screen

    def screen(self: Screener, queries: list[Query], **terms: Any) -> Any:
        sizes.append(len(queries))
        if not begun.is_set():
            begun.set()
            may_go_on.wait(60)
        return real(self, queries, **terms)

    monkeypatch.setattr(Screener, "screen", screen)
    first = threading.Thread(target=lambda: shared.screen([Query(name=NAMES[0])], as_of=DAY))
    first.start()
    begun.wait(60)
    others = [threading.Thread(target=lambda: shared.screen([Query(name=NAMES[1])], as_of=DAY)) for _ in range(8)]
    for thread in others:
        thread.start()
    while len(shared._queue) < 8:
        threading.Event().wait(0.001)
    may_go_on.set()
    for thread in (first, *others):
        thread.join(60)
    assert sizes == [1, 8]


def test_a_failure_reaches_everybody_who_was_screened_together(
    index: ScreeningIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no index")

    monkeypatch.setattr(Screener, "screen", fail)
    shared, failures = SharedScreener(index), list[str]()

    def ask(_: int) -> None:
        try:
            shared.screen([Query(name="x")], as_of=DAY)
        except RuntimeError as error:
            failures.append(str(error))

    at_once(ask, 8)
    assert failures == ["no index"] * 8
