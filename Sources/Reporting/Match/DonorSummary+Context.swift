import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
public import TandemPolicy
import TandemRegistry

extension DonorSummary {
  /// The donor of a run, with what each protocol would have of the grafts.
  public init(_ context: MatchContext) {
    let donor = context.donor
    self.init(
      id: donor.id,
      groups: [
        .init("Donor", donor.person), .init("Grafts", DonorSummary.grafts(context)),
        .init("Time and infections", DonorSummary.times(context) + donor.infections),
        .init("HLA", DonorSummary.typing(donor.typing)),
      ],
      notes: DonorSummary.notes(context))
  }

  private static func grafts(_ context: MatchContext) -> [Fact] {
    let donor = context.donor
    var facts: [Fact] = []
    if let supply = context.plans.compactMap({ $0.islets.supply }).first {
      facts.append(
        Fact(
          supply.isMeasured ? "Islets, counted" : "Islets, expected", supply.opening, note: supply.basis.label
        ))
    } else {
      facts.append(Fact("Islets", nil))
    }
    facts.append(Fact("Viability", donor.viabilityPercent.map { Amount.text($0, "%") }))
    facts.append(Fact("Purity", donor.purityPercent.map { Amount.text($0, "%") }))
    if let supply = context.plans.first?.stemCells.cd34 {
      facts.append(
        Fact(
          supply.isMeasured ? "CD34+ cells, counted" : "CD34+ cells, expected",
          Amount.cells(supply.start.mean), note: supply.basis.label))
    }
    facts.append(Fact("CD3+ cells", donor.cd3Cells.map { Amount.cells($0) }))
    for plan in context.plans {
      let islets = plan.isletsAvailable.map { Amount.text($0.rounded(.down), "IEQ") } ?? "islets unknown"
      facts.append(
        Fact(
          plan.transplant.name, "\(islets), \(Amount.cells(plan.cd34Available)) CD34+",
          note: "at infusion, with probability \(Amount.probability(context.policy.confidence))"))
    }
    return facts
  }

  private static func times(_ context: MatchContext) -> [Fact] {
    let cold = context.plans.first?.schedule.coldIschaemiaHours
    return [
      Fact("Cross-clamp", context.donor.crossClampAt?.description),
      Fact("Available until", context.donor.availableUntil?.description),
      Fact("Laboratory", context.laboratory?.id),
      Fact("Cold ischaemia", cold.map { Amount.hours($0) }),
      Fact("Waiting time to", context.day?.description),
    ]
  }

  private static func typing(_ typing: Typing) -> [Fact] {
    if typing.isEmpty { return [Fact("Typing", nil)] }
    return typing.text.split(separator: "^").map { locus in
      let name = locus.prefix { $0 != "*" && $0 != "+" }
      let copies = locus.split(separator: "+").map {
        $0.hasPrefix(name + "*") ? $0.dropFirst(name.count + 1) : $0
      }
      return Fact(String(name), copies.joined(separator: ", "))
    }
  }

  /// What the donor's own rules want looked at, and what the policy cannot ask of any file.
  private static func notes(_ context: MatchContext) -> [Reason] {
    var notes = context.donorAssessment.warnings
    guard !context.cohort.recipients.isEmpty else { return notes }
    let pair = context.pair(0, .explain)
    for reason in pair.reasons
    where reason.holdsForEverybody && !notes.contains(where: { $0.rule == reason.rule }) {
      notes.append(reason)
    }
    return notes
  }
}

extension Supply {
  /// The amount before any step, with its spread.
  fileprivate var opening: String {
    let mean = Amount.text(start.mean.rounded(), unit)
    return isMeasured ? mean : "\(mean) (SD \(Amount.text(start.standardDeviation.rounded())))"
  }
}

extension Donor {
  fileprivate var person: [Fact] {
    [
      Fact("Blood group", abo?.rawValue), Fact("Age", ageYears.map { Amount.text($0, "years") }),
      Fact("Sex", sex?.rawValue), Fact("Weight", weightKg.map { Amount.text($0, "kg") }),
      Fact("BMI", bmi.map { DecimalText.fixed($0, 1) + " kg/m2" }), Fact("Type", donorType?.rawValue),
      Fact("HbA1c", hba1cPercent.map { Amount.text($0, "%") }),
      Fact("Diabetes", diabetes.map { $0 ? "yes" : "no" }),
    ]
  }

  fileprivate var infections: [Fact] {
    [("CMV", cmv), ("EBV", ebv), ("HBV", hbv), ("HCV", hcv), ("HIV", hiv)].map { label, found in
      Fact(label, found.map { $0 ? "positive" : "negative" })
    }
  }
}
