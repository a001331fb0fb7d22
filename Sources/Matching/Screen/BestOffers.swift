/// Offers as they are found, no more of them kept than are wanted.
struct BestOffers {
  /// What an offer must lie above its line to be kept.
  private(set) var raised = 0.0
  private var found: [(offer: Screen.Offer, excess: Double)] = []
  private let most: Int

  init(most: Int) {
    self.most = most
  }

  @inline(__always)
  mutating func add(_ offer: Screen.Offer, _ excess: Double) {
    found.append((offer, excess))
    if found.count / 2 >= most { trim() }
  }

  /// Raises the lines to the first offer that is one too many.
  private mutating func trim() {
    if found.count <= most { return }
    raised = max(raised, found.map(\.excess).sorted(by: >)[most])
    found.removeAll { $0.excess <= raised }
  }

  /// What is kept in the end, ascending by recipient, protocol and level.
  mutating func sorted() -> [Screen.Offer] {
    trim()
    return found.map(\.offer).sorted {
      ($0.recipientIndex, $0.option, $0.level) < ($1.recipientIndex, $1.option, $1.level)
    }
  }
}
