"""The panel: NaN where a reporter says nothing, 0 where it reports and no trade was there, aggregates never added."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from tests.flows.conftest import Row, panel_of

from tidewaiter.flows.arrange import build_panel
from tidewaiter.flows.unit_values import unit_value_premium
from tidewaiter.model import UsageError

ROWS: list[Row] = [
    ("US", "KZ", "X", "2022:854231", "2022-03", 5.0),
    ("US", "W00", "X", "2022:854231", "2022-03", 500.0),
    ("KZ", "US", "M", "2022:854231", "2022-03", 4.0),
    ("KZ", "CN", "M", "2022:854231", "2022-03", 7.0),
    ("KZ", "W00", "M", "2022:854231", "2022-03", 99.0),
    ("KZ", "RU", "X", "2022:854231", "2022-04", 3.0),
    ("KZ", "DE", "X", "2022:854231", "2022-04", 2.0),
    ("KZ", "_X", "X", "2022:854231", "2022-04", 8.0),
    ("KZ", "RU", "RX", "2022:854231", "2022-04", 3.0),
    ("KZ", "RU", "X", "2022:390110", "2022-04", 1.0),
]


def test_missing_is_not_zero_and_the_world_is_no_country() -> None:
    panel = panel_of(ROWS, periods=("2022-03", "2022-04"), origins=("US",))
    assert panel.hubs == ("CN", "DE", "KZ")
    at = panel.hub("KZ")
    assert panel.shipped[0, at, 0].tolist() == pytest.approx([5.0, np.nan], nan_ok=True)
    assert panel.imports[at, 0, 0] == 11.0  # the world and what is not told are not added
    assert panel.onward[at, 0].tolist() == pytest.approx([np.nan, 3.0], nan_ok=True)
    assert panel.elsewhere[at, 0, 1] == 2.0
    assert panel.onward_controls[at, 0, 1] == 1.0
    assert panel.controls == ("2022:390110",)


def test_origins_and_the_destination_are_no_hubs() -> None:
    panel = panel_of(ROWS, origins=("US",), excluded={"CN": "for a test"})
    with pytest.raises(UsageError, match="US is no candidate hub: it is one of the 1 origins"):
        panel.hub("US")
    with pytest.raises(UsageError, match="CN is no candidate hub: for a test"):
        panel.hub("CN")
    with pytest.raises(UsageError, match="RU is no candidate hub: it is the destination"):
        panel.hub("RU")


def test_data_that_speak_of_few_partners_say_nothing_of_the_others() -> None:
    listed = {("US", "X"): frozenset({"KZ"}), ("KZ", "X"): frozenset({"DE"}), ("KZ", "M"): frozenset({"CN"})}
    panel = panel_of(ROWS, periods=("2022-03", "2022-04"), origins=("US",), listed=listed)
    assert np.isnan(panel.shipped[0, panel.hub("CN")]).all()
    assert panel.shipped[0, panel.hub("KZ"), 0, 0] == 5.0
    assert np.isnan(panel.onward[panel.hub("KZ")]).all()
    assert panel.elsewhere[panel.hub("KZ"), 0, 1] == 2.0
    assert np.isnan(panel.received[:, panel.hub("KZ")]).all()


def test_a_unit_value_rests_on_the_goods_whose_weight_is_known() -> None:
    """Two dollars a kilogram before, six after to the destination alone; a third of the rows has no weight."""
    families = ("2022:854231", "2022:854232", "2022:854239")
    rows: list[tuple[str, str, str, str, str, float, float | None]] = []
    for at, period in enumerate(("2022-01", "2022-02", "2022-03", "2022-04")):
        for family in families:
            dear = 6.0 if at >= 2 else 2.0
            rows += [
                ("KZ", "RU", "X", family, period, 10 * dear, 10.0), ("KZ", "RU", "X", family, period, 5000.0, None),
                ("KZ", "DE", "X", family, period, 20.0, 10.0), ("US", "KZ", "X", family, period, 20.0, 10.0),
                ("US", "TR", "X", family, period, 20.0, 10.0), ("US", "TR", "X", family, period, 9000.0, None),
            ]  # fmt: skip
    names = ("reporter", "partner", "flow", "family", "period", "value", "net_kg")
    table = pa.table({name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
    periods = ("2022-01", "2022-02", "2022-03", "2022-04")
    panel = build_panel(table, destination="RU", origins=("US",), goods=families, periods=periods)
    before = np.array([True, True, False, False])
    premium = unit_value_premium(panel, before, ~before, level=0.9)
    assert premium.before[panel.hub("KZ")] == pytest.approx(0.0, abs=1e-9)
    assert premium.change[panel.hub("KZ")] == pytest.approx(np.log(3))
