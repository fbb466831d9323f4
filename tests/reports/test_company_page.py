"""The page of a company: everything in it, whatever strangers wrote, without script."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from tests.networks.ledger import file_from, leads_from
from tests.networks.test_facts import _reborn

from tidewaiter.model.networks import SignState
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.reports.company_page import company_page, page_name, write_company_page, write_index
from tidewaiter.reports.lead_charts import ways_of

EVIL = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def file() -> CompanyFile:
    book, reborn, _ = _reborn()
    book.companies[reborn]["names"] = [EVIL, "Second <b>name</b>"]
    found: CompanyFile = file_from(book, reborn)
    return found


def test_the_file_holds_every_record_and_sign(file: CompanyFile) -> None:
    assert file.company.records == 16
    assert len(file.legs) == 16
    assert file.asked == tuple(range(16))
    assert file.lead is not None
    assert file.lead.rank == 1
    assert {sign.state for sign in file.lead.signs} == set(SignState)
    assert [(p.side, p.legs, p.goods_usd) for p in file.partners] == [("sells to", 8, 96_000), ("buys from", 8, 64_000)]
    assert file.countries == (("from", "US", 64_000), ("to", "RU", 96_000))
    assert [event.what for event in file.events][-1] == "last goods sent on"
    assert ways_of(file)[0][1] == 96_000


def test_the_page_shows_all_and_runs_nothing(file: CompanyFile) -> None:
    page = company_page(file)
    assert "<script" not in page.lower()
    assert "&lt;script&gt;" in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert not re.search(r'(?:src|href)="https?:', page)
    assert page.count("<svg") == 2
    for leg in file.legs:
        assert all(f"<code>{record}</code>" in page for record in leg.shipment_ids)
    assert file.lead is not None
    for sign in file.lead.signs:
        assert sign.sign in page
    assert "consistent with diversion" in page


def test_a_company_that_is_no_lead_has_a_page_too() -> None:
    book, _, _ = _reborn()
    page = company_page(file_from(book, 0))
    assert "It is no lead" in page
    assert "No chain of records leads through it." in page


def test_pages_and_their_index(file: CompanyFile, tmp_path: Path) -> None:
    book, _, _ = _reborn()
    path = write_company_page(file, tmp_path / "pages")
    found = leads_from(book)
    asked = LeadQuestion(goods="hs:8542")
    index = write_index(found, tmp_path / "pages", of=file, asked=asked).read_text(encoding="utf-8")
    assert path.is_file()
    assert f'href="{path.name}"' in index
    assert all(said in index for said in (str(file.as_of), "hs:8542", "Russia"))
    reasons = [sign.why for sign in found[0].signs if sign.state == SignState.PRESENT]
    assert len(reasons) > 4
    assert sum(escape(why) in index for why in reasons[:4]) == 4
    assert f"and {len(reasons) - 4} more" in index


def test_a_name_from_right_to_left_keeps_its_direction_to_itself() -> None:
    book, reborn, _ = _reborn()
    book.companies[reborn]["names"] = ["شركة المثال: 6"]
    page = company_page(file_from(book, reborn))
    assert "\u2068شركة المثال\u2069: 6" in page
    assert "\u2068" not in page.replace("\u2068شركة المثال\u2069", "")


def test_an_id_is_a_safe_file_name() -> None:
    assert page_name("../c 1/х") == ".._c_1__.html"
