"""A Spark session: the one that runs already, or one of its own, and what to do when there can be none."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tidewaiter.model import EngineError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JAVA = "Spark needs Java 17 or newer: install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME."
#: Parts of a table for each core, so that no core waits long for another's last part.
PARTS_A_CORE = 4
#: Settings of a session on this machine. The driver lists folders: a job would begin a task for each folder of a table.
#: Rows are shuffled into few parts.
_ON_ONE_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
    "spark.sql.shuffle.partitions": str(PARTS_A_CORE * (os.cpu_count() or 1)),
}
#: A driver beside its executors plans hundreds of short queries and touches no rows: with the first of Java's compilers
#: alone it takes a third of the processor time.
_PLANS_ONLY = "-XX:TieredStopAtLevel=1"


@contextmanager
def spark_session(master: str | None = None, *, quiet: bool = False) -> Iterator[SparkSession]:
    """Give a Spark session: the one that is active, as in a notebook, else one that is stopped at the end.

    Args:
        master: Where Spark runs, such as ``yarn`` or ``local-cluster[2,1,1024]``. When None, what Spark's own
            configuration says (``SPARK_CONF_DIR``, ``PYSPARK_SUBMIT_ARGS``), else the cores of this machine.
        quiet: No progress on standard error.

    Raises:
        EngineError: when pyspark or Java is missing, or Spark does not start.
    """
    _check_installed()
    active = _active()
    if active is not None:
        yield active
        return
    _check_java()
    from pyspark.sql import SparkSession  # noqa: PLC0415 - needs the extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the Python that has tidewaiter
    builder = SparkSession.builder.appName("tidewaiter")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):  # this machine talks to itself, whatever its name resolves to
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            for name, value in _ON_ONE_MACHINE.items():
                builder = builder.config(name, value)
            if master.startswith("local-cluster"):
                builder = builder.config("spark.driver.extraJavaOptions", _PLANS_ONLY)
    progress = "false" if quiet or not sys.stderr.isatty() else "true"
    try:
        session = builder.config("spark.ui.showConsoleProgress", progress).getOrCreate()
    except Exception as error:  # what Spark raises here is of many kinds
        raise EngineError(f"Spark did not start: {_first_line(error)} {start_remedy(error, master)}") from error
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _check_installed() -> None:
    missing = [name for name in ("pyspark", "pandas") if not _is_installed(name)]
    if missing:
        raise EngineError(
            f"--engine spark needs {' and '.join(missing)}: install the extra, pip install 'tidewaiter[spark]'."
        )


def _active() -> SparkSession | None:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - needs the extra

    return SparkSession.getActiveSession()


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and Path(home, "bin", "java").is_file())):
        raise EngineError(f"Java is not installed. {_JAVA}")


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def start_remedy(error: Exception, master: str | None) -> str:
    """Say what to do when Spark did not start: Java is missing or old, or the master that was named does not answer."""
    if master is None or master.startswith("local") or "JAVA_GATEWAY" in str(error):
        return _JAVA
    return f"Check that the master {master} answers from this machine, and that its version of Spark is the one here."
