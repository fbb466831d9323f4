"""Pictures of hubs: every kind of file, no data drawn as such, and nothing drawn from nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from pathlib import Path

import altair as alt
import numpy as np
import pytest
from tests.flows.conftest import judge

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.flows.coverage import CoverageRow
from tidewaiter.flows.detail import HubDetail, hub_detail
from tidewaiter.law.tables.records import Event
from tidewaiter.model import Grade, UsageError, country_name
from tidewaiter.reports.geography import countries
from tidewaiter.reports.hub_charts import coverage_chart, flow_chart, ranking_chart, write_picture
from tidewaiter.reports.hub_map import hub_map
from tidewaiter.reports.hub_series import hub_chart


@pytest.fixture(scope="module")
def detail() -> HubDetail:
    case = judge(105)
    calendar = [
        Event(id="a", date=dt.date(2022, 5, 1), kind="rule", title="A rule for everybody"),
        Event(id="b", date=dt.date(2022, 5, 9), kind="rule", title="Another of that month", verified=False),
        Event(
            id="c",
            date=dt.date(2023, 3, 1),
            kind="enforcement",
            title="What names the hub",
            countries=(case.rows[0].hub,),
        ),
        Event(id="d", date=dt.date(2023, 4, 1), kind="enforcement", title="What names another", countries=("XX",)),
        Event(id="e", date=dt.date(2030, 1, 1), kind="rule", title="Later than the data"),
    ]
    return hub_detail(case.found, next(row for row in case.rows if row.rank == 1), calendar)


def texts(chart: alt.TopLevelMixin, folder: Path) -> list[str]:
    """Return the words of a drawing."""
    write_picture(chart, folder / "drawn.svg")
    found = re.findall(r"<text[^>]*>(.*?)</text>", (folder / "drawn.svg").read_text(encoding="utf-8"))
    return [html.unescape(re.sub("<[^>]*>", "", text)) for text in found]


def test_events_are_numbered_ticks_and_listed(detail: HubDetail, tmp_path: Path) -> None:
    assert [(event.title, event.names_hub) for event in detail.events] == [
        ("A rule for everybody", False), ("Another of that month", False), ("What names the hub", True),
    ]  # fmt: skip
    shown = texts(hub_chart(detail), tmp_path)
    assert "3  2023-03-01 What names the hub" in shown
    assert "2  2022-05-09 Another of that month (unverified)" in shown
    assert {"1-2", "3"} <= set(shown)  # two events of one month share a tick
    bare = texts(hub_chart(dataclasses.replace(detail, events=())), tmp_path)
    assert not {"1-2", "3"} & set(bare)


def test_the_map_places_hubs_names_grades_and_hatches_what_is_unknown(detail: HubDetail, tmp_path: Path) -> None:
    def hub(code: str, grade: str | None, value: float | None, rank: int | None) -> HubAssessment:
        row = detail.assessment
        return dataclasses.replace(
            row, hub=code, name=country_name(code), grade=Grade(grade) if grade else None, rank=rank,
            diversion=dataclasses.replace(row.diversion, value=value),
        )  # fmt: skip

    known = [hub("KZ", "B", 3e8, 1), hub("KG", "C", 1e8, 2), hub("HK", "A", 2e9, 3), hub("BR", None, 2e7, 4)]
    shown = texts(hub_map(known, "RU"), tmp_path)
    assert {"Kazakhstan (B)", "Kyrgyzstan (C)", "Hong Kong (A)"} <= set(shown)
    assert not any("Brazil" in text for text in shown)  # looked at, nothing found: a circle without a name
    paths = (tmp_path / "drawn.svg").read_text(encoding="utf-8").count("<path")
    silent = [hub("IR", None, None, None), hub("MV", None, None, None)]
    quiet = [hub("RS", None, 0.0, 5), hub("XK", None, 0.0, 6)]
    shown = texts(hub_map([*known, *quiet, *silent], "RU"), tmp_path)
    assert any("no data and no outline: Maldives" in text for text in shown)
    assert any("for want of an outline: Hong Kong, Serbia" in text for text in shown)  # nothing found there, yet drawn
    assert any("Not on the map: " in text and country_name("XK") in text for text in shown)
    assert (tmp_path / "drawn.svg").read_text(encoding="utf-8").count("<path") > paths  # its hatching
    with pytest.raises(UsageError, match="no hub has data to draw"):
        hub_map(silent, "RU")


def test_hatching_stays_inside_the_outline() -> None:
    for code in ("IR", "ZA", "LS"):
        country = countries()[code]
        corners = np.vstack([ring for polygon in country.polygons for ring in polygon])
        ends = np.array([end for line in country.hatching(1.0)["coordinates"] for end in line])
        assert len(ends)
        assert (ends >= corners.min(axis=0) - 1e-9).all()
        assert (ends <= corners.max(axis=0) + 1e-9).all()
    hole = np.vstack(countries()["LS"].polygons[0])  # Lesotho is a hole of South Africa: no line of its may cross it
    middle = hole.mean(axis=0)
    for (x, y), (x2, y2) in countries()["ZA"].hatching(0.5)["coordinates"]:
        on = (middle[0] - x) / (x2 - x) if x2 != x else -1.0
        assert not (0 < on < 1 and abs(y + on * (y2 - y) - middle[1]) < 0.2)


def test_outlines_turn_as_a_sphere_is_drawn() -> None:
    for code in ("RU", "TR", "CN", "US", "KZ"):
        for polygon in countries()[code].shape()["coordinates"]:
            x, y = np.array(polygon[0]).T
            assert np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) < 0
    assert {"TR", "AE", "HK", "KZ", "KG", "AM", "GE", "RS", "CN", "UZ"} <= {
        c for c, p in countries().items() if p.center
    }
    assert countries()["CW"].center == pytest.approx((-68.9, 12.1), abs=0.1)  # by its capital


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
