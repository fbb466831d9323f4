"""Part of a table of names says of each name what the whole table says."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.features import name_features
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise

TEXTS = ("Delta Harbour Machinery Ltd", "Sergei Ivanov", "Ltd", "Kuzey Plant No. 5", "Van der Bilt")


def test_part_of_a_table_compares_as_the_whole_does() -> None:
    asked = name_table([normalise(text) for text in ("Delta Harbor Machinery", "Vanderbilt", "Kuzey Plant No. 6")])
    listed = name_table([normalise(text) for text in TEXTS])
    i, j = np.array([0, 1, 2, 0]), np.array([0, 4, 3, 2])
    names, of_part = np.unique(j, return_inverse=True)
    whole, _ = name_features(asked, listed, i, j)
    part, _ = name_features(asked, listed.only(names), i, of_part)
    assert np.array_equal(whole, part)
    assert whole.any()


def test_part_of_a_table_keeps_the_order_asked_for() -> None:
    listed = name_table([normalise(text) for text in TEXTS])
    part = listed.only(np.array([3, 0]))
    assert len(part) == 2
    assert [part.key[0], part.key[1]] == [listed.key[3], listed.key[0]]
    assert part.words_in.tolist() == listed.words_in[[3, 0]].tolist()
