"""Ours: `tandem solve`."""

import csv
import json

from solvers import number

title = "Tandem"
threads = True


def options(threads):
    return "defaults"


def command(job):
    words = [job.program, "solve", job.path, "--gap", str(job.gap), "--time-limit", str(job.seconds)]
    return words + ["--threads", str(job.threads), "--json", "--trace", f"{job.scratch}/trace.csv"]


class Reader:
    """The answer is one document at the end; the way there stands in the file of `--trace`."""

    def __init__(self):
        self.text = ""

    def line(self, text):
        self.text += text
        return None

    def end(self):
        answer = json.loads(self.text)
        return answer["value"], answer["bound"], f'{answer["status"]} ({answer["method"]})'


def events(job):
    """(seconds, value, bound), stamped by the program itself."""
    with open(f"{job.scratch}/trace.csv") as file:
        return [(float(row["seconds"]), number(row["value"]), number(row["bound"])) for row in csv.DictReader(file)]
