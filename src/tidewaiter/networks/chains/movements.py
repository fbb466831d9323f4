"""From shipment records to movements: who sent what to whom, in which goods, by which customs' word."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from tidewaiter.model.principals import ON_BEHALF_OF
from tidewaiter.networks.chains.quantities import pieces, plain_unit
from tidewaiter.networks.companies.spellings import Side, party_key
from tidewaiter.networks.keeping import Keep, as_it_is
from tidewaiter.networks.stages import MOVEMENTS

#: First year of each edition of the HS whose codes are carried.
_EDITIONS = (2012, 2017, 2022)
#: Share of records of a part number and a brand that state the same brand, where the part is of that brand.
_NEARLY_ALL = 0.9
#: A customs procedure that begins with some digits: 4000, 4000000, EX1000000, IM/40.
_PROCEDURE = "^([A-ZА-Я]{{2}}[ /-]*)?[{}][0-9]([ /-]?[0-9]{{2}}([ /-]?[0-9A-Z]{{3}})?)?([^0-9].*)?$"


def movements(
    records: nw.LazyFrame[Any],
    spellings: nw.LazyFrame[Any],
    resolved: nw.LazyFrame[Any],
    companies: nw.LazyFrame[Any],
    goods: nw.LazyFrame[Any],
    *,
    keep: Keep = as_it_is,
) -> nw.LazyFrame[Any]:
    """Return the movements that records tell of, in the columns of ``MOVEMENTS``.

    A forwarder carries for others: where one stands as shipper or consignee, the party is the company that the alias
    names, else the one the declarant is (who declares an export for the shipper, an import for the consignee), and
    unknown where neither tells. Records without a day, a code or any party are left out.

    Args:
        records: Canonical shipment records.
        spellings: Rows of ``SPELLINGS``.
        resolved: Rows of ``RESOLVED``.
        companies: Rows of ``COMPANIES``; ``company``, ``country`` and ``forwarder`` are used.
        goods: The table `tidewaiter.networks.chains.goods.goods_table` makes.
        keep: What an engine does with a table that several others are made of.
    """
    known = companies.select("company", company_country="country", forwarder=nw.col("forwarder").fill_null(value=False))
    parties = spellings.join(resolved, on="spelling", how="inner").join(known, on="company", how="inner")
    keys = keep(parties.select("company", "company_country", "forwarder", key=party_key()))
    names = keep(_by_name(parties))
    rows = records.with_columns(direction=_direction())
    for side in ("shipper", "consignee"):
        rows = _with_party(rows, keys, names, side)
    rows = rows.with_columns(code=_code(), edition=_edition(), plain_unit=plain_unit()).join(
        goods, on=["code", "edition"], how="left"
    )
    chosen = rows.select(
        record=nw.col("shipment_id"),
        day=nw.col("date"),
        whole_month=(nw.col("date_precision") == "month").fill_null(value=False),
        seller=nw.col("shipper_company"),
        buyer=nw.col("consignee_company"),
        from_country=nw.coalesce("shipper_of", "shipper_country", "dispatch_country"),
        to_country=nw.coalesce("consignee_of", "consignee_country", "destination_country"),
        destination=nw.col("destination_country"),
        origin=nw.col("origin_country"),
        hs6=nw.col("code"),
        family=nw.coalesce("family", nw.concat_str(nw.col("edition").cast(nw.String), nw.lit(":"), nw.col("code"))),
        asked=nw.col("asked").fill_null(value=False),
        brand=_mark("brand"),
        part=_mark("part_number"),
        quantity=pieces(),
        net_kg=_kilograms(),
        value_usd=nw.when(nw.col("value_usd") > 0).then(nw.col("value_usd")),
        reporter=nw.col("reporter"),
        direction=nw.col("direction"),
        procedure=nw.col("procedure"),
        description=nw.col("description"),
    ).select(MOVEMENTS.names)
    someone = ~nw.col("seller").is_null() | ~nw.col("buyer").is_null()
    told = keep(chosen.filter(someone & ~nw.col("day").is_null() & ~nw.col("hs6").is_null()))
    return _with_brand_of_part(told).select(MOVEMENTS.names)


def _with_brand_of_part(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Fill in the brand of a part number where a record states none: that of nearly all records that state both."""
    both = rows.filter(~nw.col("part").is_null() & ~nw.col("brand").is_null())
    counted = both.group_by("part", "brand").agg(times=nw.len())
    all_of = counted.group_by("part").agg(nw.col("times").sum().alias("all_times"))
    one = counted.join(all_of, on="part", how="inner").filter(nw.col("times") >= _NEARLY_ALL * nw.col("all_times"))
    known = one.select("part", brand_of_part="brand")
    return rows.join(known, on="part", how="left").with_columns(brand=nw.coalesce("brand", "brand_of_part"))


