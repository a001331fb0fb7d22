import TandemClinic
import TandemHLA
import TandemPolicy
import TandemRegistry

/// What each antibody of the pool means for one donor: from the lowest bit, a bit for each graft for which it
/// fails, then one for each for which it asks for a review. The bits of a person's antibodies are joined.
struct CrossmatchTable: Sendable {
  /// By the number of the antibody.
  let bits: [UInt8]
  /// Bits that keep a person off.
  let closing: UInt8
  /// Bits with which only the explaining code can tell whether they do.
  let open: UInt8

  init(_ context: MatchContext, _ pool: Pool) {
    let codes = pool.columns.antibodyCodes.all
    let gate = context.gate
    var closing: UInt8 = 0
    var asking: UInt8 = 0
    for (graft, limits) in pool.recipe.grafts.prefix(4).enumerated() {
      let rule = Rule("crossmatch.\(limits.graft)")
      if gate.overrides.contains(rule) { continue }
      closing |= 1 << UInt8(graft)
      if gate.reviews.outcome(of: rule) == .list { continue }
      // In an expedited run it depends on what is missing.
      if gate.isExpedited { asking |= 16 << UInt8(graft) } else { closing |= 16 << UInt8(graft) }
    }
    self.closing = closing
    open = asking
    if codes.isEmpty {
      bits = []
      return
    }
    let mask = pool.shared.mask(of: context.donor.typing)
    let numbering = pool.shared.numbering
    bits = codes.map { code in
      let presence: Presence
      if let number = numbering.number(of: code.specificity) {
        presence =
          mask.certain.contains(number)
          ? .certain
          : mask.possible.contains(number) ? .possible : mask.unknown.contains(number) ? .unknown : .absent
      } else {
        presence = AntigenTable.shipped.presence(of: code.specificity, in: context.donor.typing).presence
      }
      return CrossmatchTable.bits(presence, code.strengths)
    }
  }

  private static func bits(_ presence: Presence, _ strengths: UInt8) -> UInt8 {
    if presence == .absent { return 0 }
    var bits: UInt8 = 0
    for graft in 0..<UInt8(4) {
      let strength = strengths >> (2 * graft) & 3
      if strength == 0 { continue }
      bits |= (presence == .certain && strength == 2 ? 1 : 16) << graft
    }
    return bits
  }
}
