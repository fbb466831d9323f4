"""Which cells of a flow table count: a heading beside its subheadings, and what the subheadings leave of it.

A rule of the canonical table, as SQL text: the reader of files and the store both apply it, and know only the model.
"""

from __future__ import annotations

from collections.abc import Collection

#: Share of a heading that its parts may fall short of it by rounding.
ROUNDING = 0.005
#: A heading and its parts are of one reporter, partner, direction and period of one source.
_KEY = ("source", "reporter", "partner", "flow", "period")


def marked_cells(table: str, lengths: Collection[int], *, totals: bool) -> str:
    """Return SQL that selects a table with ``parent`` and ``undetailed`` beside its columns.

    A code is a parent where *the same partner* has a longer code under it in the same statement: what is broken down
    for one partner may be stated as a whole for another, and counts there. ``undetailed`` is the share of a parent
    that the codes next below it lack, null for cells that are no parents: 0 when it is within `ROUNDING`, or when the
    amounts are of several currencies and cannot be compared.

    Args:
        table: Name of a table or common table expression with the columns ``source, reporter, partner, flow, period,
            hs, value, currency`` and neither of the two.
        lengths: Lengths of the numeric codes in it; `totals` whether it has the code ``TOTAL``.
    """
    shorter = sorted(lengths)[:-1]
    if not shorter and not (totals and lengths):
        return f"select *, false as parent, null::double as undetailed from {table}"  # noqa: S608 - a name of ours
    same = " and ".join(f"{{alias}}.{name} = t.{name}" for name in _KEY)
    joins = "".join(
        f" left join heads as h{size} on {same.format(alias=f'h{size}')} and length(t.hs) > {size} "
        f"and h{size}.hs = left(t.hs, {size}) and regexp_full_match(t.hs, '\\d+')"
        for size in shorter
    )
    above = [f"h{size}.hs" for size in reversed(shorter)]
    if totals:
        joins += f" left join heads as whole on {same.format(alias='whole')} and whole.hs = 'TOTAL' and t.hs != 'TOTAL'"
        above.append("whole.hs")
    keys = ", ".join(_KEY)
    short = ", ".join(map(str, (*shorter, 0)))
    return f"""
        with heads as (
            select distinct {keys}, hs from {table}
            where hs = 'TOTAL' or length(hs) in ({short}) and regexp_full_match(hs, '\\d+')),
        parts as (
            select {", ".join(f"t.{name}" for name in _KEY)}, coalesce({", ".join(above)}) as hs,
                coalesce(sum(t.value), 0) as of_parts, min(t.currency) as one, max(t.currency) as other
            from {table} as t {joins} where coalesce({", ".join(above)}) is not null group by all)
        select t.*, p.hs is not null as parent,
            case when p.hs is null then null
                when t.value > 0 and t.currency = p.one and t.currency = p.other
                    and p.of_parts < (1 - {ROUNDING}) * t.value then 1 - p.of_parts / t.value
                else 0 end as undetailed
        from {table} as t left join parts as p using ({keys}, hs)
    """  # noqa: S608 - constants and a name of ours
