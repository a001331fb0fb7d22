public import TandemRegistry

/// How the blood groups of donor and recipient of blood stem cells go together.
public enum BloodGroupMatch: String, Sendable, Hashable, CaseIterable {
  /// The same group.
  case identical
  /// The donor lacks an antigen that the recipient has: the graft may make antibodies (O into A).
  case minor
  /// The donor has an antigen that the recipient lacks: the recipient has antibodies to it (A into O).
  case major
  /// Both at once (A with B).
  case bidirectional

  /// Whether the donor has an antigen that the recipient lacks.
  public var isMajor: Bool { self == .major || self == .bidirectional }

  /// The match of `donor` into `recipient`.
  public init(donor: ABO, recipient: ABO) {
    let isMajor = !donor.isCompatible(with: recipient)
    let isMinor = !recipient.isCompatible(with: donor)
    self =
      switch (isMajor, isMinor) {
      case (false, false): .identical
      case (false, true): .minor
      case (true, false): .major
      case (true, true): .bidirectional
      }
  }
}

extension TransplantProtocol {
  /// Judges the blood groups for both grafts.
  public func assessBloodGroups(donor: ABO?, recipient: ABO?, into assessment: inout Assessment) {
    TransplantProtocol.assess(isletBloodGroup, "islets", "islets.abo", donor, recipient, into: &assessment)
    TransplantProtocol.assess(
      stemCellBloodGroup, "stem cells", "stem_cells.abo", donor, recipient, into: &assessment)
  }

  private static func assess(
    _ wanted: BloodGroupRule, _ graft: String, _ rule: Rule, _ donor: ABO?, _ recipient: ABO?,
    into assessment: inout Assessment
  ) {
    guard let donor, let recipient else {
      let missing = (donor == nil ? ["donors.abo"] : []) + (recipient == nil ? ["recipients.abo"] : [])
      let names = missing.joined(separator: " and ")
      assessment.note(
        rule, .review,
        Reason(
          rule, .review, "The blood group is not known: \(names).", basis: wanted.basis, missing: missing,
          remedy: "a result for \(names)"))
      return
    }
    let match = BloodGroupMatch(donor: donor, recipient: recipient)
    let verdict: Verdict =
      switch wanted.demand {
      case .identical: match == .identical ? .pass : .fail
      case .compatible: match.isMajor ? .fail : .pass
      case .flag: .pass
      }
    assessment.note(
      rule, verdict,
      {
        let kind = match == .identical ? "identical" : "a \(match.rawValue) mismatch"
        let demand =
          switch wanted.demand {
          case .identical: "the same group is required"
          case .compatible: "the same or a compatible group is required"
          case .flag: "no bar for this graft"
          }
        return Reason(
          rule, verdict,
          "Group \(donor.rawValue) \(graft) into group \(recipient.rawValue): \(kind); \(demand).",
          basis: wanted.basis,
          remedy: verdict == .pass ? nil : "a donor of a group that fits \(recipient.rawValue)",
          isFlagged: wanted.demand == .flag && match != .identical)
      }())
  }
}
