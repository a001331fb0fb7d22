import TandemFiles

/// Where places lie and how much they can do.
struct MapProfile: Sendable {
  /// Degrees north.
  let latitudes: ClosedRange<Double>
  /// Degrees east.
  let longitudes: ClosedRange<Double>
  let transplantCentres: Int
  let isolationLaboratories: Int
  /// The centre of rank k has a share in proportion to 1 / k to this power.
  let sizeSkew: Double
  /// Standard deviation of the distance north and east from a centre to the hospitals around it.
  let hospitalScatterKm: Double
  /// Conditioning beds of all centres together, for each donor of the cohort.
  let bedsPerDonor: Double
  /// Isolation runs of all laboratories together, for each donor of the cohort.
  let runsPerDonor: Double

  init(_ object: DataObject?, _ figures: FigureReader) {
    let south = figures.number(object, "south", unit: "degrees", in: -85...85)
    let north = figures.number(object, "north", unit: "degrees", in: -85...85)
    let west = figures.number(object, "west", unit: "degrees", in: -180...180)
    let east = figures.number(object, "east", unit: "degrees", in: -180...180)
    if north <= south { object?.report("north", kind: "out of range", "a latitude north of \"south\"") }
    if east <= west { object?.report("east", kind: "out of range", "a longitude east of \"west\"") }
    latitudes = min(south, north)...max(south, north)
    longitudes = min(west, east)...max(west, east)
    transplantCentres = figures.whole(object, "transplant_centres", unit: "centres", in: 1...999)
    isolationLaboratories = figures.whole(object, "isolation_laboratories", unit: "centres", in: 1...999)
    sizeSkew = figures.number(object, "size_skew", unit: "exponent", in: 0...3)
    hospitalScatterKm = figures.number(object, "hospital_scatter_km", unit: "km", in: 0...2000)
    bedsPerDonor = figures.number(object, "beds_per_donor", unit: "beds", in: 0...100)
    runsPerDonor = figures.number(object, "runs_per_donor", unit: "runs", in: 0...100)
    object?.finish()
  }
}
