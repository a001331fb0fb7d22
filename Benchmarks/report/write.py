"""Turns the measurements of a run into tables and pictures.

    python3 write.py FOLDER

FOLDER holds what `Benchmarks/run` measured; tables.md, results.json and the pictures are written beside it.
"""

import glob
import json
import os
import re
import sys

from chart import chart, plain

GAPS = ["1 %", "0.1 %", "0.01 %", "proven"]
LEAST_GAP = 1e-5  # in pictures; what is smaller is shown as proven


def median(values):
    """Of values of which None is larger than any; the larger of the two in the middle."""
    ordered = sorted(values, key=lambda value: (value is None, value))
    return ordered[len(ordered) // 2]


def seconds(value):
    if value is None:
        return "-"
    return f"{value:.0f} s" if value >= 100 else f"{value:.1f} s" if value >= 1 else f"{1000 * value:.0f} ms"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def shape(model):
    """(family, size, donors) of a name such as loose-2000x100-s1.mps."""
    family, size = re.match(r"(\w+)-(\d+x\d+)-s\d+", model).groups()
    return family, size, int(size.split("x")[1])


class Report:
    def __init__(self, folder):
        self.folder = folder
        self.text = ""
        self.small = {}
        with open(f"{folder}/about.json") as file:
            self.about = json.load(file)

    def read(self, name):
        path = f"{self.folder}/{name}.json"
        if not os.path.exists(path):
            return None
        with open(path) as file:
            return json.load(file)

    def picture(self, name, *arguments, **options):
        with open(f"{self.folder}/{name}.svg", "w") as file:
            file.write(chart(*arguments, **options))

    def write(self):
        about = self.about
        self.text = f'# Results of {about["date"]}\n\nMachine: {about["machine"]}. Tandem {about["version"]}.\n'
        for path in sorted(glob.glob(f"{self.folder}/solve-*.json")):
            self.solving(os.path.basename(path)[: -len(".json")])
        self.sizes()
        self.screening()
        self.assigning()
        self.planning()
        self.counting()
        self.ourselves()
        with open(f"{self.folder}/tables.md", "w") as file:
            file.write(self.text)
        with open(f"{self.folder}/results.json", "w") as file:
            json.dump({**about, **self.small}, file, indent=1)
            file.write("\n")

    def solving(self, name):
        """A table a size: for each family and solver the median time to each gap over the seeds."""
        record = self.read(name)
        threads = record["threads"]
        models = {result["model"] for result in record["results"]}
        sizes = sorted({shape(model)[1:] for model in models}, key=lambda item: item[1])
        small = []
        for size, _ in sizes:
            here = [result for result in record["results"] if shape(result["model"])[1] == size]
            rows = []
            for family in dict.fromkeys(shape(result["model"])[0] for result in here):
                for title in dict.fromkeys(result["title"] for result in here):
                    runs = [r for r in here if r["title"] == title and shape(r["model"])[0] == family]
                    if not runs:
                        continue
                    times = {gap: median([run["times"][gap] for run in runs]) for gap in GAPS}
                    gaps = [run["gap"] for run in runs]
                    small.append(
                        {"family": family, "size": size, "solver": title, "seeds": len(runs), "times": times,
                         "median_gap": median(gaps), "peak_mib": max(run["peak_mib"] for run in runs)})
                    rows.append(
                        [family, title, *(seconds(times[gap]) for gap in GAPS),
                         left_open(median(gaps)),
                         str(max(run["peak_mib"] for run in runs))])
            seeds = len({result["model"] for result in here}) // len({shape(r["model"])[0] for r in here})
            many = "one thread each" if threads == 1 else f"{threads} threads each"
            self.text += (
                f'\n## Integer program, {size.replace("x", " recipients x ")} donors, {many}\n\n'
                f'Time to each gap, median of {seeds} seed{"s" if seeds > 1 else ""}; the limit was '
                f'{limit(record, size)} s; "left" is the gap when it ended.\n\n')
            self.text += table(["family", "solver", *GAPS, "left", "MiB"], rows)
            if threads == 1:
                self.gaps_over_time(size, here)
        options = ", ".join(f"{title}: {words}" for title, words in record["options"].items())
        self.text += f"\nOptions: {options}.\n"
        self.small[name] = small

    def gaps_over_time(self, size, results):
        for family in dict.fromkeys(shape(result["model"])[0] for result in results):
            series = {}
            for result in results:
                if shape(result["model"])[0] != family or not result["model"].endswith("-s1.mps"):
                    continue
                end = max(result["seconds"], 1e-3)
                points = [(max(at, 1e-3), max(gap, LEAST_GAP)) for at, gap in result["gaps"] if gap < 3]
                if points and points[-1][0] < end:
                    points.append((end, points[-1][1]))
                series[result["title"]] = points
            if any(series.values()):
                self.picture(
                    f"gap-{family}-{size}", f"Gap over time, {family}, {size.replace('x', ' x ')}, one thread",
                    "seconds", "gap", series, steps=True, up_unit=percent)

    def sizes(self):
        """Time to a gap of 1 % against the size, from the runs on one thread."""
        record = self.read("solve-1")
        if not record:
            return
        for family in dict.fromkeys(shape(result["model"])[0] for result in record["results"]):
            series = {}
            for title in dict.fromkeys(result["title"] for result in record["results"]):
                runs = [r for r in record["results"] if r["title"] == title and shape(r["model"])[0] == family]
                points = []
                for donors in sorted({shape(run["model"])[2] for run in runs}):
                    found = median([run["times"]["1 %"] for run in runs if shape(run["model"])[2] == donors])
                    if found is not None:
                        points.append((donors, max(found, 1e-3)))
                series[title] = points
            if sum(len(points) > 1 for points in series.values()):
                self.picture(
                    f"size-{family}", f"Time to a gap of 1 %, {family}, one thread", "donors", "seconds", series)

    def screening(self):
        record = self.read("screen")
        if not record:
            return
        # Ours first, so that it has the same colour in every picture.
        results = sorted(record["results"], key=lambda result: (result["size"], result["who"] == "pandas"))
        name = lambda r: "pandas" if r["who"] == "pandas" else f'Tandem, {r["threads"]}'
        rows = [
            [f'{r["size"]:,}', name(r), *(seconds(r[key]) for key in ["reading", "packing", "run", "whole"]),
             str(r["peak_mib"])]
            for r in results
        ]
        self.text += (
            "\n## Screening and match run\n\nThe plain policy; who is listed, in what order, with what score is "
            f'{"not the same: " + "; ".join(record["faults"]) if record["faults"] else "the same for all donors"}. '
            "Processor seconds; the number beside Tandem is its threads. What pandas finds about people whatever the "
            "donor counts as its reading, ours as packing; a run is one donor over what is packed.\n\n")
        self.text += table(["recipients", "who", "reading", "packing", "a run", "whole command", "MiB"], rows)
        for key, title in [("reading", "Reading a cohort"), ("run", "A match run over what is packed")]:
            series = {}
            for result in results:
                series.setdefault(name(result), []).append((result["size"], max(result[key], 1e-4)))
            self.picture(f"screen-{key}", title, "recipients", "processor seconds", series)
        self.small["screen"] = results

    def assigning(self):
        record = self.read("assign")
        if not record:
            return
        names = {"tandem": "Tandem, whole process", "reading": "of that reading", "first": "first plan at", "dense": "SciPy dense",
                 "sparse": "SciPy sparse", "flow": "OR-Tools flow"}
        rows, series, small = [], {}, []
        for donors in dict.fromkeys(result["donors"] for result in record["results"]):
            runs = [result for result in record["results"] if result["donors"] == donors]
            found = {key: median([run["seconds"].get(key) for run in runs]) for key in names}
            small.append({"donors": donors, "pairs": runs[0]["pairs"], "seconds": found})
            rows.append(
                [f"{donors:,}", f'{runs[0]["pairs"]:,}', *(seconds(found[key]) for key in names),
                 "all" if all(run["agree"] for run in runs) else "NO"])
            for key, value in found.items():
                if value is not None and key not in ("reading", "first"):
                    series.setdefault(names[key].split(",")[0], []).append((donors, max(value, 1e-4)))
            solving = found["tandem"] - found["reading"]
            series.setdefault("Tandem, solving", []).append((donors, max(solving, 1e-4)))
        self.text += "\n## One recipient a donor\n\nMedian of the seeds; the values agree exactly where it says so.\n\n"
        self.text += table(["donors", "pairs", *names.values(), "values agree"], rows)
        self.picture("assign", "One recipient a donor", "donors", "seconds", series)
        self.small["assign"] = small

    def planning(self):
        """Whether the peers find the value of our plans in the models that were written for them."""
        record = self.read("plans")
        if not record:
            return
        results = record["results"]
        words = {"same": "the same", "other": "another", "open": "not done in time"}
        names = list(dict.fromkeys(result["peer"] for result in results))
        rows = []
        for name in names:
            own = [result["verdict"] for result in results if result["peer"] == name]
            rows.append([name, str(len(own)), *(str(own.count(verdict)) for verdict in words)])
        self.text += "\n## Models of plans\n\nThe models of `tandem allocate --write-model`, solved by others: their value beside ours.\n\n"
        self.text += table(["solver", "models", *words.values()], rows)
        self.small["plans"] = {row[0]: dict(zip(words, map(int, row[2:]))) for row in rows}

    def counting(self):
        record = self.read("instructions")
        if not record:
            return
        self.text += "\n## Instructions of the kernels\n\n"
        self.text += table(
            ["case", "instructions a unit"],
            [[result["case"], f'{result["instructions"]:,.0f}'] for result in record["results"]])
        self.small["instructions"] = record["results"]

    def ourselves(self):
        record = self.read("own")
        if not record:
            return
        rows, small, series = [], [], {}
        for case in record["cases"]:
            each = case["seconds_median"] / max(1, case["units"])
            rows.append(
                [case["case"], plain(case["size"]) if case["size"] else "-", str(case["threads"]),
                 seconds_each(each), case["unit"], f'{100 * case["seconds_spread"]:.1f} %',
                 str(case["peak_bytes"] >> 20)])
            keys = ["case", "size", "threads", "units", "seconds_median", "seconds_spread", "peak_bytes"]
            small.append({key: case[key] for key in keys})
            if case["size"]:
                series.setdefault(case["case"], []).append((case["size"], case["seconds_median"]))
        self.text += "\n## Our own steps\n\n"
        self.text += table(["case", "recipients", "threads", "each", "unit", "spread", "MiB"], rows)
        series = {name: points for name, points in series.items() if len(points) > 1}
        if series:
            self.picture("own", "Our own steps against the size of the pool", "recipients", "seconds", series)
        self.small["own"] = small


def limit(record, size):
    return f'{record["limits"][size]:g}'


def percent(fraction):
    return "proven" if fraction <= 1.001 * LEAST_GAP else f"{100 * fraction:g} %"


def left_open(gap):
    """The gap at the end in words; beyond 300 % there is no plan to speak of."""
    return "no plan" if gap is None or gap > 3 else "0" if gap == 0 else f"{100 * gap:.3f} %"


def seconds_each(value):
    for unit, scale in [("ns", 1e9), ("us", 1e6), ("ms", 1e3)]:
        if value * scale < 1000:
            return f"{value * scale:.3g} {unit}"
    return f"{value:.3g} s"


if __name__ == "__main__":
    Report(sys.argv[1]).write()
