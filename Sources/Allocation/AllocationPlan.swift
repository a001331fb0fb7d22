public import TandemClinic
public import TandemPacking
public import TandemPolicy

/// A plan for all donors at once, with everything that people ask of it. Plain values, by identifiers.
public struct AllocationPlan: Sendable {
  /// How the search ended.
  public var status: Status
  /// What was reached and proven, objective by objective.
  public var proofs: [ObjectiveProof]
  /// The method that gave the answer.
  public var method: Method
  /// How many pairs had an offer (of a large pool: how many pairs the bound is over), how many bundles were looked at, how many nodes were branched on.
  public var effort: (pairs: Int, bundles: Int, nodes: Int)
  /// Who gets what, in the order of the donors, then by score.
  public var assignments: [Assignment]
  /// What each donor of the cohort gives and keeps.
  public var donors: [DonorAccount]
  /// What the shared limits are worth.
  public var limits: [SharedLimit]
  /// How the shares of the policy came out.
  public var shares: [ShareOutcome]
  /// What the best plan without the shares is worth; nil when there are none, or nobody looked.
  public var withoutShares: (value: Int64, bound: Int64?)?
  /// Those without an assignment, in the order of the cohort; empty for a large pool.
  public var leftOut: [LeftOut]
  /// The same for a large pool, in short.
  public var leftOutReasons: LeftOutReasons?
  /// Whether standbys and those left out were looked for: a search that is interrupted names none.
  public var namesStandbys: Bool
  /// How many were left out for each reason, the most frequent first.
  public var leftOutCounts: [(reason: String, count: Int)]
  /// Who was transplanted, by group.
  public var groups: [GroupLine]
  /// How the plan fares when yields differ from what is expected; nil when nobody asked.
  public var scenarios: ScenarioSummary?
}

extension AllocationPlan {
  /// One recipient's grafts.
  public struct Assignment: Sendable {
    /// The offer behind it.
    public var offer: Offer
    /// The donor's identifier.
    public var donor: String
    /// The recipient's identifier.
    public var recipient: String
    /// The recipient's centre; nil when unknown.
    public var centre: String?
    /// The protocol's name.
    public var transplant: String
    /// The dose level's name.
    public var level: String
    /// Islets at infusion, in IEQ.
    public var isletIEQ: Double
    /// The same per kg.
    public var isletIEQPerKg: Double
    /// CD34+ cells at infusion.
    public var cd34Cells: Double
    /// The same per kg.
    public var cd34PerKg: Double
    /// The least and the greatest islet dose per kg among the protocol's levels.
    public var isletLimits: (least: Double, greatest: Double)
    /// The protocol's least CD34+ dose per kg, and what the level aims at.
    public var cd34Limits: (floor: Double, target: Double)
    /// The score with its parts.
    public var score: Score
    /// The probability that the donor's islets reach for this dose and for those served before it.
    public var isletProbability: Double
    /// The same for the CD34+ cells.
    public var cd34Probability: Double
    /// What to look at.
    public var warnings: [Reason]
    /// Whether it was accepted before and had to stand.
    public var isFrozen: Bool
    /// Who would come next on this donor if the recipient fell out, the best first.
    public var standbys: [Standby]
    /// What is lost if the recipient falls out.
    public var loss: Loss
    /// In which share of the scenarios the promise held; nil without scenarios.
    public var heldShare: Double?

    /// The probability that the promise holds, islets and cells taken as independent.
    public var probability: Double { isletProbability * cd34Probability }
  }

  /// Somebody without an assignment who could have this donor's grafts.
  public struct Standby: Sendable, Hashable {
    /// The offer.
    public var offer: Offer
    /// The recipient's identifier.
    public var recipient: String
    /// The protocol's name.
    public var transplant: String
    /// The dose level's name.
    public var level: String
  }

  /// What losing an assignment costs, in the last objective.
  public struct Loss: Sendable, Hashable {
    /// How it was found.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// The problem was solved again without the recipient, both to the proven optimum.
      case exact
      /// The problem was solved again, to the gap that was asked for.
      case withinGap = "within_gap"
      /// The best standby takes the place, everything else stays: a plan can be had that loses no more.
      case atMost = "at_most"
    }

    /// The loss.
    public var amount: Int64
    /// How it was found.
    public var kind: Kind
  }

  /// One donor's account, in IEQ and cells before losses.
  public struct DonorAccount: Sendable {
    /// The identifier.
    public var donor: String
    /// The laboratory that the pancreas reaches soonest.
    public var laboratory: String?
    /// How many people of the cohort could be served; nil for a pool too large to count them.
    public var candidates: Int?
    /// How many are.
    public var served: Int
    /// Islets that are there with the policy's confidence.
    public var islets: Double
    /// Islets that the plan uses.
    public var isletsUsed: Double
    /// CD34+ cells that are there with the policy's confidence.
    public var cells: Double
    /// CD34+ cells that the plan uses.
    public var cellsUsed: Double
    /// Whether the islets were counted.
    public var isMeasured: Bool
    /// What the donor adds beyond what its recipients could have elsewhere, by the prices that prove the bound,
    /// in the last objective; nil without prices.
    public var worth: Double?
    /// Who could have what is left, the best first.
    public var standbys: [Standby]
  }

  /// A limit that several donors share.
  public struct SharedLimit: Sendable {
    /// What it is: `bed` or `isolation_run`.
    public var kind: String
    /// The centre or laboratory.
    public var place: String
    /// The period of a bed, from 0.
    public var period: Int
    /// How much there is.
    public var capacity: Int64
    /// How much the plan uses.
    public var used: Int64
    /// What one more is worth by the prices that prove the bound, in the last objective; nil without prices.
    public var price: Double?
  }

  /// How one share came out.
  public struct ShareOutcome: Sendable {
    /// The share as the policy has it.
    public var share: AllocationChoices.Share
    /// How many transplants are in the group.
    public var members: Int
    /// How many there are in all.
    public var transplants: Int
    /// What one transplant more for the group would have to be paid with, by the prices; nil without prices.
    public var price: Double?
  }

  /// Somebody without an assignment.
  public struct LeftOut: Sendable, Hashable {
    /// The identifier.
    public var recipient: String
    /// The main reason: a rule, or what stood in the way.
    public var reason: String
    /// A sentence.
    public var detail: String
  }

  /// One group in the summary.
  public struct GroupLine: Sendable, Hashable {
    /// What divides: `blood group`.
    public var kind: String
    /// The group: `O`.
    public var name: String
    /// How many of the cohort.
    public var listed: Int
    /// How many have at least one offer; nil where nobody looked.
    public var open: Int?
    /// How many are transplanted.
    public var transplanted: Int
  }

  /// What a plan is valued by.
  public typealias Objective = AllocationChoices.Objective

  /// What the last objective counts.
  public var objective: Objective { proofs.last?.objective ?? .score }
}

extension AllocationChoices.Objective {
  /// A value in the units that people read: points, people, or utility.
  public func amount(_ value: Int64) -> Double {
    self == .transplants ? Double(value) : Double(value) / 1_000_000
  }

  /// The same for a price, which need not be whole.
  public func amount(_ value: Double) -> Double { self == .transplants ? value : value / 1_000_000 }

  /// The unit.
  public var unit: String {
    switch self {
    case .score: "points"
    case .transplants: "transplants"
    case .benefit: "utility"
    }
  }
}
