import TandemHLA
import TandemRegistry

extension Attribute {
  /// Haplotypes of type 1 diabetes (DR3, DR4) that recipient and donor both carry.
  ///
  /// The evidence points both ways (Ballou 2023 against Forbes 2024), so that no shipped policy weighs it.
  static let sharedRiskHaplotypes = Attribute(
    "shared-risk-haplotypes", "number of shared DR3 and DR4 risk haplotypes", unit: "haplotypes",
    range: 0...2,
    .pair { facts in
      let own = RiskHaplotypes.shipped.carried(by: facts.recipient.typing, facts.nomenclature)
      var count = 0
      var isOpen = false
      for index in own.indices {
        switch min(own[index], facts.donorRisk[index]) {
        case .certain: count += 1
        case .absent: break
        case .possible, .unknown: isOpen = true
        }
      }
      if isOpen {
        let missing = facts.missingTyping(at: [.drb1, .dqb1])
        return .missing(missing.isEmpty ? ["recipients.hla", "donors.hla"] : missing)
      }
      return .known(Double(min(count, 2)))
    })
}
