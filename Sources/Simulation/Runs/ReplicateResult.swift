import TandemFiles

/// What one replicate gave under one policy, as the numbers that everything else is worked out of.
public struct ReplicateResult: Sendable, Hashable {
  /// The replicate's number, from 0.
  public let replicate: Int
  /// The policy's place in the plan.
  public let policy: Int
  /// The measures in the order of `Measure.all`, then for each group its measures. Not a number where there is
  /// none.
  public let values: [Double]
  /// Pairs of a donor and somebody who waited when the donor came, each of which the policy judged.
  public let pairs: Int
  /// Those among them who were on the roster, each of which it scored.
  public let scored: Int

  init(replicate: Int, policy: Int, values: [Double], pairs: Int, scored: Int) {
    self.replicate = replicate
    self.policy = policy
    self.values = values
    self.pairs = pairs
    self.scored = scored
  }

  init(replicate: Int, policy: Int, _ tally: Tally) {
    self.replicate = replicate
    self.policy = policy
    pairs = tally.pairs
    scored = tally.scored
    values = MeasureRule.values(tally) + tally.groups.flatMap(GroupMeasure.values)
  }

  /// How many values a result has with so many groups.
  static func width(groups: Int) -> Int { Measure.all.count + groups * GroupMeasure.allCases.count }

  /// A line of text that reads back as the same bits. Nothing stands where a value has no meaning.
  var line: String {
    var text = "\(replicate),\(policy),\(pairs),\(scored)"
    for value in values { text += "," + (value.isNaN ? "" : DecimalText.text(value)) }
    return text + "\n"
  }

  /// The result that a line spells; nil when it spells none.
  init?(line: Substring, width: Int) {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == width + 4, let replicate = Int(fields[0]), let policy = Int(fields[1]),
      let pairs = Int(fields[2]), let scored = Int(fields[3])
    else { return nil }
    var values: [Double] = []
    values.reserveCapacity(width)
    for field in fields[4...] {
      if field.isEmpty {
        values.append(.nan)
      } else if let value = Double(field) {
        values.append(value)
      } else {
        return nil
      }
    }
    self.init(replicate: replicate, policy: policy, values: values, pairs: pairs, scored: scored)
  }
}
