/// Bundles met so far, each once, in columns. Bundle `b` belongs to `owner[b]` and holds the slots
/// `slot[start[b] ..< start[b + 1]]`.
struct BundlePool {
  private(set) var owner: [Int32] = []
  private(set) var start: [Int32] = [0]
  private(set) var slot: [Int32] = []
  /// Scaled sums of the slots' values.
  private(set) var value: [Double] = []
  private var known: [UInt64: [Int32]] = [:]

  var count: Int { owner.count }

  @inline(__always)
  func slots(of bundle: Int) -> Range<Int> { Int(start[bundle])..<Int(start[bundle + 1]) }

  /// The index of a bundle, if it is known.
  func index(of slots: [Int32]) -> Int? {
    known[BundlePool.mark(slots)]?.first { slot[self.slots(of: Int($0))].elementsEqual(slots) }.map(Int.init)
  }

  /// Adds a bundle unless it is known, and returns its index and whether it is new. `slots` are in rising
  /// order and belong to one owner.
  @discardableResult
  mutating func add(_ slots: [Int32], _ layout: Layout) -> (bundle: Int, isNew: Bool) {
    let mark = BundlePool.mark(slots)
    if let same = index(of: slots) { return (same, false) }
    let bundle = owner.count
    known[mark, default: []].append(Int32(bundle))
    owner.append(layout.owner[Int(slots[0])])
    slot.append(contentsOf: slots)
    start.append(Int32(slot.count))
    var sum = 0.0
    for entry in slots { sum += layout.value[Int(entry)] }
    value.append(sum)
    return (bundle, true)
  }

  /// The reduced value of a bundle at `prices`, which may be folded.
  func reduced(_ bundle: Int, _ layout: Layout, at prices: Prices) -> Double {
    var sum = value[bundle]
    for position in slots(of: bundle) {
      let entry = Int(slot[position])
      sum -= prices.claimant[Int(layout.claimant[entry])]
      if prices.coupling.isEmpty { continue }
      for coupling in layout.couplings(of: entry) {
        sum -= prices.coupling[Int(layout.couplingRow[coupling])] * layout.couplingFactor[coupling]
      }
    }
    if let cuts = prices.cuts { sum -= cuts.charge(slot[slots(of: bundle)], of: Int(owner[bundle]), layout) }
    return sum
  }

  private static func mark(_ slots: [Int32]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for entry in slots {
      hash = (hash ^ UInt64(UInt32(bitPattern: entry))) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return hash
  }
}
