"""Rows of several columns as one number each, for sorting and grouping millions of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tidewaiter.networks.companies.reading import Ints

_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)
_FIRST, _SECOND = np.uint64(0xBF58_476D_1CE4_E5B9), np.uint64(0x94D0_49BB_1331_11EB)


def mixed(*columns: npt.NDArray[np.int64]) -> Ints:
    """Return a number of 64 bits for each row, the same wherever the row is the same.

    Rows that differ have one number with a chance of 2**-64 a pair. Mixing is that of Steele, Lea and Flood (2014),
    "Fast splittable pseudorandom number generators".
    """
    value = np.zeros(len(columns[0]), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in columns:
            value = value + column.astype(np.int64).view(np.uint64) + _GOLDEN
            value = (value ^ (value >> np.uint64(30))) * _FIRST
            value = (value ^ (value >> np.uint64(27))) * _SECOND
            value ^= value >> np.uint64(31)
    return value.view(np.int64)


def dense(*columns: npt.NDArray[np.int64]) -> Ints:
    """Number distinct rows in the order in which they first occur."""
    key = columns[0] if len(columns) == 1 else mixed(*columns)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def ranges(first: Ints, count: Ints) -> Ints:
    """Return ``first[n], first[n] + 1, ...`` for ``count[n]`` numbers, for every n, end to end."""
    before = np.cumsum(count) - count
    return np.asarray(np.arange(int(count.sum())) + np.repeat(first - before, count), dtype=np.int64)


def distinct(numbers: Ints) -> Ints:
    """Return the distinct numbers in order."""
    ordered = np.sort(numbers)
    kept = np.ones(len(ordered), dtype=np.bool_)
    kept[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[kept], dtype=np.int64)


def distinct_per(group: Ints, member: Ints, groups: int) -> Ints:
    """Return how many distinct members each group has; negative groups and members are left out."""
    known = (group >= 0) & (member >= 0)
    pairs = distinct(group[known] * (int(member.max(initial=0)) + 1) + member[known])
    return np.bincount(pairs // (int(member.max(initial=0)) + 1), minlength=groups).astype(np.int64)
