"""The page of the input: fields of a transaction, roles, acts, end uses, list ids."""

from __future__ import annotations

from docs.generate.markdown import blocks, code, codes, opening, sentence, table
from docs.generate.nouns import fields_of, fields_table, summary, values_of

from tidewaiter.law import load_law
from tidewaiter.licensing.knowledge import SECTION_BY_USE
from tidewaiter.model import LISTED_ROLES, Act, Circumstance, Item, Owner, Party, Region, Role, Schema, Transaction
from tidewaiter.sources.orders.codes import END_USES, LIST_IDS
from tidewaiter.sources.orders.columns import IDENTIFIERS, resolve_column
from tidewaiter.sources.orders.names import NAME_KEYS


def transaction_page() -> tuple[str, str]:
    """Return title and text of the page of the input."""
    return "Transaction", blocks(
        opening("transaction"),
        opening("transaction-countries"),
        *_noun(Transaction, ""),
        *_noun(Item, ""),
        *_noun(Party, "<role>_"),
        *_noun(Owner, None),
        "## In a table",
        opening("transaction-columns", kinds=codes(IDENTIFIERS)),
        "## Role",
        summary(Role),
        table(("role", "a listed party in it triggers 744.11(a), 744.16 and 744.21"), _roles()),
        "## Act",
        sentence(summary(Act)),
        values_of(Act) + ".",
        "## Region",
        sentence(summary(Region)),
        values_of(Region) + ".",
        "## Schema",
        sentence(summary(Schema)),
        values_of(Schema) + ".",
        "## End uses",
        "`end_use` is one of these codes, or free text. Text can raise a concern and never clears one.",
        table(("code", "section it falls under"), _end_uses()),
        "## Circumstance",
        opening("transaction-circumstances"),
        table(("code", "exception", "stating it affirms"), _circumstances()),
        "## List ids",
        opening("transaction-lists"),
        codes(sorted(LIST_IDS)) + ".",
        "## Rows to screen",
        opening("transaction-screen", keys=codes(NAME_KEYS)),
    )


def _noun(noun: type, prefix: str | None) -> tuple[str, ...]:
    columns = None if prefix is None else {name: _column(name, prefix) for name, _, _ in fields_of(noun)}
    return f"## {noun.__name__}", sentence(summary(noun)), fields_table(noun, columns)


def _column(name: str, prefix: str) -> str:
    """Return the heading of a field in a table, if it has one."""
    if prefix and name in ("name", "role"):
        return code("<role>")
    heading = {"description": "item_description"}.get(name, f"{prefix}{name}")
    known = resolve_column(heading.replace("<role>", Role.END_USER.value))
    return code(heading) if known else ""


def _end_uses() -> list[tuple[str, str]]:
    return [(code(use), SECTION_BY_USE.get(use, "none by itself")) for use in sorted(END_USES)]


def _circumstances() -> list[tuple[str, str, str]]:
    """Return a line for each circumstance and paragraph: what an exporter affirms who states it."""
    rows: dict[tuple[str, str, str], None] = {}
    for circumstance in Circumstance:
        for rule in load_law().rules.values():
            segment = rule.segments[-1]
            if circumstance.value in segment.parameters.get("circumstances", ()):
                exception = f"{segment.parameters['symbols'][0]}, {segment.section}"
                rows[code(circumstance.value), exception, segment.question or ""] = None
    return list(rows)


def _roles() -> list[tuple[str, str]]:
    return [(code(role.value), "yes" if role in LISTED_ROLES else "") for role in Role]
