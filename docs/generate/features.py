"""The page of screening features: what each means and what it weighs."""

from __future__ import annotations

import io
import tokenize
from importlib import resources

from docs.generate.markdown import blocks, code, opening, sentence, table
from docs.generate.nouns import attributes

from tidewaiter.screening.explain import WITHOUT_WEIGHT
from tidewaiter.screening.features import NAMES
from tidewaiter.screening.model import ScoreModel, address_scores, evidence_weights, score_model


def features_page() -> tuple[str, str]:
    """Return title and text of the page of features."""
    model, meanings = score_model(), feature_meanings()
    return "Features of a hit", blocks(
        opening("features"),
        table(("constant", "value", "meaning"), _constants(model)),
        "## Features of the names",
        table(
            ("feature", "meaning", "log odds a unit"),
            ((code(n), sentence(meanings.get(n, "")), f"{w:+g}") for n, w in zip(NAMES, model.weights, strict=True)),
        ),
        "## Evidence besides the names",
        "What either side does not say counts neither for nor against.",
        table(("evidence", "log odds"), ((code(n), f"{w:+g}") for n, w in evidence_weights().items())),
        "## Said of a hit without weight",
        table(("feature", "what its `detail` says"), ((code(n), said) for n, said in WITHOUT_WEIGHT.items())),
        "## Addresses found by themselves",
        "Score of a hit for which only the address speaks, by whose address it is and how far it agrees.",
        table(("address of", "agrees on", "score"), _addresses()),
    )


def _constants(model: ScoreModel) -> list[tuple[str, str, str]]:
    known = attributes(ScoreModel)
    return [
        (code(name), f"{value:g}", meaning)
        for name, meaning in known.items()
        if isinstance(value := getattr(model, name), float)
    ]


def _addresses() -> list[tuple[str, str, str]]:
    return [
        (whose.replace("_", " "), level.replace("_", " "), f"{score:g}")
        for whose, scores in address_scores().items()
        for level, score in scores.items()
    ]


def feature_meanings() -> dict[str, str]:
    """Return the meaning of each name feature: the comment beside it in the tuple ``NAMES``, or the one above it."""
    source = resources.files("tidewaiter.screening").joinpath("features.py").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    name, line, said = "", 0, ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and token.string[1:-1] in NAMES and token.string[1:-1] not in found:
            name, line = token.string[1:-1], token.start[0]
            found[name] = said
        elif token.type == tokenize.COMMENT and token.start[0] == line:
            said = found[name] = token.string.lstrip("# ").capitalize()
    return found
