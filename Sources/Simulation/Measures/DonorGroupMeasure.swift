/// What a replicate records of each group of donors, all of it counts and amounts. The names are those in files.
public enum DonorGroupMeasure: String, Sendable, CaseIterable {
  case donors
  case used
  case lostRuledOut = "lost_ruled_out"
  case lostTooLate = "lost_too_late"
  case lostNobody = "lost_nobody"
  case lostNoBed = "lost_no_bed"
  case lostDeclined = "lost_declined"
  case lostNoRun = "lost_no_run"
  case lostTooFew = "lost_too_few"
  case isolations
  case isletsGiven = "islets_given"
  case isletsDiscarded = "islets_discarded"
  case cd34Given = "cd34_given"
  case cd34Discarded = "cd34_discarded"

  /// Why a donor was lost, in the order of reports.
  public static let losses: [DonorGroupMeasure] = [
    .lostRuledOut, .lostTooLate, .lostNobody, .lostNoBed, .lostDeclined, .lostNoRun, .lostTooFew,
  ]

  /// The unit in files.
  public var unit: String {
    switch self {
    case .isolations: "isolations a replicate"
    case .isletsGiven, .isletsDiscarded: "million IEQ a replicate"
    case .cd34Given, .cd34Discarded: "billion cells a replicate"
    default: "donors a replicate"
    }
  }

  /// The values of a group in the order of the cases.
  static func values(_ group: Tally.DonorGroup) -> [Double] { allCases.map { $0.value(group) } }

  private func value(_ group: Tally.DonorGroup) -> Double {
    switch self {
    case .donors: Double(group.donors)
    case .used: Double(group.used)
    case .lostRuledOut: lost(group, .ruledOut)
    case .lostTooLate: lost(group, .tooLate)
    case .lostNobody: lost(group, .nobody)
    case .lostNoBed: lost(group, .noBed)
    case .lostDeclined: lost(group, .declined)
    case .lostNoRun: lost(group, .noRun)
    case .lostTooFew: lost(group, .tooFew)
    case .isolations: Double(group.isolations)
    case .isletsGiven: group.islets.given / 1e6
    case .isletsDiscarded: group.islets.discarded / 1e6
    case .cd34Given: group.cd34.given / 1e9
    case .cd34Discarded: group.cd34.discarded / 1e9
    }
  }

  private func lost(_ group: Tally.DonorGroup, _ loss: Tally.Loss) -> Double {
    Double(group.lost[loss.rawValue])
  }
}

/// What became of a group of donors under a policy: means of the replicates.
public struct DonorGroupLine: Sendable, Hashable {
  private let moments: [Moments]

  init(_ moments: ArraySlice<Moments>) { self.moments = Array(moments) }

  /// The mean of a count or an amount, in its unit.
  public subscript(_ measure: DonorGroupMeasure) -> Double { moments[measure.place].mean }

  /// The share of donors who were used; nil without donors.
  public var usedShare: Double? { self[.donors] > 0 ? self[.used] / self[.donors] : nil }
}

extension DonorGroupMeasure {
  /// The place among the cases.
  var place: Int { DonorGroupMeasure.allCases.firstIndex(of: self)! }
}
