import TandemClinic
import TandemFiles
public import TandemPolicy
import TandemRegistry
public import TandemSimulation

/// What is said of policies on one cohort without time: who gains, who loses, and why.
public struct ComparisonReport: Sendable {
  /// Somebody whose place changes.
  struct Mover: Sendable {
    let recipient: Int
    let reference: PolicyComparison.Standing
    let other: PolicyComparison.Standing
    /// The change of the mean place on rosters, negative towards the front; nil when they are on rosters under
    /// one policy only.
    var change: Double? { reference.meanPlace.flatMap { before in other.meanPlace.map { $0 - before } } }
  }

  /// A group with its transplants under both policies.
  struct GroupChange: Sendable {
    let name: String
    let people: Int
    let reference: Int
    let other: Int
  }

  /// One policy against the reference.
  struct Pair: Sendable {
    let name: String
    let both: Int
    let gained: [Int]
    let lost: [Int]
    let towardsFront: [Mover]
    let towardsBack: [Mover]
    /// People on a roster under one policy only.
    let onlyReference: Int
    let onlyOther: Int
    let groups: [(title: String, changes: [GroupChange])]
    let differences: [PolicyComparison.Difference]
    let differenceCount: Int
    let explanations: [String]
  }

  let comparison: PolicyComparison
  let names: [String]
  let policies: [Policy]
  let folder: String
  let version: String
  let pairs: [Pair]

  /// How many people and donors are told one by one.
  static let mostShown = 10
  private static let mostExplained = 5

  /// Works the comparison out. `names` are what the policies are called.
  public init(
    _ comparison: PolicyComparison, policies: [Policy], names: [String], folder: String, version: String
  ) {
    self.comparison = comparison
    self.policies = policies
    self.names = names
    self.folder = folder
    self.version = version
    let standings = policies.indices.map { comparison.standings(under: $0) }
    pairs = policies.indices.dropFirst().map { place in
      ComparisonReport.pair(place, comparison, policies, names, standings)
    }
  }

  private static func pair(
    _ place: Int, _ comparison: PolicyComparison, _ policies: [Policy], _ names: [String],
    _ standings: [[PolicyComparison.Standing]]
  ) -> Pair {
    let before = comparison.walks[0].transplanted
    let after = comparison.walks[place].transplanted
    let movers = comparison.cohort.recipients.indices.map {
      Mover(recipient: $0, reference: standings[0][$0], other: standings[place][$0])
    }
    let moved = movers.filter { ($0.change ?? 0) != 0 }.sorted {
      let (one, other) = ($0.change ?? 0, $1.change ?? 0)
      return one != other ? one < other : $0.recipient < $1.recipient
    }
    let (differences, count) = comparison.differences(of: place, limit: mostShown)
    let explanations = differences.prefix(mostExplained).map { difference in
      DifferenceWords(comparison, policies: policies, names: names, other: place).text(difference)
    }
    return Pair(
      name: names[place], both: before.intersection(after).count,
      gained: after.subtracting(before).sorted(), lost: before.subtracting(after).sorted(),
      towardsFront: Array(moved.prefix { ($0.change ?? 0) < 0 }.prefix(mostShown)),
      towardsBack: Array(moved.reversed().prefix { ($0.change ?? 0) > 0 }.prefix(mostShown)),
      onlyReference: movers.count { $0.reference.rosters > 0 && $0.other.rosters == 0 },
      onlyOther: movers.count { $0.reference.rosters == 0 && $0.other.rosters > 0 },
      groups: groups(comparison, before, after), differences: differences, differenceCount: count,
      explanations: Array(explanations))
  }

  private static func groups(_ comparison: PolicyComparison, _ before: Set<Int>, _ after: Set<Int>) -> [(
    title: String, changes: [GroupChange]
  )] {
    let grouping = comparison.grouping
    let members = comparison.cohort.recipients.map { grouping.places(of: $0) }
    var first = 0
    return grouping.dimensions.map { dimension in
      defer { first += dimension.groups.count }
      let changes = dimension.groups.enumerated().map { place, name in
        let group = first + place
        func count(_ people: Set<Int>) -> Int { people.count { members[$0].contains(group) } }
        return GroupChange(
          name: name, people: members.count { $0.contains(group) }, reference: count(before),
          other: count(after))
      }
      return (dimension.title, changes.filter { $0.people > 0 })
    }
  }

  /// What came out, in plain words.
  var sentences: [String] {
    let donors = comparison.cohort.donors.count
    let first = comparison.walks[0].transplanted.count
    var all = [
      "Under \(names[0]) \(first) of \(donors) donors find a recipient when each goes to the first on its roster "
        + "who has no graft yet."
    ]
    for pair in pairs {
      let people = comparison.cohort.recipients
      func list(_ indices: [Int]) -> String {
        let shown = indices.prefix(5).map { people[$0].id }.joined(separator: ", ")
        return indices.isEmpty ? "" : " (\(shown)\(indices.count > 5 ? ", ..." : ""))"
      }
      all.append(
        "Under \(pair.name) \(pair.both + pair.gained.count) do. \(pair.gained.count) people gain a graft"
          + "\(list(pair.gained)), \(pair.lost.count) lose it\(list(pair.lost)), \(pair.both) have one under both."
      )
      all.append(
        "\(pair.differenceCount) of \(donors) donors have another first candidate under \(pair.name)"
          + (pair.onlyReference + pair.onlyOther > 0
            ? "; \(pair.onlyOther) people are on rosters only under \(pair.name), \(pair.onlyReference) only under "
              + "\(names[0])." : "."))
    }
    return all
  }
}
