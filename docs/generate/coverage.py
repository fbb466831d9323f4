"""The page that says how far each part and section of the law is modelled."""

from __future__ import annotations

from collections import defaultdict

from docs.generate.markdown import blocks, code, sentence, table
from docs.generate.rules import by_part, natural, part_title
from tidewaiter.law import load_law
from tidewaiter.law.rule import Rule, Status

_INTRODUCTION = """
Tidewaiter says of every rule how far it is modelled, and repeats it on every determination.

- **modelled**: the rule is evaluated in full from the facts of the transaction.
- **partial**: the rule is evaluated, and what is missing is said here and asked about where it matters.
- **pointer**: the rule is not evaluated. The answer points to it, and a person has to follow.

A part or section that does not stand here is not examined at all. Absence of a requirement in an answer is never permission:
it means that none was found in what was examined. The dates and citations of each rule are on the page
[license rules](rules.md); the age of the tables they use is on [carried data](data.md).
"""


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
    return "Law coverage", blocks(_INTRODUCTION, stated, summary, *parts)


def section_of(rule: Rule) -> str:
    """Return the section a rule stands in now, without its paragraphs."""
    return rule.segments[-1].section.partition("(")[0].strip()


def _sections(rules: list[Rule]) -> str:
    sections: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        sections[section_of(rule)].append(rule)
    rows = [
        (section, code(rule.id), sentence(rule.title), rule.status.value, sentence(rule.missing))
        for section in sorted(sections, key=natural)
        for rule in sections[section]
    ]
    return table(("section", "rule", "what it does", "status", "what is missing"), rows)
