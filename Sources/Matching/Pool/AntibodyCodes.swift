import TandemHLA

/// The different antibodies of the recipients, numbered by target and by their strength for each graft. A
/// person's list is a count and so many numbers in one array; place 0 holds the empty list.
struct AntibodyCodes: Sendable {
  /// A target, and two bits a graft: 0 negligible, 1 weak, 2 strong.
  struct Code: Hashable, Sendable {
    let specificity: Specificity
    let strengths: UInt8
  }

  private var codes = Numbering<Code>()
  /// The lists.
  private(set) var lists: [UInt16] = [0]
  private let grafts: [AntibodyLimits]

  init(_ grafts: [AntibodyLimits]) { self.grafts = Array(grafts.prefix(4)) }

  /// The antibodies by their numbers.
  var all: [Code] { codes.things }

  /// Puts the list of a person down and tells its place; nil when there are too many different ones.
  mutating func append(_ antibodies: some Sequence<Antibody>) -> UInt32? {
    var numbers: [UInt16] = []
    for antibody in antibodies {
      var strengths: UInt8 = 0
      for (graft, limits) in grafts.enumerated() {
        let strength = limits.strength(of: antibody)
        let bits: UInt8 = strength == .negligible ? 0 : strength == .weak ? 1 : 2
        strengths |= bits << UInt8(2 * graft)
      }
      if strengths == 0 { continue }
      let code = Code(specificity: antibody.specificity, strengths: strengths)
      guard let number = codes.number(of: code) else { return nil }
      if !numbers.contains(number) { numbers.append(number) }
    }
    if numbers.isEmpty { return 0 }
    guard let place = UInt32(exactly: lists.count), let count = UInt16(exactly: numbers.count) else {
      return nil
    }
    lists.append(count)
    lists += numbers
    return place
  }
}
