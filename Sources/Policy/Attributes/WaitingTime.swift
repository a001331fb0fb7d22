import TandemFiles
import TandemRegistry

extension Attribute {
  /// Days from listing to the run. Somebody listed after the day of the run has waited for none.
  static let waitingTime = Attribute(
    "waiting-time", "time waited", unit: "days", range: 0...36_525,
    .dated { recipient, day in
      guard let day, let listed = recipient.listedOn else {
        return .missing(
          (recipient.listedOn == nil ? ["recipients.listed_on"] : [])
            + (day == nil ? ["donors.cross_clamp_at"] : []))
      }
      return .known(Double(max(0, day.number - listed.number)))
    })
}
