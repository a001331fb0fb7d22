import TandemClinic
import TandemPolicy

/// Somebody who may be offered the grafts, with the protocol and dose level of the offer.
struct Candidate: Sendable {
  let person: Int
  let score: Points
  let choice: PairAssessment.Choice
}

/// A donor with those who may be offered the grafts, who are handed out in the order of the policy.
///
/// Few are ever asked, so that only they are put in order: a heap by score, and among equal scores the
/// tie-breaks.
struct Offering {
  /// The donor among everybody.
  let context: MatchContext
  /// Whether nothing about the donor keeps everybody off.
  let isDonorFit: Bool
  /// Whether some protocol can be kept in time.
  let isInTime: Bool
  /// How many people waited when the donor came, each of whom the policy judged: 0 when it rules the donor out.
  private(set) var waiting = 0
  /// How many of them may be offered the grafts, each of whom it scored.
  private(set) var listed = 0
  private var heap: [Candidate] = []
  /// Those of the highest score left, the first of them at the end.
  private var tied: [Candidate] = []

  init(_ context: MatchContext) {
    self.context = context
    isDonorFit = context.gate.isOpen(context.donorAssessment)
    isInTime = context.plans.contains { context.gate.isOpen($0.timing) }
  }

  /// Whether nobody is left.
  var isEmpty: Bool { heap.isEmpty && tied.isEmpty }

  /// Takes those who may be offered the grafts, found among all who wait. Cost: linear.
  mutating func rank(_ candidates: [Candidate], among waiting: Int) {
    self.waiting = waiting
    listed = candidates.count
    heap = candidates
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  /// The next in the order of the policy.
  mutating func next() -> Candidate? {
    if let last = tied.popLast() { return last }
    guard let first = pop() else { return nil }
    guard heap.first?.score == first.score else { return first }
    var equals = [first]
    while heap.first?.score == first.score, let next = pop() { equals.append(next) }
    let ranking = Ranking(context)
    let keyed = equals.map {
      (key: ranking.key(of: $0.person, choice: $0.choice, score: $0.score), candidate: $0)
    }
    tied = keyed.sorted { $1.key < $0.key }.map(\.candidate)
    return tied.popLast()
  }

  private mutating func pop() -> Candidate? {
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
