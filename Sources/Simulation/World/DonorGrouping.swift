import TandemRegistry

/// The groups by which it is told what became of donors and their grafts. A donor is in one group of each dimension.
public struct DonorGrouping: Sendable {
  /// The dimensions; their names begin with `donor_`, since recipients have groups of their own.
  public let dimensions: [Grouping.Dimension]
  /// Where the groups of each dimension begin among all groups.
  let starts: [Int]
  /// All groups, dimension after dimension.
  public var count: Int { starts.last! + dimensions.last!.groups.count }
  private let laboratories: [String: Int]

  /// `laboratories`: identifiers of the centres that isolate.
  init(laboratories ids: [String]) {
    dimensions = [
      .init(
        name: "donor_abo", title: "Blood group of the donor",
        groups: ABO.allCases.map(\.rawValue) + [Grouping.unknown]),
      .init(
        name: "donor_sex", title: "Sex of the donor",
        groups: Sex.allCases.map(\.rawValue) + [Grouping.unknown]),
      .init(name: "donor_age", title: "Age of the donor in years", groups: Grouping.ages),
      .init(
        name: "donor_type", title: "Type of the donor",
        groups: DonorType.allCases.map(\.rawValue) + [Grouping.unknown]),
      .init(
        name: "donor_laboratory", title: "Laboratory that the pancreas reaches soonest",
        groups: ids + [Grouping.unknown]),
    ]
    starts = Grouping.starts(of: dimensions)
    laboratories = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The groups of a donor, as places among all groups.
  func places(of donor: Donor, laboratory: String?) -> [Int] {
    let abo = donor.abo.flatMap { ABO.allCases.firstIndex(of: $0) } ?? ABO.allCases.count
    let sex = donor.sex.flatMap { Sex.allCases.firstIndex(of: $0) } ?? Sex.allCases.count
    let type = donor.donorType.flatMap { DonorType.allCases.firstIndex(of: $0) } ?? DonorType.allCases.count
    let place = laboratory.flatMap { laboratories[$0] } ?? laboratories.count
    let found = [abo, sex, Grouping.age(donor.ageYears), type, place]
    return found.indices.map { starts[$0] + found[$0] }
  }
}
