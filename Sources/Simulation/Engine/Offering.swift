import TandemClinic
import TandemPolicy

/// Somebody who may be offered the grafts, with the protocol and dose level of the offer.
struct Offer: Sendable {
  let person: Int
  let score: Points
  let choice: PairAssessment.Choice
  /// The context that knows them, and their place in its cohort.
  let context: Int
  let index: Int
}

/// A donor with those who may be offered the grafts, who are handed out in the order of the policy.
///
/// Few are ever asked, so that only they are put in order: a heap by score, and among equal scores the
/// tie-breaks.
struct Offering {
  /// The donor among everybody, and among those who changed.
  var contexts: [MatchContext]
  /// Pairs that were looked at.
  private(set) var pairs = 0
  private var heap: [Offer] = []
  /// Those of the highest score left, the first of them at the end.
  private var tied: [Offer] = []

  init(_ context: MatchContext) {
    contexts = [context]
    isDonorFit = context.gate.isOpen(context.donorAssessment)
    isInTime = context.plans.contains { context.gate.isOpen($0.timing) }
  }

  /// The donor among everybody.
  var context: MatchContext { contexts[0] }
  /// Whether nothing about the donor keeps everybody off.
  let isDonorFit: Bool
  /// Whether some protocol can be kept in time.
  let isInTime: Bool
  /// Whether nobody is left.
  var isEmpty: Bool { heap.isEmpty && tied.isEmpty }

  /// Adds those who may be offered the grafts, found among `pairs` that were looked at. Cost: linear.
  mutating func add(_ offers: [Offer], among pairs: Int) {
    self.pairs += pairs
    heap += offers
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  /// The next in the order of the policy.
  mutating func next() -> Offer? {
    if let last = tied.popLast() { return last }
    guard let first = pop() else { return nil }
    guard heap.first?.score == first.score else { return first }
    var equals = [first]
    while heap.first?.score == first.score, let next = pop() { equals.append(next) }
    let keyed = equals.map { offer in
      (
        key: contexts[offer.context].rankKey(of: offer.index, choice: offer.choice, score: offer.score),
        offer: offer
      )
    }
    tied = keyed.sorted { $1.key < $0.key }.map(\.offer)
    return tied.popLast()
  }

  private mutating func pop() -> Offer? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink(0)
    }
    return first
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      let left = 2 * place + 1
      if left >= heap.count { return }
      let right = left + 1
      let child = right < heap.count && heap[right].score > heap[left].score ? right : left
      if heap[child].score <= heap[place].score { return }
      heap.swapAt(place, child)
      place = child
    }
  }
}
