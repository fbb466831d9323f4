"""Every list file is read whole: data rows as the provenance states them, listings as the layout implies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tidewaiter.sources.lists import ListFile

Reader = Callable[[str], ListFile]
pytestmark = pytest.mark.needs_data

#: file -> (data rows as in PROVENANCE, listings, rejected rows)
FILES = {
    # Denied persons: one listing for all rows of a party under one order, hence fewer listings than rows.
    # One party on two of Treasury's smaller lists is one listing too.
    "us_csl/consolidated_2022-04-21.csv.gz": (14160, 14131, 0),
    "us_csl/csl_2026-07-31_compact.json.gz": (25921, 25836, 0),
    "us_csl/csl_2026-07-31_reconstructed.csv.gz": (25921, 25836, 0),
    "us_bis/bis_entity_list_2026-07.json": (3409, 3409, 0),
    "us_bis/bis_meu_2026-07.json": (70, 70, 0),
    "us_bis/bis_dpl_2026-07.json": (564, 464, 0),
    "us_bis/dpl_2026-06-18.csv": (564, 464, 0),
    "us_bis/dpl_2023-11-30.txt": (665, 543, 0),
    "us_bis/dpl_2022-09-07.txt": (581, 457, 0),
    "us_bis/dpl_2019-06.txt": (546, 412, 0),
    "us_bis/mieu_744_22.csv": (13, 13, 0),
    "us_ofac/sdn_2021-07.csv.gz": (8976, 8976, 0),
    "us_ofac/sdn_2021-08-18.csv.gz": (9083, 9083, 0),
    # PROVENANCE counts 9,043 line ends; the last row has none, so there are 9,044 rows.
    "us_ofac/sdn_2022-01-31.csv.gz": (9044, 9044, 0),
    "us_ofac/sdn_2022-02-23.csv.gz": (9121, 9121, 0),
    "us_ofac/sdn_2022-02-25.csv.gz": (9214, 9214, 0),
    "us_ofac/sdn_2023-04-11.csv.gz": (11973, 11973, 0),
    "us_ofac/sdn_2023-04-12.csv.gz": (12117, 12117, 0),
    "us_ofac/sdn_2023-10-31.csv.gz": (13092, 13092, 0),
    "us_ofac/sdn_2023-11-02.csv.gz": (13320, 13320, 0),
    "us_ofac/sdn_2023-11-17.csv.gz": (13390, 13390, 0),
    "us_ofac/sdn_2023-12-28.csv.gz": (13821, 13821, 0),
    "us_ofac/sdn_2024-05-03.csv.gz": (14965, 14965, 0),
    "us_ofac/2025-12_cons_prim.csv": (442, 442, 0),
    "us_ofac/2025-05_consolidated_nonsdn.xml.gz": (443, 443, 0),
    # Two notices of one party are one listing.
    "us_state/ddtc-debarred-statutory_2026-06-18.csv": (779, 775, 0),
    "us_state/ddtc-debarred-administrative_2026-06-18.csv": (8, 8, 0),
    "us_state/isn_nonproliferation_2026-07.json": (528, 528, 0),
    "us_other/dow_1260h_2026-06-10.json": (80, 80, 0),
    "us_other/dow_1286_fy24.json": (134, 134, 0),
    "us_other/dhs_uflpa_2026-07-09.json": (148, 148, 0),
    "us_other/fcc_covered_2026-07.json": (15, 15, 0),
    "us_other/ofac_nscmic_2026-07.json": (68, 68, 0),
    "eu/oj_consolidated/32014R0833.csv": (1746, 1746, 0),
    "eu/oj_consolidated/32014R0269.csv.gz": (2802, 2802, 0),
    "eu/fsf_names_2026-06-05.json": (5994, 5994, 0),
    # One row an alias, address or number; the sample lacks the name rows of entity 133.
    "eu/fsf_csv_v1_2018-07_short.csv": (999, 92, 1),
    "un/UN_consolidated_2020-12.xml.gz": (713 + 305, 1018, 0),
    "un/UN_consolidated_2025-05.xml.gz": (684 + 193, 877, 0),
    # The copy lost the high byte of every character; that is reported as one rejected column.
    "un/UN_consolidated_2025-08.xml.gz": (684 + 195, 879, 1),
    "un/UN_consolidated_2026-02.xml.gz": (730 + 273, 1003, 0),
    "uk/uk_sanctions_list_names_2026-06-10.json": (15313, 15313, 0),
    # One row a name and address; 2,106 group ids.
    "uk/ConList_2018.csv.gz": (9487, 2106, 0),
    "jp/meti_end_user_list_2025-09-29.json": (835, 835, 0),
    "jp/250912_list_russia_tokutei.pdf.txt": (561, 561, 0),
    "jp/250912_list_daisangoku_tokutei.pdf.txt": (56, 56, 0),
    "jp/list_belarus_tokutei.pdf.txt": (27, 27, 0),
    "cn/mofcom_lists_2026-07.json": (240, 240, 0),
    "ca/sema_2025-05.xml.gz": (4759, 4759, 0),
    "ch/seco_amendment_2024-01-17.xml": (3, 3, 0),
}

CSL_2026 = {
    "us.bis.denied_persons": 1511,  # 1,596 rows
    "us.bis.entity_list": 3420,
    "us.bis.military_end_user": 70,
    "us.bis.unverified_list": 222,
    "us.ofac.nonsdn": 68 + 51 + 78 + 1,
    "us.ofac.sdn": 19181,
    "us.ofac.ssi": 286,
    "us.state.ddtc": 787,
    "us.state.isn": 161,
}


@pytest.mark.parametrize("name", FILES)
def test_rows_listings_and_rejects(name: str, read_real: Reader) -> None:
    file = read_real(name)
    assert (file.rows, len(file.listings), len(file.rejected)) == FILES[name]
    assert sum(file.counts.values()) == len(file.listings)
    assert len({listing.id for listing in file.listings}) == len(file.listings)
    assert all(listing.names and listing.name for listing in file.listings)
    assert all(listing.id.startswith(f"{listing.list}:") for listing in file.listings)


def test_every_other_annex_is_read(read_real: Reader, lists_dir: Path) -> None:
    folder = lists_dir / "eu"
    files = [*folder.glob("oj_consolidated/*"), *folder.glob("oj_amendments/*")]
    assert len(files) > 40
    for path in files:
        file = read_real(str(path.relative_to(folder.parent)))
        assert file.rows == len(file.listings) > 0, path.name


def test_counts_of_the_screening_list(read_real: Reader) -> None:
    assert read_real("us_csl/csl_2026-07-31_compact.json.gz").counts == CSL_2026
    assert read_real("us_csl/csl_2026-07-31_reconstructed.csv.gz").counts == CSL_2026


def test_data_dates_are_those_the_files_state(read_real: Reader) -> None:
    assert read_real("us_csl/csl_2026-07-31_compact.json.gz").data_date == dt.date(2026, 7, 31)
    assert read_real("us_csl/consolidated_2022-04-21.csv.gz").data_date == dt.date(2022, 4, 21)
    assert read_real("us_bis/bis_entity_list_2026-07.json").data_date == dt.date(2026, 7, 9)
    assert read_real("us_ofac/2025-05_consolidated_nonsdn.xml.gz").data_date == dt.date(2025, 3, 28)
    assert read_real("un/UN_consolidated_2026-02.xml.gz").data_date == dt.date(2026, 2, 27)
    assert read_real("us_csl/csl_2026-07-31_reconstructed.csv.gz").data_date is None  # its dates are blank


def test_same_entry_has_the_same_id_in_both_copies(read_real: Reader) -> None:
    ecfr = {listing.id for listing in read_real("us_bis/bis_entity_list_2026-07.json").listings}
    csl = {
        li.id for li in read_real("us_csl/csl_2026-07-31_compact.json.gz").listings if li.list == "us.bis.entity_list"
    }
    assert len(ecfr & csl) / len(ecfr) > 0.9  # the rest differ in name spelling or are filed under another country


def test_entity_list_facts(read_real: Reader) -> None:
    listings = read_real("us_bis/bis_entity_list_2026-07.json").listings
    assert all(listing.listed_on for listing in listings)
    assert {listing.requirement.items.value for listing in listings if listing.requirement} == {
        "all",
        "all_except",
        "ccl_and_supp7",
        "project_746_8_a_4",
    }
    assert sum(listing.address_only for listing in listings) == 19
    turkish = [li for li in listings if li.heading == "Turkey"]
    assert len(turkish) == 88
    assert all("TR" in li.countries for li in turkish)
    hong_kong = [li for li in listings if any(a.country == "HK" for a in li.addresses)]
    assert len(hong_kong) > 150
    assert all({"HK"} <= set(li.countries) for li in hong_kong)


def test_military_end_users_of_833_end_with_their_country(read_real: Reader) -> None:
    annex = [li for li in read_real("eu/oj_consolidated/32014R0833.csv").listings if li.list == "eu.833.annex_iv"]
    assert len(annex) == 921
    assert sum(not li.countries for li in annex) <= 15  # addresses without any country in the Official Journal
    assert all(li.listed_on for li in annex)


def test_un_aliases_keep_their_quality(read_real: Reader) -> None:
    names = [n for li in read_real("un/UN_consolidated_2026-02.xml.gz").listings for n in li.names]
    assert 550 < sum(n.weak for n in names) < 700  # 615 cells of quality Low, some with several names, some repeated


def test_damaged_un_copy_yields_no_names_in_lost_script(read_real: Reader) -> None:
    file = read_real("un/UN_consolidated_2025-08.xml.gz")
    assert "lost characters" in file.rejected[0].reason
    assert not any("original script" in n.text for li in file.listings for n in li.names)
