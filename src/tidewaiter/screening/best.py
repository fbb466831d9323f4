"""The best few of many, kept in order as they come, compiled."""

from __future__ import annotations

from tidewaiter.screening.compiled import Array, compiled


@compiled
def keep_best(name: int, worth: float, names: Array, worths: Array, count: int) -> int:
    """Put a name where it belongs among the best so far; of names worth the same the one numbered first comes first.

    Args:
        name: Its number, and `worth` what it is worth.
        names: The best so far, best first, and ``worths`` what they are worth; as many as fit are kept.
        count: How many there are.

    Returns:
        How many there are now.
    """
    at, most = count, len(names)
    while at and (worths[at - 1] < worth or (worths[at - 1] == worth and names[at - 1] > name)):
        at -= 1
    if at == most:
        return count
    count = min(count + 1, most)
    for later in range(count - 1, at, -1):
        names[later], worths[later] = names[later - 1], worths[later - 1]
    names[at], worths[at] = name, worth
    return count
