"""The match run of the plain policy as an analyst would write it with NumPy and pandas.

    DIR/bin/python screen_pandas.py COHORT HLA_TABLES OUT DONOR ...

Reads the cohort once, makes one run for each donor, and writes OUT/DONOR.csv (recipient_id, score in order) and
OUT/times.json. Rules and weights are those of plain/plain.json5. Columns that do not depend on the donor are
worked out once, while reading; nothing is done row by row.
"""

import json
import os
import resource
import sys
import time

import numpy as np
import pandas as pd

LOCI = ["A", "B", "C", "DRB1", "DQB1"]
COMPATIBLE = {"O": ["O", "A", "B", "AB"], "A": ["A", "AB"], "B": ["B", "AB"], "AB": ["AB"]}
VITRIFICATION, THAWING = 0.95, 0.793  # what is left


def points(weight, rating):
    """Whole millionths of a point, halves up."""
    return np.floor(weight * rating * 1e6 + 0.5).astype(np.int64)


class HLA:
    """The names of alleles: their P group, and what antibodies see of them."""

    def __init__(self, folder):
        alleles = pd.read_csv(f"{folder}/alleles.csv", dtype=str, keep_default_na=False).set_index("allele")
        serology = pd.read_csv(f"{folder}/serology.csv", dtype=str, keep_default_na=False).set_index("antigen")
        self.group = {name: group.rstrip("P") for name, group in alleles["p_group"].items() if group}
        self.seen = {}
        for name, row in alleles.iterrows():
            if row["antigen"] in ("null", ""):
                continue
            seen = {self.group.get(name, name), name.split(":")[0]}
            waiting = [row["antigen"], row["broad"], row["bw"]]
            while waiting:
                antigen = waiting.pop()
                if antigen and antigen not in seen and antigen not in ("none", "blank"):
                    seen.add(antigen)
                    if antigen in serology.index:
                        waiting += serology.at[antigen, "parents"].split(";") + [serology.at[antigen, "bw"]]
            self.seen[name] = seen

    def shown(self, typing):
        """Everything that an antibody against this donor could be named after."""
        shown = set()
        for locus in typing.split("^"):
            for name in locus.split("+"):
                shown |= self.seen.get(name, {self.group.get(name, name), name.split(":")[0]})
        return shown


class Cohort:
    def __init__(self, folder, hla):
        columns = ["recipient_id", "abo", "age_years", "weight_kg", "centre_id", "listed_on", "status", "hla",
                   "hba1c_percent", "clarke", "gfr", "karnofsky", "pregnancy", "sex", "cpra"]
        people = pd.read_csv(f"{folder}/recipients.csv", usecols=columns, engine="pyarrow")
        centres = pd.read_csv(f"{folder}/centres.csv")
        antibodies = pd.read_csv(f"{folder}/antibodies.csv", engine="pyarrow")
        self.donors = pd.read_csv(f"{folder}/donors.csv").set_index("donor_id")
        self.hla = hla

        self.id = people["recipient_id"].to_numpy()
        self.abo = people["abo"].to_numpy(dtype=object, na_value="")
        self.weight = people["weight_kg"].to_numpy(dtype=float)
        self.listed = people["listed_on"].to_numpy(dtype="datetime64[D]")
        place = centres.set_index("centre_id").loc[people["centre_id"], ["latitude", "longitude"]].to_numpy()
        self.latitude, self.longitude = np.radians(place).T

        # Whoever may not have any graft, whatever the donor. A comparison with NaN is false.
        pregnant = (people["pregnancy"] != "no") & (people["sex"] != "male")
        self.open = (
            people["age_years"].between(18, 65) & (people["hba1c_percent"] <= 10) & (people["clarke"] >= 4)
            & ~pregnant & (people["karnofsky"] >= 60) & (people["gfr"] >= 60) & (people["status"] == "active")
        ).to_numpy(dtype=bool)

        # Antibodies that exclude a donor who shows their target.
        row = pd.Series(np.arange(len(people)), index=self.id)
        strong = (antibodies["mfi"] > 5000) | antibodies["mfi"].isna() | (antibodies["c1q"] == "yes")
        named = antibodies["specificity"].where(strong).dropna()
        target = named.map(lambda name: hla.group.get(name, name))
        self.antibody = pd.Series(row.loc[antibodies.loc[named.index, "recipient_id"]].to_numpy(), index=target)

        # The alleles of five loci as small numbers, equal for the same P group.
        self.number = {}
        self.alleles = self.typed(people["hla"])

        cpra = people["cpra"].fillna(0).to_numpy(dtype=float)
        self.points = points(20, (100**cpra - 1) / 99)

    def typed(self, typings):
        """Ten columns of small numbers, 0 where nothing is known."""
        pattern = r"\^".join(rf"{locus}\*([^+^]+)\+{locus}\*([^+^]+)" for locus in LOCI[:4])
        pattern += rf"(?:\^[^^]+)*?\^DQB1\*([^+^]+)\+DQB1\*([^+^]+)"
        found = typings.astype("string[pyarrow]").str.extract("^" + pattern)
        columns = []
        for position in range(10):
            codes, names = pd.factorize(found[position])
            known = [self.code(f"{LOCI[position // 2]}*{name}") for name in names]
            columns.append(np.array(known + [0], dtype=np.int16)[codes])
        return columns

    def code(self, name):
        return self.number.setdefault(self.hla.group.get(name, name), len(self.number) + 1)


