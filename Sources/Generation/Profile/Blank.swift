import TandemFiles
import TandemHLA
import TandemRegistry

/// A column that may be left empty, the share of people where it is, and how it is emptied.
struct Blank<Person>: Sendable {
  let name: String
  let share: Double
  let clear: @Sendable (inout Person) -> Void

  /// A column as code knows it, before a profile gives the share.
  typealias Column = (name: String, clear: @Sendable (inout Person) -> Void)

  /// The object `missing`; a column that it does not name is never empty.
  static func read(_ object: DataObject?, _ columns: [Column], _ figures: FigureReader) -> [Blank] {
    let names = columns.map(\.name)
    return figures.fractions(object, "missing", expected: "one of \(names.joined(separator: ", "))") {
      names.contains($0)
    }
    .compactMap { entry in
      columns.first { $0.name == entry.name }.map {
        Blank(name: $0.name, share: entry.share, clear: $0.clear)
      }
    }
  }
}

extension Blank where Person == Recipient {
  /// The columns of `recipients.csv` that a profile may leave empty.
  static var ofRecipients: [Column] {
    [
      ("abo", { $0.abo = nil }), ("weight_kg", { $0.weightKg = nil }), ("height_cm", { $0.heightCm = nil }),
      ("listed_on", { $0.listedOn = nil }), ("status", { $0.status = nil }),
      ("hla", { $0.typing = Typing() }),
      ("diabetes_onset_age_years", { $0.diabetesOnsetAgeYears = nil }),
      ("c_peptide_ng_ml", { $0.cPeptideNgMl = nil }),
      ("insulin_units_per_kg_day", { $0.insulinUnitsPerKgDay = nil }),
      ("hba1c_percent", { $0.hba1cPercent = nil }),
      ("severe_hypos_12m", { $0.severeHypos12m = nil }), ("clarke", { $0.clarke = nil }),
      ("hypo_score", { $0.hypoScore = nil }), ("lability_index", { $0.labilityIndex = nil }),
      ("gfr", { $0.gfr = nil }),
      ("lvef_percent", { $0.lvefPercent = nil }), ("dlco_percent", { $0.dlcoPercent = nil }),
      ("fev1_percent", { $0.fev1Percent = nil }), ("bilirubin_x_uln", { $0.bilirubinXULN = nil }),
      ("alt_x_uln", { $0.altXULN = nil }), ("anc_per_ul", { $0.ancPerUl = nil }),
      ("alc_per_ul", { $0.alcPerUl = nil }),
      ("hb_g_dl", { $0.hbGDl = nil }), ("karnofsky", { $0.karnofsky = nil }),
      ("comorbidities", { $0.comorbidities = nil }),
      ("hiv", { $0.hiv = nil }), ("hbv", { $0.hbv = nil }), ("hcv", { $0.hcv = nil }),
      ("tb", { $0.tb = nil }),
      ("pregnancy", { $0.pregnancy = nil }), ("cancer", { $0.cancer = nil }), ("cmv", { $0.cmv = nil }),
      ("ebv", { $0.ebv = nil }), ("cpra", { $0.cpra = nil }), ("protocols", { $0.protocols = nil }),
    ]
  }
}

extension Blank where Person == Donor {
  /// The columns of `donors.csv` that a profile may leave empty; a mean takes its standard deviation along,
  /// one coordinate the other.
  static var ofDonors: [Column] {
    [
      ("abo", { $0.abo = nil }), ("weight_kg", { $0.weightKg = nil }), ("height_cm", { $0.heightCm = nil }),
      ("hba1c_percent", { $0.hba1cPercent = nil }), ("diabetes", { $0.diabetes = nil }),
      ("cross_clamp_at", { $0.crossClampAt = nil }),
      ("latitude", { ($0.latitude, $0.longitude) = (nil, nil) }), ("hla", { $0.typing = Typing() }),
      ("islet_ieq_mean", { ($0.isletIEQMean, $0.isletIEQSD) = (nil, nil) }),
      ("cd34_cells_mean", { ($0.cd34CellsMean, $0.cd34CellsSD) = (nil, nil) }),
      ("cd3_cells", { $0.cd3Cells = nil }),
      ("hsc_form", { $0.hscForm = nil }), ("available_until", { $0.availableUntil = nil }),
      ("cmv", { $0.cmv = nil }),
      ("ebv", { $0.ebv = nil }), ("hbv", { $0.hbv = nil }), ("hcv", { $0.hcv = nil }),
      ("hiv", { $0.hiv = nil }),
      ("cancer", { $0.cancer = nil }), ("sepsis", { $0.sepsis = nil }),
    ]
  }
}
