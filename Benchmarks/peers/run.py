"""Runs solvers on the same model files and records how long each took to each gap.

    DIR/bin/python run.py --peers tandem,highs,scip,cpsat,cbc,glpk --gap 0 --time 300 --threads 1 \
        --tandem PATH --json OUT.json MODEL.mps ...

Each run is a process of its own: what one leaves behind never helps or hurts the next. `seconds` is wall time
from the start of reading the file to the end; loading Python's libraries does not count. `value` and `bound`
are the solver's own last words, `times` when it first knew a value and a bound so close. `peak_mib` is the
largest resident set of the process, with Python where a solver is called from it. With --threads above 1 only
those run that can use more than one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

from solvers import NAMES, Job, finite, solver
from trace import GAPS, Trace, gap


def run(name, path, arguments):
    peer = solver(name)
    result = {"peer": name, "title": peer.title, "model": os.path.basename(path), "threads": arguments.threads}
    with tempfile.TemporaryDirectory() as scratch:
        job = Job(path, arguments.gap, arguments.time, arguments.threads, arguments.tandem, scratch)
        result.update(watch(peer, job))
    value, bound = result["value"], result["bound"]
    result["gap"] = gap(value, bound)
    return result


def watch(peer, job):
    """Starts the process, stamps its lines as they arrive, and ends it when it overruns its limit by far."""
    reader, trace = peer.Reader(), Trace()
    begin = time.monotonic()
    process = subprocess.Popen(
        peer.command(job), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        cwd=os.path.dirname(os.path.abspath(__file__)),
    )
    watchdog = threading.Timer(2 * job.seconds + 60, process.kill)
    watchdog.start()
    for line in process.stdout:
        if line.startswith("begin"):
            begin = time.monotonic()
            continue
        known = reader.line(line)
        if known:
            trace.add(time.monotonic() - begin, *known)
    seconds = time.monotonic() - begin
    _, code, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    watchdog.cancel()
    try:
        value, bound, status = reader.end()
        for step in peer.events(job) if hasattr(peer, "events") else []:
            trace.add(*step)
    except (ValueError, OSError):
        value, bound, status = None, None, f"failed with code {process.returncode}"
    trace.add(seconds, finite(value), finite(bound))
    return {
        "seconds": round(seconds, 3), "value": finite(value), "bound": finite(bound), "status": status,
        "times": trace.times(), "gaps": trace.gaps(), "peak_mib": usage.ru_maxrss // 1024,
    }


def disagreements(results):
    """Solvers that prove different values of one model, and values beyond somebody's bound: lines of text."""
    lines = []
    for model in sorted({result["model"] for result in results}):
        here = [result for result in results if result["model"] == model and result["value"] is not None]
        proven = {round(result["value"]) for result in here if result["times"]["proven"] is not None}
        if len(proven) > 1:
            lines.append(f"{model}: proven values differ: {sorted(proven)}")
        for one in here:
            for other in here:
                if other["bound"] is None:
                    continue
                # The solvers' own tolerances allow a millionth.
                room = 1e-6 * abs(one["value"]) + 1e-6
                minimises = other["bound"] <= other["value"]
                beyond = other["bound"] - one["value"] if minimises else one["value"] - other["bound"]
                if beyond > room:
                    lines.append(
                        f'{model}: {one["title"]} has {one["value"]}, beyond the bound {other["bound"]} of '
                        f'{other["title"]}'
                    )
    return lines


def shown(value, form="{:.2f}"):
    return "-" if value is None else form.format(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--peers", default=",".join(NAMES))
    parser.add_argument("--gap", type=float, default=0)
    parser.add_argument("--time", type=float, default=300, help="seconds for each run")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tandem", default="tandem", help="path of our program")
    parser.add_argument("--json", help="also write the results to this file")
    arguments = parser.parse_args()
    if os.sep in arguments.tandem:
        arguments.tandem = os.path.abspath(arguments.tandem)
    results = []
    head = " ".join(f"{name:>8}" for name in [*GAPS, "proven"])
    print(f'{"model":26} {"peer":8} {"seconds":>8} {head} {"value":>12} {"bound":>12} {"gap %":>8} {"MiB":>5}  status')
    for path in map(os.path.abspath, arguments.models):
        for name in arguments.peers.split(","):
            if arguments.threads > 1 and not solver(name).threads:
                continue
            result = run(name, path, arguments)
            results.append(result)
            times = " ".join(f"{shown(seconds):>8}" for seconds in result["times"].values())
            percent = None if result["gap"] is None else 100 * result["gap"]
            print(
                f'{result["model"]:26} {result["title"]:8} {result["seconds"]:8.2f} {times} '
                f'{shown(result["value"], "{:.0f}"):>12} {shown(result["bound"], "{:.0f}"):>12} '
                f'{shown(percent, "{:.4f}"):>8} {result["peak_mib"]:5}  {result["status"]}',
                flush=True,
            )
            if arguments.json:
                document = {"gap": arguments.gap, "time": arguments.time, "threads": arguments.threads}
                document["options"] = {
                    peer.title: peer.options(arguments.threads)
                    for peer in map(solver, arguments.peers.split(","))
                    if peer.threads or arguments.threads == 1
                }
                with open(arguments.json, "w") as file:
                    json.dump({**document, "results": results}, file, indent=1)
    lines = disagreements(results)
    print("\n".join(lines) if lines else "All who prove have the same value, and no value lies beyond a bound.")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
