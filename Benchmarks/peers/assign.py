"""The special case of one recipient a donor, against solvers made for it.

    DIR/bin/python assign.py --tandem PATH --json OUT.json --sizes 100,1000,5000

Makes pools of M donors and 10 M recipients with 50 possible recipients a donor (seeded), writes each as an MPS
file for `tandem solve`, and gives the same pairs to SciPy (linear_sum_assignment on a dense matrix,
min_weight_full_bipartite_matching on a sparse one) and to OR-Tools' SimpleMinCostFlow. All must find the same
value. Theirs is the time of solving from arrays in memory; ours is the whole process. Of that the reading of the
file is told apart (`tandem solve --verify` with a certificate that is none, which shows when the model is read),
and when the first plan was known.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

PAIRS = 50
COLUMNS = ["tandem", "reading", "first", "dense", "sparse", "flow"]


def pool(donors, seed):
    """(donor, recipient, value) of each pair; values are whole numbers above 0."""
    chance = np.random.default_rng(seed)
    donor = np.repeat(np.arange(donors), PAIRS)
    recipient = np.concatenate([chance.choice(10 * donors, PAIRS, replace=False) for _ in range(donors)])
    worth = chance.integers(1, 8_000, 10 * donors)  # a person's urgency counts with every donor
    return donor, recipient, worth[recipient] + chance.integers(1, 2_000, len(donor))


def write_mps(path, donor, recipient, value):
    with open(path, "w") as file:
        file.write("NAME assignment\nROWS\n N minus_value\n")
        file.writelines(f" L once{r}\n" for r in np.unique(recipient))
        file.writelines(f" L donor{d}\n" for d in np.unique(donor))
        file.write("COLUMNS\n M1 'MARKER' 'INTORG'\n")
        for d, r, v in zip(donor.tolist(), recipient.tolist(), value.tolist()):
            file.write(f" x{d}_{r} minus_value {-v}\n x{d}_{r} once{r} 1\n x{d}_{r} donor{d} 1\n")
        file.write(" M2 'MARKER' 'INTEND'\nRHS\n")
        file.writelines(f" RHS once{r} 1\n" for r in np.unique(recipient))
        file.writelines(f" RHS donor{d} 1\n" for d in np.unique(donor))
        file.write("BOUNDS\n")
        file.writelines(f" BV BND x{d}_{r}\n" for d, r in zip(donor.tolist(), recipient.tolist()))
        file.write("ENDATA\n")


def dense(donor, recipient, value):
    from scipy.optimize import linear_sum_assignment

    matrix = np.zeros((donor.max() + 1, recipient.max() + 1))
    matrix[donor, recipient] = value
    begin = time.perf_counter()
    chosen = linear_sum_assignment(matrix, maximize=True)
    return time.perf_counter() - begin, int(matrix[chosen].sum())


def sparse(donor, recipient, value):
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    # A recipient of nobody for each donor, so that everybody is matched; costs above 0 are needed.
    count, top = donor.max() + 1, int(value.max()) + 1
    rows = np.concatenate([donor, np.arange(count)])
    columns = np.concatenate([recipient, recipient.max() + 1 + np.arange(count)])
    costs = np.concatenate([top - value, np.full(count, top)])
    begin = time.perf_counter()
    matrix = coo_array((costs, (rows, columns))).tocsr()
    chosen = min_weight_full_bipartite_matching(matrix)
    found = int(count * top - matrix[chosen].sum())
    return time.perf_counter() - begin, found


def flow(donor, recipient, value):
    from ortools.graph.python import min_cost_flow

    donors, people = donor.max() + 1, recipient.max() + 1
    source, sink = donors + people, donors + people + 1
    everyone = np.arange(people)
    tails = np.concatenate([np.full(donors, source), donor, donors + everyone, np.arange(donors)])
    heads = np.concatenate([np.arange(donors), donors + recipient, np.full(people, sink), np.full(donors, sink)])
    costs = np.concatenate([np.zeros(donors), -value, np.zeros(people), np.zeros(donors)]).astype(np.int64)
    begin = time.perf_counter()
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), dtype=np.int64), costs)
    solver.set_node_supply(int(source), int(donors))
    solver.set_node_supply(int(sink), -int(donors))
    status = solver.solve()
    seconds = time.perf_counter() - begin
    return seconds, -solver.optimal_cost() if status == solver.OPTIMAL else None


def ours(program, path, threads):
    with tempfile.TemporaryDirectory() as scratch:
        words = [program, "solve", path, "--gap", "0", "--threads", str(threads), "--json"]
        begin = time.perf_counter()
        text = subprocess.run(
            words + ["--trace", f"{scratch}/trace.csv"], capture_output=True, text=True
        ).stdout
        seconds = time.perf_counter() - begin
        with open(f"{scratch}/trace.csv") as file:
            first = float(next(csv.DictReader(file))["seconds"])
    answer = json.loads(text)
    value = None if answer["value"] is None else -int(answer["value"])
    return seconds, first, value, answer["status"]


def reading(program, path, scratch):
    """Seconds until a model is read: a certificate that is none is refused then, before anything is done with it."""
    none = f"{scratch}/none.txt"
    with open(none, "w"):
        pass
    begin = time.perf_counter()
    process = subprocess.run([program, "solve", path, "--verify", none], capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if process.returncode != 3 or none not in process.stderr:
        sys.exit(f"a certificate that is none ended with {process.returncode}: {process.stderr.strip()}")
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tandem", default="tandem")
    parser.add_argument("--sizes", default="100,1000,5000", help="donors")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    results, faults = [], 0
    print(f'{"donors":>6} {"pairs":>7} {"seed":>4} {"tandem":>8} {"reading":>8} {"first":>8} {"dense":>8} {"sparse":>8} {"flow":>8}  value')
    for size in map(int, arguments.sizes.split(",")):
        for seed in range(1, arguments.seeds + 1):
            pairs = pool(size, seed)
            with tempfile.TemporaryDirectory() as scratch:
                path = os.path.join(scratch, "assignment.mps")
                write_mps(path, *pairs)
                seconds, first, value, status = ours(arguments.tandem, path, 1)
                read = reading(arguments.tandem, path, scratch)
            # The dense matrix of larger pools does not fit in memory.
            peers = {"sparse": sparse(*pairs), "flow": flow(*pairs)}
            if size <= 5_000:
                peers["dense"] = dense(*pairs)
            agree = status == "optimal" and all(found == value for _, found in peers.values())
            faults += not agree
            result = {"donors": size, "pairs": len(pairs[0]), "seed": seed, "value": value, "agree": agree}
            result["seconds"] = {"tandem": seconds, "reading": read, "first": first}
            result["seconds"].update({name: spent for name, (spent, _) in peers.items()})
            results.append(result)
            shown = " ".join(f'{result["seconds"].get(name, float("nan")):8.3f}' for name in COLUMNS)
            values = "all the same" if agree else f"{status}, others {[found for _, found in peers.values()]}"
            print(f"{size:6} {len(pairs[0]):7} {seed:4} {shown}  {value}, {values}", flush=True)
            if arguments.json:
                with open(arguments.json, "w") as file:
                    json.dump({"results": results}, file, indent=1)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
