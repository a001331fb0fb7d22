import TandemFiles
import TandemRegistry

/// Who the donors are, apart from their HLA, and what they give.
struct DonorProfile: Sendable {
  let female: Double
  /// The share of donors after circulatory death.
  let dcd: Double
  let ageYears: Spread
  let bmi: Spread
  let diabetes: Double
  /// HbA1c of donors without diabetes in percent.
  let hba1cPercent: Spread
  let diabeticHba1cPercent: Spread
  /// Days from the reference day within which donors come.
  let periodDays: Double
  /// Hours from cross-clamp until fresh cells can no longer be used.
  let freshHours: Spread
  /// Days from cross-clamp until banked cells can no longer be used.
  let bankedDays: Double
  /// The share of donors whose stem cells are frozen.
  let cryopreserved: Double
  let islets: Islets
  let stemCells: StemCells
  let flags: [Flag<Donor>]
  let missing: [Blank<Donor>]

  /// Islet yields after purification.
  struct Islets: Sendable {
    let dbdMean: Double
    let dbdSD: Double
    let dcdMean: Double
    let dcdSD: Double
    /// The part of the variance that is known before isolation.
    let explained: Double
    /// The correlation of that part with body mass index.
    let bmi: Double
    /// The share of donors with a count.
    let measured: Double
    let viabilityPercent: Spread
    let purityPercent: Spread
  }

  /// Cells before selection and freezing.
  struct StemCells: Sendable {
    let cd34Mean: Double
    let cd34SD: Double
    /// The part of the variance that is known before the count.
    let explained: Double
    /// The correlation of that part with age.
    let age: Double
    let measured: Double
    let cd3Mean: Double
    let cd3SD: Double
  }

  init(_ object: DataObject?, _ figures: FigureReader) {
    female = figures.share(object, "female")
    dcd = figures.share(object, "dcd")
    ageYears = figures.spread(object, "age_years", unit: "years", in: 2...100)
    bmi = figures.spread(object, "bmi", unit: "kg/m2", in: 12...78)
    diabetes = figures.share(object, "diabetes")
    hba1cPercent = figures.spread(object, "hba1c_percent", unit: "%", in: 3...20)
    diabeticHba1cPercent = figures.spread(object, "diabetic_hba1c_percent", unit: "%", in: 3...20)
    periodDays = figures.number(object, "period_days", unit: "days", in: 0.01...20_000)
    freshHours = figures.spread(object, "fresh_hours", unit: "hours", in: 0...400)
    bankedDays = figures.number(object, "banked_days", unit: "days", in: 1...7300)
    cryopreserved = figures.share(object, "cryopreserved")
    let islets = object?.object("islets")
    let ieq = 1000.0...5_000_000
    self.islets = Islets(
      dbdMean: figures.number(islets, "dbd_mean", unit: "IEQ", in: ieq),
      dbdSD: figures.number(islets, "dbd_sd", unit: "IEQ", in: ieq),
      dcdMean: figures.number(islets, "dcd_mean", unit: "IEQ", in: ieq),
      dcdSD: figures.number(islets, "dcd_sd", unit: "IEQ", in: ieq),
      explained: figures.number(islets, "explained", unit: "fraction of the variance", in: 0...0.99),
      bmi: figures.number(islets, "bmi", unit: "correlation", in: -1...1),
      measured: figures.share(islets, "measured"),
      viabilityPercent: figures.spread(islets, "viability_percent", unit: "%", in: 2...100),
      purityPercent: figures.spread(islets, "purity_percent", unit: "%", in: 2...100))
    islets?.finish()
    let cells = object?.object("stem_cells")
    let count = 1e6...1e12
    stemCells = StemCells(
      cd34Mean: figures.number(cells, "cd34_mean", unit: "cells", in: 1e6...5e10),
      cd34SD: figures.number(cells, "cd34_sd", unit: "cells", in: 1e6...5e10),
      explained: figures.number(cells, "explained", unit: "fraction of the variance", in: 0...0.99),
      age: figures.number(cells, "age", unit: "correlation", in: -1...1),
      measured: figures.share(cells, "measured"),
      cd3Mean: figures.number(cells, "cd3_mean", unit: "cells", in: count),
      cd3SD: figures.number(cells, "cd3_sd", unit: "cells", in: count))
    cells?.finish()
    flags = Flag.read(object, Flag<Donor>.ofDonors, figures)
    missing = Blank.read(object, Blank<Donor>.ofDonors, figures)
    object?.finish()
  }
}
