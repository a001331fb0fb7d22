public import TandemRegistry

/// The groups by which measures are given, and the cells between which access is compared.
public struct Grouping: Sendable {
  /// One way to divide people.
  public struct Dimension: Sendable, Hashable {
    /// The name in files: `abo`.
    public let name: String
    /// What a heading calls it.
    public let title: String
    /// Its groups in their order.
    public let groups: [String]
  }

  /// The dimensions.
  public let dimensions: [Dimension]
  /// The groups of donors.
  public let donors: DonorGrouping
  /// Where the groups of each dimension begin among all groups.
  let starts: [Int]
  /// All groups, dimension after dimension.
  public var count: Int { starts.last! + dimensions.last!.groups.count }

  static let unknown = "unknown"
  static let ages = ["under 18", "18 to 39", "40 to 54", "55 and more", unknown]
  private static let bands = ["0", "above 0 to 84.9 %", "85 to 94.9 %", "95 % and more", unknown]
  private let namedGroups: [String: Int]
  private let centres: [String: Int]

  /// The cells of access: blood group by cPRA band, which is what a graft can be kept from by biology.
  static let cellCount = 4 * 4

  static func starts(of dimensions: [Dimension]) -> [Int] {
    var starts: [Int] = []
    var next = 0
    for dimension in dimensions {
      starts.append(next)
      next += dimension.groups.count
    }
    return starts
  }

  /// `named`: names in the column `groups` that are reported, under a title; `centres`: identifiers of transplant
  /// centres; `laboratories`: those of centres that isolate.
  init(named: [String], as title: String, centres centreIDs: [String], laboratories: [String]) {
    donors = DonorGrouping(laboratories: laboratories)
    dimensions = [
      Dimension(name: "abo", title: "Blood group", groups: ABO.allCases.map(\.rawValue) + [Grouping.unknown]),
      Dimension(name: "sex", title: "Sex", groups: Sex.allCases.map(\.rawValue) + [Grouping.unknown]),
      Dimension(name: "age", title: "Age in years", groups: Grouping.ages),
      Dimension(name: "cpra", title: "cPRA", groups: Grouping.bands),
      Dimension(name: title.lowercased(), title: title, groups: named + ["other"]),
      Dimension(name: "centre", title: "Centre", groups: centreIDs + [Grouping.unknown]),
    ]
    starts = Grouping.starts(of: dimensions)
    namedGroups = Dictionary(named.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    centres = Dictionary(centreIDs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The groups of a cohort: every name of its column `groups`, every centre that transplants.
  init(of cohort: Cohort) {
    let named = Set(cohort.recipients.flatMap { $0.groups ?? [] })
    self.init(
      named: named.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, as: "Group",
      centres: cohort.centres.filter { $0.kind != .isolation }.map(\.id),
      laboratories: cohort.centres.filter { $0.kind == .isolation }.map(\.id))
  }

  /// The groups of somebody, as places among all groups.
  public func places(of person: Recipient) -> [Int] { groups(of: person).map { Int($0) } }

  /// The groups of somebody as they enter the list. Named groups may overlap.
  func groups(of person: Recipient) -> [Int32] {
    let abo = person.abo.flatMap { ABO.allCases.firstIndex(of: $0) } ?? ABO.allCases.count
    let sex = person.sex.flatMap { Sex.allCases.firstIndex(of: $0) } ?? Sex.allCases.count
    let named = (person.groups ?? []).compactMap { namedGroups[$0] }
    let centre = person.centreID.flatMap { centres[$0] } ?? centres.count
    var found = [starts[0] + abo, starts[1] + sex, starts[2] + Grouping.age(person.ageYears)]
    found.append(starts[3] + Grouping.band(person.cpra))
    found += (named.isEmpty ? [namedGroups.count] : named.sorted()).map { starts[4] + $0 }
    found.append(starts[5] + centre)
    return found.map { Int32($0) }
  }

  /// The cell of access; nil when blood group or cPRA is not known.
  static func cell(of person: Recipient) -> Int? {
    guard let abo = person.abo.flatMap({ ABO.allCases.firstIndex(of: $0) }), person.cpra != nil else {
      return nil
    }
    return abo * 4 + band(person.cpra)
  }

  static func age(_ years: Double?) -> Int {
    guard let years else { return 4 }
    return years < 18 ? 0 : years < 40 ? 1 : years < 55 ? 2 : 3
  }

  private static func band(_ cpra: Double?) -> Int {
    guard let cpra else { return 4 }
    return cpra <= 0 ? 0 : cpra < 0.85 ? 1 : cpra < 0.95 ? 2 : 3
  }
}
