"""CP-SAT, from PyPI as ortools. It reads MPS only: its importer knows another dialect of LP than ours."""

import re

from solvers import hosted, number

title = "CP-SAT"
threads = True

LINE = re.compile(r"^#(?:\d+|Bound)\s+\S+s\s+best:(\S+)\s+next:\[([^,\]]*),([^\]]*)\]")


class Reader(hosted.Reader):
    """Its log says `#1 0.57s best:-242464 next:[-349474,-242465]`: the bound is the outer end of `next`."""

    def __init__(self):
        super().__init__()
        self.known = (None, None)

    def line(self, text):
        found = LINE.match(text)
        if found:
            best, low, high = (number(word) for word in found.groups())
            value = best if best is not None and abs(best) != float("inf") else None
            # All models here minimise, so the bound is the lower end.
            self.known = (value, low if low is not None else self.known[1])
            return self.known
        return super().line(text)


def options(threads):
    return "defaults" if threads == 1 else f"{threads} workers"


def command(job):
    if not job.path.endswith(".mps"):
        raise ValueError("CP-SAT is given MPS files only")
    return hosted.command("cpsat", job)


def main():
    from ortools.linear_solver.python import model_builder

    path, gap, seconds, threads = hosted.arguments()
    model = model_builder.Model()
    model.import_from_mps_file(path)
    solver = model_builder.Solver("sat")
    solver.enable_output(True)
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters(
        f"num_workers:{threads} relative_gap_limit:{gap} log_search_progress:true"
    )
    status = solver.solve(model)
    try:
        value, bound = solver.objective_value, solver.best_objective_bound
    except Exception:
        value, bound = None, None
    if status.name not in ("OPTIMAL", "FEASIBLE"):
        value = None
    hosted.say("result", value, bound, status.name.lower())


if __name__ == "__main__":
    main()
