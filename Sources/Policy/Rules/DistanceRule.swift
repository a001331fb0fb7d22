public import TandemClinic
public import TandemFiles
import TandemRegistry

/// How far the recipient's centre may be from the donor hospital, along the great circle.
///
///     distance: { at_most: 926, unit: "km", source: "..." }
public struct DistanceRule: HardRule {
  public static let key = "distance"
  public static let summary = "the recipient's centre is near enough to the donor hospital"

  /// The limit in km.
  public let limit: Limit

  public init?(_ entry: DataObject) {
    guard let limit = entry.limit(unit: "km", in: 0...20_100) else { return nil }
    if limit.atLeast != nil || limit.above != nil {
      entry.report("at_least", kind: "lower bound", "an upper bound only, since no distance is too short")
    }
    self.limit = limit
  }

  public var names: [Rule] { ["distance"] }

  public var judgement: Judgement {
    .pair { facts, assessment in
      guard let start = facts.donor.place, let end = facts.centre else {
        let missing =
          (facts.donor.place == nil ? ["donors.latitude", "donors.longitude"] : [])
          + (facts.centre == nil ? ["recipients.centre_id"] : [])
        assessment.note(
          "distance", .review,
          Reason(
            "distance", .review,
            "The distance from donor hospital to centre is not known; required is \(limit.words).",
            basis: limit.basis, missing: missing, remedy: "the places of donor hospital and centre"))
        return
      }
      let kilometres = start.kilometres(to: end)
      let verdict: Verdict = limit.allows(kilometres) ? .pass : .fail
      assessment.note(
        "distance", verdict,
        Reason(
          "distance", verdict,
          "The centre is \(Amount.text(kilometres.rounded(), "km")) from the donor hospital; required is \(limit.words).",
          basis: limit.basis, remedy: verdict == .pass ? nil : "a centre at a distance of \(limit.words)"))
    }
  }
}
