public import TandemChance
public import TandemFiles
public import TandemRegistry

/// The yields that programmes publish: a mean and a standard deviation, for islets by donor type or cold
/// ischaemia where the publication tells them apart. The file `clinic/yields.json5`.
public struct YieldModels: Sendable {
  /// Islet programmes in the order of the file.
  public let islets: [IsletYield]
  /// Stem cell programmes in the order of the file.
  public let stemCells: [StemCellYield]

  init(_ root: DataObject) {
    var islets: [IsletYield] = []
    if let entries = root.object("islets") {
      for key in entries.keys {
        if let entry = entries.object(key) { islets.append(IsletYield(entry, name: key)) }
      }
    }
    self.islets = islets
    var cells: [StemCellYield] = []
    if let entries = root.object("stem_cells") {
      for key in entries.keys {
        if let entry = entries.object(key), let model = StemCellYield(entry, name: key) {
          cells.append(model)
        }
      }
    }
    stemCells = cells
  }
}

/// The islet yield of one programme.
public struct IsletYield: Sendable {
  /// The point on the islets' way at which a programme counts.
  public enum Stage: String, Sendable, CaseIterable {
    /// After digestion, before purification: purification and culture losses are still to come.
    case recovered
    /// After purification: culture losses are still to come. Counts in `donors.csv` are of this stage.
    case isolated
    /// What was infused: no loss is still to come.
    case infused
  }

  /// One donor group with its yield.
  public struct Stratum: Sendable {
    /// The donor type it is for; nil for any.
    public let donorType: DonorType?
    /// The cold ischaemia it is for; nil for any.
    public let coldIschaemia: Limit?
    /// The mean in IEQ.
    public let mean: SourcedNumber
    /// The standard deviation in IEQ.
    public let standardDeviation: SourcedNumber

    /// The yield as a distribution.
    public var distribution: Lognormal {
      Lognormal(mean: mean.value, standardDeviation: standardDeviation.value)
    }

    /// The origin; an assumption as soon as either number is one.
    public var basis: Basis {
      if mean.source == standardDeviation.source { return Basis(mean) }
      let isAssumption = mean.isAssumption || standardDeviation.isAssumption
      return Basis(
        isAssumption ? .assumption : .source, "mean: \(mean.origin); SD: \(standardDeviation.origin)")
    }
  }

  /// The name that choices and policies use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// Where it counts.
  public let stage: Stage
  /// The groups; the first that fits a donor is taken.
  public let strata: [Stratum]

  /// The stratum of a donor, or the columns and data that are missing to tell which it is. Both are empty
  /// when the donor is outside all strata.
  public func stratum(of donor: Donor, coldIschaemiaHours: Double?) -> (stratum: Stratum?, missing: [String])
  {
    for stratum in strata {
      if let type = stratum.donorType {
        guard let known = donor.donorType else { return (nil, ["donors.donor_type"]) }
        if known != type { continue }
      }
      if let limit = stratum.coldIschaemia {
        guard let hours = coldIschaemiaHours else { return (nil, ["donors.latitude", "donors.longitude"]) }
        if !limit.allows(hours) { continue }
      }
      return (stratum, [])
    }
    return (nil, [])
  }

  init(_ entry: DataObject, name: String) {
    self.name = name
    title = entry.text("title") ?? ""
    stage = entry.choice("stage", of: Stage.self) ?? .isolated
    var strata: [Stratum] = []
    for part in entry.objects("strata") {
      if let stratum = Stratum(part) { strata.append(stratum) }
    }
    self.strata = strata
    if entry.items("strata").isEmpty { entry.report("strata", kind: "empty list", "at least one stratum") }
    entry.finish()
  }
}

extension IsletYield.Stratum {
  fileprivate init?(_ entry: DataObject) {
    donorType = entry.keys.contains("donor_type") ? entry.choice("donor_type", of: DonorType.self) : nil
    var limit: Limit?
    if let bounds = entry.optionalObject("cold_ischaemia_hours") {
      limit = bounds.limit(unit: "h", in: 0...100)
      bounds.finish()
    }
    coldIschaemia = limit
    let mean = entry.sourced("mean", unit: "IEQ", in: 1000...5_000_000)
    let spread = entry.sourced("sd", unit: "IEQ", in: 0...5_000_000)
    entry.finish()
    guard let mean, let spread else { return nil }
    self.mean = mean
    standardDeviation = spread
  }
}

/// The yield of CD34+ cells of one programme, before selection and freezing.
public struct StemCellYield: Sendable {
  /// The name that choices and policies use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// The mean in cells.
  public let mean: SourcedNumber
  /// The standard deviation in cells.
  public let standardDeviation: SourcedNumber

  init?(_ entry: DataObject, name: String) {
    let title = entry.text("title")
    let mean = entry.sourced("mean", unit: "cells", in: 1e5...1e11)
    let spread = entry.sourced("sd", unit: "cells", in: 0...1e11)
    entry.finish()
    guard let title, let mean, let spread else { return nil }
    self.name = name
    self.title = title
    self.mean = mean
    standardDeviation = spread
  }
}
