"""The reference is what the program says of itself: nothing out of date, nothing left out."""

from __future__ import annotations

import fnmatch
import json
import re
from importlib import resources
from pathlib import Path

import pytest
import typer

from tidewaiter.cli.app import app
from tidewaiter.law import load_law
from tidewaiter.law.tables.read import provenance
from tidewaiter.model import Act, Decision, Determination, Hit, Item, Party, RedFlag, Role, Transaction
from tidewaiter.redflags.records import load_records
from tidewaiter.screening.features import NAMES
from tidewaiter.sources.lists import LAYOUTS, read_list_file
from tidewaiter.sources.orders.codes import END_USES, LIST_IDS
from tidewaiter.sources.orders.columns import resolve_column
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace import package_root

_LIST_ID = re.compile(r'"((?:us|eu|gb|un|jp|ch|ca|cn)\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)"')


def _page(pages: dict[str, str], name: str) -> str:
    return pages[f"docs/reference/{name}"]


def test_every_generated_page_is_up_to_date(pages: dict[str, str]) -> None:
    from docs.generate.pages import render_pages

    stale = [name for name, text in render_pages().items() if pages.get(f"docs/reference/{name}") != text]
    assert not stale, f"run `python -m docs.generate`: {', '.join(stale)} out of date"


def test_the_generator_gives_the_same_text_twice() -> None:
    from docs.generate.pages import render_pages

    assert render_pages() == render_pages()


def test_every_command_argument_and_option_has_its_place(pages: dict[str, str]) -> None:
    from docs.generate.commands import arguments, options, walk

    sections = dict(
        zip(*[iter(re.split(r"^## (.+)$", _page(pages, "cli.md"), flags=re.MULTILINE)[1:])] * 2, strict=True)
    )
    commands = dict(walk(typer.main.get_command(app), "tidewaiter"))
    assert list(sections) == list(commands)
    for path, command in commands.items():
        assert command.help
        for option in options(command):
            assert option.help, f"{path} {option.opts[0]} has no help"
            row = next(line for line in sections[path].splitlines() if line.startswith(f"| `{option.opts[0]}`"))
            assert option.help.split("|")[0] in row
        assert sections[path].count("\n| `") == len(options(command)) + len(arguments(command))


def test_every_rule_stands_in_rules_and_in_coverage(pages: dict[str, str]) -> None:
    from docs.generate.rules import page_of

    index, covered = _page(pages, "rules.md"), _page(pages, "coverage.md")
    for rule in load_law().rules.values():
        place = f"[`{rule.id}`]({page_of(rule.part)}#{rule.id})"
        assert f"| {place} |" in index
        text = _page(pages, page_of(rule.part))
        assert f'<a id="{rule.id}"></a>' in text
        section = text.partition(f"## `{rule.id}`\n")[2].partition("\n<a id")[0]
        assert f"**{rule.status.value}**" in section
        for segment in rule.segments:
            assert f"| {segment.start} |" in section
            assert segment.cfr in section
        assert section.count("**unverified**") == sum(not segment.verified for segment in rule.segments)
        row = next(line for line in covered.splitlines() if f"| {place} |" in line)
        assert f"| {rule.status.value} |" in row


def test_every_red_flag_says_what_clears_it(pages: dict[str, str]) -> None:
    text = _page(pages, "red-flags.md")
    for record in load_records():
        section = text.partition(f"## {record.id}\n")[2].partition("\n## ")[0]
        assert record.clears_if in section
        for segment in record.segments:
            assert f"| {segment.start} |" in section
            assert segment.citation in section


def test_everything_carried_is_named_with_its_hash(pages: dict[str, str]) -> None:
    text = _page(pages, "data.md")
    store = SnapshotStore(package_root() / "data")
    for list_id in store.lists():
        for day in store.dates(list_id):
            snapshot = store.snapshot(list_id, day)
            assert f"| `{list_id}` | {day} | {snapshot.entries} | `{snapshot.sha256[:12]}`" in text
    for name, facts in provenance().items():
        assert f"| `{name}` | {facts['as_of']} | {facts['rows']} | `{facts['sha256'][:12]}`" in text
    carried = {file.name for file in resources.files("tidewaiter.law").joinpath("data", "tables").iterdir()}
    assert all(f"`{name}`" in text for name in carried if name.endswith(".csv"))


