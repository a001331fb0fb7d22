/// Something that happens to somebody at a time in days.
struct Event: Sendable {
  /// What happens; of several things at the same time the earlier case comes first.
  enum Kind: UInt8, Sendable {
    case enter, change, infusion, stemCells, loss, conditioningEnds, death, donor
  }

  let time: Double
  let kind: Kind
  let index: Int32
  /// An event counts only while its owner still has this version; what has been overtaken is passed over.
  let version: Int32

  /// Time, kind and owner in this order, so that equal times come in one order on every machine.
  func comes(before other: Event) -> Bool {
    if time != other.time { return time < other.time }
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    if index != other.index { return index < other.index }
    return version < other.version
  }
}

/// A binary heap of events, the earliest on top. Adding and taking cost the logarithm of their number.
struct EventQueue {
  private var heap: [Event] = []

  mutating func add(_ event: Event) {
    heap.append(event)
    var place = heap.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      if !heap[place].comes(before: heap[parent]) { break }
      heap.swapAt(place, parent)
      place = parent
    }
  }

  mutating func next() -> Event? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first }
    heap[0] = last
    var place = 0
    while true {
      let left = 2 * place + 1
      if left >= heap.count { break }
      let right = left + 1
      let child = right < heap.count && heap[right].comes(before: heap[left]) ? right : left
      if !heap[child].comes(before: heap[place]) { break }
      heap.swapAt(place, child)
      place = child
    }
    return first
  }
}
