from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tidewaiter.model import (
    Outcome,
    Party,
    RefusedListError,
    Role,
    Strength,
    Transaction,
    UnusableWorkspaceError,
    UsageError,
    Verdict,
    from_data,
)
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Workspace

LISTED = "Karasani Dis Ticaret Limited Sirketi"
LISTED_ON = dt.date(2024, 2, 27)


def order(name: str, day: dt.date, **more: object) -> Transaction:
    return from_data(
        Transaction,
        {
            "id": "1",
            "date": day.isoformat(),
            "from": "US",
            "destination": "TR",
            "item": {"eccn": "EAR99", "hs": "940360", "origin": "US"},
            "parties": [
                {"role": role, "name": name, "country": "TR"}
                for role in ("purchaser", "ultimate_consignee", "end_user")
            ],
            "end_use": "civil",
            **more,
        },
    )


def test_a_listed_consignee_stops_the_order_from_the_day_it_was_listed(space: Workspace) -> None:
    before, on = space.check([order(LISTED, LISTED_ON - dt.timedelta(1)), order(LISTED, LISTED_ON)])
    assert before.license.outcome is Outcome.NOT_REQUIRED
    assert not any(hit.name == LISTED for party in before.screening for hit in party.hits)
    assert on.decision is Verdict.STOP
    assert on.license.outcome is Outcome.REQUIRED
    assert "744.11" in on.license.sections
    assert on.screening[0].hits[0].name == LISTED
    assert on.screening[0].hits[0].strength is Strength.MATCH
    assert on.screening[0].hits[0].citation is not None


def test_as_of_wins_over_the_date_of_the_order(space: Workspace) -> None:
    (decision,) = space.check([order(LISTED, LISTED_ON)], as_of=dt.date(2020, 1, 1))
    assert decision.as_of == dt.date(2020, 1, 1)
    assert decision.license.outcome is Outcome.NOT_REQUIRED


def test_an_order_without_a_date_is_decided_today(space: Workspace) -> None:
    tx = from_data(Transaction, {"id": "1", "destination": "TR"})
    (decision,) = space.check([tx])
    assert decision.as_of == space.today()


def test_orders_are_answered_in_their_order_whatever_their_dates(space: Workspace) -> None:
    orders = [
        from_data(Transaction, {"id": str(i), "date": f"20{15 + i % 10}-01-01", "destination": "DE"})
        for i in range(700)
    ]
    assert [d.id for d in space.check(orders)] == [str(i) for i in range(700)]


def test_every_decision_names_the_lists_it_used(space: Workspace) -> None:
    (decision,) = space.check([order("Invented Example Furniture A.S.", dt.date(2026, 8, 1))])
    assert {s.list for s in decision.snapshots} == set(space.lists.ids())
    assert all(len(s.sha256) == 64 for s in decision.snapshots)
    stale = [s for s in decision.snapshots if s.age_days > 7]
    assert stale
    assert all(s.note for s in stale)


def test_the_turkish_entries_of_the_august_2024_story(space: Workspace) -> None:
    stats = space.lists.stats(
        "us.bis.entity_list", country="TR", from_date=dt.date(2022, 2, 24), to_date=dt.date(2024, 8, 7)
    )
    names = {entry.name for entry in stats.entries}
    assert stats.count == len(stats.entries) == 19  # the press of the day counted 18 companies
    assert LISTED in names
    assert "Dexias Industrial Products and Trade Limited Company" in names
    assert all(
        dt.date(2022, 2, 24) <= entry.listed_on <= dt.date(2024, 8, 7) for entry in stats.entries if entry.listed_on
    )


