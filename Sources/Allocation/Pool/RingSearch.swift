/// Looks for rings of swaps that gain something: cycles of positive gain, by the method of Bellman and Ford.
///
/// Labels start from prices and tell what a node may be had for. A swap that makes a label better is the new way to
/// its node, unless its donor is on that way already: a donor moves once in a ring. A way that comes back to itself is
/// a ring. Its nodes and donors rest from then on, so rings that are found together have nothing in common.
struct RingSearch {
  private let start: [Int64]
  private var label: [Int64]
  /// The swap by which each node was reached; nil where its label is as at the start.
  private var way: [Swap?]
  private var nodeRests: [Bool]
  private var donorRests: [Bool]
  private var rings: [[Swap]] = []
  /// Whether a label became better or a ring was found in this pass.
  private var isBetter = false

  /// A ring has no more swaps than this.
  private static let longest = 64
  /// A search has no more passes than this.
  private static let passes = 64

  init(_ labels: [Int64], donors: Int) {
    start = labels
    label = labels
    way = Array(repeating: nil, count: labels.count)
    nodeRests = Array(repeating: false, count: labels.count)
    donorRests = Array(repeating: false, count: donors)
  }

  /// Rings of which no two share a donor or a node; empty when there are none any more.
  mutating func find(_ swaps: [[Swap]], _ moves: [Swap]) -> [[Swap]] {
    label = start
    for node in way.indices {
      way[node] = nil
      nodeRests[node] = false
    }
    for donor in donorRests.indices { donorRests[donor] = false }
    rings = []
    for _ in 0..<RingSearch.passes {
      isBetter = false
      for own in swaps { for swap in own { look(swap) } }
      for move in moves { look(move) }
      if !isBetter { break }
    }
    return rings
  }

  @inline(__always)
  private mutating func look(_ swap: Swap) {
    if label[Int(swap.taken)] + swap.gain > label[Int(swap.left)] { follow(swap) }
  }

  /// Goes by a swap to its node, or closes a ring; nothing where it may not be gone.
  private mutating func follow(_ swap: Swap) {
    if nodeRests[Int(swap.taken)] || nodeRests[Int(swap.left)] || rests(swap) { return }
    var ring = [swap]
    var node = swap.taken
    while node != swap.left, let step = way[Int(node)] {
      if nodeRests[Int(step.taken)] || rests(step) || ring.count == RingSearch.longest { return }
      if step.donor >= 0, ring.contains(where: { $0.donor == step.donor }) { return }
      ring.append(step)
      node = step.taken
    }
    isBetter = true
    if node == swap.left {
      rings.append(ring)
      for swap in ring {
        nodeRests[Int(swap.left)] = true
        if swap.donor >= 0 { donorRests[Int(swap.donor)] = true }
      }
    } else {
      label[Int(swap.left)] = label[Int(swap.taken)] + swap.gain
      way[Int(swap.left)] = swap
    }
  }

  private func rests(_ swap: Swap) -> Bool { swap.donor >= 0 && donorRests[Int(swap.donor)] }
}
