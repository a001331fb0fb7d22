import TandemRegistry

/// Which offers of a donor are asked for: those worth more after prices than a step function of the share of the
/// donor that they take.
struct Edge: Sendable, Hashable {
  let measure: Filling.Measure
  /// By step of the share, what an offer must be worth more than, in the units of the prices; never falling.
  private var least: [Double]

  /// The same for every share.
  init(_ measure: Filling.Measure, above: Double) {
    self.measure = measure
    least = [above]
  }

  /// Asks for everything that takes no more of the islets, but for a hair, even if it is worth nothing.
  init(_ measure: Filling.Measure, upTo islets: Int64) {
    self.measure = measure
    let last = Filling.step(measure.share(islets, 0) * (1 + 1e-9), of: Edge.fine)
    least = (0...Edge.fine).map { $0 <= last ? Edge.everything : Edge.nothing }
  }

  /// Asks for what sets within `slack` of `best` need as far as the filling tells, where no offer takes less than
  /// `leastShare`.
  init(_ filling: Filling, best: Int64, slack: Double, leastShare: (Filling.Measure) -> Double) {
    measure = filling.measure
    least = filling.least(for: Double(best) - 4, slack: slack, leastShare: leastShare(filling.measure))
  }

  private init(_ measure: Filling.Measure, _ least: [Double]) {
    self.measure = measure
    self.least = least
  }

  private static let fine = 1000
  /// No offer is worth so much.
  private static let nothing = 1e15
  /// Every offer is worth more, a thousand points below nothing, unless its price is one that nobody can pay.
  private static let everything = -1e9

  /// Into how many steps it divides the donor.
  var steps: Int { least.count - 1 }

  /// An edge that asks for more.
  func lowered(by slack: Double) -> Edge { Edge(measure, least.map { $0 - slack }) }

  /// The same edge over the shares of another donor.
  func fitted(to stock: DonorStock) -> Edge {
    let isOfIslets = measure.islets > 0
    return Edge(.init(stock, part: isOfIslets ? measure.cells > 0 ? 0.5 : 1 : 0), least)
  }

  /// What an unwanted offer of a share is worth at most.
  @inline(__always)
  func most(_ share: Double) -> Double { least[min(steps, Filling.step(share, of: steps))] }

  /// What an unwanted offer is worth at most whose share lies in a step of another division.
  func most(inStep step: Int, of others: Int) -> Double {
    least[min(steps, max(0, ((step + 1) * steps + others - 1) / others - 1))]
  }

  /// Whether an offer is wanted.
  @inline(__always)
  func wants(_ worth: Int64, _ offer: Offer) -> Bool { Double(worth) > most(measure.share(offer)) }
}
