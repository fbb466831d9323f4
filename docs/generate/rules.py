"""The pages of license rules, from ``law/data/rules``: one for each part, and an index of every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby

import yaml
from docs.generate.markdown import blocks, code, codes, opening, sentence, table

from tidewaiter.law import load_law
from tidewaiter.law.loader import rule_files
from tidewaiter.law.rule import Rule, Segment

_COLUMNS = ("from", "to", "section", "citation", "review policy", "exceptions", "standing")
_NUMBER = re.compile(r"(\d+)")


def rules_page() -> tuple[str, str]:
    """Return title and text of the page that leads to every rule."""
    parts = [blocks(f"## {part_title(part)}", _index(rules)) for part, rules in by_part()]
    return "License rules", blocks(opening("rules"), _totals(), *parts)


def part_pages() -> dict[str, tuple[str, str]]:
    """Return title and text of the page of each part, by its file name."""
    return {page_of(part): (part_title(part), blocks(*map(_rule, rules))) for part, rules in by_part()}


def page_of(part: str) -> str:
    """Return the file name of a part's page, under ``docs/reference``."""
    name = f"part {part}" if part.isdigit() else part
    return f"rules/{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}.md"


def link_to(rule: Rule) -> str:
    """Return a link to a rule from a page of ``docs/reference``."""
    return f"[`{rule.id}`]({page_of(rule.part)}#{rule.id})"


def _index(rules: list[Rule]) -> str:
    rows = ((link_to(rule), sentence(rule.title), _since(rule), rule.status.value) for rule in rules)
    return table(("rule", "what it does", "stands", "status"), rows)


def _since(rule: Rule) -> str:
    last = rule.segments[-1].end
    return f"{rule.segments[0].start} to {last}" if last else f"since {rule.segments[0].start}"


def by_part() -> Iterable[tuple[str, list[Rule]]]:
    """Return the rules of each CFR part, or other regime, in the order of their numbers."""
    ordered = sorted(load_law().rules.values(), key=lambda rule: (natural(rule.part), natural(rule.id)))
    return [(part, list(rules)) for part, rules in groupby(ordered, key=lambda rule: rule.part)]


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts 746.2 before 746.10, and numbers before words."""
    return tuple((0, int(piece)) if piece.isdigit() else (1, piece) for piece in _NUMBER.split(text) if piece)


@cache
def part_title(part: str) -> str:
    """Return the heading of a part: its number and the title its rule file gives."""
    for file in rule_files():
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        if str(data["part"]) == part:
            name = f"Part {part}" if part.isdigit() else part
            return f"{name}: {data['title']}" if data.get("title") else name
    return part


def _totals() -> str:
    rows = []
    for part, rules in by_part():
        unverified = sum(not segment.verified for rule in rules for segment in rule.segments)
        periods = sum(len(rule.segments) for rule in rules)
        rows.append((f"[{part_title(part)}]({page_of(part)})", str(len(rules)), str(periods), str(unverified)))
    return table(("part", "rules", "periods", "of them unverified"), rows)


def _rule(rule: Rule) -> str:
    return blocks(
        f'<a id="{rule.id}"></a>',
        f"## {code(rule.id)}",
        sentence(rule.title),
        f"Status: **{rule.status.value}**." + (f" Not modelled: {sentence(rule.missing)}" if rule.missing else ""),
        table(_COLUMNS, map(_segment, rule.segments)),
        _parameters(rule),
    )


def _parameters(rule: Rule) -> str:
    """Return what the rule reaches, a line for each period in which it is not what it was before."""
    lines, before = [], ""
    for segment in rule.segments:
        said = "; ".join(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in segment.parameters.items())
        asked = segment.question if segment.question and not segment.unconfirmed_after else ""
        said = ". ".join(text for text in (said, asked) if text)
        if said and said != before:
            lines.append(f"- From {segment.start.isoformat()}: {said}")
        before = said
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return codes(value) if isinstance(value, tuple) else str(value)


def _segment(segment: Segment) -> tuple[str, ...]:
    return (
        segment.start.isoformat(),
        segment.end.isoformat() if segment.end else "",
        segment.section,
        "; ".join((segment.cfr, *segment.fr)),
        segment.review or "",
        "all of part 740" if segment.exceptions == ("*",) else codes(segment.exceptions),
        _standing(segment),
    )


def _standing(segment: Segment) -> str:
    said = ["verified" if segment.verified else "**unverified**"]
    said += ["suspended"] if segment.suspended else []
    if segment.unconfirmed_after:
        said.append(f"unconfirmed after {segment.unconfirmed_after}: {segment.question}")
    return "; ".join(said)
