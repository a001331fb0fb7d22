"""Screening and match run: `tandem match` against the same written with NumPy and pandas.

    DIR/bin/python screen.py --tandem PATH --screening PATH --sizes 10000,100000 --donors 5 --work FOLDER
        --json OUT.json

Makes cohorts with `tandem generate`, runs both under plain/plain.json5, and compares who is listed, in what
order, with what score to a millionth of a point, before any time counts. A time is told for

- reading: the cohort (ours: a run for a donor who is not there; pandas: with whatever does not depend on the donor);
- packing: ours alone, what of the recipients does not depend on the donor, as the program `screening` tells it;
- a run: screening, scoring and ordering everybody for one donor (ours: as `screening` tells it, with the first 20
  of the roster explained; pandas: from call to return);
- the whole command: ours alone, as a process, with all that it prints. Up to 20,000 who are screened out it also
  counts how many each rule keeps off, which is why it is more than the sum.

Times are processor seconds, summed over threads, since they hardly drift with the machine's load.

The typings of these cohorts are all of two fields: coarse and ambiguous ones cannot be written plainly.
"""

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "Data")
POLICY = os.path.join(HERE, "plain", "plain.json5")


def make_cohort(program, folder, size, donors):
    with open(f"{DATA}/profiles/us-like.json5") as file:
        profile = file.read()
    profile, changes = re.subn(
        r"(antigen_level|ambiguous|null_allele): \{ value: [0-9.]+", r"\1: { value: 0", profile)
    if changes != 6:
        sys.exit(f"the profile has {changes} figures on coarse typing where 6 were expected")
    with open(f"{folder}.json5", "w") as file:
        file.write(profile)
    words = [program, "generate", "--recipients", str(size), "--donors", str(donors), "--seed", "1", "--force"]
    subprocess.run(words + ["--profile", f"{folder}.json5", "--out", folder], check=True, capture_output=True)


def timed(words, codes=(0,)):
    """(processor seconds, peak MiB, output) of a process."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    output, complaint = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit(f'{" ".join(words)} ended with {process.returncode}: {complaint.strip()}')
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, output


def packed(program, folder, donors, threads, runs):
    """Processor seconds of packing and of a run over what is packed, medians."""
    words = [program, folder, "--policy", POLICY, "--donors", str(donors), "--threads", str(threads), "--check", "0"]
    told = r"processor seconds: packing ([0-9.e-]+), a match run ([0-9.e-]+)"
    found = [re.search(told, timed(words)[2]).groups() for _ in range(runs)]
    return median([float(packing) for packing, _ in found]), median([float(run) for _, run in found])


def median(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def read_roster(path, person, score):
    with open(path) as file:
        return [(row[person], float(row[score])) for row in csv.DictReader(file)]


def differences(ours, theirs):
    """What two rosters disagree on, nothing when they agree."""
    if [person for person, _ in ours] != [person for person, _ in theirs]:
        listed, other = {person for person, _ in ours}, {person for person, _ in theirs}
        return f"{len(listed - other)} people only here, {len(other - listed)} only in pandas, or another order"
    # Both are whole millionths, read as binary fractions.
    apart = [person for (person, one), (_, other) in zip(ours, theirs) if abs(one - other) > 1.001e-6]
    return f"{len(apart)} scores differ, first that of {apart[0]}" if apart else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tandem", default="tandem")
    parser.add_argument("--screening", default="screening", help="the program of that name in Benchmarks")
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--donors", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1", help="how many threads of ours, a list")
    parser.add_argument("--work", required=True, help="a folder for cohorts and rosters")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    donors = [f"D{number:07}" for number in range(1, arguments.donors + 1)]
    results, faults = [], []
    for size in map(int, arguments.sizes.split(",")):
        folder, rosters = f"{arguments.work}/cohort{size}", f"{arguments.work}/rosters{size}"
        os.makedirs(rosters, exist_ok=True)
        make_cohort(arguments.tandem, folder, size, len(donors))
        match = [arguments.tandem, "match", folder, "--policy", POLICY]
        pandas = [sys.executable, f"{HERE}/screen_pandas.py", folder, f"{DATA}/hla", rosters, *donors]
        reading, running, peaks = [], [], []
        for _ in range(arguments.runs):
            timed(pandas)
            with open(f"{rosters}/times.json") as file:
                times = json.load(file)
            reading.append(times["reading"])
            running += [one["seconds"] for one in times["donors"].values()]
            peaks.append(times["peak_mib"])
        results.append(
            {"who": "pandas", "size": size, "threads": 1, "reading": median(reading), "packing": None,
             "run": median(running), "whole": None, "peak_mib": max(peaks)})
        for donor in donors:
            roster = f"{rosters}/ours.csv"
            timed(match + ["--donor", donor, "--csv", roster], (0, 1))
            ours = read_roster(roster, "recipient", "score")
            fault = differences(ours, read_roster(f"{rosters}/{donor}.csv", "recipient", "score"))
            if not fault and size <= 10_000:
                document = json.loads(timed(match + ["--donor", donor, "--json"], (0, 1))[2])
                fault = differences([(one["recipient"], one["score"]) for one in document["roster"]], ours)
            print(f"{size} recipients, donor {donor}: {len(ours)} listed, {fault or 'all agree'}", flush=True)
            if fault:
                faults.append(f"{size} recipients, donor {donor}: {fault}")
        for threads in map(int, arguments.threads.split(",")):
            with_threads = match + ["--threads", str(threads)]
            begun = median(
                [timed(with_threads + ["--donor", "nobody"], (3,))[0] for _ in range(arguments.runs)])
            whole = [timed(with_threads + ["--donor", donor], (0, 1)) for donor in donors for _ in range(arguments.runs)]
            packing, run = packed(arguments.screening, folder, len(donors), threads, arguments.runs)
            results.append(
                {"who": "tandem", "size": size, "threads": threads, "reading": begun, "packing": packing, "run": run,
                 "whole": median([seconds for seconds, _, _ in whole]),
                 "peak_mib": max(peak for _, peak, _ in whole)})
        for result in results:
            if result["size"] == size:
                parts = [f"{key} {result[key]:.3f} s" for key in ["reading", "packing", "run", "whole"]
                         if result[key] is not None]
                print(
                    f'  {result["who"]:7} {result["threads"]} thread(s): {", ".join(parts)}, '
                    f'{result["peak_mib"]} MiB', flush=True)
        shutil.rmtree(folder)
        shutil.rmtree(rosters)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"results": results, "faults": faults}, file, indent=1)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
