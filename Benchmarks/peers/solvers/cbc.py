"""CBC, Debian's coinor-cbc."""

import re

from solvers import finite, number

title = "CBC"
threads = True

ROOT = re.compile(r"^Continuous objective value is (\S+)")
BETTER = re.compile(r"^Cbc\d+I (?:Integer solution of|.*[Ss]olution of) (-?[\d.e+]+)")
NODES = re.compile(r"^Cbc0010I After .* (-?[\d.e+]+) best solution, best possible (-?[\d.e+]+)")
DONE = re.compile(r"^Cbc0001I Search completed - best objective (-?[\d.e+]+)")
STOPPED = re.compile(r"^Cbc0005I Partial search - best objective (-?[\d.e+]+) \(best possible (-?[\d.e+]+)\)")


class Reader:
    def __init__(self):
        self.value = None
        self.bound = None
        self.status = "no result"
        self.last_words = {}

    def line(self, text):
        before = (self.value, self.bound)
        if found := ROOT.match(text):
            self.bound = number(found[1])
        elif found := NODES.match(text) or STOPPED.match(text):
            self.better(number(found[1]))
            self.bound = finite(number(found[2]))
        elif found := DONE.match(text):
            self.better(number(found[1]))
            self.bound = self.value
        elif found := BETTER.match(text):
            self.better(number(found[1]))
        elif text.startswith("Result - "):
            self.status = text[9:].strip()
        elif text.startswith("Problem is infeasible"):
            self.status = "infeasible"
        elif found := re.match(r"^(Objective value|Lower bound|Upper bound):\s+(\S+)", text):
            self.last_words[found[1]] = number(found[2])
        return (self.value, self.bound) if (self.value, self.bound) != before else None

    def better(self, value):
        """All models here minimise. 1e50 stands for no solution."""
        value = finite(value)
        if value is not None and (self.value is None or value < self.value):
            self.value = value

    def end(self):
        value = self.last_words.get("Objective value", self.value)
        return value, self.bound, self.status


def options(threads):
    return "defaults" if threads == 1 else f"-threads {threads}"


def command(job):
    words = ["stdbuf", "-oL", "cbc", job.path, "-ratioGap", str(job.gap), "-seconds", str(job.seconds)]
    if job.gap == 0:
        words += ["-allowableGap", "0.999"]  # the values are whole numbers
    if job.threads > 1:
        words += ["-threads", str(job.threads)]
    return words + ["-timeMode", "elapsed", "-solve", "-quit"]
