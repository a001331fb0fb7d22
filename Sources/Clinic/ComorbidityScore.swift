public import TandemRegistry

/// A person's comorbidity score with all that contributes to it.
public struct ComorbidityScore: Sendable, Hashable {
  /// One item that gives points.
  public struct Contribution: Sendable, Hashable {
    /// The item's name.
    public let item: String
    /// Its points.
    public let points: Int
    /// What shows that it is present: "DLCO 71 % of predicted", "the word dialysis".
    public let evidence: String
  }

  /// The items that give points, in the order of the index.
  public let contributions: [Contribution]
  /// The points of HCT-CI/Age for age; nil when the age is unknown.
  public let agePoints: Int?
  /// The items that could give more points if the missing data were known.
  public let undecided: [String]
  /// The columns that are missing, sorted.
  public let missing: [String]
  /// Words among the comorbidities that the index does not know.
  public let unknownWords: [String]

  /// HCT-CI, as far as it is known.
  public var points: Int { contributions.reduce(0) { $0 + $1.points } }
  /// HCT-CI/Age, as far as it is known.
  public var pointsWithAge: Int { points + (agePoints ?? 0) }
  /// Whether missing data could add to HCT-CI.
  public var isOpen: Bool { !undecided.isEmpty || !unknownWords.isEmpty }

  /// The contributions in words: "diabetes 1 (insulin use 0.55 units/kg/day)".
  public var words: String {
    if contributions.isEmpty { return "no item present" }
    return contributions.map { "\($0.item) \($0.points) (\($0.evidence))" }.joined(separator: ", ")
  }
}

extension ComorbidityIndex {
  /// The score of a person with its parts. `points(of:)` gives the same numbers without the words.
  public func score(of person: Recipient) -> ComorbidityScore {
    let (counting, open, _) = evidence(of: person)
    var contributions: [ComorbidityScore.Contribution] = []
    var undecided: [String] = []
    var missing: Set<String> = []
    for (index, item) in items.enumerated() {
      let bit: UInt64 = 1 << UInt64(index)
      if counting & bit != 0 {
        contributions.append(.init(item: item.name, points: item.points, evidence: item.evidence(in: person)))
      } else if open & bit != 0 {
        undecided.append(item.name)
        missing.formUnion(item.missing(in: person).map { "recipients.\($0)" })
      }
    }
    let unknownWords = (person.comorbidities ?? []).filter { !knows($0) }
    if !unknownWords.isEmpty { missing.insert("recipients.comorbidities") }
    return ComorbidityScore(
      contributions: contributions, agePoints: person.ageYears.map(pointsForAge), undecided: undecided,
      missing: missing.sorted(), unknownWords: unknownWords)
  }
}

extension ComorbidityIndex.Item {
  /// What shows that the item is present.
  fileprivate func evidence(in person: Recipient) -> String {
    var found = words.filter { person.comorbidities?.contains($0) == true }.map { "the word \($0)" }
    for (value, limit) in limits {
      if let measured = value.value(of: person), limit.allows(measured) {
        found.append("\(value.label) \(Amount.text(measured, value.unit))")
      }
    }
    found += facts.filter { $0.value(of: person) == true }.map(\.label)
    return found.joined(separator: ", ")
  }

  /// The columns without which the item is undecided.
  fileprivate func missing(in person: Recipient) -> [String] {
    var columns = !words.isEmpty && person.comorbidities == nil ? ["comorbidities"] : []
    for (value, _) in limits { columns += value.missing(in: person) }
    columns += facts.filter { $0.value(of: person) == nil }.map(\.column)
    return columns
  }
}
