import TandemFiles

/// Who has antibodies against HLA, how many donors they exclude, and how strong they are.
struct Sensitisation: Sendable {
  /// The share of women with antibodies.
  let female: Double
  /// The share of men with antibodies.
  let male: Double
  /// Bands of the calculated PRA that antibodies are drawn for, ascending.
  let bands: Weights<ClosedRange<Double>>
  /// The share of specificities that are named by allele.
  let alleleLevel: Double
  let mfi: Spread
  /// The share of antibodies with a C1q result.
  let c1qTested: Double
  /// The MFI at which half of the antibodies bind C1q.
  let c1qHalfAtMFI: Double
  /// Age of the sample in days on the reference day.
  let sampleAgeDays: Spread

  init(_ object: DataObject?, _ figures: FigureReader) {
    female = figures.share(object, "female")
    male = figures.share(object, "male")
    let bands = object?.object("bands")
    var ranges: [ClosedRange<Double>] = []
    var shares: [Double] = []
    for node in bands?.items("ranges") ?? [] {
      let band = figures.file.object(node)
      let least = band.number("from", unit: "fraction", in: 0...1) ?? 0
      let most = band.number("to", unit: "fraction", in: 0...1) ?? 1
      if least >= most {
        band.report("to", kind: "out of range", "more than \(DecimalText.text(least)), the value of \"from\"")
      }
      ranges.append(min(least, most)...max(least, most))
      shares.append(band.number("share", unit: "fraction", in: 0...1) ?? 0)
      band.finish()
    }
    if let bands, shares.reduce(0, +) <= 0 {
      bands.report("ranges", kind: "no weights", "at least one range with a share above 0")
    }
    figures.origin(bands, unit: "fraction")
    bands?.finish()
    self.bands = Weights(ranges, shares)
    alleleLevel = figures.share(object, "allele_level")
    mfi = figures.spread(object, "mfi", unit: "MFI", in: 1...1_000_000)
    c1qTested = figures.share(object, "c1q_tested")
    c1qHalfAtMFI = figures.number(object, "c1q_half_at", unit: "MFI", in: 1...1_000_000)
    sampleAgeDays = figures.spread(object, "sample_age_days", unit: "days", in: 0...4000)
    object?.finish()
  }
}