def test_every_layout_and_list_id_is_documented(pages: dict[str, str]) -> None:
    from docs.generate.layouts import layout_facts

    text = _page(pages, "lists.md")
    facts = layout_facts()
    documented = {one for layout in facts.values() for one in layout["lists"]} | facts.keys()
    for layout in LAYOUTS:
        assert f"## {layout.key}\n\n{layout.source}" in text
        assert facts[layout.key]["quirks"]
    sources = resources.files("tidewaiter.sources.lists")
    named = {
        found[1]
        for file in sources.iterdir()
        if file.name.endswith(".py")
        for found in _LIST_ID.finditer(file.read_text(encoding="utf-8"))
    }
    assert named | LIST_IDS <= documented


@pytest.mark.needs_data
@pytest.mark.parametrize(
    ("layout", "file"),
    [
        ("us.bis.supplement", "us_bis/bis_meu_2026-07.json"),
        ("us.bis.mieu", "us_bis/mieu_744_22.csv"),
        ("us.bis.denied.csv", "us_bis/dpl_2026-06-18.csv"),
        ("us.parsed", "us_state/isn_nonproliferation_2026-07.json"),
        ("us.ofac.delimited", "us_ofac/2025-12_cons_prim.csv"),
        ("eu.journal", "eu/oj_consolidated/32014R0833.csv"),
        ("jp.meti.eul", "jp/meti_end_user_list_2025-09-29.json"),
        ("ch.seco", "ch/seco_amendment_2024-01-17.xml"),
        ("cn.mofcom", "cn/mofcom_lists_2026-07.json"),
    ],
)
def test_a_layout_gives_the_lists_the_page_names(data_dir: Path, layout: str, file: str) -> None:
    from docs.generate.layouts import layout_facts

    patterns = layout_facts()[layout]["lists"]
    given = read_list_file(data_dir / "lists" / file).counts
    assert given
    assert all(any(fnmatch.fnmatch(list_id, pattern) for pattern in patterns) for list_id in given)


def test_every_field_code_and_column_of_the_input_is_explained(pages: dict[str, str]) -> None:
    from docs.generate.nouns import fields_of

    text = _page(pages, "transaction.md")
    for noun in (Transaction, Item, Party):
        assert all(f"| `{name}` |" in text for name, _, _ in fields_of(noun))
    values = (*(role.value for role in Role), *(act.value for act in Act), *END_USES, *LIST_IDS)
    assert all(f"`{value}`" in text for value in values)
    for heading in re.findall(r"\| `(<role>_\w+|item_\w+)` \|", text):
        assert resolve_column(heading.replace("<role>", "purchaser")), heading


def test_every_field_of_the_answers_is_explained(pages: dict[str, str]) -> None:
    from docs.generate.nouns import fields_of

    text = _page(pages, "answers.md")
    for noun in (Decision, Determination, Hit, RedFlag):
        section = text.partition(f"## {noun.__name__}\n")[2].partition("\n## ")[0]
        rows = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", section, flags=re.MULTILINE)
        assert [name for name, _ in rows] == [name for name, _, _ in fields_of(noun)]
        assert all(meaning.strip() for _, meaning in rows)


def test_every_feature_has_a_meaning_and_its_weight(pages: dict[str, str]) -> None:
    text = _page(pages, "features.md")
    weights = json.loads(resources.files("tidewaiter.screening").joinpath("data/weights.json").read_text("utf-8"))
    for name in NAMES:
        weight = f"{weights['name']['weights'][name]:+g}"
        assert re.search(rf"\| `{name}` \| \w.*\. \| {re.escape(weight)} \|", text), name
    for name, weight in weights["evidence"].items():
        assert f"| `{name}` | {weight:+g} |" in text
