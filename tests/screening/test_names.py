"""A pair of names compares the same alone and among others."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.features import NAMES, name_features
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise

ASKED = ("Delta Harbor Machinery", "Vanderbilt", "Kuzey Plant No. 6", "Kuzey Plant No. 55")
LISTED = (
    "Delta Harbour Machinery Ltd",
    "Sergei Ivanov",
    "Ltd",
    "Kuzey Plant No. 5",
    "Van der Bilt",
    "Kuzey Plant No. 4",
)


def test_a_pair_compares_alone_as_it_does_among_others() -> None:
    asked, listed = (name_table([normalise(text) for text in texts]) for texts in (ASKED, LISTED))
    i, j = np.repeat(np.arange(asked.size), listed.size), np.tile(np.arange(listed.size), asked.size)
    together, _ = name_features(asked, listed, i, j)
    assert together.any()
    for row, (a, b) in enumerate(zip(i, j, strict=True)):
        alone = name_features(
            name_table([normalise(ASKED[a])]), name_table([normalise(LISTED[b])]), i[:1] * 0, j[:1] * 0
        )
        assert np.array_equal(alone[0][0], together[row])


def test_numbers_of_repeated_digits_are_not_one_number() -> None:
    asked, listed = (name_table([normalise(text) for text in texts]) for texts in (ASKED, LISTED))
    row, _ = name_features(asked, listed, np.array([3]), np.array([3]))
    assert row[0, NAMES.index("numbers")] == 1


def test_pairs_that_have_little_in_common_are_not_worked_out() -> None:
    asked, listed = (name_table([normalise(text) for text in texts]) for texts in (ASKED, LISTED))
    rows, done = name_features(asked, listed, np.array([0, 0]), np.array([0, 1]), every=False)
    assert done.tolist() == [True, False]
    assert not rows[1].any()
