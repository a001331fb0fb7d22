import TandemRegistry

extension Attribute {
  /// 1 when donor and recipient both have antibodies to CMV or both have none.
  static let cmvMatch = Attribute(
    "cmv-match", "whether the CMV serostatus is the same", unit: "yes or no", range: 0...1,
    .pair { facts in
      guard let donor = facts.donor.cmv, let recipient = facts.recipient.cmv else {
        return .missing(
          (facts.recipient.cmv == nil ? ["recipients.cmv"] : [])
            + (facts.donor.cmv == nil ? ["donors.cmv"] : []))
      }
      return .known(donor == recipient ? 1 : 0)
    })
}