def _with_party(
    rows: nw.LazyFrame[Any], keys: nw.LazyFrame[Any], names: nw.LazyFrame[Any], side: Side
) -> nw.LazyFrame[Any]:
    """Add the company of a side, and its country where the company is the one that is written there."""
    written = keys.select(
        key_of_side="key", written="company", written_country="company_country", carrier_only="forwarder"
    )
    aliases = names.select(alias_name="name", alias_company="company")
    declarants = names.select(declarant_name="name", declarant_company="company")
    declares = nw.col("direction") == ("export" if side == "shipper" else "import")
    rows = (
        rows.with_columns(key_of_side=party_key(side))
        .join(written, on="key_of_side", how="left")
        .with_columns(carrier_only=nw.col("carrier_only").fill_null(value=False))
        .with_columns(
            # Looked up for forwarders only: an ordinary party is who it is written to be.
            alias_name=nw.when(nw.col("carrier_only")).then(_plain(_unmarked(f"{side}_alias"))),
            declarant_name=nw.when(nw.col("carrier_only") & declares).then(_plain("declarant")),
        )
        .join(aliases, on="alias_name", how="left")
        .join(declarants, on="declarant_name", how="left")
    )
    own = nw.when(~nw.col("carrier_only")).then(nw.col("written"))
    return rows.with_columns(
        nw.coalesce(own, "alias_company", "declarant_company").alias(f"{side}_company"),
        nw.when(~nw.col("carrier_only")).then(nw.col("written_country")).alias(f"{side}_of"),
    ).drop(
        "key_of_side", "written", "written_country", "carrier_only", "alias_name", "declarant_name", "alias_company",
        "declarant_company",
    )  # fmt: skip


def _by_name(parties: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the names that belong to one company only, which is no forwarder: columns ``name, company``."""
    owners = parties.filter(~nw.col("forwarder"))
    both = nw.concat(
        [owners.select("company", name=_plain("name")), owners.select("company", name=_plain(_own_alias()))],
        how="vertical",
    ).filter(~nw.col("name").is_null() & (nw.col("name") != ""))
    found = both.group_by("name").agg(nw.col("company").min(), most=nw.col("company").max())
    return found.filter(nw.col("company") == nw.col("most")).select("name", "company")


def _plain(column: str | nw.Expr) -> nw.Expr:
    said = nw.col(column) if isinstance(column, str) else column
    return said.str.strip_chars().str.to_uppercase()


def _unmarked(column: str) -> nw.Expr:
    """Return a second name, which may say that it is of the one a party acts for."""
    return nw.col(column).str.replace_all(f"^{ON_BEHALF_OF}", "")


def _own_alias() -> nw.Expr:
    """Return the second name where it is the party's own."""
    return nw.when(~nw.col("alias").str.starts_with(ON_BEHALF_OF)).then(nw.col("alias"))


def _mark(column: str) -> nw.Expr:
    plain = _plain(column)
    return nw.when(plain != "").then(plain)


def _direction() -> nw.Expr:
    """Return the direction as the reporter sees it.

    What a record does not say follows from the reporter's country, else from the procedure: codes of the single
    administrative document and of those made after it begin with 1 to 3 for exports, with 4 to 7 for imports (sources
    in ``data/procedures.yaml``).
    """
    stated = nw.col("direction").str.to_lowercase()
    reporter = nw.col("reporter")
    procedure = nw.col("procedure").str.strip_chars()
    return (
        nw.when(stated.is_in(["export", "import"]))
        .then(stated)
        .when(reporter == nw.coalesce("dispatch_country", "shipper_country"))
        .then(nw.lit("export"))
        .when(reporter == nw.coalesce("destination_country", "consignee_country"))
        .then(nw.lit("import"))
        .when(procedure.str.contains(_PROCEDURE.format("1-3")))
        .then(nw.lit("export"))
        .when(procedure.str.contains(_PROCEDURE.format("4-7")))
        .then(nw.lit("import"))
    )


def _code() -> nw.Expr:
    digits = nw.col("hs").str.replace_all(r"[^0-9]", "")
    return nw.when(digits.str.len_chars() >= 2).then(digits.str.slice(0, 6))


def _edition() -> nw.Expr:
    year = nw.col("date").dt.year()
    return (
        nw.when(year >= _EDITIONS[2])
        .then(nw.lit(_EDITIONS[2]))
        .when(year >= _EDITIONS[1])
        .then(nw.lit(_EDITIONS[1]))
        .otherwise(nw.lit(_EDITIONS[0]))
        .cast(nw.Int64)
    )


def _kilograms() -> nw.Expr:
    """Return net weight; a quantity in kilograms is one, too."""
    unit = nw.col("unit").str.strip_chars().str.to_lowercase()
    stated = nw.when(nw.col("net_kg") > 0).then(nw.col("net_kg"))
    counted = nw.when(unit.is_in(["kg", "kgm", "kgs", "кг", "166"]) & (nw.col("quantity") > 0)).then(nw.col("quantity"))
    return nw.coalesce(stated, counted)
