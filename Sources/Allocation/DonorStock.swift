public import TandemChance
import TandemClinic
import TandemPolicy
import TandemRegistry

/// What one donor has to give, counted before culture, freezing and selection, so that recipients under
/// different protocols draw on the same stock.
public struct DonorStock: Sendable {
  /// The islets before losses, in IEQ; nil when nobody knows.
  public let islets: Lognormal?
  /// The CD34+ cells before losses.
  public let cells: Lognormal
  /// Whole IEQ that are there with the policy's confidence.
  public let isletCapacity: Int64
  /// Thousands of CD34+ cells that are there with the policy's confidence.
  public let cellCapacity: Int64
  /// The laboratory's place in the cohort whose isolation run the donor needs; -1 when none is known or the
  /// islets are isolated already.
  public let laboratory: Int32

  /// A stock that was counted.
  init(isletCapacity: Int64, cellCapacity: Int64, laboratory: Int32) {
    islets = Lognormal(certain: Double(isletCapacity))
    cells = Lognormal(certain: Double(cellCapacity) * DonorStock.cellUnit)
    self.isletCapacity = isletCapacity
    self.cellCapacity = cellCapacity
    self.laboratory = laboratory
  }

  /// The stock of the donor of `context`.
  init(_ context: MatchContext) {
    let supply = context.plans.compactMap(\.islets.supply).first
    islets = supply?.start
    // Every policy has a protocol, so there is a first plan.
    cells = context.plans[0].stemCells.cd34.start
    let tail = 1 - context.policy.confidence
    isletCapacity = islets.map { Int64($0.quantile(tail).rounded(.down)) } ?? 0
    cellCapacity = Int64((cells.quantile(tail) / DonorStock.cellUnit).rounded(.down))
    let isIsolated = context.donor.isletIEQMeasured != nil
    let place = context.laboratory.flatMap { own in context.cohort.centres.firstIndex { $0.id == own.id } }
    laboratory = isIsolated ? -1 : Int32(place ?? -1)
  }

  /// CD34+ cells are counted in thousands, so that sums stay small.
  static let cellUnit = 1000.0
}

/// What an option takes from the donor's stock.
struct Draw: Sendable {
  /// The share of islets and of CD34+ cells that reach the recipient.
  let surviving: (islets: Double, cells: Double)

  /// Nil for a protocol without islets of this donor.
  init?(_ plan: ProtocolPlan) {
    guard let supply = plan.islets.supply else { return nil }
    surviving = (supply.survivingShare, plan.stemCells.cd34.survivingShare)
  }

  /// Whole IEQ and thousands of CD34+ cells before losses, rounded up. Where a person just passes the dose rule,
  /// rounding must not undo that: the need is then all there is.
  func amounts(
    isletIEQ: Double, cd34Cells: Double, from stock: DonorStock
  ) -> (islets: Int64, cells: Int64)? {
    let needed = (isletIEQ / surviving.islets).rounded(.up)
    let cells = (cd34Cells / surviving.cells / DonorStock.cellUnit).rounded(.up)
    guard needed.isFinite, cells.isFinite else { return nil }
    return (min(Int64(needed), stock.isletCapacity), min(Int64(cells), stock.cellCapacity))
  }
}
