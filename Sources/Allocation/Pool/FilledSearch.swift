/// The best set of a donor's offers, exactly, with the step function of `Filling` as the bound of what the rest of
/// the donor can bring. With two or three people to a donor that leaves next to nothing to search.
struct FilledSearch {
  private(set) var best: Int64
  /// The tags of the best set; empty when none is worth more than the floor.
  private(set) var chosen: [Int32] = []

  private let items: [BundleSearch.Item]
  private let filling: Filling
  private let stock: DonorStock
  private var path: [Int] = []
  /// How many items may still be looked at.
  private var looks: Int

  /// Whether the search came to its end; otherwise there may be a better set.
  var isComplete: Bool { looks > 0 }

  /// The items must be among the offers of `filling`; about so many looks at items are allowed.
  init(_ items: [BundleSearch.Item], _ filling: Filling, _ stock: DonorStock, floor: Int64, looks: Int) {
    self.looks = looks
    self.items = items.sorted { ($0.worth, $1.tag) > ($1.worth, $0.tag) }
    self.filling = filling
    self.stock = stock
    best = floor
  }

  /// Searches to the end, or until the limit of nodes.
  mutating func run() { search(0, 0, stock.isletCapacity, stock.cellCapacity) }

  private mutating func search(_ start: Int, _ worth: Int64, _ islets: Int64, _ cells: Int64) {
    looks -= items.count - start
    for index in start..<items.count {
      if looks <= 0 { return }
      let item = items[index]
      if item.islets > islets || item.cells > cells { continue }
      let left = islets - item.islets
      if worth + item.worth + filling.within(left, cells - item.cells) <= best { continue }
      if path.contains(where: { items[$0].recipient == item.recipient }) { continue }
      path.append(index)
      if worth + item.worth > best {
        best = worth + item.worth
        chosen = path.map { items[$0].tag }
      }
      search(index + 1, worth + item.worth, left, cells - item.cells)
      path.removeLast()
    }
  }
}
