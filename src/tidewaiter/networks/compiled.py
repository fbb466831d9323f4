"""How functions of this room are compiled to machine code."""

from __future__ import annotations

from pathlib import Path

from tidewaiter.compiled import Compiler

#: Decorates functions of arrays and numbers.
compiled = Compiler(Path(__file__).parent)
