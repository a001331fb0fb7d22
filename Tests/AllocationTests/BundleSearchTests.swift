import TandemChance
import TestSupport
import Testing

@testable import TandemAllocation

@Suite("The best bundle of one donor")
struct BundleSearchTests {
  /// Every set, by trying all of them.
  private func bruteForce(_ items: [BundleSearch.Item], islets: Int64, cells: Int64) -> Int64 {
    var best: Int64 = 0
    func go(_ place: Int, _ worth: Int64, _ islets: Int64, _ cells: Int64, _ served: Set<Int32>) {
      best = max(best, worth)
      for index in place..<items.count {
        let item = items[index]
        if item.islets > islets || item.cells > cells || served.contains(item.recipient) { continue }
        go(
          index + 1, worth + item.worth, islets - item.islets, cells - item.cells,
          served.union([item.recipient]))
      }
    }
    go(0, 0, islets, cells, [])
    return best
  }

  @Test func `it is the best of all sets, and the chosen tags are that set`() {
    withEvery(3000) { chance in
      let count = chance.index(below: 12)
      let items = (0..<count).map { tag in
        BundleSearch.Item(
          recipient: Int32(chance.index(below: 6)), tag: Int32(tag),
          worth: Int64(chance.index(below: 60)) - 8, islets: Int64(chance.index(below: 40)),
          cells: Int64(chance.index(below: 40)))
      }
      let islets = Int64(chance.index(below: 100))
      let cells = Int64(chance.index(below: 100))
      let search = BundleSearch(items, islets: islets, cells: cells)
      let expected = bruteForce(items, islets: islets, cells: cells)
      try hold(search.best == expected, "\(search.best) is not \(expected)")
      try hold(search.bound == expected, "the bound \(search.bound) is not \(expected)")
      let chosen = search.chosen.map { items[Int($0)] }
      try hold(chosen.reduce(0) { $0 + $1.worth } == expected, "the tags are worth something else")
      try hold(Set(chosen.map(\.recipient)).count == chosen.count, "somebody is served twice")
      try hold(
        chosen.reduce(0) { $0 + $1.islets } <= islets && chosen.reduce(0) { $0 + $1.cells } <= cells,
        "it does not fit")
    }
  }

  @Test func `a search that is cut short still bounds what it has not seen`() {
    withEvery(300) { chance in
      let items = (0..<14).map { tag in
        BundleSearch.Item(
          recipient: Int32(tag), tag: Int32(tag), worth: Int64(20 + chance.index(below: 60)),
          islets: Int64(10 + chance.index(below: 40)), cells: Int64(10 + chance.index(below: 40)))
      }
      let short = BundleSearch(items, islets: 120, cells: 120, nodeLimit: 5)
      let whole = BundleSearch(items, islets: 120, cells: 120)
      try hold(short.best <= whole.best && short.bound >= whole.best, "\(short.bound) is below \(whole.best)")
    }
  }
}
