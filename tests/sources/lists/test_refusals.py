"""Broken, empty, doubled and shrunken files are refused with a reason; nothing is guessed."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tidewaiter.model import Listing, RefusedListError, RowError, UsageError
from tidewaiter.sources.lists import ListFile, check_list, read_list_file
from tidewaiter.sources.lists.csl_csv import COLUMNS

Read = Callable[[str, str], ListFile]
Reader = Callable[[str], ListFile]
HEADER = ",".join(COLUMNS) + "\n"
EL = "Entity List (EL) - Bureau of Industry and Security"


def _row(name: str) -> str:
    cells = {"source": EL, "name": name, "addresses": "Istanbul, TR"}
    return ",".join(f'"{cells.get(c, "")}"' for c in COLUMNS) + "\n"


@pytest.mark.needs_data
def test_the_real_truncated_screening_list_is_refused(lists_dir: Path) -> None:
    with pytest.raises(RefusedListError, match="header stands twice"):
        read_list_file(lists_dir / "us_csl/consolidated_2023-11-30_TRUNCATED.csv.gz")


@pytest.mark.needs_data
def test_it_is_refused_for_its_cut_even_with_one_header(lists_dir: Path, tmp_path: Path) -> None:
    whole = gzip.decompress((lists_dir / "us_csl/consolidated_2023-11-30_TRUNCATED.csv.gz").read_bytes())
    path = tmp_path / "csl.csv"
    path.write_bytes(whole.split(b"\n", 1)[1])
    with pytest.raises(RefusedListError, match="cut off"):
        read_list_file(path)


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x1a"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(content)
    with pytest.raises(RefusedListError, match="empty"):
        read_list_file(path)


def test_a_doubled_header_is_refused(read_text: Read) -> None:
    with pytest.raises(RefusedListError, match=r"csl\.csv:3: the header stands twice"):
        read_text("csl.csv", HEADER + _row("Acme") + HEADER)


def test_an_unterminated_quote_is_refused(read_text: Read) -> None:
    with pytest.raises(RefusedListError, match="inside a quoted cell"):
        read_text("csl.csv", HEADER + _row("Acme") + '"x","Entity Li')


def test_a_short_last_row_is_refused(read_text: Read) -> None:
    with pytest.raises(RefusedListError, match=r":3: 2 cells instead of 29"):
        read_text("csl.csv", HEADER + _row("Acme") + '"x","y"\n')


def test_a_cut_sdn_file_is_refused(read_text: Read) -> None:
    whole = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
    assert read_text("sdn.csv", whole + "\x1a").rows == 1
    with pytest.raises(RefusedListError, match="3 cells instead of 12"):
        read_text("sdn.csv", whole + '173,"ANGLO",-0- \n')


def test_cut_json_and_xml_are_refused(read_text: Read) -> None:
    with pytest.raises(RefusedListError, match="not whole JSON"):
        read_text("el.json", '{"list_id": "bis-entity-list", "entities": [{"name": "A"')
    with pytest.raises(RefusedListError, match="not whole XML"):
        read_text("un.xml", '<?xml version="1.0"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>')


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv.gz"
    path.write_bytes(gzip.compress(b"x" * 10_000)[:-20])
    with pytest.raises(RefusedListError, match="damaged archive"):
        read_list_file(path)


def test_an_unknown_layout_a_folder_and_a_missing_file_are_usage_errors(tmp_path: Path, read_text: Read) -> None:
    with pytest.raises(UsageError, match="not a list layout"):
        read_text("x.csv", "a,b\n1,2\n")
    with pytest.raises(UsageError, match="is a folder"):
        read_list_file(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        read_list_file(tmp_path / "none.csv")
    (tmp_path / "y.csv").write_text("a,b\n")
    with pytest.raises(UsageError, match="no list layout"):
        read_list_file(tmp_path / "y.csv", layout="martian")


def test_the_part_files_of_ofac_are_named(read_text: Read) -> None:
    with pytest.raises(RefusedListError, match="only completes"):
        read_text("add.csv", '36,25,-0- ,"Havana","Cuba",-0- \n')


def _file(count: int, list_id: str = "us.bis.entity_list", **more: object) -> ListFile:
    listings = tuple(Listing(id=f"{list_id}:{i}", list=list_id) for i in range(count))
    return ListFile(listings=listings, rows=count, source="test", **more)  # type: ignore[arg-type]


def test_a_sharp_shrinkage_is_refused_and_a_small_one_is_not() -> None:
    check_list(_file(81), {"us.bis.entity_list": 100})
    check_list(_file(80), {"us.bis.entity_list": 100})
    with pytest.raises(RefusedListError, match="shrank from 100 to 79"):
        check_list(_file(79), {"us.bis.entity_list": 100})


def test_a_list_that_vanished_is_refused() -> None:
    with pytest.raises(RefusedListError, match=r"us\.bis\.unverified_list is missing altogether"):
        check_list(_file(100), {"us.bis.entity_list": 100, "us.bis.unverified_list": 2})


def test_floors_rejects_and_repeated_ids() -> None:
    with pytest.raises(RefusedListError, match="no entries"):
        check_list(_file(0))
    with pytest.raises(RefusedListError, match="fewer than a plausible 50"):
        check_list(_file(10), floors={"us.bis.entity_list": 50})
    bad = tuple(RowError("f", n, None, "bad", "fix") for n in range(6))
    with pytest.raises(RefusedListError, match="6 of 100 rows are unusable"):
        check_list(_file(100, rejected=bad))
    twice = _file(2)
    with pytest.raises(RefusedListError, match="repeat an id"):
        check_list(ListFile(listings=(twice.listings[0],) * 2, rows=2, source="test"))


@pytest.mark.needs_data
def test_real_successive_editions_pass(read_real: Reader) -> None:
    editions = ["sdn_2021-07", "sdn_2022-01-31", "sdn_2023-04-11", "sdn_2023-12-28", "sdn_2024-05-03"]
    files = [read_real(f"us_ofac/{name}.csv.gz") for name in editions]
    for before, after in itertools.pairwise(files):
        check_list(after, before.counts)
    csl = read_real("us_csl/csl_2026-07-31_compact.json.gz")
    check_list(csl, csl.counts)
    with pytest.raises(RefusedListError, match="shrank"):
        check_list(files[0], files[-1].counts)
