/// What a search reads, laid out so that it stands still.
extension PricerSearch {
  /// What a search reads. Groups and steps end with one that only marks the end.
  struct Memory {
    var groups: [Group] = []
    var items: [Item] = []
    var steps: [Step] = []
    /// As many as there are resources of each: what is left, the rents a unit, the least weights of each group, those
    /// of each group and all behind it, the weights of the items. Then the price of each cut.
    var numbers: [Double] = []
    /// How often each cut is touched; by item, the place of the first cut it touches; by place, the cut; by place, how
    /// often. Then, by depth, the items taken.
    var marks: [Int32] = []
    var cutCount = 0
    var touchCount = 0

    mutating func removeAll() {
      groups.removeAll(keepingCapacity: true)
      items.removeAll(keepingCapacity: true)
      steps.removeAll(keepingCapacity: true)
      numbers.removeAll(keepingCapacity: true)
      marks.removeAll(keepingCapacity: true)
      cutCount = 0
      touchCount = 0
    }

    /// Adds the cuts that have a price, as the items touch them; the last thing to be added.
    mutating func add(_ cuts: CutPrices, _ slots: [Int32], of owner: Int, _ layout: Layout) {
      cutCount = cuts.price.count
      numbers += cuts.price
      marks += repeatElement(0, count: cutCount)
      for cut in cuts.index.cuts(of: owner) { marks[Int(cut)] = 1 }
      var touched: [Int32] = []
      var times: [Int32] = []
      for slot in slots {
        marks.append(Int32(touched.count))
        cuts.index.touched(by: Int(slot), layout) { cut, count in
          if cuts.price[Int(cut)] == 0 { return }
          touched.append(cut)
          times.append(count)
        }
      }
      marks.append(Int32(touched.count))
      touchCount = touched.count
      marks += touched
      marks += times
    }

    mutating func withGround(dimensions: Int, _ body: (Ground) -> Void) {
      let cutCount = cutCount
      let touchCount = touchCount
      let pathStart = marks.count
      marks += repeatElement(0, count: groups.count)
      groups.withUnsafeBufferPointer { groups in
        items.withUnsafeBufferPointer { items in
          steps.withUnsafeBufferPointer { steps in
            numbers.withUnsafeMutableBufferPointer { numbers in
              marks.withUnsafeMutableBufferPointer { marks in
                let left = numbers.baseAddress!
                let numbers = UnsafePointer(left)
                let weight = numbers + 2 * groups.count * dimensions
                let hits = marks.baseAddress!
                let firstTouch = UnsafePointer(hits + cutCount)
                let touched = firstTouch + items.count + 1
                body(
                  Ground(
                    groups: groups, items: items, steps: steps, left: left, unitRent: numbers + dimensions,
                    least: numbers + 2 * dimensions, leastFrom: numbers + (1 + groups.count) * dimensions,
                    weight: weight, path: hits + pathStart, hasCuts: touchCount > 0,
                    cutPrice: weight + items.count * dimensions, cutHits: hits, firstTouch: firstTouch,
                    touched: touched, times: touched + touchCount))
              }
            }
          }
        }
      }
    }
  }

  /// A memory that stands still.
  struct Ground {
    var groups: UnsafeBufferPointer<Group>
    var items: UnsafeBufferPointer<Item>
    var steps: UnsafeBufferPointer<Step>
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
