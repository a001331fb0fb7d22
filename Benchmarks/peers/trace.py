"""What a solver knew when: the steps of value and bound, and the time at which a gap was reached."""

GAPS = {"1 %": 1e-2, "0.1 %": 1e-3, "0.01 %": 1e-4}


def gap(value, bound):
    """Relative to the value, as all here are counted; None where a plan of nothing is all there is."""
    if value is None or bound is None:
        return None
    if abs(value) < 1e-10:
        return 0.0 if abs(bound) < 1e-10 else None
    return abs(bound - value) / abs(value)


class Trace:
    """Steps (seconds, value, bound), the best known at each."""

    def __init__(self):
        self.steps = []

    def add(self, seconds, value, bound):
        """Takes what is known from now on. A solver that speaks of a worse bound than before is not believed:
        what it had proven stays proven. All models here minimise or maximise throughout, told by the side on
        which the bound lies."""
        if self.steps:
            _, last_value, last_bound = self.steps[-1]
            value = last_value if value is None else value
            bound = last_bound if bound is None else bound
            if None not in (bound, last_bound) and value is not None:
                below = bound <= value
                bound = max(bound, last_bound) if below else min(bound, last_bound)
        step = (round(seconds, 3), value, bound)
        if not self.steps or self.steps[-1][1:] != step[1:]:
            self.steps.append(step)

    def first(self, wanted):
        """Seconds to a relative gap, None when it was not reached."""
        for seconds, value, bound in self.steps:
            reached = gap(value, bound)
            if reached is not None and reached <= wanted:
                return seconds
        return None

    def proven(self):
        """Seconds until value and bound were less than 1 apart: values are whole numbers."""
        for seconds, value, bound in self.steps:
            if value is not None and bound is not None and abs(bound - value) < 1 - 1e-6:
                return seconds
        return None

    def times(self):
        found = {name: self.first(wanted) for name, wanted in GAPS.items()}
        found["proven"] = self.proven()
        return found

    def gaps(self, most=60):
        """(seconds, gap) for a picture: each step at which the gap became smaller, thinned."""
        points = []
        for seconds, value, bound in self.steps:
            now = gap(value, bound)
            if now is not None and (not points or now < 0.98 * points[-1][1] or now == 0 < points[-1][1]):
                points.append((seconds, now))
        stride = max(1, len(points) // most)
        return points[::stride] + (points[-1:] if (len(points) - 1) % stride else [])
