"""Read the scope text of a control row into paragraphs, as far as the text itself settles them.

The left column of a License Requirements table says ``NS applies to entire entry, except 0A606.b and .y``. Texts that
name paragraphs of their own entry and nothing else are read completely. Where a condition remains (a technical
parameter, an end use), the paragraphs it stands on are kept as conditional, so that the others can still be answered.
Text that names no paragraph of its entry, or in a way the rules here do not follow, stays prose: it may reach anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from tidewaiter.law.tables.eccn_code import Path, join_path, split_path
from tidewaiter.law.tables.scope import Kind, Scope

_LEAD = re.compile(
    r"^(?:[A-Z]{2}(?:,? (?:and )?[A-Z]{2})*|Russian industry sector sanctions?)\s+appl(?:ies|y)[:,]?\s*(?:to\b)?[: ]*"
)
#: Sentences that say where to look or how a requirement works, but not which items it reaches.
_ASIDE = re.compile(
    r"\s*(?:A license is required|Accordingly, a column|The Commerce Country Chart is not designed|See (?:also )?§"
    r"|\((?:But )?[Ss]ee §|\(See part 742|\(refer to [^)]*\)|[A-Z]{2} Column \d)[^;]*$"
)
_ENTIRE = re.compile(r"^(?:the )?entire entry\b[\s,]*")
_EXCEPT = re.compile(r"^except(?:ing)?(?: for)?\b[:\s]*", re.IGNORECASE)
_CLAUSE = re.compile(
    r";\s*(?:and\s+)?(?:to\s+)?|,?\s+as well as\s+|\s+AND\s+(?:to\s+)?|\s+and to (?:all )?(?=items|\d)"
)
#: Words before a reference that do not narrow it: "items controlled by 5A002.z.1" are all of 5A002.z.1.
_FILLER = re.compile(
    r"^(?:(?:all|those|the|only) )*(?:items? |commodities |“(?:software|technology)” )?(?:(?:controlled|specified) )?"
    r"(?:(?:in|by|under) )?(?:paragraphs? )?(?:ECCNs? )?(?=\d[A-E]\d{3}|\.|[a-z][\s,.]|[a-z]$)"
)
_TAIL = re.compile(r"^[\s,.]*(?:only|of this entry|controlled by this entry|items?)?[\s,.]*$")
_PATH = r"[a-z](?:\.(?:\d+|[a-z])(?![a-z]))*(?![a-z\d])"
_SEPARATOR = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*;\s*(?:and\s+)?)"
_RANGE = re.compile(r"\s+(?:to|through)\s+")
#: A reference after these words is a yardstick, not an item reached.
_YARDSTICK = re.compile(r"\b(?:parameters?|criteria|characteristics?|accuracies|requirements)\b[^,;]*$")
_ANY_ECCN = r"\d[A-E]\d{3}"
_PARAGRAPH_LEFT = re.compile(r"(?<![\w.])(?:[a-z]\.\d|\.[a-z]\b|\.\d)")


@dataclass
class _Reading:
    """Paragraphs gathered from a text, before they become a scope."""

    sure: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    maybe_excluded: list[str] = field(default_factory=list)
    whole_maybe: bool = False


def _run(eccn: str) -> re.Pattern[str]:
    """A run of paragraphs: ``3B001.a.4, c, d, f.1, k to n``. After the first, the entry and the dot may be left out."""
    item = rf"(?:{eccn}[\s.]*{_PATH}|{eccn}(?![\w.]*\w)|\.\s?{_PATH}|\.\d+(?:\.(?:\d+|[a-z]))*|{_PATH})"
    unit = rf"{item}(?:\s+(?:to|through)\s+{item})?"
    return re.compile(rf"{unit}(?:{_SEPARATOR}{unit}(?=[\s,;.):]|$))*")


def _expand(first: Path, last: Path) -> list[Path]:
    """Paragraphs from one to another that differ in their last segment only, such as ``a.1`` to ``a.4``."""
    if first[:-1] != last[:-1] or not first:
        return []
    start, end = first[-1], last[-1]
    if start.isdigit() and end.isdigit():
        return [(*first[:-1], str(n)) for n in range(int(start), int(end) + 1)]
    if len(start) == len(end) == 1:
        return [(*first[:-1], chr(n)) for n in range(ord(start), ord(end) + 1)]
    return []


def _after(previous: Path, path: Path) -> Path:
    """Complete a reference that begins with a number from the one before it: ``.16`` after ``d.15`` is ``d.16``."""
    if not path or not path[0].isdigit():
        return path
    numbers = [i for i, segment in enumerate(previous) if segment.isdigit()]
    return (*previous[: numbers[-1]], *path) if numbers else ()


def _paths(run: str, eccn: str) -> list[str] | None:
    """Return the paragraphs a run names, or None when one of them cannot be read."""
    found: list[Path] = []
    for unit in re.split(_SEPARATOR, re.sub(rf"{eccn}[\s.]*", ".", run)):
        ends: list[Path] = []
        for end in _RANGE.split(unit):
            previous = ends[-1] if ends else found[-1] if found else ()
            ends.append(_after(previous, split_path(end)))
        if not all(ends):
            return None
        found.append(ends[0])
        for first, last in pairwise(ends):
            steps = _expand(first, last)
            if not steps:
                return None
            found.extend(steps[1:])
    return [join_path(path) for path in found]


def _parentheses(text: str) -> tuple[str, list[str]] | None:
    """Return the text without its outermost parentheses, and what stood in them; None when they do not balance."""
    depth, outside, inside = 0, [], [""]
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return None
        if depth:
            inside[-1] += character
        elif character == ")":
            inside.append("")
        else:
            outside.append(character)
    return None if depth else ("".join(outside), [part[1:] for part in inside if part])


def _named(text: str, eccn: str) -> list[str] | None:
    """Return the paragraphs of the entry named anywhere in a conditional clause; None when some cannot be read."""
    found: list[str] = []
    unread: list[str] = []
    end = 0
    for reference in re.finditer(rf"{_ANY_ECCN}[\s.]*{_PATH}|^\.?{_PATH}(?=[\s,])", text):
        run = _run(_ANY_ECCN).match(text, reference.start())
        if run is None or run.start() < end:
            continue
        unread.append(text[end : run.start()])
        end = run.end()
        entries = set(re.findall(_ANY_ECCN, run.group()))
        if entries > {eccn}:
            return None
        if entries <= {eccn} and not _YARDSTICK.search(text[: run.start()]):
            paths = _paths(run.group(), eccn)
            if paths is None:
                return None
            found += paths
    return None if any(_PARAGRAPH_LEFT.search(part) for part in (*unread, text[end:])) else found


def _read_clause(clause: str, eccn: str, into: _Reading) -> None:
    """Read one clause: a bare run of paragraphs is sure, a run inside other words conditional, neither: the whole."""
    split = _parentheses(clause.strip(" ,."))
    if split is None:
        into.whole_maybe = True
        return
    text, remarks = _FILLER.sub("", split[0].strip(" ,.")), split[1]
    for remark in remarks:
        exception = _EXCEPT.match(remark)
        if exception:
            _left_out(remark[exception.end() :], eccn, into)
    run = _run(eccn).match(text)
    rest = text[run.end() :] if run else text
    if run and _TAIL.match(rest):
        paths = _paths(run.group(), eccn)
        if paths is not None:
            into.sure.extend(paths)
            return
    named = _named(text, eccn)
    if not named or re.match(r"\s*,?\s*and\s+[a-z]{3,}", rest if run else ""):
        into.whole_maybe = True
    into.maybe.extend(named or ())


def _left_out(text: str, eccn: str, into: _Reading) -> None:
    exceptions = _read(text, eccn)
    into.excluded += exceptions.sure
    into.maybe_excluded += exceptions.maybe
    into.whole_maybe = into.whole_maybe or exceptions.whole_maybe


def _read(text: str, eccn: str) -> _Reading:
    reading = _Reading()
    for clause in _CLAUSE.split(text):
        if clause.strip(" ,."):
            _read_clause(clause, eccn, reading)
    return reading


def _ordered(paths: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(paths))


def parse_scope(eccn: str, text: str) -> Scope:
    """Read the scope text of a control row of `eccn`.

    Returns:
        A scope whose answers never go further than the text: what is not understood gives ``unknown``.
    """
    body = _ASIDE.sub("", " ".join(text.split()))
    body = re.sub(r"\. (?=[a-z]\b)", ".", _LEAD.sub("", body))
    body, _, note = body.partition(". Note:")
    entire = _ENTIRE.match(body)
    if entire:
        return _entire(eccn, body[entire.end() :].strip(" ,."), note)
    reading = _read(body, eccn)
    if note or reading.whole_maybe:
        return Scope(eccn, "prose")
    kind: Kind = "prose" if reading.maybe or reading.maybe_excluded else "paragraphs"
    return Scope(
        eccn,
        kind,
        _ordered(reading.sure),
        _ordered(reading.excluded),
        _ordered(reading.maybe),
        _ordered(reading.maybe_excluded),
    )


def _entire(eccn: str, rest: str, note: str) -> Scope:
    exception = _EXCEPT.match(rest)
    if not rest and not note:
        return Scope(eccn, "entire")
    if not exception:
        return Scope(eccn, "prose")
    left_out = _read(rest[exception.end() :], eccn)
    remark = _read(note, eccn) if note else _Reading()
    if left_out.whole_maybe or remark.whole_maybe:
        return Scope(eccn, "prose")
    doubtful = _ordered([*left_out.maybe, *remark.sure, *remark.maybe])
    return Scope(eccn, "entire_except", (), _ordered(left_out.sure), (), doubtful)
