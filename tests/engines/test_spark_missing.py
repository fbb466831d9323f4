"""What is said where Spark cannot run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tidewaiter.engines.spark_session import spark_session, start_remedy
from tidewaiter.model import EngineError


@pytest.mark.parametrize("name", ["pyspark", "pandas"])
def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EngineError, match=rf"needs .*{name}.*tidewaiter\[spark\]"), spark_session():
        pytest.fail("there is no Spark")


def test_missing_java_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tidewaiter.engines.spark_session._check_installed", lambda: None)
    monkeypatch.setattr("tidewaiter.engines.spark_session._active", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineError, match="Java 17"), spark_session():
        pytest.fail("there is no Java")


def test_a_master_that_does_not_answer_is_no_matter_of_java() -> None:
    gone = RuntimeError("An error occurred while calling None.org.apache.spark.sql.classic.SparkSession")
    assert "spark://nowhere:7077" in start_remedy(gone, "spark://nowhere:7077")
    assert "Java" not in start_remedy(gone, "spark://nowhere:7077")
    assert "Java 17" in start_remedy(gone, "local[2]")
    assert "Java 17" in start_remedy(RuntimeError("[JAVA_GATEWAY_EXITED] exited"), "spark://nowhere:7077")
