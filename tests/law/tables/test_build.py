"""Building the carried tables from the data folder: the same bytes, or nothing."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from tidewaiter.law.build import build_tables
from tidewaiter.model import LawError

CARRIED = resources.files("tidewaiter.law").joinpath("data/tables")
_TRADE = (
    "classification/unsd_hs2012_H4_codes.csv",
    "classification/unsd_hs2017_H5_codes.csv",
    "classification/unsd_hs2022_H6_codes.csv",
    "classification/unsd_hs2022_to_hs2017_conversion_correlation.xlsx",
    "classification/unsd_hs2017_to_hs2012_conversion_correlation.xlsx",
    "countries/iso_country_codes_datahub.csv",
)


@pytest.fixture
def copied(data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the files the builders read, to be spoiled."""
    target = tmp_path / "data"
    shutil.copytree(data_dir / "ear", target / "ear")
    for name in _TRADE:
        (target / "trade" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data_dir / "trade" / name, target / "trade" / name)
    for path in target.rglob("*"):
        path.chmod(0o755)
    return target


@pytest.mark.needs_data
def test_a_rebuild_gives_the_carried_bytes(data_dir: Path, tmp_path: Path) -> None:
    build_tables(data_dir, tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    carried = {f.name: f.read_bytes() for f in CARRIED.iterdir()}
    assert sorted(built) == sorted(carried)
    assert [name for name in built if built[name] != carried[name]] == []


_CONTRADICTIONS = [
    ("ear/hts_746_supp4.csv", "\n854231,", "\n854299,", "HS 2022"),
    ("ear/hts_746_supp7.csv", "\n854231,", "\n854290,", "high-priority"),
    ("ear/country_chart.csv", "Afghanistan,AF,X", "Afghanistan,AL,X", "one a country"),
    ("ear/gecc_countries.csv", "Australia,AU", "Turkey,TR", "outside the GECC"),
    ("ear/eccn_controls.csv", "0A501,NS applies", "9Z999,NS applies", "belongs to an entry"),
    ("ear/chpl.csv", "854231,1,", "854231,2,", "tiers"),
    ("ear/red_flags.csv", "\n9,", "\n99,", "has a title"),
]


@pytest.mark.needs_data
@pytest.mark.parametrize("case", _CONTRADICTIONS, ids=[case[3] for case in _CONTRADICTIONS])
def test_contradicted_facts_refuse_the_build(copied: Path, tmp_path: Path, case: tuple[str, str, str, str]) -> None:
    file, old, new, fact = case
    text = (copied / file).read_text(encoding="utf-8")
    assert old in text
    (copied / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(LawError, match=fact):
        build_tables(copied, out)
    assert not out.exists()


@pytest.mark.needs_data
def test_a_missing_file_is_named(copied: Path, tmp_path: Path) -> None:
    (copied / "ear" / "chpl.csv").unlink()
    with pytest.raises(LawError, match=r"chpl\.csv is missing"):
        build_tables(copied, tmp_path / "out")
