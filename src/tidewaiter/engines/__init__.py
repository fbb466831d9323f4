"""Where bulk work runs: several processes of this machine, or Spark on many machines. The same work, the same answers.

The engines know nothing of the rooms. For rows that are answered one by one they are handed a `Task`, which can be sent
to another process and is opened there, and batches for it. For tables they are a `TableEngine`: expressions that DuckDB
and Spark both run, and work on groups of rows. `workspace` composes engines and rooms. `tidewaiter.engines.spark` and
`tidewaiter.engines.spark_tables` need the extra ``spark`` and are imported only where they are asked for.
"""

from tidewaiter.engines.duck import duck_tables
from tidewaiter.engines.processes import in_processes, usable_cores
from tidewaiter.engines.tables import GroupWork, TableEngine
from tidewaiter.engines.task import Task

__all__ = ["GroupWork", "TableEngine", "Task", "duck_tables", "in_processes", "usable_cores"]
