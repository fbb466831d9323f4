"""What is known of each list as a FollowTheMoney dataset: title, publisher, topics, address."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A list as the open screening API names it.

    Attributes:
        country: Lower-case code of the publisher's country, or ``eu``, ``un``; empty for a user's own list.
        topics: Why its entries are listed, as FollowTheMoney topics.
        url: Page of the list, or of the entry where ``{number}`` stands for the publisher's number.
        aliases: Names by which others know the list.
    """

    list: str
    title: str
    publisher: str = ""
    country: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    aliases: tuple[str, ...] = ()


@cache
def dataset(list_id: str) -> Dataset:
    """Return what is known of a list; of a user's own list only its name."""
    return _known().get(list_id) or Dataset(list=list_id, title=list_id)


@cache
def _known() -> dict[str, Dataset]:
    text = resources.files(__package__).joinpath("datasets.csv").read_text(encoding="utf-8")
    return {
        row["list"]: Dataset(
            list=row["list"],
            title=row["title"],
            publisher=row["publisher"],
            country=row["country"],
            topics=tuple(row["topics"].split()),
            url=row["url"],
            aliases=tuple(row["aliases"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    }
