internal import TandemGLPK

/// The nodes of the search, and the decisions that lead to them.
extension PoolSearch {
  /// One side of a split.
  enum Decision: Sendable, Hashable {
    /// The claimant is served or not: by this slot when one is named, by this owner when one is named, or at all.
    case serving(Service, Bool)
    /// The count is no less, or no more, than this.
    case atLeast(counter: Int, Int)
    case atMost(counter: Int, Int)
    /// The entry is part of the choice, or not.
    case taking(Int32)
    case leaving(Int32)
  }

  /// A claimant and what serves it; -1 where that is left open.
  struct Service: Sendable, Hashable {
    var claimant: Int32
    var owner: Int32 = -1
    var slot: Int32 = -1
  }

  struct Node {
    var decisions: [Decision]
    var bound: Double
    /// What the linear program was worth after a few steps.
    var estimate = Double.infinity
    /// Where its parent's linear program ended.
    var basis: Basis?
  }
}

extension PoolSearch.Decision {
  /// The other side of the split.
  var opposite: PoolSearch.Decision {
    switch self {
    case .serving(let service, let isServed): .serving(service, !isServed)
    case .atLeast(let counter, let count): .atMost(counter: counter, count - 1)
    case .atMost(let counter, let count): .atLeast(counter: counter, count + 1)
    case .taking(let entry): .leaving(entry)
    case .leaving(let entry): .taking(entry)
    }
  }
}
