"""What speaks for and against a hit, in words a person reads."""

from __future__ import annotations

from tidewaiter.model import Feature
from tidewaiter.reports.likeness import _AGAINST, _ASKED, _FOR, reasons, which_name
from tidewaiter.screening.explain import WITHOUT_WEIGHT
from tidewaiter.screening.features import NAMES
from tidewaiter.screening.model import score_model


def test_every_feature_that_weighs_is_said_in_words_and_not_by_its_name() -> None:
    weights = dict(zip(NAMES, score_model().weights.tolist(), strict=True))
    assert {name for name, weight in weights.items() if weight > 0} <= set(_FOR) | {"same_words"}
    assert {name for name, weight in weights.items() if weight < 0} <= set(_AGAINST)


def test_the_weightiest_come_first_and_like_phrases_once() -> None:
    features = {
        "agreement": Feature(score=1.0, weight=4.2),
        "country": Feature(score=0.0, weight=-0.5, detail="SE / HK"),
        "lone_name": Feature(score=0.2, weight=-0.9),
        "surplus_person": Feature(score=0.2, weight=-0.3),
        "surplus_words": Feature(score=0.2, weight=-0.2),
    }
    speaks_for, against = reasons(features)
    assert speaks_for == "letters of the names agree (+4.20)"
    assert (
        against
        == "the only name is spelled differently (-0.90); country differs (SE / HK); words on one side only (-0.30)"
    )


def test_what_does_not_weigh_is_said_in_lines_of_its_own_and_not_among_the_reasons() -> None:
    features = {"agreement": Feature(score=1.0, weight=4.2), "read_as": Feature(score=1.0, detail="kovrov plant")}
    assert set(WITHOUT_WEIGHT) == set(_ASKED)
    assert which_name(features) == [("read as", "kovrov plant")]
    assert "kovrov" not in "".join(reasons(features))