def match(cohort, donor_id):
    """The roster of one donor: identifiers and scores in order."""
    donor = cohort.donors.loc[donor_id]

    def available(kind, left):
        if not np.isnan(donor[f"{kind}_measured"]):
            return donor[f"{kind}_measured"] * left
        mean, spread = donor[f"{kind}_mean"], donor[f"{kind}_sd"]
        return mean / np.sqrt(1 + (spread / mean) ** 2) * left  # the median of a lognormal

    islets, cells = available("islet_ieq", VITRIFICATION), available("cd34_cells", THAWING)
    fits = (cohort.weight * 5000 <= islets) & (cohort.weight * 3e6 <= cells)
    candidates = cohort.open & fits & np.isin(cohort.abo, COMPATIBLE[donor["abo"]])
    shown = cohort.hla.shown(donor["hla"])
    candidates[cohort.antibody[cohort.antibody.index.isin(shown)].to_numpy()] = False
    chosen = np.flatnonzero(candidates)

    day = np.datetime64(donor["cross_clamp_at"][:10])
    with np.errstate(invalid="ignore"):
        waited = (day - cohort.listed[chosen]).astype("timedelta64[D]").astype(float)
    waited = np.clip(np.nan_to_num(np.where(np.isnat(cohort.listed[chosen]), 0, waited)), 0, None)

    latitude, longitude = np.radians(donor["latitude"]), np.radians(donor["longitude"])
    square = (
        np.sin((cohort.latitude[chosen] - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(cohort.latitude[chosen]) * np.sin((cohort.longitude[chosen] - longitude) / 2) ** 2
    )
    distance = 2 * 6371.0088 * np.arcsin(np.sqrt(np.minimum(1, square)))

    theirs = cohort.typed(pd.Series([donor["hla"]]))
    gvh = np.zeros(len(chosen))
    hvg = np.zeros(len(chosen))
    typed = np.ones(len(chosen), dtype=bool)
    for first in range(0, 10, 2):
        mine = [column[chosen] for column in cohort.alleles[first : first + 2]]
        d1, d2 = (column[0] for column in theirs[first : first + 2])
        gvh += ((mine[0] != d1) & (mine[0] != d2)).astype(int) + ((mine[1] != d1) & (mine[1] != d2))
        hvg += ((mine[0] != d1) & (mine[1] != d1)).astype(int) + ((mine[0] != d2) & (mine[1] != d2))
        typed &= (mine[0] != 0) & (mine[1] != 0)

    score = cohort.points[chosen] + points(40, np.minimum(waited / 1826.25, 1))
    score += points(15, np.interp(distance, [100, 500, 3000], [1, 0.8, 0]))
    score += np.where(typed, points(5, 1 - gvh / 10) + points(10, 1 - hvg / 10), 0)
    score += np.where(cohort.abo[chosen] == donor["abo"], 10_000_000, 0)
    order = np.lexsort((cohort.id[chosen], -waited, -score))
    return cohort.id[chosen][order], score[order] / 1e6


def main():
    folder, tables, out, *donors = sys.argv[1:]
    begin = time.process_time()
    cohort = Cohort(folder, HLA(tables))
    times = {"reading": time.process_time() - begin, "donors": {}}
    for donor in donors:
        begin = time.process_time()
        people, scores = match(cohort, donor)
        times["donors"][donor] = {"seconds": time.process_time() - begin, "listed": len(people)}
        pd.DataFrame({"recipient": people, "score": scores}).to_csv(f"{out}/{donor}.csv", index=False)
    times["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with open(os.path.join(out, "times.json"), "w") as file:
        json.dump(times, file)


if __name__ == "__main__":
    main()
