"""For solvers that are called from Python: a process of their own that prints what it learns.

It prints `begin` when its libraries are loaded, so that loading Python does not count, `event VALUE BOUND` when
something became better, and `result VALUE BOUND STATUS` at the end.
"""

import os
import sys

from solvers import finite, number


def command(module, job):
    return [sys.executable, "-m", f"solvers.{module}", job.path, str(job.gap), str(job.seconds), str(job.threads)]


def arguments():
    path, gap, seconds, threads = sys.argv[1:5]
    say("begin")
    return path, float(gap), float(seconds), int(threads)


def say(*words):
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


class Events:
    """Prints value and bound when either differs from what was printed last."""

    def __init__(self):
        self.last = None

    def tell(self, value, bound):
        if (value, bound) != self.last:
            self.last = (value, bound)
            say("event", value, bound)


class Reader:
    def __init__(self):
        self.result = None

    def line(self, text):
        words = text.split(maxsplit=3)
        # Some solvers tell of changes while they tidy up: nothing counts after the result.
        if self.result or len(words) < 3 or words[0] not in ("event", "result"):
            return None
        value, bound = finite(number(words[1])), finite(number(words[2]))
        if words[0] == "result":
            self.result = (value, bound, words[3].strip())
        return value, bound

    def end(self):
        return self.result or (None, None, "ended without a result")
