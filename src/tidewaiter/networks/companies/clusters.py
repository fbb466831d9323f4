"""Identities brought together into companies by what speaks for and against, with no chain of weak links.

Average linkage: two groups join when the weights of the pairs between them that were compared are positive on average,
the surest first. So a phone that many share, or one bridging spelling, does not draw groups together that are otherwise
unlike. Only pairs that share something are compared, so that before two groups join, those who speak for them, which
are most on record, are compared too. Groups are not joined at all when both are known by different tax ids of one kind.
In each round all groups that are each other's best neighbour join at once, which for average linkage gives what joining
one pair after another would (Murtagh 1983), in a number of rounds that grows slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tidewaiter.networks.companies.best_pairs import best_of_each_other
from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.reading import Bools, Floats, Ints
from tidewaiter.networks.companies.text_columns import NONE

Weigh = Callable[[Ints, Ints], Floats]

#: Kinds of tax id a group is held to; a company rarely has more.
_KINDS = 2
#: Records from which a tax id is no mistake; and their share of the records of the other group's tax id.
_STATED, _SHARE = 3, 0.1


@dataclass(slots=True)
class _Groups:
    """Groups that may still join.

    Attributes:
        low: Groups between which pairs were compared, `high` the other one of each.
        total: Weight of these pairs, `count` their number.
        fresh: How many of these, the last ones, are not yet held against tax ids.
        shape: Kinds of tax id of each group, `label` the tax ids, `stated` by how many records.
        speaker: Who speaks for each group: the member most on record, and the one with a tax id most on record.
        tie: Orders equal weights.
    """

    low: Ints
    high: Ints
    total: Floats
    count: Floats
    fresh: int
    shape: Ints
    label: Ints
    stated: Ints
    speaker: Ints
    tie: Ints


def clusters(parties: Identities, i: Ints, j: Ints, weight: Floats, *, tie: Ints, weigh: Weigh) -> Ints:
    """Return the group of each identity, by the number of its first member.

    Args:
        parties: The identities.
        i: Identities of the pairs compared, the lower number; `j` the higher.
        weight: What speaks for each pair being one company: log odds, what is known beforehand included.
        tie: A number of each identity by which equal weights are ordered; it must not depend on its neighbours.
        weigh: Weighs further pairs.
    """
    groups = _start(parties, i, j, weight, tie)
    rank = _rank(parties, tie)
    of = np.arange(parties.size)
    while True:
        _leave_apart(groups)
        mean = groups.total / groups.count
        at = best_of_each_other(groups.low, groups.high, mean, groups.tie, parties.size)
        if not len(at):
            return of
        one, other = groups.low[at], groups.high[at]
        agreed = _speakers_agree(groups, one, other, weigh)
        one, other = one[agreed], other[agreed]
        refused = np.zeros(len(groups.low), dtype=np.bool_)
        refused[at[~agreed]] = True
        _keep(groups, ~refused)
        into = np.arange(parties.size)
        into[other] = one
        of = into[of]
        _join(groups, one, other, into, rank)


def _start(parties: Identities, i: Ints, j: Ints, weight: Floats, tie: Ints) -> _Groups:
    size = parties.size
    label, shape, stated = (
        np.full((size, _KINDS), NONE),
        np.full((size, _KINDS), NONE),
        np.zeros((size, _KINDS), np.int64),
    )
    label[:, 0], shape[:, 0] = parties.tax, np.where(parties.tax == NONE, NONE, parties.shape)
    stated[:, 0] = np.where(parties.tax == NONE, 0, parties.records)
    alone = np.arange(size)
    speaker = np.column_stack((alone, np.where(parties.tax == NONE, NONE, alone)))
    return _Groups(i, j, weight.astype(np.float64), np.ones(len(i)), len(i), shape, label, stated, speaker, tie.copy())


def _rank(parties: Identities, tie: Ints) -> Ints:
    """Return a number for each identity: the more records, the higher."""
    rank = np.empty(parties.size, dtype=np.int64)
    rank[np.lexsort((tie, parties.records))] = np.arange(parties.size)
    return rank


def _leave_apart(groups: _Groups) -> None:
    """Forget pairs of groups that cannot join because their tax ids differ.

    Pairs that speak against a join now may be outweighed after another one, so they are kept.
    """
    first = len(groups.low) - groups.fresh
    kept = np.ones(len(groups.low), dtype=np.bool_)
    hopeful = first + np.flatnonzero(groups.total[first:] > 0)
    kept[hopeful] = ~_other_tax_ids(groups, groups.low[hopeful], groups.high[hopeful])
    groups.fresh = 0
    _keep(groups, kept)


def _keep(groups: _Groups, kept: Bools) -> None:
    """Forget all pairs but some."""
    if not kept.all():
        groups.low, groups.high = groups.low[kept], groups.high[kept]
        groups.total, groups.count = groups.total[kept], groups.count[kept]


def _other_tax_ids(groups: _Groups, low: Ints, high: Ints) -> Bools:
    """Tell which pairs of groups are known by different tax ids of one kind, neither of which may be a mistake."""
    found = np.zeros(len(low), dtype=np.bool_)
    for one in range(_KINDS):
        for other in range(_KINDS):
            kind = groups.shape[low, one]
            same_kind = (kind != NONE) & (kind == groups.shape[high, other])
            least = np.minimum(groups.stated[low, one], groups.stated[high, other])
            most = np.maximum(groups.stated[low, one], groups.stated[high, other])
            sure = (least >= _STATED) & (least >= _SHARE * most)
            found |= same_kind & sure & (groups.label[low, one] != groups.label[high, other])
    return found


def _speakers_agree(groups: _Groups, one: Ints, other: Ints, weigh: Weigh) -> Bools:
    """Tell for which pairs of groups a member that speaks for one agrees with one that speaks for the other."""
    agreed = np.zeros(len(one), dtype=np.bool_)
    for mine in range(2):
        for theirs in range(2):
            left, right = groups.speaker[one, mine], groups.speaker[other, theirs]
            at = np.flatnonzero(~agreed & (left != NONE) & (right != NONE))
            agreed[at] = weigh(left[at], right[at]) > 0
    return agreed


def _join(groups: _Groups, one: Ints, other: Ints, into: Ints, rank: Ints) -> None:
    """Bring groups together: who speaks for them, tax ids, and pairs that are now between the same groups."""
    _join_tax_ids(groups, one, other)
    for place in range(2):
        left, right = groups.speaker[one, place], groups.speaker[other, place]
        better = (right != NONE) & ((left == NONE) | (rank[right] > rank[left]))
        groups.speaker[one, place] = np.where(better, right, left)
    groups.tie[one] = np.minimum(groups.tie[one], groups.tie[other])
    moved = np.zeros(len(into), dtype=np.bool_)
    moved[one] = moved[other] = True
    touched = moved[groups.low] | moved[groups.high]
    low, high = into[groups.low[touched]], into[groups.high[touched]]
    summed = _summed(low, high, groups.total[touched], groups.count[touched])
    _keep(groups, ~touched)
    groups.fresh = len(summed[0])
    groups.low, groups.high = (np.concatenate(both) for both in zip((groups.low, groups.high), summed[:2], strict=True))
    groups.total, groups.count = (
        np.concatenate(both) for both in zip((groups.total, groups.count), summed[2:], strict=True)
    )


def _summed(one: Ints, other: Ints, total: Floats, count: Floats) -> tuple[Ints, Ints, Floats, Floats]:
    """Return each pair of groups once, with what all pairs of it say."""
    kept = one != other
    one, other, total, count = one[kept], other[kept], total[kept], count[kept]
    if not len(one):
        return one, other, total, count
    span = int(max(one.max(), other.max())) + 1
    key = np.minimum(one, other) * span + np.maximum(one, other)
    # By weight too, so that a sum does not depend on the order its terms come in.
    order = np.lexsort((total, key))
    key, total, count = key[order], total[order], count[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    return key[first] // span, key[first] % span, np.add.reduceat(total, first), np.add.reduceat(count, first)


def _join_tax_ids(groups: _Groups, one: Ints, other: Ints) -> None:
    """Keep of two groups, for each kind of tax id, the one more records state."""
    for theirs in range(_KINDS):
        shape, label, stated = (table[other, theirs] for table in (groups.shape, groups.label, groups.stated))
        left = shape != NONE
        for mine in range(_KINDS):
            same = left & (groups.shape[one, mine] == shape)
            equal = same & (groups.label[one, mine] == label)
            more = same & ~equal & (stated > groups.stated[one, mine])
            groups.stated[one[equal], mine] += stated[equal]
            groups.label[one[more], mine], groups.stated[one[more], mine] = label[more], stated[more]
            left &= ~same
        for mine in range(_KINDS):
            free = left & (groups.shape[one, mine] == NONE)
            for table, value in ((groups.shape, shape), (groups.label, label), (groups.stated, stated)):
                table[one[free], mine] = value[free]
            left &= ~free
