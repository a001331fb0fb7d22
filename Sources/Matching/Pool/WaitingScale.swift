import TandemFiles
import TandemPolicy
import TandemRegistry

/// The points of days waited, worked out once for every number of days.
struct WaitingScale: Sendable {
  /// Days from which the packed listing days count.
  let firstDay: Int
  /// The day for which the bounds of blocks hold without an allowance.
  let referenceDay: Int
  /// The points by days waited.
  private let points: [Int32]
  /// The points of somebody of whom the day of listing or of the run is unknown.
  let unknown: Int32
  private let terms: [ScoreTerm]

  private static let span = 40_000

  init(_ terms: [ScoreTerm], _ cohort: Cohort) {
    self.terms = terms
    var first = Int.max
    for person in cohort.recipients { if let day = person.listedOn { first = min(first, Int(day.number)) } }
    // Room for people who are put in later and have waited longer.
    firstDay = first == .max ? 0 : first - 10_000
    referenceDay = cohort.donors.compactMap { $0.crossClampAt?.day.number }.max().map { Int($0) } ?? firstDay
    points = terms.isEmpty ? [] : (0...WaitingScale.span).map { terms.millionths(Double($0)) }
    unknown = terms.millionths(nil)
  }

  /// The packed day of listing, 0 when unknown; nil when it lies outside what can be packed.
  func code(of day: Day?) -> UInt16? {
    guard let day else { return 0 }
    let offset = Int(day.number) - firstDay + 1
    return offset >= 1 ? UInt16(exactly: offset) : nil
  }

  /// The points on a day of the run of somebody with a packed day of listing.
  func points(listed code: UInt16, on day: Int?) -> Int32 {
    guard !terms.isEmpty else { return 0 }
    guard let day, code != 0 else { return unknown }
    let waited = max(0, day - firstDay + 1 - Int(code))
    return waited < points.count ? points[waited] : terms.millionths(Double(waited))
  }

  /// The points of every packed day of listing on one day of the run.
  func table(on day: Int?, upTo most: UInt16) -> [Int32] {
    (0...most).map { points(listed: $0, on: day) }
  }
}
