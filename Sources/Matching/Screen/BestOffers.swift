/// Offers as they are found, of no more people than are wanted.
struct BestOffers {
  /// What an offer must lie above its line to be kept.
  private(set) var raised = 0.0
  private var found: [(offer: Screen.Offer, excess: Double)] = []
  /// By person, in the order of `found`: how far the best offer lies above its line.
  private var people: [Double] = []
  private let most: Int

  /// Keeps the offers of at least `most` people.
  init(most: Int) {
    self.most = most
  }

  /// Takes an offer. Those of one person come one after the other.
  @inline(__always)
  mutating func add(_ offer: Screen.Offer, _ excess: Double) {
    if let last = found.last, last.offer.recipientIndex == offer.recipientIndex {
      people[people.count - 1] = max(people[people.count - 1], excess)
    } else {
      if people.count / 2 >= most { trim() }
      people.append(excess)
    }
    found.append((offer, excess))
  }

  /// Raises the lines to the first person that is one too many.
  private mutating func trim() {
    if people.count <= most { return }
    raised = max(raised, BestOffers.greatest(most, of: &people))
    found.removeAll { $0.excess <= raised }
    people.removeAll(keepingCapacity: true)
    var last: Int32 = -1
    for (offer, excess) in found {
      if offer.recipientIndex == last {
        people[people.count - 1] = max(people[people.count - 1], excess)
      } else {
        people.append(excess)
        last = offer.recipientIndex
      }
    }
  }

  /// The number of which `rank` others are greater, by quickselect; puts the numbers out of order.
  private static func greatest(_ rank: Int, of numbers: inout [Double]) -> Double {
    var (low, high) = (0, numbers.count - 1)
    while low < high {
      let pivot = numbers[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while numbers[left] > pivot { left += 1 }
        while numbers[right] < pivot { right -= 1 }
        if left <= right {
          numbers.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        break
      }
    }
    return numbers[rank]
  }

  /// What is kept in the end, ascending by recipient, protocol and level.
  mutating func sorted() -> [Screen.Offer] {
    trim()
    return found.map(\.offer).sorted {
      ($0.recipientIndex, $0.option, $0.level) < ($1.recipientIndex, $1.option, $1.level)
    }
  }
}
