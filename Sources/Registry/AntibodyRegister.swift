public import TandemHLA

/// The antibodies of all recipients, in one array ordered by recipient.
public struct AntibodyRegister: Sendable {
  private let starts: [Int32]
  private let all: [Antibody]
  /// What was found since, by recipient: it replaces what `all` holds.
  private var replaced: [Int: [Antibody]] = [:]

  /// Orders `entries`, pairs of a recipient's index and an antibody, for `recipientCount` recipients. Within
  /// a recipient the order of the entries stays. Cost: two passes.
  public init(recipientCount: Int, entries: [(recipient: Int, antibody: Antibody)]) {
    var starts = [Int32](repeating: 0, count: recipientCount + 1)
    for entry in entries { starts[entry.recipient + 1] += 1 }
    for index in 0..<recipientCount { starts[index + 1] += starts[index] }
    var next = starts
    if let first = entries.first {
      var ordered = [Antibody](repeating: first.antibody, count: entries.count)
      for entry in entries {
        ordered[Int(next[entry.recipient])] = entry.antibody
        next[entry.recipient] += 1
      }
      all = ordered
    } else {
      all = []
    }
    self.starts = starts
  }

  /// The antibodies of the recipient at an index, in the order of the file.
  public func of(_ recipient: Int) -> ArraySlice<Antibody> {
    if !replaced.isEmpty, let antibodies = replaced[recipient] { return antibodies[...] }
    return all[Int(starts[recipient])..<Int(starts[recipient + 1])]
  }

  /// Puts what is known now in the place of what was known of a recipient.
  public mutating func replace(_ recipient: Int, with antibodies: [Antibody]) {
    replaced[recipient] = antibodies
  }

  /// How many antibodies there are in all.
  public var count: Int {
    replaced.reduce(all.count) { count, entry in
      count + entry.value.count - Int(starts[entry.key + 1] - starts[entry.key])
    }
  }
}
