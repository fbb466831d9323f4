"""The page of signs, from their definitions and their points."""

from __future__ import annotations

from docs.generate.markdown import blocks, code, opening, sentence, table

from tidewaiter.networks.leads.points import SignWeight, Weights, carried_weights
from tidewaiter.networks.signs import SIGNS, SignDefinition


def signs_page() -> tuple[str, str]:
    """Return title and text of the page of signs."""
    weights = carried_weights()
    overview = table(
        ("id", "title", "kind", "points when present", "when absent"),
        ((f"[`{sign.id}`](#{sign.id})", sign.title, sign.kind, *_points(weights.signs.get(sign.id))) for sign in SIGNS),
    )
    return "Signs", blocks(
        opening("signs", intercept=f"{weights.intercept:g}", fitted=_fitted(weights)),
        overview,
        *(_sign(sign, weights) for sign in SIGNS),
    )


def _fitted(weights: Weights) -> str:
    said = weights.fitted
    worlds = said.get("worlds") or ()
    days = ", ".join(said.get("days") or ())
    companies = f"{said.get('companies', 0):,} companies"
    return f"{said.get('how')}, on {len(worlds)} simulated worlds by the days {days} ({companies})"


def _points(weight: SignWeight | None) -> tuple[str, str]:
    if weight is None:
        return "none", "none"
    ladder = [f"{weight.present:+.2f}", *(f"{points:+.2f}" for _, points in weight.steps)]
    return " to ".join(dict.fromkeys((ladder[0], ladder[-1]))), f"{weight.absent:+.2f}" if weight.absent else "none"


def _sign(sign: SignDefinition, weights: Weights) -> str:
    weight = weights.signs.get(sign.id)
    facts = [
        ("unit", sign.unit),
        ("source", sign.source),
        *([("unverified", sign.unverified)] if sign.unverified else []),
        ("clears if", sentence(sign.clears_if)),
        *([("undetermined when", sentence(sign.missing[0].upper() + sign.missing[1:]))] if sign.missing else []),
        ("points", _ladder(sign, weight)),
    ]
    return blocks(f"## {sign.id}", sentence(sign.title), sentence(sign.meaning), table(("", ""), facts))


def _ladder(sign: SignDefinition, weight: SignWeight | None) -> str:
    if weight is None:
        return "none: shown, but the fit gave it no weight"
    word = "up to" if sign.lower_is_stronger else "from"
    steps = [f"{points:+.2f} {word} {code(f'{value:g}')}" for value, points in weight.steps]
    absent = [f"{weight.absent:+.2f} when absent"] if weight.absent else []
    return ", ".join([f"{weight.present:+.2f} when present", *steps, *absent])
