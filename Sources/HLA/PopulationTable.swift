public import TandemFiles

/// Populations that donors come from: their weight in the cPRA of the United States, and their blood groups.
public struct PopulationTable: Sendable {
  /// A blood group of the ABO system.
  public enum BloodGroup: String, Sendable, Hashable, CaseIterable {
    case o = "O"
    case a = "A"
    case b = "B"
    case ab = "AB"

    /// The groups whose tissue somebody of this group may receive.
    public var compatibleDonors: [BloodGroup] {
      switch self {
      case .o: [.o]
      case .a: [.o, .a]
      case .b: [.o, .b]
      case .ab: BloodGroup.allCases
      }
    }
  }

  /// One population.
  public struct Entry: Hashable, Sendable {
    /// Its name in the frequency tables.
    public let name: String
    /// Another name in use; nil when there is none.
    public let otherName: String?
    /// Its share of the donors, for weighing.
    public let weight: Double
    /// The shares of the blood groups O, A, B and AB, which add up to 1.
    public let bloodGroups: [BloodGroup: Double]

    /// The share of its donors whose blood group bars a recipient of group `recipient`.
    public func incompatibleShare(for recipient: BloodGroup) -> Double {
      let compatible = recipient.compatibleDonors
      return BloodGroup.allCases.reduce(0) { sum, group in
        compatible.contains(group) ? sum : sum + (bloodGroups[group] ?? 0)
      }
    }
  }

  /// The populations in the order of the file.
  public let entries: [Entry]

  /// The population with that name or other name.
  public subscript(name: String) -> Entry? {
    entries.first { $0.name == name } ?? entries.first { $0.otherName == name }
  }
}

extension PopulationTable {
  private static let columns = [
    "population", "also_called", "cpra_weight", "abo_o_percent", "abo_a_percent", "abo_b_percent",
    "abo_ab_percent",
  ]

  /// The table that ships with the library.
  public static let shipped: PopulationTable = {
    guard let bytes = ShippedData.file("hla/populations.csv") else { return PopulationTable(entries: []) }
    do {
      return try PopulationTable(csv: bytes, path: "hla/populations.csv")
    } catch {
      fatalError("the shipped table of populations is unreadable:\n\(error)")
    }
  }()

  /// Reads a table of the same columns, or throws everything that is wrong with it.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: PopulationTable.columns)
    var entries: [Entry] = []
    while sheet.next() {
      let name = sheet.text(0)
      if name.isEmpty || entries.contains(where: { $0.name == name }) {
        sheet.report(column: 0, kind: "wrong name", "a name that no other row has")
        continue
      }
      let weight = sheet.number(2, in: 0...1)
      var shares: [BloodGroup: Double] = [:]
      for (column, group) in zip(3..., BloodGroup.allCases) {
        shares[group] = sheet.number(column, in: 0...100)
      }
      let sum = BloodGroup.allCases.reduce(0) { $0 + (shares[$1] ?? 0) }
      guard let weight, shares.count == 4 else {
        sheet.report(column: 2, kind: "missing value", "a weight and four blood groups in every row")
        continue
      }
      // Published percentages are rounded; a sum further off is a slip of the pen.
      if !(99...101).contains(sum) {
        sheet.report(column: 3, kind: "wrong sum", "four percentages that add up to 99 to 101")
        continue
      }
      let other = sheet.text(1)
      entries.append(
        Entry(
          name: name, otherName: other.isEmpty ? nil : other, weight: weight,
          bloodGroups: shares.mapValues { $0 / sum }))
    }
    try sheet.throwProblems()
    self.entries = entries
  }
}
