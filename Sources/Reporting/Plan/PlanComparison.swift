public import TandemFiles

/// What a plan's file states beside what the same plan, described anew, should state.
///
/// A few members cannot be known again and change nothing in the plan: how long the search took and how much it
/// looked at.
public struct PlanComparison: Sendable {
  /// The members that say how the search went.
  public static let harmless: Set<String> = ["seconds", "bundles", "nodes", "stages"]
  /// The members that follow from the certificate's prices and cannot be worked out without it.
  private static let priced: Set<String> = ["worth", "price"]

  /// Everything that differs, each in a sentence with its place.
  public private(set) var faults: [String] = []
  private let path: String
  private let isPriced: Bool

  /// Compares the file with the description; prices only where a certificate was at hand.
  public init(_ stated: JSON5Node, path: String, with expected: JSON5Node, isPriced: Bool) {
    self.path = path
    self.isPriced = isPriced
    compare(stated, expected, "")
  }

  private mutating func compare(_ stated: JSON5Node, _ expected: JSON5Node, _ place: String) {
    if faults.count >= 20 { return }
    switch (stated.content, expected.content) {
    case (.null, .null): return
    case (.bool(let one), .bool(let two)) where one == two: return
    case (.number(let one), .number(let two)) where one == two: return
    case (.string(let one), .string(let two)) where one == two: return
    case (.array(let one), .array(let two)) where one.count == two.count:
      for index in one.indices { compare(one[index], two[index], "\(place)[\(index)]") }
    case (.object(let all), .object(let two))
    where all.map(\.key).filter({ $0 != "stages" }) == two.map(\.key):
      let one = all.filter { $0.key != "stages" }
      for (left, right) in zip(one, two) where !ignores(left.key) {
        compare(left.value, right.value, place.isEmpty ? left.key : "\(place).\(left.key)")
      }
    default:
      faults.append(
        "\(path):\(stated.line):\(stated.column): \(place) is \(Problem.quoted(stated.summary)) and should be "
          + "\(Problem.quoted(expected.summary)).")
    }
  }

  private func ignores(_ key: String) -> Bool {
    PlanComparison.harmless.contains(key) || (!isPriced && PlanComparison.priced.contains(key))
  }
}
