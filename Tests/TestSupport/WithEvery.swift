public import TandemChance
public import Testing

/// Runs `body` for seeds 0 ..< `count` (from `first`), each with a stream of its own, and names the seed
/// that broke it, so that one failing case can be run again alone: `withEvery(1, first: 4711)`.
public func withEvery(
  _ count: Int, first: UInt64 = 0, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (inout SplitMix) throws -> Void
) {
  for seed in first..<(first + UInt64(count)) {
    var chance = SplitMix(seed: seed)
    do {
      try body(&chance)
    } catch {
      Issue.record("seed \(seed): \(error)", sourceLocation: sourceLocation)
      return
    }
  }
}

/// What a property says when it does not hold; thrown inside `withEvery`, which adds the seed.
public struct Broken: Error, CustomStringConvertible {
  /// The sentence shown.
  public let description: String

  /// A failure with its explanation.
  public init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds; for use inside `withEvery`.
public func hold(_ condition: Bool, _ explanation: @autoclosure () -> String) throws {
  if !condition { throw Broken(explanation()) }
}
