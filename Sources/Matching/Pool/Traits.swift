import TandemRegistry

/// What of a recipient meets a donor in a few cases only, as one small number: the serology of CMV and EBV,
/// whether islets were given before, and whether antibodies are neither recorded nor excluded.
struct Traits: Sendable {
  /// How many numbers there are.
  static let count = 36

  let number: Int

  init(number: Int) { self.number = number }

  init(_ recipient: Recipient, hasAntibodies: Bool, isLater: Bool) {
    let cmv = Traits.code(recipient.cmv)
    let ebv = Traits.code(recipient.ebv)
    let isUnknown = !hasAntibodies && recipient.cpra != 0
    number = cmv + 3 * ebv + (isLater ? 9 : 0) + (isUnknown ? 18 : 0)
  }

  var cmv: Bool? { Traits.value(number % 3) }
  var ebv: Bool? { Traits.value(number / 3 % 3) }
  var isLater: Bool { number / 9 % 2 == 1 }
  var lacksAntibodyResults: Bool { number >= 18 }

  /// Somebody with these traits, and nothing else known.
  var probe: Recipient {
    var person = Recipient(id: "")
    person.cmv = cmv
    person.ebv = ebv
    return person
  }

  private static func code(_ value: Bool?) -> Int { value.map { $0 ? 2 : 1 } ?? 0 }
  private static func value(_ code: Int) -> Bool? { code == 0 ? nil : code == 2 }
}
