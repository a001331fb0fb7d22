import TandemFiles
import TandemRegistry

extension Attribute {
  /// Age of the recipient.
  static let age = Attribute(
    "age", "age", unit: "years", range: 0...120,
    .recipient { .known($0.ageYears, else: "recipients.age_years") })

  /// How far the ages of donor and recipient are apart.
  static let ageDifference = Attribute(
    "age-difference", "difference in age", unit: "years", range: 0...120,
    .pair { facts in
      guard let donor = facts.donor.ageYears, let recipient = facts.recipient.ageYears else {
        return .missing(
          (facts.recipient.ageYears == nil ? ["recipients.age_years"] : [])
            + (facts.donor.ageYears == nil ? ["donors.age_years"] : []))
      }
      return .known(abs(donor - recipient))
    })

  /// 1 for a child. The age that ends childhood is a setting: `settings: { below_years: { value: 18, ... } }`.
  static let child = Attribute(
    "child", "whether the recipient is a child", unit: "yes or no", range: 0...1, isChild(below: 18),
    settings: { settings in
      settings.amount("below_years", unit: "years", in: 1...25).map { isChild(below: $0.value) }
    })

  private static func isChild(below limit: Double) -> Measurement {
    .recipient { .known($0.ageYears.map { $0 < limit ? 1 : 0 }, else: "recipients.age_years") }
  }
}
