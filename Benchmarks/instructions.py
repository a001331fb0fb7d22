"""Counts the instructions of the kernels with callgrind.

    python3 instructions.py --tandem PATH --json OUT.json [--cases hla.name,hla.typing,...]

Runs `tandem bench --bare` on each case with one and with four runs and takes the difference, so that start-up and
making ready drop out. The counts do not drift with the machine's load as times do; --repeat 2 counts twice and
says by how much they differ. Needs valgrind (Debian's package of that name).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

CASES = ["hla.name", "hla.typing", "hla.reduce", "hla.mismatch", "hla.comparison", "hla.crossmatch", "hla.cpra",
         "pair.decide"]
FEW, MANY = 1, 4


def count(program, case, runs):
    """(instructions of the whole process, units of a run)."""
    with tempfile.TemporaryDirectory() as scratch:
        words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={scratch}/out", program, "bench", "--bare"]
        words += ["--case", case, "--runs", str(runs), "--sizes", "500", "--threads", "1", "--json"]
        # Otherwise sets and dictionaries are laid out by chance, and each run counts differently.
        surroundings = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
        done = subprocess.run(words, capture_output=True, text=True, env=surroundings)
        found = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
        if done.returncode or not found:
            sys.exit(f"{case}: {done.stderr.strip().splitlines()[-1]}")
        return int(found[1]), json.loads(done.stdout)["cases"][0]["units"]


def per_unit(program, case):
    few, units = count(program, case, FEW)
    many, _ = count(program, case, MANY)
    return (many - few) / ((MANY - FEW) * units)


def counted(program, arguments):
    results = []
    for case in arguments.cases.split(","):
        counts = [per_unit(program, case) for _ in range(arguments.repeat)]
        spread = (max(counts) - min(counts)) / min(counts)
        results.append({"case": case, "instructions": counts[0], "spread": spread})
        told = f"   {100 * spread:.4f} % apart" if arguments.repeat > 1 else ""
        print(f"{case:16} {counts[0]:12.1f} instructions a unit{told}", flush=True)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tandem", default="tandem")
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        # Valgrind reads older debugging information only and gives up on ours; it counts without.
        bare = f"{scratch}/tandem"
        subprocess.run(["strip", "--strip-debug", "-o", bare, arguments.tandem], check=True)
        results = counted(bare, arguments)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"results": results}, file, indent=1)


if __name__ == "__main__":
    main()
