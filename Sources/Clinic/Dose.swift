import TandemFiles
import TandemRegistry

/// The doses of one level for one recipient.
public struct Dose: Sendable, Hashable {
  /// The recipient's weight in kg.
  public let weightKg: Double
  /// Islets in IEQ.
  public let isletIEQ: Double
  /// CD34+ cells aimed at.
  public let cd34Cells: Double
  /// The least CD34+ cells.
  public let cd34Floor: Double

  /// The doses of `level` for somebody of `weightKg`.
  public init(_ level: TransplantProtocol.Level, of transplant: TransplantProtocol, weightKg: Double) {
    self.weightKg = weightKg
    isletIEQ = level.isletIEQPerKg.value * weightKg
    cd34Cells = level.cd34PerKg.value * weightKg
    cd34Floor = transplant.stemCells.cd34Floor.value * weightKg
  }
}

extension TransplantProtocol {
  /// Judges whether one donor's grafts are enough for `level` at the confidence asked for.
  ///
  /// `islets` is nil with the columns that are missing, or without any when no published yield fits the donor.
  public func assessDose(
    _ level: Level, weightKg: Double?, islets: (supply: Supply?, missing: [String]),
    stemCells: StemCellSupply,
    confidence: Double, into assessment: inout Assessment
  ) {
    guard let weightKg else {
      for rule: Rule in ["dose.islets", "dose.cd34"] {
        assessment.note(
          rule, .review,
          Reason(
            rule, .review, "The weight is not known, so the dose per kg cannot be worked out.",
            missing: ["recipients.weight_kg"], remedy: "a result for weight"))
      }
      return
    }
    let dose = Dose(level, of: self, weightKg: weightKg)
    assessIslets(level, dose, islets, confidence, into: &assessment)
    assessStemCells(level, dose, stemCells, confidence, into: &assessment)
  }

  private func assessIslets(
    _ level: Level, _ dose: Dose, _ islets: (supply: Supply?, missing: [String]), _ confidence: Double,
    into assessment: inout Assessment
  ) {
    guard let supply = islets.supply else {
      let ground =
        islets.missing.isEmpty ? "no published yield fits this donor" : "the donor's group is not known"
      assessment.note(
        "dose.islets", .review,
        Reason(
          "dose.islets", .review, "The islet yield cannot be stated: \(ground).",
          missing: islets.missing.isEmpty
            ? ["donors.islet_ieq_mean", "donors.islet_ieq_sd"] : islets.missing,
          remedy: "islet_ieq_measured, or islet_ieq_mean with islet_ieq_sd"))
      return
    }
    let available = supply.available(confidence: confidence)
    let verdict: Verdict = available >= dose.isletIEQ ? .pass : .fail
    assessment.note(
      "dose.islets", verdict,
      {
        let perKg = level.isletIEQPerKg
        let detail =
          "\(Amount.text(perKg.value, perKg.unit)) x \(Amount.text(dose.weightKg)) kg = "
          + "\(Amount.text(dose.isletIEQ.rounded(), "IEQ")) wanted; \(supply.words): "
          + "\(Amount.text(available.rounded(.down), "IEQ")) with confidence \(Amount.probability(confidence)), the dose "
          + "itself with probability \(Amount.probability(supply.probability(ofDosePerKg: perKg.value, weightKg: dose.weightKg)))."
        let needed = Amount.text(supply.countNeeded(for: dose.isletIEQ).rounded(.up), "IEQ")
        return Reason(
          "dose.islets", verdict, detail, basis: supply.basis,
          remedy: verdict == .pass ? nil : "an islet count of \(needed) or more")
      }())
  }

  private func assessStemCells(
    _ level: Level, _ dose: Dose, _ cells: StemCellSupply, _ confidence: Double,
    into assessment: inout Assessment
  ) {
    let available = cells.cd34.available(confidence: confidence)
    let verdict: Verdict = available >= dose.cd34Floor ? .pass : .fail
    let isShort = available < dose.cd34Cells
    let given = min(available, dose.cd34Cells)
    assessment.note(
      "dose.cd34", verdict,
      {
        let detail =
          "\(Amount.cells(level.cd34PerKg.value)) CD34+ cells/kg x \(Amount.text(dose.weightKg)) kg = "
          + "\(Amount.cells(dose.cd34Cells)) wanted, at least \(Amount.cells(dose.cd34Floor)); \(cells.cd34.words): "
          + "\(Amount.cells(available)) with confidence \(Amount.probability(confidence))"
          + (isShort && verdict == .pass
            ? ", enough for \(Amount.cells(given / dose.weightKg)) cells/kg." : ".")
        let needed = Amount.cells(cells.cd34.countNeeded(for: dose.cd34Floor))
        return Reason(
          "dose.cd34", verdict, detail, basis: Basis(stemCells.cd34Floor),
          remedy: verdict == .pass ? nil : "a CD34+ count of \(needed) or more",
          isFlagged: isShort && verdict == .pass)
      }())
    let perKg = cells.cd3(with: given).map { $0 / dose.weightKg }
    if let floor = stemCells.cd3Floor {
      let limit = Limit(above: floor.value, unit: floor.unit, basis: Basis(floor))
      TransplantProtocol.assessCD3("dose.cd3_floor", limit, perKg, into: &assessment)
    }
    if let ceiling = stemCells.cd3Ceiling {
      let limit = Limit(atMost: ceiling.value, unit: ceiling.unit, basis: Basis(ceiling))
      TransplantProtocol.assessCD3("dose.cd3_ceiling", limit, perKg, into: &assessment)
    }
  }

  private static func assessCD3(
    _ rule: Rule, _ limit: Limit, _ perKg: Double?, into assessment: inout Assessment
  ) {
    guard let perKg else {
      assessment.note(
        rule, .review,
        Reason(
          rule, .review, "The CD3+ cells of the product are not known; required is \(limit.words).",
          basis: limit.basis, missing: ["donors.cd3_cells"], remedy: "a count of CD3+ cells"))
      return
    }
    let verdict: Verdict = limit.allows(perKg) ? .pass : .fail
    assessment.note(
      rule, verdict,
      Reason(
        rule, verdict, "\(Amount.cells(perKg)) CD3+ cells/kg go with the dose; required is \(limit.words).",
        basis: limit.basis, remedy: verdict == .pass ? nil : "a product with \(limit.words) of CD3+ cells"))
  }
}
