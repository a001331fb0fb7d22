"""The solvers for integer programs, one file each.

A solver is a module with

- `title`: its name in tables;
- `threads`: whether it can use more than one;
- `options(threads)`: in words, how it is run, beyond limits and gap;
- `command(job)`: the words that start it;
- `Reader`: `line(text)` takes each line that it prints and returns the (value, bound) known from then on, or
  None when the line tells nothing new; `end()` returns (value, bound, status) in its own last words.

Every line is stamped when it arrives, so the time to a gap is measured by one clock for all.
"""

import importlib
from dataclasses import dataclass

NAMES = ["tandem", "highs", "scip", "cpsat", "cbc", "glpk"]


@dataclass
class Job:
    """One model to be solved."""

    path: str
    gap: float
    seconds: float
    threads: int
    program: str  # ours
    scratch: str  # a folder that is removed afterwards


def solver(name):
    return importlib.import_module(f"solvers.{name}")


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def finite(value):
    """None for what solvers write when they know nothing."""
    return value if value is not None and abs(value) < 1e19 else None
