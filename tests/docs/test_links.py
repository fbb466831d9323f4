"""Links lead somewhere, and no page names a folder of somebody's machine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|<img[^>]+src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
_MACHINE = re.compile(r"(?<![\w.~/])/(?:work|tmp|home|root|Users|usr|opt|var|mnt|srv)/\w|\b[A-Z]:\\\\?\w|\bfile://")


def _anchors(text: str) -> set[str]:
    """Return the anchors of a page: those it states, and those of its headings, made as GitHub makes them."""
    found: set[str] = set(re.findall(r'<a id="([^"]+)">', text))
    for heading in _HEADING.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.lower())
        anchor = re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")
        found.add(anchor)
    return found


def _links(text: str) -> list[str]:
    visible = _LINK.sub(lambda found: found[0].replace("`", ""), text)
    return [found[1] or found[2] for found in _LINK.finditer(_CODE.sub("", visible))]


def test_relative_links_resolve(root: Path, pages: dict[str, str]) -> None:
    broken: list[str] = []
    for page, text in pages.items():
        for link in _links(text):
            if re.match(r"[a-z]+:", link):
                continue
            target, _, anchor = unquote(link).partition("#")
            path = (root / page).parent / target if target else root / page
            if not path.exists():
                broken.append(f"{page}: {link}")
            elif anchor and path.suffix == ".md" and anchor not in _anchors(path.read_text(encoding="utf-8")):
                broken.append(f"{page}: {link} has no such heading")
    assert not broken, "\n".join(broken)


def test_links_inside_the_repository_are_relative_and_stay_in_it(root: Path, pages: dict[str, str]) -> None:
    for page, text in pages.items():
        for link in _links(text):
            if not re.match(r"[a-z]+:|#", link):
                target = ((root / page).parent / link.partition("#")[0]).resolve()
                assert target.is_relative_to(root), f"{page}: {link}"


def test_every_page_of_the_documentation_is_reached_from_its_index(root: Path, pages: dict[str, str]) -> None:
    seen: set[str] = set()
    waiting = ["docs/index.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        for link in _links(pages[page]):
            target = ((root / page).parent / link.partition("#")[0]).resolve()
            if re.match(r"[a-z]+:|#", link) or not target.is_relative_to(root):
                continue
            found = target.relative_to(root).as_posix()
            if target.is_dir():
                seen.update(name for name in pages if name.startswith(f"{found}/"))
            elif found in pages and found not in seen:
                waiting.append(found)
    assert {name for name in pages if name.startswith("docs/")} <= seen


def test_no_page_names_a_folder_of_a_machine(pages: dict[str, str]) -> None:
    named = {page: found[0] for page, text in pages.items() if (found := _MACHINE.search(text))}
    assert not named
