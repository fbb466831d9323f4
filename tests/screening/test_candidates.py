"""The searches for candidates find what adding up, or comparing, one by one would find."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from rapidfuzz.distance import OSA

from tidewaiter.model import Schema
from tidewaiter.screening.bearers import MOST_BEARERS
from tidewaiter.screening.candidates import LEAST_COSINE, LEAST_SHARE, find_candidates
from tidewaiter.screening.candidates import MOST as CANDIDATES
from tidewaiter.screening.features import name_features
from tidewaiter.screening.initials import by_initials, initial_keys
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.postings import BLOCK, Postings, postings_of, rows_of, weigh
from tidewaiter.screening.ragged import bytes_of
from tidewaiter.screening.short_names import MOST, near_short_names, short_names_of

LISTED = [
    f"^{first}{last}^{trade}" for first in ("anadol", "kuzey", "delta") for last in "abcde" for trade in ("T", "su")
]
OWNER = np.arange(len(LISTED), dtype=np.int32) // 2
EVERYONE = np.ones(len(LISTED) // 2, dtype=np.bool_)


@pytest.fixture(scope="module")
def postings() -> Postings:
    return postings_of(LISTED)


def test_one_by_one_and_together_find_the_same(postings: Postings) -> None:
    texts = ["^anadola^T", "^kuzeyb", "^qqq", "^deltae^su", "^anadole^su"]
    together = find_candidates(postings, texts, OWNER, EVERYONE)
    assert len(together.text)
    for number, text in enumerate(texts):
        alone = find_candidates(postings, [text], OWNER, EVERYONE)
        rows = together.text == number
        assert alone.listed.tolist() == together.listed[rows].tolist()
        assert alone.cosine.tolist() == together.cosine[rows].tolist()


def test_the_text_itself_is_first_and_entries_not_held_are_left_out(postings: Postings) -> None:
    found = find_candidates(postings, [LISTED[0]], OWNER, EVERYONE)
    assert found.listed[0] == 0
    assert found.cosine[0] == pytest.approx(1.0, abs=1e-5)
    assert found.cosine.min() >= LEAST_COSINE
    held = EVERYONE.copy()
    held[OWNER[0]] = False
    assert OWNER[0] not in OWNER[find_candidates(postings, [LISTED[0]], OWNER, held).listed]


def test_equal_texts_take_one_place_and_all_who_bear_them_are_found() -> None:
    # Fifty entries of one name, which come first, and one that is nearly the same: more than there are places.
    texts = ["^velkomstroi"] * 50 + ["^velkomstrai", "^others^altogether"]
    owner, held = np.arange(len(texts), dtype=np.int32), np.ones(len(texts), dtype=np.bool_)
    postings = postings_of(texts)
    found = find_candidates(postings, ["^velkomstroj", "^velkomstroi"], owner, held)
    for number in range(2):
        assert found.listed[found.text == number].tolist() == list(range(51))
    held[[0, 7]] = False
    found = find_candidates(postings, ["^velkomstroj"], owner, held)
    assert found.listed.tolist() == [number for number in range(51) if number not in (0, 7)]
    held[:50] = False
    assert find_candidates(postings, ["^velkomstroj"], owner, held).listed.tolist() == [50]


def test_no_more_than_a_bounded_number_bear_the_texts_found() -> None:
    texts = ["^velkomstroi"] * 1000 + ["^velkomstrai", "^others^altogether", "^quite^another"]
    owner, held = np.arange(len(texts), dtype=np.int32), np.ones(len(texts), dtype=np.bool_)
    found = find_candidates(postings_of(texts), ["^velkomstrai", "^velkomstroi"], owner, held)
    assert np.bincount(found.text).tolist() == [MOST_BEARERS] * 2
    assert found.listed[0] == 1000


def test_no_texts_have_no_candidates(postings: Postings) -> None:
    assert len(find_candidates(postings, [], OWNER, EVERYONE).listed) == 0


def every_cosine(postings: Postings, text: str, count: int) -> np.ndarray:
    """Return the cosine of a text with each indexed text, by adding up all lists in full."""
    room, weights = np.zeros(400, dtype=np.int32), np.zeros(400, dtype=np.float32)
    rows = room[: rows_of(bytes_of([text], 255)[0], postings.row, postings.size, room)]
    weigh(rows, postings.rarity, weights)
    total = np.zeros(count)
    for row, weight in zip(rows.tolist(), weights, strict=False):
        for block in range(postings.blocks):
            held = slice(*postings.at[row * postings.blocks + block :][:2])
            total[block * BLOCK + postings.text[held].astype(np.int64)] += weight * postings.weight[held]
    return total


def test_rows_have_length_one(postings: Postings) -> None:
    length = np.zeros(len(LISTED))
    np.add.at(length, postings.text, postings.weight.astype(np.float64) ** 2)
    assert length == pytest.approx(1.0, abs=1e-5)


def test_leaving_out_long_lists_changes_nothing() -> None:
    # Several blocks of texts of few syllables: long lists, of which a search need not read all.
    draw = np.random.default_rng(7)
    syllables = ["ana", "bek", "dor", "kuz", "lim", "mer", "nes", "ova", "pet", "sar"]
    drawn = ["^" + "".join(draw.choice(syllables, size)) for size in draw.integers(2, 9, 3 * BLOCK)]
    texts = list(dict.fromkeys(drawn))[: 2 * BLOCK + 999]
    postings = postings_of(texts)
    owner, held = np.arange(len(texts), dtype=np.int32), draw.random(len(texts)) < 0.8
    for asked in ("^kuzmerovaq", "^anabekdorlimzz", "^petpet", "^sarnesova^limmer"):
        cosine = every_cosine(postings, asked, len(texts))
        found = find_candidates(postings, [asked], owner, held)
        wanted = np.sort(cosine[held & (cosine >= max(LEAST_COSINE, cosine[held].max() * LEAST_SHARE))])[::-1]
        assert len(found.listed) == min(len(wanted), CANDIDATES)
        assert found.cosine == pytest.approx(wanted[:CANDIDATES], abs=2e-5)
        assert found.cosine == pytest.approx(cosine[found.listed], abs=2e-5)


def test_short_names_with_few_wrong_letters_are_found_nearest_first() -> None:
    names = ["badica", "begonia", "marazul", "marianna", "havanatur", "farawayfromall"] + [f"x{n}" for n in range(40)]
    owner = np.arange(len(names), dtype=np.int32)
    held = np.ones(len(names), dtype=np.bool_)
    text, listed = near_short_names(
        short_names_of(names), ["beddia", "marazlu", "", "x1", "averylongnamehere"], owner, held
    )
    found = {number: [names[n] for n in listed[text == number]] for number in range(5)}
    assert found[0][0] == "badica"
    assert found[1][0] == "marazul"
    assert found[2] == found[4] == []
    assert found[3][0] == "x1"
    assert len(found[3]) == MOST
    held[0] = False
    assert "badica" not in [names[n] for n in near_short_names(short_names_of(names), ["beddia"], owner, held)[1]]


def test_short_names_are_the_nearest_of_all_those_whose_letters_are_near() -> None:
    chance = np.random.default_rng(5)
    drawn = ["".join(chance.choice(list("abcdeknor"), chance.integers(1, 18))) for _ in range(4000)]
    names = list(dict.fromkeys(drawn))
    owner, held = np.arange(len(names), dtype=np.int32), chance.random(len(names)) < 0.9
    asked = [name[:12] + "ko" * (len(name) < 5) for name in names[:60]]
    text, listed = near_short_names(short_names_of(names), asked, owner, held)
    for number, wanted in enumerate(asked):
        near = [
            (OSA.distance(wanted, name), len(name), at)
            for at, name in enumerate(names)
            if held[at] and abs(len(name) - len(wanted)) <= 3 and may_be(wanted, name)
        ]
        nearest = [at for distance, _, at in sorted(near) if distance <= 1 + may_be_wrong(wanted)]
        assert listed[text == number].tolist() == nearest[:MOST]


def may_be(wanted: str, name: str) -> bool:
    """Tell whether no more letters of either are missing in the other than may be wrong; two of a letter are enough."""
    one, other = (Counter({letter: min(count, 2) for letter, count in Counter(w).items()}) for w in (wanted, name))
    return max((one - other).total(), (other - one).total()) <= may_be_wrong(wanted)


def may_be_wrong(wanted: str) -> int:
    """Return how many letters of a name may be wrong."""
    return min(1 + len(wanted) // 4, 3)


def test_an_initial_stands_for_a_name_that_is_the_same_as_the_other() -> None:
    forms = [normalise("Ali Said Ali", Schema.PERSON), normalise("Omar Said", Schema.PERSON)]
    keys, names = initial_keys(forms)
    row, found = by_initials(keys, names, [normalise("A. Ali", Schema.PERSON), normalise("O. Said", Schema.PERSON)])
    assert list(zip(row.tolist(), found.tolist(), strict=True)) == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("listed", "asked", "worth"),
    [
        ("ZEREBKHIN, Arkady", "Arkady Zereb Khin", True),
        ("ZEREB KHIN, Arkady", "Arkady Zerebkhin", True),
        ("TALVARALLAH, Hasan", "Hassan Talvar-Allah", True),
        ("ZEREBKHIN, Arkady", "Arkady Talvar Allah", False),
    ],
)
def test_a_family_name_written_apart_is_worth_scoring_in_either_order(listed: str, asked: str, *, worth: bool) -> None:
    tables = [name_table([normalise(name, Schema.PERSON)]) for name in (asked, listed)]
    here = np.zeros(1, dtype=np.int64)
    _, scored = name_features(tables[0], tables[1], here, here, every=False)
    assert scored.tolist() == [worth]
