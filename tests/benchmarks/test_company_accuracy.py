"""How company resolution is judged: pairs that can be counted by hand, and the whole way on a simulated world."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest


def test_pairs_are_counted() -> None:
    from benchmarks.networks.worlds import pairwise

    # Found: {0, 1, 2} and {3, 4}; true: {0, 1} and {2, 3, 4}. Pairs found 4, true 4, both 2.
    found, true = np.array([7, 7, 7, 9, 9]), np.array([1, 1, 2, 2, 2])
    assert pairwise(found, true) == pytest.approx((0.5, 0.5, 0.5))
    assert pairwise(true, true) == pytest.approx((1.0, 1.0, 1.0))
    # One that was put to no company is alone, and so is the next; one whose truth is not known counts nowhere.
    alone, partly = np.array([7, 7, -1, -1]), np.array([1, 1, 1, -1])
    assert pairwise(alone, partly) == pytest.approx((1.0, 1 / 3, 0.5))
    assert pairwise(alone, np.array([1, 2, 3, 3])) == pytest.approx((0.0, 0.0, 0.0))


def test_the_carried_weights_are_judged_without_a_fit(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks.networks import fit_companies

    monkeypatch.setattr("sys.argv", ["fit_companies", "--test", str(world)])
    fit_companies.main()
    last = capsys.readouterr().out.splitlines()[-1]
    said: dict[str, float] = ast.literal_eval(last.removeprefix(f"{world.name} "))
    assert set(said) == {f"{of}_of_{what}" for of in ("precision", "recall", "f1") for what in _JUDGED}
    for what in _JUDGED:
        precision, recall, f1 = (said[f"{name}_of_{what}"] for name in ("precision", "recall", "f1"))
        assert f1 == pytest.approx(2 * precision * recall / (precision + recall), abs=2e-4)
        assert 0.85 < f1 <= 1


_JUDGED = ("spellings", "appearances")


@pytest.mark.parametrize("words", [[], ["--write"]])
def test_a_fit_needs_worlds(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks.networks import fit_companies

    monkeypatch.setattr("sys.argv", ["fit_companies", *words])
    with pytest.raises(SystemExit):
        fit_companies.main()
    assert "--fit" in capsys.readouterr().err.splitlines()[-1]
