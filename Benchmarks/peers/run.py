"""Runs the peers on the same model files, one thread each, and prints a table.

    DIR/bin/python run.py --peers tandem,highs,scip,cpsat,cbc,glpk --gap 1e-4 --time 300 \
        --tandem PATH --json OUT.json MODEL.lp ...

Each run is a process of its own: what one leaves behind never helps or hurts the next. `seconds` is the wall
time of the whole process with reading the file; `value`, `bound` and `gap` are the solver's own last words.
A peer that ends without a solution has no value. `peak_mib` is the largest resident set of the process.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time


def with_highs(path, gap, limit):
    import highspy

    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("mip_rel_gap", gap)
    model.setOptionValue("time_limit", limit)
    model.readModel(path)
    model.run()
    info = model.getInfo()
    has_solution = info.primal_solution_status == 2
    return (
        info.objective_function_value if has_solution else None,
        info.mip_dual_bound,
        str(model.modelStatusToString(model.getModelStatus())),
    )


def with_scip(path, gap, limit):
    from pyscipopt import Model

    model = Model()
    model.hideOutput()
    model.readProblem(path)
    model.setParam("limits/gap", gap)
    model.setParam("limits/time", limit)
    model.setParam("lp/threads", 1)
    model.optimize()
    value = model.getPrimalbound() if model.getNSols() > 0 else None
    return value, model.getDualbound(), model.getStatus()


def with_cpsat(path, gap, limit):
    from ortools.linear_solver.python import model_builder

    if not path.endswith(".mps"):
        # Its importer knows another dialect of LP and reads ours as an empty model.
        sys.exit("CP-SAT is given MPS files only")
    model = model_builder.Model()
    model.import_from_mps_file(path)
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(limit)
    solver.set_solver_specific_parameters(f"num_workers:1 relative_gap_limit:{gap}")
    status = solver.solve(model)
    try:
        value = solver.objective_value
    except Exception:
        value = None
    try:
        bound = solver.best_objective_bound
    except Exception:
        bound = None
    return value, bound, str(status)


def with_cbc(path, gap, limit):
    words = ["cbc", path, "-threads", "1", "-ratioGap", str(gap), "-seconds", str(limit), "-timeMode", "elapsed"]
    text = subprocess.run(words + ["-solve", "-quit"], capture_output=True, text=True).stdout
    # CBC minimises: what it maximises is reported with the sign turned.
    value = last_number(r"^Objective value:\s+(\S+)", text)
    bound = last_number(r"^(?:Lower|Upper) bound:\s+(\S+)", text)
    optimal = "Result - Optimal solution found" in text
    if bound is None and optimal:
        bound = value
    if "No feasible solution found" in text:
        value = None
    status = re.findall(r"^Result - (.*)$", text, re.M)
    if value is not None and bound is not None and value * bound < 0:
        bound = -bound
    return value, bound, status[-1] if status else "no result"


def with_glpk(path, gap, limit):
    kind = "--freemps" if path.endswith(".mps") else "--lp"
    words = ["glpsol", kind, path, "--tmlim", str(int(limit)), "--mipgap", str(gap), "--cuts", "--pcost"]
    text = subprocess.run(words, capture_output=True, text=True).stdout
    # Progress lines read `+ steps: mip = value <= bound gap% (open; closed)`, `not found yet` for no value.
    found = re.findall(r"mip =\s+(not found yet|\S+)\s+[<>]=\s+(\S+)", text)
    value = number(found[-1][0]) if found else None
    bound = number(found[-1][1]) if found else None
    if "INTEGER OPTIMAL SOLUTION FOUND" in text and value is not None:
        status = "optimal"
        bound = value if bound is None else bound
    else:
        status = "limit"
    return value, bound, status


def with_tandem(path, gap, limit, program):
    words = [program, "solve", path, "--gap", str(gap), "--time-limit", str(limit), "--threads", "1", "--json"]
    text = subprocess.run(words, capture_output=True, text=True).stdout
    answer = json.loads(text)
    return answer["value"], answer["bound"], f'{answer["status"]} ({answer["method"]})'


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def last_number(pattern, text):
    found = re.findall(pattern, text, re.M)
    return number(found[-1]) if found else None


def one(arguments):
    """The process for a single run; prints one JSON line."""
    peer, path = arguments.one
    if peer == "tandem":
        value, bound, status = with_tandem(path, arguments.gap, arguments.time, arguments.tandem)
    else:
        solve = {"highs": with_highs, "scip": with_scip, "cpsat": with_cpsat, "cbc": with_cbc, "glpk": with_glpk}
        value, bound, status = solve[peer](path, arguments.gap, arguments.time)
    clean = lambda x: x if x is not None and math.isfinite(x) and abs(x) < 1e19 else None
    print("RESULT " + json.dumps({"value": clean(value), "bound": clean(bound), "status": status}))


def run(peer, path, arguments):
    words = [sys.executable, __file__, "--one", peer, path, "--gap", str(arguments.gap)]
    words += ["--time", str(arguments.time), "--tandem", arguments.tandem]
    begin = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(words, stdout=out, stderr=errors)
        # The limit is the peer's to keep; one that overruns it by far is ended.
        deadline = begin + 2 * arguments.time + 60
        usage = None
        while usage is None:
            pid, _, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                usage = used
            elif time.monotonic() > deadline:
                process.kill()
                usage = os.wait4(process.pid, 0)[2]
            else:
                time.sleep(0.005)
        seconds = time.monotonic() - begin
        out.seek(0)
        errors.seek(0)
        lines = [line for line in out.read().splitlines() if line.startswith("RESULT ")]
        complaint = errors.read().strip().splitlines()
    result = {"peer": peer, "model": os.path.basename(path), "seconds": round(seconds, 3)}
    if lines:
        result.update(json.loads(lines[-1][7:]))
    else:
        last = complaint[-1] if complaint else "ended without a word"
        result.update({"value": None, "bound": None, "status": "failed: " + last})
    result["peak_mib"] = usage.ru_maxrss // 1024
    value, bound = result["value"], result["bound"]
    known = value is not None and bound is not None
    result["gap"] = abs(bound - value) / max(abs(value), 1e-10) if known else None
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    parser.add_argument("--peers", default="highs,scip,cpsat,cbc,glpk")
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--time", type=float, default=300)
    parser.add_argument("--tandem", default="tandem", help="path of our program")
    parser.add_argument("--json", help="also write the results to this file")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments)
        return
    if not arguments.models:
        parser.error("no model is named")
    results = []
    print(f'{"model":28} {"peer":8} {"seconds":>9} {"value":>16} {"bound":>16} {"gap %":>9} {"MiB":>6}  status')
    for path in arguments.models:
        for peer in arguments.peers.split(","):
            result = run(peer, path, arguments)
            results.append(result)
            show = lambda x: f"{x:16.6g}" if x is not None else " " * 15 + "-"
            gap = f'{100 * result["gap"]:9.4f}' if result["gap"] is not None else " " * 8 + "-"
            print(
                f'{result["model"]:28} {peer:8} {result["seconds"]:9.2f} {show(result["value"])} '
                f'{show(result["bound"])} {gap} {result["peak_mib"]:6}  {result["status"]}',
                flush=True,
            )
            if arguments.json:
                with open(arguments.json, "w") as file:
                    json.dump({"gap": arguments.gap, "time": arguments.time, "results": results}, file, indent=1)


if __name__ == "__main__":
    main()
