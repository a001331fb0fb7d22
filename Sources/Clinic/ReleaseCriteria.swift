public import TandemFiles
public import TandemRegistry

/// Which infusion of islets it is for the recipient.
public enum Infusion: String, Sendable, CaseIterable {
  case first
  case later

  /// The infusion that would be the recipient's next: a later one only when the comorbidities record an
  /// earlier islet graft, since the first asks for the larger dose.
  public init(nextFor person: Recipient) { self.init(after: person.comorbidities) }

  /// The same from the comorbidities alone.
  package init(after comorbidities: [String]?) {
    self = comorbidities?.contains("prior_islet_graft") == true ? .later : .first
  }
}

/// What an islet product must be to be released. A set of `clinic/release-criteria.json5`; what a set does
/// not name is not asked for.
public struct ReleaseCriteria: Sendable {
  /// The name that choices and policies use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// Least dose of a first infusion in IEQ/kg.
  public let firstIEQPerKg: SourcedNumber?
  /// Least dose of a later infusion in IEQ/kg.
  public let laterIEQPerKg: SourcedNumber?
  /// Least number of islets in all, in IEQ.
  public let totalIEQ: SourcedNumber?
  /// Most tissue in all, in mL.
  public let tissueMl: SourcedNumber?
  /// Most tissue in one bag, in mL.
  public let tissuePerBagMl: SourcedNumber?
  /// Most islets in one bag, in IEQ.
  public let bagIEQ: SourcedNumber?
  /// Least viability in percent.
  public let viabilityPercent: SourcedNumber?
  /// Least purity in percent.
  public let purityPercent: SourcedNumber?
  /// Most hours from release to infusion.
  public let hoursToInfusion: SourcedNumber?
  /// What the set also asks for and the cohort files do not hold.
  public let notCovered: [String]

  /// The least dose for an infusion, nil when the set names none.
  public func leastIEQPerKg(for infusion: Infusion) -> SourcedNumber? {
    infusion == .first ? firstIEQPerKg : laterIEQPerKg ?? firstIEQPerKg
  }

  init(_ entry: DataObject, name: String) {
    self.name = name
    title = entry.text("title") ?? ""
    firstIEQPerKg = entry.optionalSourced("first_ieq_per_kg", unit: "IEQ/kg", in: 0...50_000)
    laterIEQPerKg = entry.optionalSourced("later_ieq_per_kg", unit: "IEQ/kg", in: 0...50_000)
    totalIEQ = entry.optionalSourced("total_ieq", unit: "IEQ", in: 0...5_000_000)
    tissueMl = entry.optionalSourced("tissue_ml", unit: "mL", in: 0.1...100)
    tissuePerBagMl = entry.optionalSourced("tissue_per_bag_ml", unit: "mL", in: 0.1...100)
    bagIEQ = entry.optionalSourced("bag_ieq", unit: "IEQ", in: 1000...5_000_000)
    viabilityPercent = entry.optionalSourced("viability_percent", unit: "%", in: 1...100)
    purityPercent = entry.optionalSourced("purity_percent", unit: "%", in: 1...100)
    hoursToInfusion = entry.optionalSourced("hours_to_infusion", unit: "h", in: 0.1...100)
    notCovered = entry.texts("not_covered")
    entry.finish()
  }
}

/// The file `clinic/release-criteria.json5`: the sets, and the geometry that turns islets into tissue volume.
public struct ReleaseRules: Sendable {
  /// The sets in the order of the file.
  public let sets: [ReleaseCriteria]
  /// The diameter of one islet equivalent in micrometres.
  public let equivalentDiameterUm: SourcedNumber
  /// The share of the volume of settled tissue that is tissue.
  public let packedFraction: SourcedNumber

  /// The volume in mL of settled tissue with `ieq` islet equivalents at a purity in percent.
  public func tissueMl(ieq: Double, purityPercent: Double) -> Double {
    let centimetres = equivalentDiameterUm.value * 1e-4
    let sphere = Double.pi / 6 * centimetres * centimetres * centimetres
    return ieq * sphere / (purityPercent / 100) / packedFraction.value
  }

  init?(_ root: DataObject) {
    var sets: [ReleaseCriteria] = []
    if let entries = root.object("sets") {
      for key in entries.keys {
        if let entry = entries.object(key) { sets.append(ReleaseCriteria(entry, name: key)) }
      }
    }
    let diameter = root.sourced("equivalent_diameter_um", unit: "um", in: 50...500)
    let packed = root.sourced("packed_fraction", unit: "fraction", in: 0.3...1)
    guard let diameter, let packed else { return nil }
    self.sets = sets
    equivalentDiameterUm = diameter
    packedFraction = packed
  }
}
