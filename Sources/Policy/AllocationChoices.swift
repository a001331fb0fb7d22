public import TandemClinic
import TandemFiles
public import TandemRegistry

/// What a policy wants of a plan for all donors at once: what is best, and which shares must hold.
public struct AllocationChoices: Sendable {
  /// What a plan is valued by.
  public enum Objective: String, Sendable, Hashable, CaseIterable {
    /// The sum of the scores.
    case score
    /// How many people are transplanted.
    case transplants
    /// The sum of the gains in utility that the attribute `predicted-benefit` of the policy's score rates.
    case benefit = "predicted-benefit"
  }

  /// A group of recipients that shall have at least a share of the transplants.
  public struct Share: Sendable, Hashable {
    /// What plans call it.
    public let name: String
    /// Who belongs to it.
    public let members: RecipientGroup
    /// The least share of the transplants, in thousandths.
    public let atLeastThousandths: Int64
    /// Where the share comes from.
    public let basis: Basis

    /// A share.
    public init(name: String, members: RecipientGroup, atLeastThousandths: Int64, basis: Basis) {
      self.name = name
      self.members = members
      self.atLeastThousandths = atLeastThousandths
      self.basis = basis
    }
  }

  /// The objectives, the most important first: each is brought to its best and held there before the next.
  public var objectives: [Objective] = [.score]
  /// For how many days a centre's beds count anew; nil when they are for the whole run.
  public var bedPeriodDays: Double?
  /// The shares.
  public var shares: [Share] = []

  /// The sum of the scores, beds for the whole run, no shares.
  public init() {}
}

/// A group of recipients that a policy names by what is known of them.
public enum RecipientGroup: Sendable, Hashable {
  /// Of a blood group.
  case bloodGroup(ABO)
  /// With a cPRA of at least so much.
  case sensitised(atLeast: Double)
  /// Younger than so many years.
  case younger(thanYears: Double)
  /// With this word in the column `groups`.
  case word(String)

  /// Whether a recipient is known to belong to the group. Somebody of whom it is not known does not count, so
  /// that a share never rests on what is missing.
  public func contains(_ recipient: Recipient) -> Bool {
    switch self {
    case .bloodGroup(let group): recipient.abo == group
    case .sensitised(let least): recipient.cpra.map { $0 >= least } ?? false
    case .younger(let years): recipient.ageYears.map { $0 < years } ?? false
    case .word(let word): recipient.groups?.contains(word) ?? false
    }
  }
}

extension AllocationChoices {
  /// The section `allocation` of a policy.
  init(_ entry: DataObject) {
    if entry.keys.contains("objective") {
      objectives = entry.words("objective", of: Objective.self)
      if objectives.isEmpty || Set(objectives).count != objectives.count {
        entry.report("objective", kind: "bad list", "at least one objective, each once")
      }
    }
    if entry.keys.contains("bed_period") {
      bedPeriodDays = entry.amount("bed_period", unit: "days", in: 1...3660)?.value
    }
    shares = entry.objects("shares").compactMap(Share.init)
    if Set(shares.map(\.name)).count != shares.count {
      entry.report("shares", kind: "duplicate name", "each share under a name of its own")
    }
    if shares.count > 60 { entry.report("shares", kind: "too many", "at most 60 shares") }
    entry.finish()
  }
}

extension AllocationChoices.Share {
  fileprivate init?(_ entry: DataObject) {
    let name = entry.text("name")
    let share = entry.amount("at_least", unit: "fraction of transplants", in: 0...1)
    var groups: [RecipientGroup] = []
    if entry.keys.contains("blood_group"), let found = entry.choice("blood_group", of: ABO.self) {
      groups.append(.bloodGroup(found))
    }
    if entry.keys.contains("cpra_at_least") {
      let least = entry.amount("cpra_at_least", unit: "fraction", in: 0...1)
      if let least { groups.append(.sensitised(atLeast: least.value)) }
    }
    if entry.keys.contains("age_below") {
      let years = entry.amount("age_below", unit: "years", in: 0...120)
      if let years { groups.append(.younger(thanYears: years.value)) }
    }
    if let word = entry.optionalText("group") { groups.append(.word(word)) }
    entry.finish()
    if groups.count != 1 {
      entry.report(
        "name", kind: "unclear group", "exactly one of blood_group, cpra_at_least, age_below and group")
    }
    guard let name, let share, let members = groups.first, groups.count == 1 else { return nil }
    let thousandths = (share.value * 1000).rounded()
    if abs(share.value * 1000 - thousandths) > 1e-9 {
      entry.report("at_least", kind: "too fine", "a share in thousandths")
      return nil
    }
    self.init(
      name: name, members: members, atLeastThousandths: Int64(thousandths), basis: share.basis)
  }
}
