"""A real Spark cluster on this machine: a master, two executors in processes of their own, one core each."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tidewaiter.engines.spark_session import spark_session

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"

#: Java machines that live a minute: they compile less, and a task that failed is not tried again.
_SHORT_LIVED = (
    "--conf spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 "
    "--conf spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 "
    "--conf spark.task.maxFailures=1 pyspark-shell"
)


def _java() -> None:
    """Install Java where that is possible. Only outside CI may its absence be skipped."""
    if shutil.which("java") or os.environ.get("JAVA_HOME"):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "openjdk-17-jre-headless"],
            check=False,
            capture_output=True,
        )
    if shutil.which("java") is None:
        message = "Java is not installed: apt-get install openjdk-17-jre-headless"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """The one session of the suite; the command line, called in this process, finds it active."""
    _java()
    import pyspark

    before = dict(os.environ)
    os.environ["PYSPARK_SUBMIT_ARGS"] = _SHORT_LIVED
    os.environ["PYTHONPATH"] = os.pathsep.join([str(SRC), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with spark_session("local-cluster[2,1,1024]", quiet=True) as session:
        application = session.sparkContext.applicationId
        yield session
    shutil.rmtree(Path(pyspark.__path__[0]) / "work" / application, ignore_errors=True)
    os.environ.clear()
    os.environ.update(before)
