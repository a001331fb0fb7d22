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

  /// Days before the first listing, for people who are put in later and have waited longer.
  private static let room = 10_000
  /// Days of the run after the reference day; points beyond are worked out when they are met.
  private static let margin = 3_650

  init(_ terms: [ScoreTerm], _ cohort: Cohort) {
    self.terms = terms
    var first = Int.max
    for index in cohort.recipients.indices {
      if let day = cohort.recipients[index].listedOn { first = min(first, Int(day.number)) }
    }
    firstDay = first == .max ? 0 : first - WaitingScale.room
    referenceDay = cohort.donors.compactMap { $0.crossClampAt?.day.number }.max().map { Int($0) } ?? firstDay
    // Every packed day has its entry: screens go through all of them (`OnDay.most`).
    let most = max(0, referenceDay - firstDay) + WaitingScale.margin
    points = terms.isEmpty ? [] : (0...most).map { terms.millionths(Double($0)) }
    unknown = terms.millionths(nil)
  }

  /// The packed day of listing, 0 when unknown; nil when it lies outside what can be packed.
  func code(of day: Day?) -> UInt16? {
    guard let day else { return 0 }
    let offset = Int(day.number) - firstDay + 1
    return offset >= 1 && offset < Int(UInt16.max) ? UInt16(offset) : nil
  }

  /// The points on a day of the run of somebody with a packed day of listing.
  func points(listed code: UInt16, on day: Int?) -> Int32 { on(day)[code] }

  /// The points on one day of the run.
  func on(_ day: Int?) -> OnDay {
    if terms.isEmpty { return OnDay(scale: self, unknown: 0, start: nil) }
    return OnDay(scale: self, unknown: unknown, start: day.map { $0 - firstDay + 1 })
  }

  /// The points of every packed day of listing on one day of the run.
  struct OnDay: Sendable {
    fileprivate let scale: WaitingScale
    fileprivate let unknown: Int32
    /// What the packed day of listing counts back from; nil where the points do not depend on it.
    fileprivate let start: Int?

    /// The points of a packed day of listing.
    @inline(__always)
    subscript(code: UInt16) -> Int32 {
      guard let start, code != 0 else { return unknown }
      let waited = max(0, start - Int(code))
      return waited < scale.points.count ? scale.points[waited] : scale.terms.millionths(Double(waited))
    }

    /// By how much the points exceed those of another day at most, never less than 0.
    func most(above other: OnDay, upTo most: UInt16) -> Int32 {
      (0...most).reduce(0) { max($0, self[$1] &- other[$1]) }
    }
  }
}
