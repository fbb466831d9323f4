"""The report in a real browser: no script, no network, narrow and wide, on paper."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.networks.ledger import file_from
from tests.networks.test_facts import _reborn

from tidewaiter.model import Decision, RowError, Transaction
from tidewaiter.reports import CheckReport
from tidewaiter.reports.company_page import write_company_page
from tidewaiter.reports.start_page import ImportedFile, Route, Start, start_page

pytestmark = pytest.mark.browser
Checked = tuple[Transaction, Decision]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _chromium() -> str:
    """Return the path of Chromium, installing it where that is possible. Only outside CI may its absence be skipped."""
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    if found is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, capture_output=True)
        found = shutil.which("chromium")
    if found is None:
        message = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=_chromium(), args=list(_QUIET))
        yield running
        running.close()


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory, orders: list[Checked], rejections: list[RowError], hostile: Checked
) -> Path:
    with CheckReport() as writer:
        for tx, decision in [*orders, hostile]:
            writer.add(tx, decision)
        for error in rejections:
            writer.reject(error)
        return writer.render(tmp_path_factory.mktemp("report") / "report.html", law_as_of=dt.date(2026, 7, 30))


def _open(
    browser: Browser, report: Path, *, width: int = 1280, script: bool = False, dark: bool = False
) -> tuple[Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"console: {message.text}"))
    page.on("dialog", lambda dialog: asked.append(f"dialog: {dialog.message}"))
    page.goto(report.as_uri())
    return page, asked


def test_it_loads_nothing_but_itself_and_runs_nothing(browser: Browser, report: Path) -> None:
    page, asked = _open(browser, report, script=True)
    assert asked == [report.as_uri()]
    page.context.close()


def test_reasons_are_visible_without_script(browser: Browser, report: Path) -> None:
    page, _ = _open(browser, report)
    order = page.locator("article.order", has_text="PO-2001")
    assert order.get_by_text("15 CFR 744.11(a); 89 FR 68548").is_visible()
    assert order.get_by_text("No exception overcomes 744.11").is_visible()
    assert order.get_by_text("the end user is named and confirms").is_visible()
    assert page.locator("svg.chart").first.is_visible()
    page.context.close()


def test_orders_filter_by_decision_without_script(browser: Browser, report: Path) -> None:
    page, _ = _open(browser, report)
    assert (page.locator("article.order:visible").count(), page.locator("tr.hold:visible").count()) == (8, 4)
    page.locator("#show-stop").check()
    assert page.locator("article.order.stop:visible").count() == 4
    assert page.locator("article.order.hold:visible").count() == 0
    assert page.locator("tr.hold:visible").count() == 0
    page.locator("#show-hold").check()
    assert (page.locator("article.order:visible").count(), page.locator("article.stop:visible").count()) == (4, 0)
    page.context.close()


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, report: Path, width: int) -> None:
    page, _ = _open(browser, report, width=width, script=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_labels_of_the_charts_are_not_cut_off(browser: Browser, report: Path) -> None:
    page, _ = _open(browser, report, script=True)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('svg.chart')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(t => {
                const b = t.getBoundingClientRect();
                return b.width && (b.left < box.left - 1 || b.right > box.right + 1);
            }).map(t => t.textContent);
        })"""
    )
    assert cut == []
    page.context.close()


def test_dark_scheme_darkens_page_and_charts(browser: Browser, report: Path) -> None:
    colors = []
    for dark in (False, True):
        page, _ = _open(browser, report, script=True, dark=dark)
        colors.append(
            page.evaluate(
                "[['body', 'backgroundColor'], ['svg.chart text', 'fill']]"
                ".map(([place, property]) => getComputedStyle(document.querySelector(place))[property])"
            )
        )
        page.context.close()
    (light_ground, light_text), (dark_ground, dark_text) = colors
    assert (light_ground, light_text) == ("rgb(253, 253, 251)", "rgb(28, 32, 36)")
    assert (dark_ground, dark_text) == ("rgb(21, 24, 27)", "rgb(230, 229, 224)")


def test_paper_shows_every_order_whatever_the_filter(browser: Browser, report: Path) -> None:
    page, _ = _open(browser, report, script=True)
    page.locator("#show-stop").check()
    page.emulate_media(media="print")
    assert page.locator("article.order:visible").count() == 8
    assert page.locator("nav.bar:visible").count() == 0
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.context.close()


def test_links_jump_to_their_order_below_the_sticky_bar(browser: Browser, report: Path) -> None:
    page, _ = _open(browser, report, script=True)
    page.locator("table.register a", has_text="PO-3001").first.click()
    top = page.evaluate("document.querySelector('article.order:target').getBoundingClientRect().top")
    bar = page.evaluate("document.querySelector('nav.bar').getBoundingClientRect().bottom")
    assert bar <= top < 200
    page.context.close()


@pytest.mark.parametrize("width", [360, 420, 1280])
def test_the_page_of_a_company_is_read_without_scrolling_sideways(browser: Browser, tmp_path: Path, width: int) -> None:
    book, reborn, _ = _reborn()
    book.companies[reborn]["names"] = ["Gesellschaft fur Elektronische Bauelemente und Messtechnik Import Export GmbH"]
    page, _ = _open(browser, write_company_page(file_from(book, reborn), tmp_path), width=width, script=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.ariaLabel)"
    assert page.evaluate(wide) == []
    chain = page.locator("[aria-label='Chains, leg by leg'] tbody tr").first
    assert all(chain.get_by_text(part).first.is_visible() for part in ("US", "8542"))
    # A telephone has each step of a way on a line of its own; a screen has them in one, and draws them.
    steps = page.locator("[aria-label='Ways of the goods'] tr").nth(1).locator(".step")
    lines = {box["y"] for step in steps.all() if (box := step.bounding_box())}
    assert (len(lines) == steps.count() > 1) == (width < 700)
    assert page.locator(".drawing.graph").is_visible() == (width > 700)
    page.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_start_page_fits(browser: Browser, tmp_path: Path, width: int) -> None:
    file = ImportedFile(name="declarations_of_a_long_name_" * 3, rows=12_345_678, first="2022-01-01", last="2024-01-01")
    route = Route(method="GET", path="/reconcile/{dataset}/suggest/property", parameters=("prefix",), about="Suggest.")
    start = Start(version="0", problem=None, snapshots=(), flows=(file,), shipments=(file,), routes=(route,))
    path = tmp_path / "start.html"
    path.write_text(start_page(start), encoding="utf-8")
    page, asked = _open(browser, path, width=width, script=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [path.as_uri()]
    page.context.close()
