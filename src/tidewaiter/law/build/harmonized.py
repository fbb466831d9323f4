"""The Harmonized System: code lists of three editions, and the families that join them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tidewaiter.law.build.table_file import TableFile, read_csv, require
from tidewaiter.model import LawError

_FILES = {2012: "unsd_hs2012_H4_codes.csv", 2017: "unsd_hs2017_H5_codes.csv", 2022: "unsd_hs2022_H6_codes.csv"}
_BRIDGES = {
    (2022, 2017): "unsd_hs2022_to_hs2017_conversion_correlation.xlsx",
    (2017, 2012): "unsd_hs2017_to_hs2012_conversion_correlation.xlsx",
}
_COUNTS = {2012: 5206, 2017: 5388, 2022: 5613}
_PREFIX = re.compile(r"^\d+ - [-\s]*")
#: A code that draws on more predecessors than this collects residues (waste, display modules, transducers, parts): the
#: next largest code draws on 16, these on 157 or more. Joined by every edge they would fuse half of chapters 84 to 90.
_COLLECTS = 30

Node = tuple[int, str]


def _folder(data: Path) -> Path:
    return data / "trade" / "classification"


def _lists(data: Path) -> dict[int, dict[str, str]]:
    lists: dict[int, dict[str, str]] = {}
    for vintage, name in _FILES.items():
        rows = read_csv(_folder(data) / name, "id", "text")
        lists[vintage] = {
            r["id"]: " ".join(_PREFIX.sub("", r["text"]).split()).rstrip(".") for r in rows if r["id"].isdigit()
        }
        six = sum(1 for code in lists[vintage] if len(code) == 6)
        require(six == _COUNTS[vintage], f"HS {vintage} has {_COUNTS[vintage]} subheadings, the file has {six}")
    return lists


def _pairs(data: Path, name: str) -> Iterator[tuple[str, str]]:
    path = _folder(data) / name
    if not path.is_file():
        raise LawError(f"{path} is missing. Give the folder that holds ear/ and trade/.")
    import openpyxl  # noqa: PLC0415  every command loads this module; only a build reads workbooks

    book = openpyxl.load_workbook(path, read_only=True)
    for row in book["Correlation Tables"].iter_rows(max_col=2, values_only=True):
        newer, older = (str(cell or "").strip() for cell in row)
        if len(newer) == 6 and newer.isdigit():
            yield newer, older


def code_list(data: Path) -> TableFile:
    """Return every chapter, heading and subheading of HS 2012, 2017 and 2022 with its title.

    HS 2012 titles are fragments of the tree ("Other"). Where a code kept its number and its goods in 2017 its later,
    self-contained title is used; else the heading's title is put before the fragment.
    """
    lists = _lists(data)
    unchanged = _unchanged(data)
    titles: dict[tuple[str, str], list[int]] = defaultdict(list)
    for vintage, listed in lists.items():
        for code, title in listed.items():
            titles[code, _title(code, title, vintage, lists, unchanged)].append(vintage)
    return TableFile(
        name="hs_codes.csv",
        columns=("hs", "vintages", "title"),
        rows=sorted((code, " ".join(map(str, vintages)), title) for (code, title), vintages in titles.items()),
        source="UN Statistics Division, HS 2012, 2017 and 2022 code lists",
        as_of="2024-01-16",
        verified="verified",
    )


def _unchanged(data: Path) -> set[str]:
    pairs = list(_pairs(data, _BRIDGES[2017, 2012]))
    newer, older = Counter(p[0] for p in pairs), Counter(p[1] for p in pairs)
    return {new for new, old in pairs if new == old and newer[new] == older[old] == 1}


def _title(code: str, title: str, vintage: int, lists: dict[int, dict[str, str]], unchanged: set[str]) -> str:
    if vintage != 2012:
        return title
    if len(code) < 6:
        return lists[2017].get(code, title)
    return lists[2017][code] if code in unchanged else f"{lists[2012][code[:4]]}; {title}"


def _predecessor(code: str, newer: set[str], older: set[str]) -> list[str]:
    """Return what a collecting code carries on by number: the same number, else retired numbers beside it."""
    if code in older:
        return [code]
    return sorted(old for old in older - newer if len(old) == 6 and old[:5] == code[:5])


def _edges(data: Path, lists: dict[int, dict[str, str]]) -> tuple[list[tuple[Node, Node]], set[str]]:
    """Return the correlation edges that join families, and the collecting codes most of whose edges were left out."""
    edges: list[tuple[Node, Node]] = []
    collecting: set[str] = set()
    for (newer, older), name in _BRIDGES.items():
        pairs = list(_pairs(data, name))
        drawn = Counter(new for new, _ in pairs)
        many = {code for code, count in drawn.items() if count > _COLLECTS}
        collecting |= {f"{newer}:{code}" for code in many}
        edges += [((newer, new), (older, old)) for new, old in pairs if new not in many]
        for code in sorted(many):
            kept = _predecessor(code, set(lists[newer]), set(lists[older]))
            edges += [((newer, code), (older, old)) for old in kept]
    return edges, collecting


def _components(edges: list[tuple[Node, Node]], nodes: list[Node]) -> list[dict[int, list[str]]]:
    parent: dict[Node, Node] = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in edges:
        if a in parent and b in parent:
            parent[root(a)] = root(b)
    grouped: dict[Node, dict[int, list[str]]] = defaultdict(lambda: {vintage: [] for vintage in _FILES})
    for node in sorted(nodes):
        grouped[root(node)][node[0]].append(node[1])
    return list(grouped.values())


def families(data: Path) -> TableFile:
    """Return the connected components of the correlation tables that are more than one unchanged code."""
    lists = _lists(data)
    edges, collecting = _edges(data, lists)
    nodes = [(vintage, code) for vintage, listed in lists.items() for code in listed if len(code) == 6]
    rows = [_family(members, collecting) for members in _components(edges, nodes)]
    kept = sorted(row for row in rows if not (row[1] == row[2] == row[3] and " " not in row[1]))
    require(len(kept) < 1500, "most codes keep their number and goods through the three editions")
    require(max(len(" ".join(row[1:4]).split()) for row in kept) < 200, "no family fuses whole chapters")
    return TableFile(
        name="hs_families.csv",
        columns=("family", "hs2012", "hs2017", "hs2022", "collecting"),
        rows=kept,
        source="UN Statistics Division, HS correlation tables 2022-2017 and 2017-2012",
        as_of="2024-01-16",
        verified="partly verified",
        note="Codes drawing on more than 30 others are joined by number only; 8541.51 and .59 so follow 8541.50.",
    )


def _family(members: dict[int, list[str]], collecting: set[str]) -> tuple[str, ...]:
    newest = next(v for v in (2022, 2017, 2012) if members[v])
    gathers = [code for code in members[2022] if f"2022:{code}" in collecting]
    return (
        f"{newest}:{members[newest][0]}", " ".join(members[2012]), " ".join(members[2017]), " ".join(members[2022]),
        " ".join(gathers),
    )  # fmt: skip
