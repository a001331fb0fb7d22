import TandemPolicy
import TandemRegistry

/// The offers of one donor that a plan might choose, in columns for the sweeps that look at all of them.
struct Shortlist: Sendable {
  /// What a sweep reads of an offer.
  struct Entry: Sendable {
    /// The recipient's place in the cohort.
    var recipient: Int32
    /// The place of the bed on a price board.
    var bed: Int32
    /// What the offer is worth, in the units of the prices.
    var value: Int64
  }

  let stock: DonorStock
  /// The place of the laboratory on a price board.
  let laboratory: Int
  /// Ascending by recipient, protocol and level.
  private(set) var offers: [Offer] = []
  /// In the order of `offers`.
  private(set) var entries: [Entry] = []
  /// The share of the donor that each offer takes: the mixture of islets and cells that binds most.
  private(set) var efforts: [Double] = []

  init(_ stock: DonorStock, _ board: PriceBoard) {
    self.stock = stock
    laboratory = board.place(of: stock.laboratory)
  }

  /// Takes other offers instead.
  mutating func replace(
    _ offers: [Offer], _ objective: AllocationPlan.Objective, _ board: PriceBoard
  ) {
    self.offers = offers.sorted {
      ($0.recipient, $0.regimen, $0.level) < ($1.recipient, $1.regimen, $1.level)
    }
    entries = self.offers.map {
      Entry(
        recipient: $0.recipient, bed: Int32(board.place(of: $0.bed)),
        value: $0.value(objective) * board.scale)
    }
    efforts = BundleFinder.efforts(self.offers, stock)
  }
}