def test_a_custom_list_is_screened_and_never_loosens(empty: Workspace, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "name,country,listed_on\nInvented Blocked Example Ltd,TR,2024-01-01\n,TR,2024-01-01\n", encoding="utf-8"
    )
    rejected: list[object] = []
    snapshot = empty.lists.import_custom(own, "watch", date=dt.date(2026, 7, 1), rejected=rejected.append)
    assert snapshot.list == "custom.watch"
    assert snapshot.entries == 1
    assert len(rejected) == 1
    (answer,) = empty.screen(
        [ScreenRow("a", Party(name="Invented Blocked Example Limited", role=Role.OTHER, country="TR"))]
    )
    assert answer.hits[0].list == "custom.watch"
    (decision,) = empty.check([order("Invented Blocked Example Ltd", dt.date(2026, 8, 1))])
    assert decision.decision is Verdict.HOLD


def test_a_broken_list_is_refused_and_the_previous_snapshot_stays(space: Workspace, tmp_path: Path) -> None:
    before = space.lists.snapshots()
    broken = tmp_path / "consolidated.csv"
    broken.write_text("", encoding="utf-8")
    with pytest.raises(RefusedListError, match=r"consolidated\.csv"):
        space.lists.import_official(broken)
    assert space.lists.snapshots() == before


def test_a_workspace_without_lists_says_what_to_do(empty: Workspace) -> None:
    with pytest.raises(UnusableWorkspaceError, match="tidewaiter lists import"):
        list(empty.check([order("x", dt.date(2024, 1, 1))]))


def test_a_workspace_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UnusableWorkspaceError, match="not a folder"):
        Workspace(file)


def test_an_unknown_list_or_listing_is_said_to_be_unknown(space: Workspace) -> None:
    with pytest.raises(UsageError, match=r"us\.bis\.entity_list"):
        space.lists.stats("us.bis.entities")
    with pytest.raises(UsageError, match="in no snapshot"):
        list(space.lists.history("us.ofac.sdn:0"))


def test_one_listing_is_shown_with_its_facts(space: Workspace) -> None:
    (entry,) = (e for e in space.lists.read("us.bis.entity_list", dt.date(2024, 8, 7))[1] if e.name == LISTED)
    (state,) = space.lists.history(entry.id)
    assert state.listing == entry
    assert state.listing.listed_on == LISTED_ON


def test_a_damaged_index_is_built_again(indexed: Callable[[str], Path]) -> None:
    root = indexed("damaged")
    first = Workspace(root, today=lambda: dt.date(2026, 8, 1))
    row = ScreenRow("a", Party(name=LISTED))
    (expected,) = first.screen([row])
    files = list((root / "indexes").rglob("*.npy"))
    assert files
    for file in files:
        file.unlink()
    (again,) = Workspace(root, today=lambda: dt.date(2026, 8, 1)).screen([row])
    assert again == expected


@pytest.mark.needs_data
def test_official_files_are_imported_and_a_sharply_shrunken_one_is_refused(data_dir: Path, tmp_path: Path) -> None:
    own = Workspace(tmp_path / "own", today=lambda: dt.date(2026, 8, 1))
    lists = data_dir / "lists"
    whole = lists / "us_csl" / "consolidated_2022-04-21.csv.gz"
    counts = {s.list: s.entries for s in own.lists.import_official(whole, date=dt.date(2022, 4, 21))}
    assert counts["us.bis.entity_list"] == 2001
    assert counts["us.bis.unverified_list"] == 201
    (denied,) = own.lists.import_official(lists / "us_bis" / "dpl_2023-11-30.txt", date=dt.date(2023, 11, 30))
    assert denied.list == "us.bis.denied_persons"
    shrunken = tmp_path / "dpl.txt"
    text = (lists / "us_bis" / "dpl_2023-11-30.txt").read_text("utf-8").splitlines(keepends=True)
    shrunken.write_text("".join(text[: len(text) // 2]), encoding="utf-8")
    with pytest.raises(RefusedListError, match="shrank"):
        own.lists.import_official(shrunken, date=dt.date(2023, 12, 30))
    with pytest.raises(RefusedListError, match="header stands twice"):
        own.lists.import_official(lists / "us_csl" / "consolidated_2023-11-30_TRUNCATED.csv.gz")
    assert own.store.dates("us.bis.denied_persons")[:2] == (dt.date(2022, 4, 21), dt.date(2023, 11, 30))
