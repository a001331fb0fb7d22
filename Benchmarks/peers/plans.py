"""The models of `tandem allocate --write-model`: every peer that reads them must find the value of our plan.

    DIR/bin/python plans.py --tandem PATH --seeds 3 --sizes 40x5,80x10 --json OUT.json

Takes the example cohort and cohorts of `tandem generate`, under policies with and without shares, beds by period,
ranked objectives and decisions made before, one of them impossible. For each it asks for the proven optimum,
writes the model as LP and as MPS, and gives both files to the peers (CP-SAT reads MPS alone). A peer that proves
another value, calls a possible model infeasible or an impossible one feasible is wrong. One that is not done in
time is told apart: it proves nothing either way.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from types import SimpleNamespace

from run import run

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
EXAMPLE = f"{ROOT}/Data/example"
PEERS = ["highs", "scip", "cpsat", "cbc", "glpk"]


def share(name, group, least):
    at_least = f'{{ value: {least}, unit: "fraction of transplants", policy_choice: "for comparison" }}'
    return f'{{ name: "{name}", {group}, at_least: {at_least} }}'


YOUNG = 'age_below: { value: 40, unit: "years", policy_choice: "for comparison" }'
# What the policy's section `allocation` holds.
SECTIONS = {
    "plain": None,
    "shares": 'bed_period: { value: 30, unit: "days", policy_choice: "for comparison" }, shares: ['
    + share("A", 'blood_group: "A"', 0.4) + ", " + share("under 40", YOUNG, 0.3) + "]",
    "ranked": 'objective: ["transplants", "score"]',
    "benefit": 'objective: ["predicted-benefit", "score"], shares: [' + share("under 40", YOUNG, 0.35) + "]",
}
# Of the example: what was decided before. Nobody can have the second pair of the last beside the first.
DECIDED = {
    "decided": ["--require", "D11:R019", "--forbid", "D08:R126", "--forbid", "D01:R001"],
    "impossible": ["--require", "D11:R126", "--require", "D08:R132"],
}


def policy(section, folder):
    """The path of the balanced policy with a section `allocation`."""
    with open(f"{ROOT}/Data/policies/balanced.json5") as file:
        text = file.read()
    path = f"{folder}/policy.json5"
    with open(path, "w") as file:
        file.write(text.replace("\n  tie_breaks:", f"\n  allocation: {{ {section} }},\n  tie_breaks:"))
    return path


def cases(arguments, folder):
    """(name, cohort, further options) of each problem."""
    for name, section in SECTIONS.items():
        options = ["--policy", policy(section, folder)] if section else []
        yield f"example {name}", EXAMPLE, options
        for size in arguments.sizes.split(","):
            recipients, donors = size.split("x")
            for seed in range(1, arguments.seeds + 1):
                cohort = f"{folder}/{size}-{seed}"
                if not os.path.isdir(cohort):
                    words = ["--recipients", recipients, "--donors", donors, "--seed", str(seed), "--out", cohort]
                    subprocess.run([arguments.tandem, "generate", *words], check=True, capture_output=True)
                yield f"{size} seed {seed} {name}", cohort, options
    for name, options in DECIDED.items():
        yield f"example {name}", EXAMPLE, options


def verdict(result, own, is_lp):
    """Whether a peer agrees: "same", "other", or "open" when it was stopped."""
    value = result["value"]
    is_infeasible = "infeasible" in str(result["status"]).lower()
    if own is None:
        return "same" if is_infeasible else "open" if value is None else "other"
    if is_infeasible:
        return "other"
    is_done = str(result["status"]).lower().startswith(("optimal", "gaplimit"))
    if value is None or not is_done:
        return "open"
    # What an LP file maximises, some programs tell as the least of its negative.
    found = abs(value) if is_lp else -value
    return "same" if round(found) == own else "other"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tandem", default="tandem", help="path of our program")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--sizes", default="40x5,80x10", help="recipients x donors of the generated cohorts")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--time", type=float, default=60, help="seconds for each run")
    parser.add_argument("--json", help="also write the results to this file")
    arguments = parser.parse_args()
    arguments.tandem = os.path.abspath(arguments.tandem) if os.sep in arguments.tandem else arguments.tandem
    settings = SimpleNamespace(gap=0, time=arguments.time, threads=1, tandem=arguments.tandem)
    peers, results = arguments.peers.split(","), []
    with tempfile.TemporaryDirectory() as folder:
        for name, cohort, options in cases(arguments, folder):
            for form in ["lp", "mps"]:
                model = f"{folder}/model.{form}"
                words = [arguments.tandem, "allocate", cohort, "--gap", "0", "--json", "--write-model", model]
                plan = json.loads(subprocess.run(words + options, capture_output=True, text=True).stdout)
                own = None if plan["value"] is None else round(1_000_000 * plan["value"])
                told = []
                for peer in peers:
                    if peer == "cpsat" and form == "lp":
                        continue
                    result = run(peer, model, settings)
                    found = verdict(result, own, form == "lp")
                    told.append(f'{result["title"]} {found}')
                    results.append({
                        "case": name, "format": form, "peer": result["title"], "tandem": own,
                        "value": result["value"], "status": result["status"], "seconds": result["seconds"],
                        "verdict": found,
                    })
                print(f'{name:28} {form:3} {own if own is not None else "infeasible":>12}  {", ".join(told)}', flush=True)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump({"results": results}, file, indent=1)
    wrong = [result for result in results if result["verdict"] == "other"]
    for result in wrong:
        print(f'{result["case"]}, {result["format"]}: {result["peer"]} has {result["value"]} ({result["status"]}), '
              f'we have {result["tandem"]}')
    opened = sum(result["verdict"] == "open" for result in results)
    print(f"{len(results)} comparisons, {len(wrong)} other, {opened} not done in time.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
