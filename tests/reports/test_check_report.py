"""The HTML report of a check: what stands in it, and what never may."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import tracemalloc
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tidewaiter.model import Decision, RowError, Transaction
from tidewaiter.reports import CheckReport

Checked = tuple[Transaction, Decision]
LAW = dt.date(2026, 7, 30)
#: Memory a report may take while 10,000 decisions stream through it, and seconds it may need in all.
MEMORY_LIMIT = 30_000_000


class Page(HTMLParser):
    """The elements of a page with their attributes, and all text outside the style sheet."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._style = False
        self.feed(html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"
        self.text += "" if tag in {"b", "bdi", "a", "span", "code"} else " "

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def _render(path: Path, orders: list[Checked], rejections: list[RowError] = [], **options: int) -> str:  # noqa: B006
    with CheckReport(**options) as report:
        for tx, decision in orders:
            report.add(tx, decision)
        for error in rejections:
            report.reject(error)
        report.render(path, law_as_of=LAW, input_name="orders.csv", version="0.1.0")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory, orders: list[Checked], rejections: list[RowError]) -> str:
    return _render(tmp_path_factory.mktemp("report") / "report.html", orders, rejections)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_file_asks_for_nothing_from_outside(html: str, page: Page) -> None:
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html
    links = [a["href"] for a in page.all("a")]
    assert links
    assert all(href.startswith("#") for href in links)
    assert not [a for _, a in page.elements if "src" in a or any(name.startswith("on") for name in a)]


def test_every_link_leads_somewhere_and_every_id_is_one(page: Page) -> None:
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.all("a")} <= set(ids)
    named = [i for _, a in page.elements for i in a.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)


def test_every_order_not_released_is_written_up_with_its_law(page: Page, orders: list[Checked]) -> None:
    for _, decision in orders:
        assert decision.id in page.text
        if decision.decision == "release":
            continue
        for reason in decision.license.reasons:
            assert reason.citation in page.text
            assert reason.text in page.text
        for check in decision.license.exceptions:
            assert all(why in page.text for why in check.why)
        for question in decision.license.missing:
            assert question.question in page.text
            assert question.why in page.text
        for flag in decision.red_flags:
            assert flag.clears_if in page.text
            assert "; ".join(flag.evidence) in page.text
        for hit in (hit for party in decision.screening for hit in party.hits):
            assert hit.listing_id in page.text
            assert all(feature.detail in page.text for feature in hit.features.values())


def test_reasons_are_unfolded(page: Page) -> None:
    parts = [a for a in page.all("details") if "part" in a.get("class", "")]
    assert len(parts) >= 7 * 2
    assert all("open" in a for a in parts)


def test_the_counts_are_those_of_the_orders(page: Page) -> None:
    assert "■ Stop 4 ▲ Hold 3 ● Release 8" in page.text
    assert "License required 4 – 1 5" in page.text
    assert "Parties screened 16" in page.text
    assert "Acts prohibited outright 1" in page.text
    assert "Released under a license exception 1" in page.text


def test_lists_are_named_with_date_hash_and_age_and_old_ones_warned_of(page: Page) -> None:
    assert (
        "Old lists. 1 list was more than 7 days old on the date checked: BIS Entity List of 2026-07-31 (12 days)"
        in page.text
    )
    assert "12 days: old" in page.text
    assert "Rebuilt for 2026-08-12 from the list of 2026-08-20" in page.text
    assert "9f2c41d07ab3" in page.text
    assert "Old law" not in page.text


def test_a_list_supplemented_from_a_later_one_names_both(tmp_path: Path, orders: list[Checked]) -> None:
    tx, decision = orders[0]
    later = dataclasses.replace(
        decision.snapshots[1], supplement_date=dt.date(2026, 8, 31), supplement_sha256="5e" * 32
    )
    text = Page(_render(tmp_path / "r.html", [(tx, dataclasses.replace(decision, snapshots=(later,)))])).text
    assert "With the entries first listed in time from the list of 2026-08-31 (5e5e5e5e5e5e)." in text


def test_old_law_is_warned_of(tmp_path: Path, orders: list[Checked]) -> None:
    with CheckReport() as report:
        report.add(*orders[0])
        text = Page(report.render(tmp_path / "r.html", law_as_of=dt.date(2026, 7, 12)).read_text()).text
        assert "Old law. The law data are of 2026-07-12, 31 days before the latest date checked (limit 30)" in text
        text = Page(report.render(tmp_path / "r.html", law_as_of=dt.date(2026, 7, 13)).read_text()).text
        assert "Old law" not in text


def test_a_check_without_lists_says_that_nobody_was_screened(tmp_path: Path, orders: list[Checked]) -> None:
    tx, decision = orders[0]
    bare = dataclasses.replace(decision, snapshots=(), screening=())
    text = Page(_render(tmp_path / "r.html", [(tx, bare)])).text
    assert "Not screened. 1 order was answered without any restricted-party list" in text
    assert "No list was consulted." in text


