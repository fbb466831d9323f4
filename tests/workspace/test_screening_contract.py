"""One question, one answer: alone, in a batch, over processes, as an object and as a line of JSON."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidewaiter.law import Law
from tidewaiter.model import EngineError, Owner, Party, Schema
from tidewaiter.reports import json_line
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.screening import Grounds, ScreenTask

DAY = dt.date(2026, 8, 1)
_NAMES = (
    "Huawei Technologies Co., Ltd.",
    "Karasani Diş Ticaret",
    "ООО Вектор",
    "中国航天科技集团",
    "Mahan Air",
    "Invented Example Trading Ltd",
    'Quote " and \\ and \u2028',
    "ab\u0000cd",
)
_OWNERS = (
    None,
    (),
    (Owner(name="Mahan Air", share_pct=50.0), Owner(name="Invented Person", share_pct=50.0)),
    (Owner(name="Invented Holding", share_pct=60.0, owners=(Owner(name="Huawei Technologies Co., Ltd."),)),),
    (
        Owner(name="Invented Owner", share_pct=20.0, country="TR", listings=("us.bis.entity_list",)),
        Owner(name="Invented Person", share_pct=80.0),
    ),
)
names = st.one_of(st.sampled_from(_NAMES), st.text(min_size=1, max_size=30))
parties = st.builds(
    Party,
    name=names,
    country=st.sampled_from([None, "TR", "CN", "RU"]),
    schema=st.sampled_from([None, *Schema]),
    address=st.sampled_from([None, "Room 2309, 23/F, Ho King Commercial Centre, Mongkok", "5 Main Street"]),
    identifiers=st.sampled_from([{}, {"tax": "7710474375"}]),
    owners=st.sampled_from(_OWNERS),
)


@given(rows=st.lists(parties, min_size=1, max_size=8), threshold=st.sampled_from([None, 0.0, 0.3]))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_alone_in_a_batch_and_as_a_line(space: Workspace, rows: list[Party], threshold: float | None) -> None:
    asked = [ScreenRow(str(number), party) for number, party in enumerate(rows)]
    together = list(space.screen(asked, threshold=threshold))
    alone = [answer for row in asked for answer in space.screen([row], threshold=threshold)]
    assert together == alone
    lines = list(space.screening(threshold=threshold).lines(asked))
    assert lines == [json_line(answer) for answer in together]


def _many(space: Workspace, count: int) -> list[ScreenRow]:
    """Rows of which some are listed, some nearly so, most are not, in every script of the lists; some have owners."""
    chance = random.Random(7)  # noqa: S311 - rows to test with
    listed = [entry.name for entry in space.lists.read("us.bis.entity_list", DAY)[1]]
    rows = []
    for number in range(count):
        name = chance.choice(listed)
        if number % 3:
            letters = list(name)
            chance.shuffle(letters)
            name = "".join(letters) if number % 3 == 1 else name[: len(name) // 2] + name[len(name) // 2 + 1 :]
        owners = _OWNERS[number // 7 % len(_OWNERS)] if number % 7 == 0 else None
        party = Party(name=name, country=chance.choice([None, "CN", "RU"]), owners=owners)
        rows.append(ScreenRow(f"row {number}", party))
    return rows


@pytest.fixture(scope="module")
def rows(space: Workspace) -> list[ScreenRow]:
    return _many(space, 1300)


def test_over_processes(space: Workspace, rows: list[ScreenRow]) -> None:
    here = list(space.screen(rows))
    assert sum(bool(answer.hits) for answer in here) > 300
    assert {one.reaches for answer in here for one in answer.ownership} == {"yes", "no", "unknown"}
    assert list(space.screen(rows, workers=2)) == here
    assert list(space.screening().lines(rows, workers=3)) == [json_line(answer) for answer in here]


def test_options_reach_the_workers(space: Workspace, rows: list[ScreenRow]) -> None:
    options = {"as_of": dt.date(2024, 8, 7), "lists": ["us.bis.entity_list"], "threshold": 0.3, "limit": 2}
    here = list(space.screen(rows[:600], **options))  # type: ignore[arg-type]  # options of several types
    assert list(space.screen(rows[:600], workers=2, **options)) == here  # type: ignore[arg-type]
    assert {answer.as_of for answer in here} == {dt.date(2024, 8, 7)}


def test_an_index_that_could_not_be_saved_reaches_the_workers(
    space: Workspace, rows: list[ScreenRow], tmp_path: Path
) -> None:
    ready = space.screening()
    ready._folder = tmp_path / "none"
    assert list(ready.answers(rows[:600], workers=2)) == list(space.screen(rows[:600]))


def test_the_law_is_opened_only_for_owners(space: Workspace) -> None:
    opened: list[Law] = []

    def law() -> Law:
        opened.append(space.law)
        return space.law

    ready = space.screening()
    grounds = Grounds(space.screener(DAY)[0], law)
    plain, owned = ScreenRow("a", Party(name="Mahan Air")), ScreenRow("b", Party(name="Example", owners=_OWNERS[2]))
    assert ready.question.answers(grounds, [plain]) == list(space.screen([plain]))
    assert not opened
    (answer,) = ready.question.answers(grounds, [owned])
    assert answer.ownership
    assert opened == [space.law]


def test_few_rows_are_screened_in_this_process(
    space: Workspace, rows: list[ScreenRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("processes were started for a handful of rows")

    monkeypatch.setattr("tidewaiter.workspace.screening.in_processes", refuse)
    assert len(list(space.screen(rows, workers=None))) == len(rows)


def test_an_index_of_another_version_is_not_read(tmp_path: Path, space: Workspace) -> None:
    task = ScreenTask(lambda: tmp_path, space.screening().question.heads, answered_by="another version")
    with pytest.raises(EngineError, match="install the same one everywhere"):
        task.open()
