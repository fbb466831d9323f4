"""The score of a pair of names: what its features add, whatever pairs it is worked out with."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.model import score_model


def test_the_log_odds_of_a_pair_are_its_features_added_in_order_whatever_stands_beside_it() -> None:
    model = score_model()
    matrix = np.random.default_rng(3).random((50, len(model.weights)), dtype=np.float32)
    together = model.log_odds(matrix).tolist()
    for row, found in zip(matrix, together, strict=True):
        expected = model.intercept
        for value, weight in zip(row.tolist(), model.weights.tolist(), strict=True):
            expected += value * weight
        assert found == expected
        assert model.log_odds(row[None]).tolist() == [expected]
