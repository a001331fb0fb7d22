"""GLPK alone: Debian's glpk-utils, the program glpsol."""

import re

from solvers import finite, number

title = "GLPK"
threads = False

LINE = re.compile(r"^\+\s*\d+: (?:mip|>>>>>)\s*=?\s+(not found yet|\S+)\s+[<>]=\s+(\S+)")
HEURISTIC = re.compile(r"^Solution found by heuristic: (\S+)")


class Reader:
    """Progress reads `+ steps: mip = value >= bound gap% (open; closed)`, `not found yet` for no value."""

    def __init__(self):
        self.value = None
        self.bound = None
        self.status = "limit"

    def line(self, text):
        before = (self.value, self.bound)
        if found := LINE.match(text):
            self.value = number(found[1]) if found[1] != "not found yet" else self.value
            bound = number(found[2])
            self.bound = finite(bound) if bound is not None else self.bound
        elif found := HEURISTIC.match(text):
            self.value = number(found[1])
        elif text.startswith("INTEGER OPTIMAL SOLUTION FOUND"):
            self.status = "optimal"
            self.bound = self.value
        elif text.startswith(("PROBLEM HAS NO PRIMAL FEASIBLE", "PROBLEM HAS NO INTEGER FEASIBLE")):
            self.status = "infeasible"
        return (self.value, self.bound) if (self.value, self.bound) != before else None

    def end(self):
        return self.value, self.bound, self.status


def options(threads):
    return "all cuts, branching by pseudocosts, feasibility pump"


def command(job):
    kind = "--freemps" if job.path.endswith(".mps") else "--lp"
    words = ["stdbuf", "-oL", "glpsol", kind, job.path, "--tmlim", str(max(1, int(job.seconds)))]
    return words + ["--mipgap", str(job.gap), "--cuts", "--pcost", "--fpump"]