def test_unverified_law_and_coverage_are_said(page: Page) -> None:
    assert "Unverified law. 1 citation rests on law data that could not be checked" in page.text
    assert "15 CFR 744.6 Not modelled: pointer only Support by US persons must be looked up. 15" in page.text


def test_rejected_rows_stand_with_their_remedy(page: Page) -> None:
    assert "9 PO-4001 destination 'Turkiyee' is not a country this system knows. Use an ISO code" in page.text


def test_absence_of_a_match_is_never_called_permission(page: Page) -> None:
    assert "That is not permission" in page.text
    assert "The absence of a match is not permission." in page.text
    assert "Possible match BuyBest Electronic" in page.text


def test_tables_and_drawings_are_described(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in a for a in page.all("th"))
    drawings = page.all("svg")
    assert len(drawings) == len(page.all("desc")) == 4
    assert all(a.get("role") == "img" for a in drawings)
    assert [tag for tag, _ in page.elements if tag in {"header", "nav", "main", "footer"}][:2] == ["header", "nav"]
    assert len(page.all("h1")) == 1


def test_headings_do_not_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_questions_name_the_orders_that_wait(page: Page) -> None:
    assert re.search(r"What is the ECCN of the item\? .*? 2 orders: PO-3002, PO-2004", page.text)


def test_hostile_text_stays_text(tmp_path: Path, hostile: Checked, orders: list[Checked]) -> None:
    bad = RowError(file="<b>f</b>", row=1, column="<i>", reason="<script>", remedy="<svg onload=x>", id="<u>")
    tx = dataclasses.replace(hostile[0], destination="<svg>")
    with CheckReport() as report:
        report.add(*hostile)
        report.add(tx, hostile[1])
        report.add(*orders[0])
        report.reject(bad)
        path = report.render(
            tmp_path / "r.html", law_as_of=LAW, title="<h1>&", law_version="<b>", input_name="<i>", prepared_by="<u>"
        )
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert not page.all("script")
    assert not page.all("img")
    assert not page.all("u")
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert "49" not in page.text.split("alert(1)")[1][:60]
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert r"alert(1)</script><img src=x onerror=alert(2)>" in page.text


def test_same_input_gives_the_same_bytes(tmp_path: Path, orders: list[Checked], rejections: list[RowError]) -> None:
    first = _render(tmp_path / "a.html", orders, rejections)
    second = _render(tmp_path / "b.html", orders, rejections, memory_bytes=1)
    assert first == second


def test_a_report_that_fails_leaves_the_old_one(
    tmp_path: Path, orders: list[Checked], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    with CheckReport() as report:
        report.add(*orders[0])
        monkeypatch.setattr(report.tally, "questions", None)
        with pytest.raises(AttributeError):
            report.render(path, law_as_of=LAW)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_more_orders_than_the_limit_are_registered_and_counted(tmp_path: Path, orders: list[Checked]) -> None:
    text = Page(_render(tmp_path / "r.html", orders, detail_limit=5, row_limit=2)).text
    assert "The full reasons of the first 5 orders follow, stops before holds. 2 more are in the register" in text
    assert "The first 2 of 8 released orders are printed; decisions.csv has every one." in text
    html = (tmp_path / "r.html").read_text()
    assert html.count('<article class="order stop"') == 4
    assert html.count('<article class="order hold"') == 1
    for order in ("PO-3001", "PO-3002", "PO-3003"):
        assert order in text


def test_links_hold_when_orders_are_beyond_the_limit(tmp_path: Path, orders: list[Checked]) -> None:
    page = Page(_render(tmp_path / "r.html", orders, detail_limit=2))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.all("a")} <= set(ids)


def test_an_empty_check_is_a_report_too(tmp_path: Path) -> None:
    text = Page(_render(tmp_path / "r.html", [])).text
    assert "0 orders checked" in text
    assert "no order checked" in text


def _ten_thousand(path: Path, orders: list[Checked]) -> Path:
    with CheckReport(memory_bytes=1_000_000) as report:
        for n in range(10_000):
            tx, decision = orders[n % len(orders)]
            report.add(dataclasses.replace(tx, id=f"N-{n}"), dataclasses.replace(decision, id=f"N-{n}"))
        return report.render(path, law_as_of=LAW)


def test_ten_thousand_decisions_are_all_written_up(tmp_path: Path, orders: list[Checked]) -> None:
    path = _ten_thousand(tmp_path / "r.html", orders)
    html = path.read_text(encoding="utf-8")
    assert "10,000 orders checked" in html
    held = [n for n in range(10_000) if orders[n % len(orders)][1].decision != "release"]
    assert len(held) > 4_000
    assert all(f">N-{n}<" in html for n in held)
    assert html.count('<article class="order ') == 500


@pytest.mark.slow
def test_ten_thousand_decisions_take_bounded_memory(tmp_path: Path, orders: list[Checked]) -> None:
    tracemalloc.start()
    _ten_thousand(tmp_path / "r.html", orders)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEMORY_LIMIT
