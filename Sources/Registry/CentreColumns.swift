extension Table where Row == Centre {
  /// `centres.csv`.
  static let centres = Table(
    file: "centres.csv", empty: Centre(id: ""),
    columns: [
      .id("centre_id", { $0.id }, set: { $0.id = $1 }),
      .number(
        "latitude", "degrees north", -90...90, missing: "unknown: distance cannot be judged", { $0.latitude },
        set: { $0.latitude = $1 }),
      .number(
        "longitude", "degrees east", -180...180, missing: "unknown: distance cannot be judged",
        { $0.longitude },
        set: { $0.longitude = $1 }),
      .number(
        "conditioning_beds", "beds", 0...10_000, whole: true, missing: "no limit", { $0.conditioningBeds },
        set: { $0.conditioningBeds = $1 }),
      .word("kind", required: true, missing: "not allowed", { $0.kind }, set: { $0.kind = $1 }),
      .number(
        "isolation_runs", "runs", 0...10_000, whole: true, missing: "no limit", { $0.isolationRuns },
        set: { $0.isolationRuns = $1 }),
    ],
    contradictions: { centre in
      (centre.latitude == nil) != (centre.longitude == nil)
        ? [
          Contradiction(
            centre.latitude == nil ? "longitude" : "latitude", "latitude and longitude together, or neither")
        ]
        : []
    })
}
