import TandemRegistry

extension Attribute {
  /// The Clarke score: from 4 on awareness of hypoglycaemia is impaired.
  static let clarke = Attribute(
    "clarke", "Clarke score", unit: "points", range: 0...7,
    .recipient { .known($0.clarke, else: "recipients.clarke") })
}
