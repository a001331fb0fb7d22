public import TandemClinic
public import TandemFiles
public import TandemRegistry

/// Who may be offered a graft and in what order, as data: protocols, hard rules with their limits, the score
/// and the tie-breaks.
///
///     let policy = try Policy.read("balanced")
///     let context = MatchContext(donor: donor, in: cohort, under: policy)
///     let pair = context.pair(recipient, .explain)
public struct Policy: Sendable {
  /// The name that commands and records use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What it is for, in a paragraph.
  public let purpose: String
  /// The clinical rules with the policy's choices.
  public let clinic: Clinic
  /// The protocols allowed, in the order of preference among equals.
  public let regimens: [Regimen]
  /// The probability with which a donor's islets and stem cells must be enough.
  public let confidence: Double
  /// Where the confidence comes from.
  public let confidenceBasis: Basis
  /// How HLA is compared.
  public let hla: HLAComparison
  /// The policy's own rules, in the order in which explanations list them.
  public let rules: [any HardRule]
  /// How these rules judge, asked of each once.
  let judgements: [Judgement]
  /// What a review means for the roster.
  public let reviews: ReviewTreatment
  /// The score's terms; their weights sum to 100.
  public let terms: [ScoreTerm]
  /// What decides between equal scores, ending in the identifier or a lottery.
  public let tieBreaks: [TieBreak]
  /// What a plan for all donors at once is to bring.
  public var allocation: AllocationChoices
  /// The file as the user named it, or its place among the shipped ones.
  public let path: String
  /// SHA-256 of the policy's file.
  public let sha256: String
  /// SHA-256 over the policy's file and everything that it names: protocols and clinical tables.
  public let fingerprint: String
  /// What is worth a look though it does not keep the policy from being used.
  public internal(set) var warnings: [Problem]

  /// The seed of the lottery among equals; nil when the policy has none.
  public var lotterySeed: UInt64? {
    for case .lottery(let seed) in tieBreaks { return seed }
    return nil
  }

  /// The policy that is followed when none is named.
  public static let standard = "balanced"

  /// The names of the shipped policies, sorted.
  public static var shippedNames: [String] { DataDocument.names(in: "policies") }
}

extension Policy {
  /// Judges the recipient by everything that neither donor nor protocol changes.
  public func assess(_ recipient: Recipient, _ depth: Assessment.Depth) -> Assessment {
    var assessment = Assessment(depth)
    assess(recipient, into: &assessment)
    return assessment
  }

  /// The same into an assessment that holds more.
  public func assess(_ recipient: Recipient, into assessment: inout Assessment) {
    for judgement in judgements {
      if case .recipient(let judge) = judgement { judge(recipient, &assessment) }
    }
    clinic.assessIndication(recipient, into: &assessment)
  }

  /// Judges the recipient by everything that a protocol asks of a person, whoever the donor is.
  public func assess(_ recipient: Recipient, for regimen: Regimen, _ depth: Assessment.Depth) -> Assessment {
    var assessment = Assessment(depth)
    assess(recipient, for: regimen, into: &assessment)
    return assessment
  }

  /// The same into an assessment that holds more.
  public func assess(_ recipient: Recipient, for regimen: Regimen, into assessment: inout Assessment) {
    for judgement in judgements {
      if case .underProtocol(let judge) = judgement { judge(recipient, regimen.transplant, &assessment) }
    }
    clinic.assessConditioning(recipient, for: regimen, into: &assessment)
  }

  /// Judges the donor by everything that no recipient and no protocol changes.
  public func assess(_ donor: Donor, _ depth: Assessment.Depth) -> Assessment {
    var assessment = clinic.assess(donor, depth)
    for judgement in judgements {
      if case .donor(let judge) = judgement { judge(donor, &assessment) }
    }
    return assessment
  }

  /// Judges the pair by the policy's own rules on pairs.
  public func assess(_ facts: PairFacts, into assessment: inout Assessment) {
    for judgement in judgements {
      if case .pair(let judge) = judgement { judge(facts, &assessment) }
    }
  }
}
