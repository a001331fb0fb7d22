import TandemFiles
import TandemHLA

extension Table where Row == Donor {
  /// `donors.csv`.
  static let donors = Table(
    file: "donors.csv", empty: Donor(id: ""),
    columns: [
      .id("donor_id", { $0.id }, set: { $0.id = $1 }),
      .word("abo", { $0.abo }, set: { $0.abo = $1 }),
      .word("sex", also: ["F": .female, "M": .male], { $0.sex }, set: { $0.sex = $1 }),
      .number("age_years", "years", 0...120, { $0.ageYears }, set: { $0.ageYears = $1 }),
      .number("weight_kg", "kg", 2...350, mistakes: .weight, { $0.weightKg }, set: { $0.weightKg = $1 }),
      .number("height_cm", "cm", 40...250, mistakes: .height, { $0.heightCm }, set: { $0.heightCm = $1 }),
      .word("donor_type", { $0.donorType }, set: { $0.donorType = $1 }),
      .number(
        "hba1c_percent", "% (NGSP)", 3...20, mistakes: .hba1c, { $0.hba1cPercent },
        set: { $0.hba1cPercent = $1 }),
      .flag("diabetes", { $0.diabetes }, set: { $0.diabetes = $1 }),
      .instant("cross_clamp_at", { $0.crossClampAt }, set: { $0.crossClampAt = $1 }),
      .number("latitude", "degrees north", -90...90, { $0.latitude }, set: { $0.latitude = $1 }),
      .number("longitude", "degrees east", -180...180, { $0.longitude }, set: { $0.longitude = $1 }),
      .typing("hla", { $0.typing }, set: { $0.typing = $1 }),
      .number(
        "islet_ieq_mean", "IEQ", 1000...5_000_000, mistakes: .thousandsOfIslets,
        missing: "the programme's yield model is used", { $0.isletIEQMean }, set: { $0.isletIEQMean = $1 }),
      .number(
        "islet_ieq_sd", "IEQ", 0...5_000_000, missing: "the programme's yield model is used",
        { $0.isletIEQSD }, set: { $0.isletIEQSD = $1 }),
      .number(
        "islet_ieq_measured", "IEQ", 0...5_000_000, missing: "not yet isolated: the expected yield is used",
        { $0.isletIEQMeasured }, set: { $0.isletIEQMeasured = $1 }),
      .number(
        "viability_percent", "%", 2...100, mistakes: .fraction, { $0.viabilityPercent },
        set: { $0.viabilityPercent = $1 }),
      .number(
        "purity_percent", "%", 2...100, mistakes: .fraction, { $0.purityPercent },
        set: { $0.purityPercent = $1 }),
      .number(
        "cd34_cells_mean", "cells", 1e5...1e11, mistakes: .millionsOfCells,
        missing: "the programme's yield model is used", { $0.cd34CellsMean }, set: { $0.cd34CellsMean = $1 }),
      .number(
        "cd34_cells_sd", "cells", 0...1e11, missing: "the programme's yield model is used",
        { $0.cd34CellsSD }, set: { $0.cd34CellsSD = $1 }),
      .number(
        "cd34_cells_measured", "cells", 0...1e11, missing: "not yet counted: the expected yield is used",
        { $0.cd34CellsMeasured }, set: { $0.cd34CellsMeasured = $1 }),
      .number("cd3_cells", "cells", 0...1e13, { $0.cd3Cells }, set: { $0.cd3Cells = $1 }),
      .word("hsc_form", { $0.hscForm }, set: { $0.hscForm = $1 }),
      .instant(
        "available_until", missing: "unknown: the window needs review", { $0.availableUntil },
        set: { $0.availableUntil = $1 }),
      .flag("cmv", { $0.cmv }, set: { $0.cmv = $1 }),
      .flag("ebv", { $0.ebv }, set: { $0.ebv = $1 }),
      .flag("hbv", { $0.hbv }, set: { $0.hbv = $1 }),
      .flag("hcv", { $0.hcv }, set: { $0.hcv = $1 }),
      .flag("hiv", { $0.hiv }, set: { $0.hiv = $1 }),
      .flag("cancer", { $0.cancer }, set: { $0.cancer = $1 }),
      .flag("sepsis", { $0.sepsis }, set: { $0.sepsis = $1 }),
    ],
    contradictions: { donor in
      var found: [Contradiction] = []
      if let clamp = donor.crossClampAt, let until = donor.availableUntil, until < clamp {
        found.append(Contradiction("available_until", "a time after cross_clamp_at, which is \(clamp)"))
      }
      if (donor.latitude == nil) != (donor.longitude == nil) {
        found.append(
          Contradiction(
            donor.latitude == nil ? "longitude" : "latitude", "latitude and longitude together, or neither"))
      }
      for (mean, spread, column) in [
        (donor.isletIEQMean, donor.isletIEQSD, "islet_ieq_sd"),
        (donor.cd34CellsMean, donor.cd34CellsSD, "cd34_cells_sd"),
      ] {
        if mean == nil, spread != nil {
          found.append(Contradiction(column, "a mean beside the standard deviation"))
        }
        if mean != nil, spread == nil {
          found.append(
            Contradiction(
              column, "a standard deviation beside the mean; without it the mean is not used", .warning))
        }
        if let mean, let spread, spread > 3 * mean {
          found.append(
            Contradiction(
              column, "a standard deviation of at most three times the mean; are both in the same unit?"))
        }
      }
      if let fault = bodyFault(donor.weightKg, donor.heightCm, ageYears: donor.ageYears) {
        found.append(fault)
      }
      return found
    })
}
