"""Pictures of hubs: every kind of file, no data drawn as such, and nothing drawn from nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from tests.flows.conftest import judge

from tidewaiter.flows.coverage import CoverageRow
from tidewaiter.flows.detail import HubDetail, hub_detail
from tidewaiter.model import UsageError
from tidewaiter.reports.hub_charts import coverage_chart, flow_chart, hub_chart, ranking_chart, write_picture


@pytest.fixture(scope="module")
def detail() -> HubDetail:
    case = judge(105)
    return hub_detail(case.found, next(row for row in case.rows if row.rank == 1))


def test_each_kind_of_file(detail: HubDetail, tmp_path: Path) -> None:
    chart = hub_chart(detail)
    for name, start in (("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.html", b"<!doctype html>")):
        write_picture(chart, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    assert "<script" not in (tmp_path / "a.html").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="a picture ends in"):
        write_picture(chart, tmp_path / "a.bmp")


def test_the_ranking_names_every_hub_with_its_grade(detail: HubDetail, tmp_path: Path) -> None:
    row = detail.assessment
    write_picture(ranking_chart([row]), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert f"{row.name} ({row.grade})" in text
    write_picture(flow_chart([row], "Russia"), tmp_path / "b.svg")
    assert "Russia" in (tmp_path / "b.svg").read_text(encoding="utf-8")


def test_no_data_is_a_cross(detail: HubDetail, tmp_path: Path) -> None:
    months = list(detail.months)
    months[-1] = dataclasses.replace(months[-1], imports=None, imports_expected=None)
    write_picture(hub_chart(dataclasses.replace(detail, months=tuple(months))), tmp_path / "a.svg")
    assert "×</text>" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    nothing = [dataclasses.replace(m, imports=None, exports=None) for m in months]
    with pytest.raises(UsageError, match="has no data to draw"):
        hub_chart(dataclasses.replace(detail, months=tuple(nothing)))


def test_the_coverage_matrix(tmp_path: Path) -> None:
    row = CoverageRow(
        source="s", reporter="TR", name="Türkiye", flow="X", every="month", first="2022-01", last="2022-03", periods=3,
        reported=2, no_data=("2022-02",), rows=9, suppressed={"2022-03": 0.3}, released=dt.date(2022, 5, 1),
    )  # fmt: skip
    write_picture(coverage_chart([row]), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "TR X" in text
    assert text.count("×</text>") == 1
    assert "partly suppressed" in text
