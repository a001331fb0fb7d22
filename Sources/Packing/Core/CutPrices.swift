/// Cuts that are priced while bundles are still made: which of them a slot touches, and how often.
///
/// Only cuts whose rows have no negative factors. What a bundle pays for such a cut grows with what it holds, so a
/// search that has paid for what it holds may bound the rest as if that were free of cuts.
final class CutIndex: Sendable {
  let cuts: [HalfCut]
  let limits: [Double]
  /// The cuts that have a claimant, an owner, a coupling among their rows.
  private let ofClaimant: [[Int32]]
  private let ofOwner: [[Int32]]
  private let ofCoupling: [[Int32]]

  /// Costs as much as there are claimants, owners and rows of cuts.
  init(_ cuts: [HalfCut], _ layout: Layout) {
    self.cuts = cuts
    limits = cuts.map { $0.limit(layout, layout.couplingLimit) }
    var ofClaimant = [[Int32]](repeating: [], count: layout.claimantCount)
    var ofOwner = [[Int32]](repeating: [], count: layout.ownerCount)
    var ofCoupling = [[Int32]](repeating: [], count: layout.couplingCount)
    for (cut, rows) in cuts.map(\.rows).enumerated() {
      for row in rows.map(Int.init) {
        if row < layout.claimantCount {
          ofClaimant[row].append(Int32(cut))
        } else if row < layout.claimantCount + layout.ownerCount {
          ofOwner[row - layout.claimantCount].append(Int32(cut))
        } else {
          ofCoupling[row - layout.claimantCount - layout.ownerCount].append(Int32(cut))
        }
      }
    }
    self.ofClaimant = ofClaimant
    self.ofOwner = ofOwner
    self.ofCoupling = ofCoupling
  }

  /// The cuts that every bundle of the owner touches.
  func cuts(of owner: Int) -> [Int32] { ofOwner[owner] }

  /// Tells the cuts that a slot touches, and how often. The layout may have limits on counts behind the couplings; no
  /// cut has those among its rows.
  func touched(by slot: Int, _ layout: Layout, _ body: (_ cut: Int32, _ times: Int32) -> Void) {
    for cut in ofClaimant[Int(layout.claimant[slot])] { body(cut, 1) }
    for position in layout.couplings(of: slot) where Int(layout.couplingRow[position]) < ofCoupling.count {
      for cut in ofCoupling[Int(layout.couplingRow[position])] {
        body(cut, Int32(layout.couplingFactor[position]))
      }
    }
  }

  /// The factors of a bundle in the cuts where it has one.
  func factors(_ slots: some Sequence<Int32>, of owner: Int, _ layout: Layout) -> [(
    cut: Int32, factor: Int32
  )] {
    var hits: [(cut: Int32, times: Int32)] = ofOwner[owner].map { ($0, 1) }
    for slot in slots {
      touched(by: Int(slot), layout) { cut, times in
        if let place = hits.firstIndex(where: { $0.cut == cut }) {
          hits[place].times += times
        } else {
          hits.append((cut, times))
        }
      }
    }
    return hits.compactMap { $0.times > 1 ? ($0.cut, $0.times >> 1) : nil }
  }
}

extension HalfCut {
  /// Whether bundles can be priced under the cut while they are still made.
  func isPriceable(_ layout: Layout, hasNegative: [Bool]) -> Bool {
    let firstCoupling = layout.claimantCount + layout.ownerCount
    return rows.allSatisfy { Int($0) < firstCoupling || !hasNegative[Int($0) - firstCoupling] }
  }
}

/// What cuts charge, scaled and whole.
struct CutPrices: Sendable, Equatable {
  let index: CutIndex
  /// By cut.
  var price: [Double]

  static func == (one: CutPrices, other: CutPrices) -> Bool {
    one.index === other.index && one.price == other.price
  }

  /// What a bundle pays.
  func charge(_ slots: some Sequence<Int32>, of owner: Int, _ layout: Layout) -> Double {
    index.factors(slots, of: owner, layout).reduce(0) { $0 + price[Int($1.cut)] * Double($1.factor) }
  }

  /// Their part of a bound, which no owner changes.
  var constant: Double { zip(price, index.limits).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The cuts that have a price.
  var active: [HalfCut] { price.indices.filter { price[$0] > 0 }.map { index.cuts[$0] } }

  /// Between these prices and others of the same cuts: `weight` of these.
  func mixed(_ weight: Double, with others: CutPrices) -> CutPrices {
    if index !== others.index { return others }
    return CutPrices(
      index: index, price: zip(price, others.price).map { (weight * $0 + (1 - weight) * $1).rounded() })
  }
}
