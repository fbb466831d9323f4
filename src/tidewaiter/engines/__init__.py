"""Where bulk work runs: several processes of this machine, or Spark on many machines. The same work, the same answers.

The engines know nothing of screening. They are handed a `Task`, which can be sent to another process and is opened
there, and batches for it; `workspace` composes the two. `tidewaiter.engines.spark` needs the extra ``spark`` and is
imported only where it is asked for.
"""

from tidewaiter.engines.processes import in_processes, usable_cores
from tidewaiter.engines.task import Task

__all__ = ["Task", "in_processes", "usable_cores"]
