"""Setting up the peers of the scorecard where they cannot be built."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An environment that holds no peers."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


@pytest.mark.parametrize("user", [0, 1000])
def test_what_is_missing_is_said_and_nothing_fails(
    empty: Path, user: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from benchmarks.scorecard.peers import install

    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/false" if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert install.main(empty) == 0
    said = capsys.readouterr().err
    assert "the scorecard is measured without them" in said
    assert "apt-get install libicu-dev pkg-config g++" in said
    assert ("`apt-get update -qq` failed" in said) is (user == 0)


def test_a_peer_that_is_not_there_gives_no_figure(empty: Path) -> None:
    from benchmarks.scorecard.peers.client import EntityPair, Nomenklatura

    peer = Nomenklatura(str(empty / "bin" / "python"))
    assert peer.versions is None
    assert peer.score("logic-v2", [EntityPair("Person", {"name": ["A"]}, {"name": ["B"]})]) is None
    assert peer.search("logic-v2", [], []) is None
    peer.close()
