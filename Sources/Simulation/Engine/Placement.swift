public import TandemPolicy

/// How donors' grafts find their recipients: one by one down the roster of a match run, or by the plan that is
/// best for all donors who are looked at together.
///
///     Placement("optimised:week")
public struct Placement: Sendable, Hashable {
  /// Who is offered the grafts first.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The first of the policy's roster, then the next.
    case matchRun = "match-run"
    /// Those of the plan that brings the policy's objectives to their best, then the roster for what is left.
    case optimised
  }

  /// Which donors are looked at together.
  public enum Batch: String, Sendable, Hashable, CaseIterable {
    /// Each donor alone, when they come.
    case donor
    /// The donors of a day, at its end.
    case day
    /// The donors of seven days, at their end.
    case week

    /// How many days are put together; nil for none.
    var days: Double? {
      switch self {
      case .donor: nil
      case .day: 1
      case .week: 7
      }
    }
  }

  /// Who is offered the grafts first.
  public let method: Method
  /// Which donors are looked at together.
  public let batch: Batch

  /// The match run of each donor alone.
  public static let standard = Placement(.matchRun, .donor)

  /// A placement.
  public init(_ method: Method, _ batch: Batch = .donor) {
    self.method = method
    self.batch = batch
  }

  /// Reads `match-run`, `optimised:week` and the like; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let method = Method(rawValue: parts[0]) else { return nil }
    guard let batch = parts.count > 1 ? Batch(rawValue: parts[1]) : .donor else { return nil }
    self.init(method, batch)
  }

  /// The text that reads back as the same.
  public var text: String { batch == .donor ? method.rawValue : "\(method.rawValue):\(batch.rawValue)" }

  /// What a table calls it.
  public var title: String {
    switch (method, batch) {
    case (.matchRun, .donor): "match run"
    case (.matchRun, .day): "match runs once a day"
    case (.matchRun, .week): "match runs once a week"
    case (.optimised, .donor): "optimised donor by donor"
    case (.optimised, .day): "optimised day by day"
    case (.optimised, .week): "optimised week by week"
    }
  }

  /// The batches of donors who come at `times`, rising: when each is decided, and its donors in order. What lasts
  /// beyond the end is decided at the last moment.
  func batches(of times: [Double], until end: Double) -> [(time: Double, donors: Range<Int>)] {
    guard let days = batch.days else { return times.indices.map { (times[$0], $0..<$0 + 1) } }
    var batches: [(time: Double, donors: Range<Int>)] = []
    var start = 0
    while start < times.count {
      let number = (times[start] / days).rounded(.down)
      var next = start + 1
      while next < times.count, (times[next] / days).rounded(.down) == number { next += 1 }
      batches.append((min((number + 1) * days, end.nextDown), start..<next))
      start = next
    }
    return batches
  }
}

/// A policy with the way in which it is followed.
public struct Arm: Sendable {
  /// The policy.
  public let policy: Policy
  /// How its rosters, or its plans, are used.
  public let placement: Placement

  /// An arm of a comparison.
  public init(_ policy: Policy, _ placement: Placement = .standard) {
    self.policy = policy
    self.placement = placement
  }
}
