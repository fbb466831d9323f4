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

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.numbering import mixed
from tidewaiter.networks.companies.reading import Bools, Floats, Ints
from tidewaiter.networks.companies.text_columns import NONE

Weigh = Callable[[Ints, Ints], Floats]

#: Kinds of tax id a group is held to; a company rarely has more.
_KINDS = 2
#: Records from which a tax id is no mistake; and their share of the records of the other group's tax id.
_STATED, _SHARE = 3, 0.1
_NEVER = -1e9


@dataclass(slots=True)
class _Groups:
    """Groups that may still join.

    Attributes:
        low: Groups between which pairs were compared, `high` the other one of each.
        total: Weight of these pairs, `count` their number.
        shape: Kinds of tax id of each group, `label` the tax ids, `stated` by how many records.
        speaker: Who speaks for each group: the member most on record, and the one with a tax id most on record.
        tie: Orders equal weights.
    """

    low: Ints
    high: Ints
    total: Floats
    count: Floats
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
        one, other = _best_of_each_other(groups.low, groups.high, mean, groups.tie, parties.size)
        if not len(one):
            return of
        agreed = _speakers_agree(groups, one, other, weigh)
        _refuse(groups, one[~agreed], other[~agreed], parties.size)
        one, other = one[agreed], other[agreed]
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
    return _Groups(i, j, weight.astype(np.float64), np.ones(len(i)), shape, label, stated, speaker, tie.copy())


def _rank(parties: Identities, tie: Ints) -> Ints:
    """Return a number for each identity: the more records, the higher."""
    rank = np.empty(parties.size, dtype=np.int64)
    rank[np.lexsort((tie, parties.records))] = np.arange(parties.size)
    return rank


def _leave_apart(groups: _Groups) -> None:
    """Forget pairs of groups that cannot join: what speaks against them is more, or their tax ids differ."""
    kept = groups.total > 0
    kept[kept] = ~_other_tax_ids(groups, groups.low[kept], groups.high[kept])
    # Pairs that speak against a join now may be outweighed after another one, so only clear cases are forgotten.
    kept |= (groups.total <= 0) & (groups.total > _NEVER)
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


def _best_of_each_other(low: Ints, high: Ints, mean: Floats, tie: Ints, size: int) -> tuple[Ints, Ints]:
    """Return pairs of groups each of which has no better neighbour than the other."""
    hopeful = mean > 0
    low, high, mean = low[hopeful], high[hopeful], mean[hopeful]
    # Ties are broken by chance, but the same chance every time: in order of number, long runs would join one by one.
    order = np.lexsort((mixed(np.minimum(tie[low], tie[high]), np.maximum(tie[low], tie[high])), mean))
    low, high = low[order], high[order]
    best = np.full(size, NONE)
    place = np.arange(len(low))
    np.maximum.at(best, low, place)
    np.maximum.at(best, high, place)
    mutual = (best[low] == place) & (best[high] == place)
    return low[mutual], high[mutual]


def _speakers_agree(groups: _Groups, one: Ints, other: Ints, weigh: Weigh) -> Bools:
    """Tell for which pairs of groups a member that speaks for one agrees with one that speaks for the other."""
    agreed = np.zeros(len(one), dtype=np.bool_)
    for mine in range(2):
        for theirs in range(2):
            left, right = groups.speaker[one, mine], groups.speaker[other, theirs]
            at = np.flatnonzero(~agreed & (left != NONE) & (right != NONE))
            agreed[at] = weigh(left[at], right[at]) > 0
    return agreed


def _refuse(groups: _Groups, one: Ints, other: Ints, size: int) -> None:
    """Forget that these pairs of groups have anything in common."""
    if len(one):
        key = np.minimum(one, other) * size + np.maximum(one, other)
        refused = np.isin(groups.low * size + groups.high, key)
        groups.total[refused] = 2 * _NEVER


def _join(groups: _Groups, one: Ints, other: Ints, into: Ints, rank: Ints) -> None:
    """Bring groups together: who speaks for them, tax ids, and pairs that are now between the same groups."""
    _join_tax_ids(groups, one, other)
    for place in range(2):
        left, right = groups.speaker[one, place], groups.speaker[other, place]
        better = (right != NONE) & ((left == NONE) | (rank[right] > rank[left]))
        groups.speaker[one, place] = np.where(better, right, left)
    groups.tie[one] = np.minimum(groups.tie[one], groups.tie[other])
    low, high = into[groups.low], into[groups.high]
    low, high = np.minimum(low, high), np.maximum(low, high)
    kept = low != high
    low, high, total, count = low[kept], high[kept], groups.total[kept], groups.count[kept]
    order = np.lexsort((total, high, low))
    low, high, total, count = low[order], high[order], total[order], count[order]
    first = (
        np.flatnonzero(np.concatenate(([True], (low[1:] != low[:-1]) | (high[1:] != high[:-1])))) if len(low) else low
    )
    groups.low, groups.high = low[first], high[first]
    groups.total = np.add.reduceat(total, first) if len(first) else total
    groups.count = np.add.reduceat(count, first) if len(first) else count


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
