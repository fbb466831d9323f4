"""The collector runs again after a batch, whatever happens in it."""

from __future__ import annotations

import gc

import pytest

from tidewaiter.screening.collector import paused_collector


def test_it_runs_again_after_an_error_and_stays_off_where_it_was_off() -> None:
    with pytest.raises(ZeroDivisionError), paused_collector():
        assert 1 / gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
