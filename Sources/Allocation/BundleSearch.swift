/// The best set of offers of one donor at given prices: at most one offer a recipient, islets and CD34+ cells
/// within what there is. Exact.
///
/// A multiple-choice knapsack with two resources (Kellerer, Pferschy, Pisinger, "Knapsack Problems", 2004,
/// chapter 11), searched depth first over recipients. The bound of a node is the linear relaxation of the
/// one-resource problem that a mixture of the two resources leaves, on the upper hulls of the recipients'
/// offers; the mixture with the lowest bound at the root is kept. Bounds are floating point and are widened
/// before they prune; worths are whole numbers.
struct BundleSearch {
  /// One offer with what it is worth after prices.
  struct Item {
    var recipient: Int32
    /// Which offer it is, for the caller.
    var tag: Int32
    var worth: Int64
    var islets: Int64
    var cells: Int64
  }

  /// The worth of the best set.
  private(set) var best: Int64 = 0
  /// The tags of the best set.
  private(set) var chosen: [Int32] = []

  private struct Step {
    /// The place of the recipient in search order.
    var person: Int
    var effort: Double
    var worth: Double
  }

  private var items: [Item]
  /// Items of person `p` in search order: `first[p] ..< first[p + 1]`.
  private var first: [Int] = []
  private var steps: [Step] = []
  private var path: [Int32] = []
  private let capacity: (islets: Int64, cells: Int64)
  private var mixture: (islets: Double, cells: Double) = (0, 0)
  private var nodes = 0
  private let nodeLimit: Int
  /// Whether the search ended by itself; otherwise `best` is a good set, and `bound` what is proven.
  private(set) var isComplete = true
  /// No set is worth more.
  private(set) var bound: Int64 = 0

  /// Searches the items, in any order. `floor` is a worth below which no set is of interest.
  init(
    _ given: [Item], islets: Int64, cells: Int64, floor: Int64 = 0, nodeLimit: Int = .max
  ) {
    capacity = (islets, cells)
    self.nodeLimit = nodeLimit
    best = floor
    items = given.filter { $0.worth > 0 && $0.islets <= islets && $0.cells <= cells }
    if items.isEmpty {
      best = max(0, floor)
      bound = best
      return
    }
    arrange()
    search(person: 0, worth: 0, islets: islets, cells: cells)
    bound = isComplete ? best : Int64(rootBound.rounded(.up)) + 1
  }

  private var rootBound = 0.0
  private static let slack = 1 + 1e-12

  /// Sorts people by the slope of their first step under the best of a few mixtures.
  private mutating func arrange() {
    items.sort {
      ($0.recipient, $0.islets, $0.cells, $1.worth, $0.tag) < (
        $1.recipient, $1.islets, $1.cells, $0.worth, $1.tag
      )
    }
    var lowest = Double.infinity
    var order: [Int] = []
    let groups = self.groups()
    for tenth in [0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0] {
      let tried = (
        islets: capacity.islets > 0 ? tenth / Double(capacity.islets) : 0,
        cells: capacity.cells > 0 ? (1 - tenth) / Double(capacity.cells) : 0
      )
      var hulls = groups.enumerated().flatMap { place, range in hull(range, place, tried) }
      hulls.sort { BundleSearch.slope($0) > BundleSearch.slope($1) }
      let bound = BundleSearch.fill(hulls, from: 0, room: 1 + 1e-9)
      if bound < lowest {
        lowest = bound
        mixture = tried
        steps = hulls
        order = []
        var seen = [Bool](repeating: false, count: groups.count)
        for step in hulls where !seen[step.person] {
          seen[step.person] = true
          order.append(step.person)
        }
      }
    }
    rootBound = lowest * BundleSearch.slack
    var place = [Int](repeating: 0, count: groups.count)
    var sorted: [Item] = []
    for (number, group) in order.enumerated() {
      place[group] = number
      first.append(sorted.count)
      sorted += items[groups[group]].sorted { ($0.worth, $1.tag) > ($1.worth, $0.tag) }
    }
    first.append(sorted.count)
    items = sorted
    for index in steps.indices { steps[index].person = place[steps[index].person] }
  }

  private static func slope(_ step: Step) -> Double {
    step.effort > 0 ? step.worth / step.effort : .infinity
  }

  private func groups() -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for index in 1...items.count
    where index == items.count || items[index].recipient != items[start].recipient {
      groups.append(start..<index)
      start = index
    }
    return groups
  }

  /// The upper hull of one recipient's offers, from nothing to the greatest worth, as steps of falling slope.
  private func hull(_ range: Range<Int>, _ person: Int, _ mixture: (islets: Double, cells: Double)) -> [Step]
  {
    var points = range.map { index in
      (
        effort: Double(items[index].islets) * mixture.islets + Double(items[index].cells) * mixture.cells,
        worth: Double(items[index].worth)
      )
    }
    points.sort { ($0.effort, $1.worth) < ($1.effort, $0.worth) }
    var corners: [(effort: Double, worth: Double)] = [(0, 0)]
    for point in points where point.worth > corners[corners.count - 1].worth {
      while corners.count > 1 {
        let (below, top) = (corners[corners.count - 2], corners[corners.count - 1])
        // The top corner lies below the line from the one before it to the new point.
        if (top.worth - below.worth) * (point.effort - below.effort)
          <= (point.worth - below.worth) * (top.effort - below.effort)
        {
          corners.removeLast()
        } else {
          break
        }
      }
      corners.append(point)
    }
    return (1..<corners.count).map { index in
      Step(
        person: person, effort: corners[index].effort - corners[index - 1].effort,
        worth: corners[index].worth - corners[index - 1].worth)
    }
  }

  /// The worth of the steps of people from `person` on that fill `room`, the last one in part.
  private static func fill(_ steps: [Step], from person: Int, room: Double) -> Double {
    var room = room
    var worth = 0.0
    for step in steps where step.person >= person {
      if step.effort > room { return worth + (step.effort > 0 ? step.worth * room / step.effort : 0) }
      room -= step.effort
      worth += step.worth
    }
    return worth
  }

  private mutating func search(person: Int, worth: Int64, islets: Int64, cells: Int64) {
    if worth > best {
      best = worth
      chosen = path
    }
    if person == first.count - 1 || !isComplete { return }
    nodes += 1
    if nodes > nodeLimit {
      isComplete = false
      return
    }
    // Rounding of the room must not lose what just fits.
    let room = Double(islets) * mixture.islets + Double(cells) * mixture.cells + 1e-9
    let bound = (Double(worth) + BundleSearch.fill(steps, from: person, room: room)) * BundleSearch.slack
    if bound < Double(best) + 1 { return }
    for index in first[person]..<first[person + 1] {
      let item = items[index]
      if item.islets > islets || item.cells > cells { continue }
      path.append(item.tag)
      search(
        person: person + 1, worth: worth + item.worth, islets: islets - item.islets, cells: cells - item.cells
      )
      path.removeLast()
    }
    search(person: person + 1, worth: worth, islets: islets, cells: cells)
  }
}
