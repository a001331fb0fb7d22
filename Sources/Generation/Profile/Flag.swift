import TandemFiles
import TandemRegistry

/// A yes-or-no column and the share of people with a yes.
struct Flag<Person>: Sendable {
  let name: String
  let share: Double
  let set: @Sendable (inout Person, Bool) -> Void

  /// A column as code knows it, before a profile gives the share.
  typealias Column = (name: String, set: @Sendable (inout Person, Bool) -> Void)

  /// The object `flags`, which must give every column.
  static func read(_ object: DataObject?, _ columns: [Column], _ figures: FigureReader) -> [Flag] {
    let entry = object?.object("flags")
    let flags = columns.map { Flag(name: $0.name, share: figures.share(entry, $0.name), set: $0.set) }
    entry?.finish()
    return flags
  }
}

extension Flag where Person == Recipient {
  /// The flags of `recipients.csv` that do not depend on other columns.
  static var ofRecipients: [Column] {
    [
      ("hiv", { $0.hiv = $1 }), ("hbv", { $0.hbv = $1 }), ("hcv", { $0.hcv = $1 }), ("tb", { $0.tb = $1 }),
      ("cancer", { $0.cancer = $1 }), ("cmv", { $0.cmv = $1 }), ("ebv", { $0.ebv = $1 }),
    ]
  }
}

extension Flag where Person == Donor {
  /// The flags of `donors.csv` that do not depend on other columns.
  static var ofDonors: [Column] {
    [
      ("cmv", { $0.cmv = $1 }), ("ebv", { $0.ebv = $1 }), ("hbv", { $0.hbv = $1 }), ("hcv", { $0.hcv = $1 }),
      ("hiv", { $0.hiv = $1 }), ("cancer", { $0.cancer = $1 }), ("sepsis", { $0.sepsis = $1 }),
    ]
  }
}
