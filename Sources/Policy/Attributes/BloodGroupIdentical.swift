import TandemRegistry

extension Attribute {
  /// 1 for the same ABO group.
  static let bloodGroupIdentical = Attribute(
    "abo-identical", "whether the blood groups are the same", unit: "yes or no", range: 0...1,
    .pair { facts in
      guard let donor = facts.donor.abo, let recipient = facts.recipient.abo else {
        return .missing(
          (facts.recipient.abo == nil ? ["recipients.abo"] : [])
            + (facts.donor.abo == nil ? ["donors.abo"] : []))
      }
      return .known(donor == recipient ? 1 : 0)
    })
}
