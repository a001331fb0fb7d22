import TandemChance
import TandemFiles
public import TandemRegistry

/// The blood stem cells of one donor at infusion.
public struct StemCellSupply: Sendable, Hashable {
  /// The CD34+ cells.
  public let cd34: Supply
  /// The CD3+ cells left after selection, nil when their count is unknown. No loss in thawing is taken off,
  /// since none was found published.
  public let cd3Cells: Double?

  /// CD3+ cells that go with a dose of CD34+ cells from the same product, at the product's expected ratio.
  public func cd3(with cd34Dose: Double) -> Double? {
    guard let cd3Cells, cd34.amount.mean > 0 else { return nil }
    return cd3Cells * cd34Dose / cd34.amount.mean
  }
}

extension StemCellYield {
  /// The stem cells of a donor at infusion: the measured count, else the donor's own mean and standard
  /// deviation, else this programme's; less selection when `isSelected` and thawing when `isThawed`.
  public func supply(of donor: Donor, isSelected: Bool, isThawed: Bool, losses: Losses) -> StemCellSupply {
    var steps: [Supply.Step] = []
    if isSelected {
      steps.append(
        .init(
          name: "CD34 selection", factor: 1 - losses.selectionCD34.value, basis: Basis(losses.selectionCD34)))
    }
    if isThawed {
      steps.append(
        .init(name: "freezing and thawing", factor: 1 - losses.thawCD34.value, basis: Basis(losses.thawCD34)))
    }
    let start: Lognormal
    let basis: Basis
    if let count = donor.cd34CellsMeasured {
      start = Lognormal(certain: count)
      basis = Basis(.source, "cd34_cells_measured of the donor")
    } else if let mean = donor.cd34CellsMean, let spread = donor.cd34CellsSD, mean > 0 {
      start = Lognormal(mean: mean, standardDeviation: spread)
      basis = Basis(.source, "cd34_cells_mean and cd34_cells_sd of the donor")
    } else {
      start = Lognormal(mean: mean.value, standardDeviation: standardDeviation.value)
      basis = Basis(mean.isAssumption ? .assumption : .source, "\(title); \(mean.source)")
    }
    let cd34 = Supply(
      "CD34+ cells", unit: "cells", start: start, isMeasured: donor.cd34CellsMeasured != nil, basis: basis,
      steps: steps)
    let kept = isSelected ? 1 - losses.selectionCD3.value : 1
    return StemCellSupply(cd34: cd34, cd3Cells: donor.cd3Cells.map { $0 * kept })
  }
}
