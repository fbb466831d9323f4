"""The page that says how far each part and section of the law is modelled."""

from __future__ import annotations

from collections import defaultdict

from docs.generate.markdown import blocks, opening, sentence, table
from docs.generate.rules import by_part, link_to, natural, part_title

from tidewaiter.law import load_law
from tidewaiter.law.rule import Rule, Status


def coverage_page() -> tuple[str, str]:
    """Return title and text of the page of coverage."""
    newest = load_law().tables.as_of
    summary = table(
        ("part", *(status.value for status in Status)),
        (
            (part_title(part), *(str(sum(r.status is status for r in rules)) for status in Status))
            for part, rules in by_part()
        ),
    )
    parts = [blocks(f"## {part_title(part)}", _sections(rules)) for part, rules in by_part()]
    stated = f"The text of the rules is as of {newest}; what was published later is not included."
    return "Law coverage", blocks(opening("coverage"), stated, summary, *parts)


def section_of(rule: Rule) -> str:
    """Return the section a rule stands in now, without its paragraphs."""
    return rule.segments[-1].section.partition("(")[0].strip()


def _sections(rules: list[Rule]) -> str:
    sections: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        sections[section_of(rule)].append(rule)
    rows = [
        (section, link_to(rule), sentence(rule.title), rule.status.value, sentence(rule.missing))
        for section in sorted(sections, key=natural)
        for rule in sections[section]
    ]
    return table(("section", "rule", "what it does", "status", "what is missing"), rows)
