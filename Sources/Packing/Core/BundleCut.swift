/// A row of the linear program over bundles that every whole choice keeps.
struct BundleCut: Sendable {
  var limit: Double
  /// In rising order, with their factors; the others have none.
  var entries: [Int32] = []
  var factors: [Double] = []
  /// Factors of what stands in for broken couplings, by coupling.
  var excess: [(coupling: Int, factor: Double)] = []

  func factor(of entry: Int) -> Double {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if Int(entries[middle]) < entry { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && Int(entries[low]) == entry ? factors[low] : 0
  }
}
