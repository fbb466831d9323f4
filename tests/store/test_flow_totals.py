"""What a question about hubs needs of the flows, added up: sources, parents, origins together, weights that lack."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from tidewaiter.store.flow_totals import ALL_ORIGINS, flow_totals, panel_flows

FAMILIES = pa.table(
    {
        "hs": ["854231", "85423190", "610910"],
        "hs_vintage": pa.array([2022] * 3, pa.int64()),
        "family": ["2022:854231", "2022:854231", "2022:61"],
        "asked": [True, True, False],
    }
)
SPOKEN = pa.table({"reporter": ["US", "DE", "TR"], "flow": ["X"] * 3, "source": ["a", "a", "a"]})


def flows(connection: duckdb.DuckDBPyConnection, *rows: tuple[Any, ...]) -> duckdb.DuckDBPyRelation:
    connection.execute(
        "create table cells (source varchar, reporter varchar, partner varchar, flow varchar, period varchar, "
        "hs varchar, hs_vintage smallint, value_usd double, net_kg double, parent boolean, undetailed double)"
    )
    connection.executemany(
        "insert into cells values (?, ?, ?, ?, '2022-03', ?, 2022, ?, ?, ?, ?)", [(*row, None)[:9] for row in rows]
    )
    return connection.table("cells")


def told(table: pa.Table) -> dict[tuple[str, str, str], tuple[float | None, float | None]]:
    return {(r["reporter"], r["partner"], r["family"]): (r["value"], r["net_kg"]) for r in table.to_pylist()}


def needed(connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation) -> pa.Table:
    return panel_flows(
        connection, relation, FAMILIES, SPOKEN, money="value_usd", origins=("US", "DE"), destination="RU"
    )


def test_codes_of_a_family_are_added_and_parents_are_not() -> None:
    with duckdb.connect() as connection:
        relation = flows(
            connection,
            ("a", "TR", "RU", "X", "854231", 10.0, 1.0, False),
            ("a", "TR", "RU", "X", "85423190", 5.0, 2.0, False),
            ("a", "TR", "RU", "X", "8542", 99.0, 9.0, True),
            ("a", "TR", "KZ", "X", "854231", 7.0, None, False),
            ("a", "TR", "KZ", "X", "85423190", 1.0, 2.0, False),
            ("a", "TR", "AM", "X", "854231", None, 2.0, False),
            ("a", "TR", "RU", "RX", "854231", 3.0, 1.0, False),
        )
        found = told(flow_totals(connection, relation, FAMILIES, "value_usd"))
    assert found == {
        ("TR", "RU", "2022:854231"): (15.0, 3.0),
        ("TR", "KZ", "2022:854231"): (8.0, None),  # one code has no weight, so the family has none
        ("TR", "AM", "2022:854231"): (None, 2.0),  # kept secret, which is not zero
    }


def test_of_a_heading_what_its_parts_lack_counts_and_of_goods_only_compared_with_nothing() -> None:
    families = pa.table(
        {
            "hs": ["8542", "854231", "6109", "610910"],
            "hs_vintage": pa.array([2022] * 4, pa.int64()),
            "family": ["2022:8542", "2022:854231", "2022:61", "2022:61"],
            "asked": [True, True, False, False],
        }
    )
    with duckdb.connect() as connection:
        relation = flows(
            connection,
            ("a", "TR", "RU", "X", "8542", 100.0, 9.0, True, 0.4),
            ("a", "TR", "RU", "X", "854231", 60.0, 1.0, False, None),
            ("a", "US", "TR", "X", "8542", 50.0, 9.0, False, None),
            ("a", "US", "TR", "X", "6109", 20.0, 9.0, True, 0.5),
            ("a", "US", "TR", "X", "610910", 10.0, 1.0, False, None),
        )
        found = told(
            panel_flows(connection, relation, families, SPOKEN, money="value_usd", origins=("US",), destination="RU")
        )
    assert found == {
        ("TR", "RU", "2022:8542"): (40.0, None),
        ("TR", "RU", "2022:854231"): (60.0, 1.0),
        ("US", "TR", "2022:8542"): (50.0, 9.0),
        (ALL_ORIGINS, "TR", "2022:61"): (10.0, 1.0),
    }


def test_goods_only_compared_with_keep_what_is_compared() -> None:
    with duckdb.connect() as connection:
        relation = flows(
            connection,
            ("a", "US", "TR", "X", "610910", 10.0, 1.0, False),
            ("a", "DE", "TR", "X", "610910", 5.0, 1.0, False),
            ("a", "DE", "RU", "X", "610910", 4.0, 1.0, False),
            ("a", "TR", "RU", "X", "610910", 3.0, 1.0, False),
            ("a", "TR", "KZ", "X", "610910", 2.0, 1.0, False),  # to others: nothing compares it
            ("b", "TR", "RU", "X", "854231", 8.0, 1.0, False),  # another source speaks for it
            ("a", "TR", "KZ", "X", "854231", 6.0, 1.0, False),
        )
        found = told(needed(connection, relation))
    assert found == {
        (ALL_ORIGINS, "TR", "2022:61"): (15.0, 2.0),
        ("DE", "RU", "2022:61"): (4.0, 1.0),
        ("TR", "RU", "2022:61"): (3.0, 1.0),
        ("TR", "KZ", "2022:854231"): (6.0, 1.0),
    }
