import TandemClinic
import TandemFiles
import TandemRegistry

extension Attribute {
  /// What quality of life a full graft would add to today's, in utility. Only published utilities enter, and
  /// they stand in the policy; a curve from dose to graft function is not among them, since none was found.
  static let predictedBenefit = Attribute(
    "predicted-benefit", "gain of utility by a full graft", unit: "utility", range: 0...1,
    .recipient { _ in .missing([]) }, needsSettings: true,
    settings: { settings in
      func utility(_ key: String) -> Double? { settings.amount(key, unit: "utility", in: 0...1)?.value }
      let graft = utility("full_graft")
      let diabetes = utility("diabetes")
      let unaware = utility("unaware_of_hypos")
      let complications = utility("complications")
      let clarke = settings.amount("unaware_from_clarke", unit: "points", in: 0...7)?.value
      let words = settings.texts("complication_words")
      if words.isEmpty {
        settings.report(
          "complication_words", kind: "empty list", "the comorbidities that count as complications")
      }
      guard let graft, let diabetes, let unaware, let complications, let clarke else { return nil }
      return .recipient { recipient in
        guard let found = recipient.comorbidities, let score = recipient.clarke else {
          return .missing(
            (recipient.clarke == nil ? ["recipients.clarke"] : [])
              + (recipient.comorbidities == nil ? ["recipients.comorbidities"] : []))
        }
        var today = diabetes
        if score >= clarke { today = min(today, unaware) }
        if found.contains(where: words.contains) { today = min(today, complications) }
        return .known(max(0, graft - today))
      }
    })
}
