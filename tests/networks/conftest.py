from __future__ import annotations

from collections.abc import Iterator

import pytest

from tidewaiter.engines import TableEngine, duck_tables


@pytest.fixture(scope="module")
def engine() -> Iterator[TableEngine]:
    with duck_tables(workers=1) as tables:
        yield tables
