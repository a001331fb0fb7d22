/// What a search reads, laid out so that it stands still.
extension PricerSearch {
  /// The groups, their items and steps, and what cuts charge. Groups and steps end with one that only marks the end.
  struct Memory: ~Copyable {
    let dimensions: Int
    private(set) var groupCount = 0
    private(set) var itemCount = 0
    private let groupRoom = Room<Group>()
    private let itemRoom = Room<Item>()
    private let slotRoom = Room<Int32>()
    private let stepRoom = Room<Step>()
    private let numberRoom = Room<Double>()
    private let markRoom = Room<Int32>()
    private(set) var groups: UnsafeMutablePointer<Group>
    private(set) var items: UnsafeMutablePointer<Item>
    /// By item.
    private(set) var slots: UnsafeMutablePointer<Int32>
    private(set) var steps: UnsafeMutablePointer<Step>
    var stepCount = 0
    /// As many as there are resources of each: what is left, the rents a unit, the least weights of each group, those
    /// of each group and all behind it, the weights of the items. Then the price of each cut.
    private var numbers: UnsafeMutablePointer<Double>
    /// By depth, the items taken. Then how often each cut is touched; by item, the place of the first cut it touches; by
    /// place, the cut; by place, how often.
    private var marks: UnsafeMutablePointer<Int32>
    private var cutCount = 0
    private var touchCount = 0

    init(dimensions: Int) {
      self.dimensions = dimensions
      groups = groupRoom.held(0)
      items = itemRoom.held(0)
      slots = slotRoom.held(0)
      steps = stepRoom.held(0)
      numbers = numberRoom.held(0)
      marks = markRoom.held(0)
    }

    /// Makes room for so many groups and items, which have at most one step each; what was there is lost.
    mutating func reset(groups groupCount: Int, items itemCount: Int, cuts: CutPrices?) {
      self.groupCount = groupCount
      self.itemCount = itemCount
      groups = groupRoom.held(groupCount + 1)
      groups[groupCount] = Group(
        rate: 0, top: 0, topFrom: 0, surplusFrom: 0, firstItem: itemCount, firstStep: 0)
      items = itemRoom.held(itemCount)
      slots = slotRoom.held(itemCount)
      steps = stepRoom.held(itemCount + 1)
      stepCount = 0
      cutCount = cuts?.price.count ?? 0
      numbers = numberRoom.held((2 + 2 * groupCount + itemCount) * dimensions + cutCount)
      marks = markRoom.held(groupCount)
      touchCount = 0
    }

    var left: UnsafeMutablePointer<Double> { numbers }
    var unitRent: UnsafeMutablePointer<Double> { numbers + dimensions }
    /// By group.
    var least: UnsafeMutablePointer<Double> { numbers + 2 * dimensions }
    var leastFrom: UnsafeMutablePointer<Double> { numbers + (2 + groupCount) * dimensions }
    /// By item.
    var weight: UnsafeMutablePointer<Double> { numbers + (2 + 2 * groupCount) * dimensions }
    private var cutPrice: UnsafeMutablePointer<Double> { weight + itemCount * dimensions }

    /// Adds the cuts that have a price, as the items touch them; the last thing to be added.
    mutating func add(_ cuts: CutPrices, of owner: Int, _ layout: Layout) {
      var touched: [Int32] = []
      var times: [Int32] = []
      var firstTouch: [Int32] = []
      for item in 0..<itemCount {
        firstTouch.append(Int32(touched.count))
        cuts.index.touched(by: Int(slots[item]), layout) { cut, count in
          if cuts.price[Int(cut)] == 0 { return }
          touched.append(cut)
          times.append(count)
        }
      }
      firstTouch.append(Int32(touched.count))
      touchCount = touched.count
      for (cut, price) in cuts.price.enumerated() { cutPrice[cut] = price }
      marks = markRoom.held(groupCount + cutCount + firstTouch.count + 2 * touchCount)
      let hits = marks + groupCount
      hits.update(repeating: 0, count: cutCount)
      for cut in cuts.index.cuts(of: owner) { hits[Int(cut)] = 1 }
      for (place, mark) in (firstTouch + touched + times).enumerated() { hits[cutCount + place] = mark }
    }

    /// What the search sees of it.
    var ground: Ground {
      let hits = marks + groupCount
      let firstTouch = UnsafePointer(hits + cutCount)
      let touched = firstTouch + itemCount + 1
      return Ground(
        groups: UnsafePointer(groups), items: UnsafePointer(items), steps: UnsafePointer(steps),
        groupCount: groupCount, stepCount: stepCount, left: left, unitRent: UnsafePointer(unitRent),
        least: UnsafePointer(least), leastFrom: UnsafePointer(leastFrom), weight: UnsafePointer(weight),
        path: marks, hasCuts: touchCount > 0, cutPrice: UnsafePointer(cutPrice), cutHits: hits,
        firstTouch: firstTouch, touched: touched, times: touched + touchCount)
    }
  }

  /// A memory that stands still.
  struct Ground {
    var groups: UnsafePointer<Group>
    var items: UnsafePointer<Item>
    var steps: UnsafePointer<Step>
    var groupCount: Int
    var stepCount: Int
    var left: UnsafeMutablePointer<Double>
    var unitRent: UnsafePointer<Double>
    var least: UnsafePointer<Double>
    var leastFrom: UnsafePointer<Double>
    var weight: UnsafePointer<Double>
    var path: UnsafeMutablePointer<Int32>
    var hasCuts: Bool
    var cutPrice: UnsafePointer<Double>
    var cutHits: UnsafeMutablePointer<Int32>
    var firstTouch: UnsafePointer<Int32>
    var touched: UnsafePointer<Int32>
    var times: UnsafePointer<Int32>
  }
}
