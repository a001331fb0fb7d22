/// Which offers of a donor are asked for: those whose worth after prices lies above one of two lines over the share
/// of the donor that they take. A steep line finds light people, of whom little is expected, and a flat one those
/// of great worth; the edge between wanted and unwanted is the lower of the two.
struct Edge: Sendable, Hashable {
  /// `worth > rate * share + above`, in the units of the prices.
  struct Line: Sendable, Hashable {
    var rate: Double
    var above: Double

    @inline(__always)
    func height(_ share: Double) -> Double { rate * share + above }
  }

  var measure: Filling.Measure
  var flat: Line
  var steep: Line

  /// One line alone.
  init(_ measure: Filling.Measure, above: Double) {
    self.measure = measure
    flat = Line(rate: 0, above: above)
    steep = flat
  }

  /// The lines that ask for the least of `found`, and still for everything that sets within `slack` of `best` need
  /// as far as the filling tells.
  init(_ filling: Filling, _ found: [OfferSource.Found], best: Int64, slack: Double) {
    measure = filling.measure
    let least = filling.least(for: Double(best)).map { $0 - slack - 4 }
    let steps = least.count - 1
    flat = Line(rate: 0, above: least.min()!)
    steep = flat
    // Some hundred of the offers tell the lines apart well enough.
    let sample = stride(from: 0, to: found.count, by: max(1, found.count / 400)).map {
      (share: measure.share(found[$0].offer), worth: Double(found[$0].worth))
    }
    var fewest = Int.max
    for tenth in 0...10 {
      let cut = steps * tenth / 10
      for slope in [0, 0.5] {
        let flat = Edge.line(slope * Double(best), least[cut...], from: cut, steps)
        for factor in cut == 0 ? [0] : [1.0, 3, 9] {
          let steep = cut == 0 ? flat : Edge.line(factor * Double(best), least[..<cut], from: 0, steps)
          let count = sample.count { $0.worth > min(flat.height($0.share), steep.height($0.share)) }
          if count < fewest { (fewest, self.flat, self.steep) = (count, flat, steep) }
        }
      }
    }
  }

  /// An edge that asks for more.
  func lowered(by slack: Double) -> Edge {
    var edge = self
    edge.flat.above -= slack
    edge.steep.above -= slack
    return edge
  }

  /// The same edge over the shares of another donor.
  func fitted(to stock: DonorStock) -> Edge {
    var edge = self
    let isOfIslets = measure.islets > 0
    edge.measure = .init(stock, part: isOfIslets ? measure.cells > 0 ? 0.5 : 1 : 0)
    return edge
  }

  /// The highest line of a rate under some steps of a function. Shares of a step reach up to the next one.
  private static func line(_ rate: Double, _ least: ArraySlice<Double>, from start: Int, _ steps: Int) -> Line
  {
    var above = Double.infinity
    for (index, value) in least.enumerated() {
      above = min(above, value - rate * Double(start + index + 1) / Double(steps))
    }
    return Line(rate: rate, above: above)
  }

  /// The lines to ask along; one where they are the same.
  var lines: [Line] { flat == steep ? [flat] : [flat, steep] }

  /// What an unwanted offer of a share is worth at most.
  @inline(__always)
  func most(_ share: Double) -> Double { min(flat.height(share), steep.height(share)) }

  /// Whether an offer is wanted.
  @inline(__always)
  func wants(_ worth: Int64, _ offer: Offer) -> Bool { Double(worth) > most(measure.share(offer)) }
}
