"""The pages of docs/reference and the function that writes each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docs.generate.answers import answers_page
from docs.generate.commands import commands_page
from docs.generate.coverage import coverage_page
from docs.generate.data import data_page
from docs.generate.features import features_page
from docs.generate.flags import flags_page
from docs.generate.layouts import layouts_page
from docs.generate.markdown import page
from docs.generate.rules import part_pages, rules_page
from docs.generate.signs import signs_page
from docs.generate.transaction import transaction_page
from docs.generate.world import world_page

PAGES: Mapping[str, Callable[[], tuple[str, str]]] = {
    "answers.md": answers_page,
    "cli.md": commands_page,
    "coverage.md": coverage_page,
    "data.md": data_page,
    "features.md": features_page,
    "lists.md": layouts_page,
    "red-flags.md": flags_page,
    "rules.md": rules_page,
    "signs.md": signs_page,
    "transaction.md": transaction_page,
    "world.md": world_page,
}


def render_pages() -> dict[str, str]:
    """Return the whole text of every page by its file name. The same program and data give the same text."""
    written = {name: write() for name, write in PAGES.items()} | part_pages()
    return {name: page(*text) for name, text in sorted(written.items())}
