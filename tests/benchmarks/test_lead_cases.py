"""The benchmark of leads on a simulated world of a fifth of the small one's records."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tidewaiter.model import UsageError

BY = dt.date(2023, 12, 31)


def _said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    from benchmarks.networks import fit_leads

    monkeypatch.setattr("sys.argv", ["fit_leads", *map(str, words)])
    fit_leads.main()
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("how", [(), ("--resolved",)], ids=["true", "resolved"])
def test_reborn_companies_are_looked_for_on_a_world_as_it_was_written(
    world: Path, how: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(monkeypatch, capsys, "reborn", world, "--most", "2", *how)
    heads, row, total = (line.split() for line in said)
    assert (row[0], total[0], row[1:]) == ("fresh", "all", total[1:])
    assert heads[:5] == ["world", "asked", "found", "first", "listed"]
    assert int(row[1]) == 2
    assert max(int(row[3]), int(row[4])) <= int(row[2]) <= 2

    def never(*_: object, **__: object) -> None:
        raise AssertionError("what is there is used again")

    for name in ("run_world", "company_facts", "resolved_world"):
        monkeypatch.setattr(f"benchmarks.networks.lead_cases.{name}", never)
    assert _said(monkeypatch, capsys, "reborn", world, "--most", "2", *how) == said


def test_those_asked_about_began_after_the_listing_of_the_one_they_went_on_for(world: Path) -> None:
    from benchmarks.networks.reborn_companies import reborn_companies
    from benchmarks.networks.world_run import open_world

    from tidewaiter.networks.leads.points import carried_weights

    truth = open_world(world)
    asked = reborn_companies(truth, carried_weights(), most=2)
    assert [one.first for one in asked] == sorted(one.first for one in asked)
    for one in asked:
        company = truth.companies[one.company]
        assert company["diverts"]
        assert truth.companies[company["predecessor"]]["listed_on"] <= one.first
        assert one.found is (one.listed or (one.rank is not None and one.rank <= 50))
        assert one.listed <= one.flagged
        assert one.right <= min(one.flagged, one.diverting)


@pytest.mark.parametrize("resolved", [False, True], ids=["true", "resolved"])
def test_nothing_later_than_the_day_is_used(world: Path, tmp_path: Path, resolved: bool) -> None:
    from benchmarks.networks.lead_cases import case_of
    from benchmarks.networks.world_run import open_world

    cut = tmp_path / "cut"
    shutil.copytree(world, cut, ignore=shutil.ignore_patterns("run*", "res"))
    records = pq.read_table(cut / "shipments.parquet")
    known = records.filter(pc.less_equal(records["date"], pa.scalar(BY)))
    assert 0 < known.num_rows < records.num_rows
    pq.write_table(known, cut / "shipments.parquet")
    lines = (cut / "companies.csv").read_text("utf-8").splitlines()
    late = [line for line in lines if any(f'"{year}-' in line for year in (2024, 2025))]
    assert late
    (cut / "companies.csv").write_text("\n".join(line for line in lines if line not in late) + "\n", "utf-8")
    whole, part = (case_of(open_world(folder), BY, resolved=resolved) for folder in (world, cut))
    assert whole.facts.table.num_rows > 20
    for name in set(whole.facts.table.column_names) - {"register_entry"}:  # the row of its file
        expected, found = (case.facts.table[name] for case in (whole, part))
        if pa.types.is_floating(expected.type):  # sums depend on the order of rows
            np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(), rtol=1e-9, err_msg=name)
        else:
            assert found.equals(expected), name
    assert whole.numbers == part.numbers


def test_work_that_was_broken_off_is_done_anew(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.networks.lead_cases import stages_of
    from benchmarks.networks.world_run import open_world

    run = stages_of(open_world(world), BY)
    legs = pq.read_table(run / "legs.parquet").sort_by("leg")
    (run / "chains.parquet").unlink()
    (run / "facts.parquet").write_bytes(b"of the stages before")
    with monkeypatch.context() as patch:
        patch.setattr("pyarrow.parquet.write_table", _full)
        with pytest.raises(OSError, match="no space left"):
            stages_of(open_world(world), BY)
    assert stages_of(open_world(world), BY) == run
    assert pq.read_table(run / "legs.parquet").sort_by("leg").equals(legs)
    assert not (run / "facts.parquet").exists()
    assert [each for each in run.parent.iterdir() if each.name.startswith(".")] == []


def _full(*_: object, **__: object) -> None:
    raise OSError("no space left")


def test_a_folder_that_is_no_world_is_named_with_what_writes_one(world: Path, tmp_path: Path) -> None:
    from benchmarks.networks.world_run import open_world

    part = tmp_path / "part"
    shutil.copytree(world, part, ignore=shutil.ignore_patterns("run*", "res"))
    (part / "truth" / "records.parquet").unlink()
    for folder, missing in ((tmp_path / "none", "shipments.parquet"), (part, "truth/records.parquet")):
        with pytest.raises(UsageError) as raised:
            open_world(folder)
        assert str(folder / missing) in str(raised.value)
        assert f"--out {folder}`" in str(raised.value)
